"""Loops that nothing bounds, or that do not wait: what that comes to, in events and time.

The history of a Standard execution has room for 25,000 events; what a turn adds is in
`facts.history`.
"""

from __future__ import annotations

import re
from itertools import islice

from asllint.facts import history
from asllint.facts.fact import Ask
from asllint.facts.flow import FlowGraph, arrows
from asllint.facts.integrations import OPTIMISED, SDK, UNKNOWN, Task, task_of
from asllint.facts.loops.loop import Case, Loop, Remark, onward, texts_in
from asllint.facts.loops.polls import Status, statuses_in
from asllint.language.machine import EXPRESS, State
from asllint.source.finding import INFO, WARNING
from asllint.syntax.node import Hole, number_of
from asllint.tables import statuses
from asllint.tables.services import REQUEST_RESPONSE, SYNC

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

SOON = 6 * 60 * 60
"""What fills the history in less time, in seconds, is told even where it has several exits."""
MAX_TASKS = 20
"""So many Tasks of one loop are looked at: what leads back to each is searched for."""
MAX_WAIT = 365 * 24 * 60 * 60
"""An execution lasts a year at the most, in seconds."""
READING = ("batchGet", "describe", "get", "head", "list", "query", "scan")
"""How the actions of services begin that change nothing."""

WORKING = ("Task", "Map", "Parallel")
_READY = ("AVAILABLE", "DONE", "READY")
_MEASURES = r"[<>]|\$(?:now|millis)\b"
"""What is in a condition that compares a number, or the time."""


def is_bounded(case: Case) -> bool:
    """Does the machine end in time, or a Choice state of the loop count, or look at the time?"""
    machine = case.loop.states[0].machine
    if "TimeoutSeconds" in machine.outermost.node.fields or machine.workflow_type == EXPRESS:
        return True
    operators = (name for rule in case.loop.rules for name in rule.fields)
    if any(name.startswith(("Numeric", "Timestamp")) for name in operators):
        return True
    texts = (text for text in case.named if "{%" in text)
    return any(re.search(_MEASURES, text) for text in texts)


class Inquiry:
    """A Task of a loop that asks for something, and a shortest way until it asks again."""

    __slots__ = ("task", "way")

    def __init__(self, task: Task, way: list[State]) -> None:
        self.task = task
        self.way = way
        """Closed: it begins and ends with the Task. Nothing else on it works."""

    @property
    def waits(self) -> bool:
        """Is there a Wait state on the way?"""
        return any(state.type == "Wait" for state in self.way)


def asking_in(case: Case) -> Iterator[Inquiry]:
    """The Tasks of a loop that ask for something and change nothing.

    A function may ask for something; of a service it is what only reads.
    """
    loop, ask = case.loop, case.ask
    tasks = (task for state in loop.states if (task := task_of(state, ask)) is not None)
    among = frozenset(loop.states)
    for task in islice((one for one in tasks if _reads(one) or _is_function(one)), MAX_TASKS):
        state = task.state
        way = ask(FlowGraph, state.machine).path(state, state, among)
        if way and not any(other.type in WORKING for other in way[1:-1]):
            yield Inquiry(task, way)


def _is_function(task: Task) -> bool:
    """Does it call a function, be it that a placeholder has its whole ARN?"""
    text = (task.node.text if isinstance(task.node, Hole) else task.resource.text).lower()
    hidden = task.kind == UNKNOWN and ("function" in text or "lambda" in text)
    return hidden or (task.calls_function and task.pattern == REQUEST_RESPONSE)


def _reads(task: Task) -> bool:
    action = task.resource.part("action") or ""
    called = task.kind in (OPTIMISED, SDK) and task.pattern == REQUEST_RESPONSE
    return called and action.startswith(READING)


# --- a poll that nothing bounds -------------------------------------------------------------------


def unbounded(case: Case) -> Iterator[Remark]:
    """A loop that asks and waits, with one exit and no bound; or one that is soon too long."""
    for asking in asking_in(case):
        if asking.waits and not asking.task.state.catchers and not is_bounded(case):
            remark = _unbounded(case, asking)
            if remark is not None:
                yield remark
                return


def _unbounded(case: Case, asking: Inquiry) -> Remark | None:
    way = asking.way
    one_exit = len(case.loop.exits) == 1 and not statuses_in(case)
    events = history.turn(way[:-1], case.ask).events
    turns = history.turns(way[:-1], case.ask)
    seconds = _waited(way[:-1])
    time = None if seconds is None else turns * seconds
    if time is None and not one_exit:
        return None
    if time is not None and time > (MAX_WAIT if one_exit else SOON):
        return None
    return Remark(
        way[0],
        _of_history(way, events, turns, time, one_exit=one_exit),
        [(state, "in the loop") for state in way[1:-1]],
        WARNING if one_exit else INFO,
    )


def _of_history(
    way: list[State], events: int, turns: int, time: float | None, *, one_exit: bool
) -> str:
    after = "" if time is None else f", after {duration(time)}"
    exits = "has a single way out, and " if one_exit else ""
    return (
        f"the loop {arrows(way)} {exits}adds {events} events a turn to the history: it is full "
        f'after {turns:,} turns{after}; count the turns, or give the machine "TimeoutSeconds"'
    )


def _waited(states: list[State]) -> float | None:
    """How many seconds the Wait states of a turn wait; None where one of them does not say it."""
    waits = [number_of(state.field("Seconds")) for state in states if state.type == "Wait"]
    known = [seconds for seconds in waits if seconds is not None]
    return sum(known) if len(known) == len(waits) else None


def duration(seconds: float) -> str:
    """A time for people, in its two largest units: `1 day 22 hours`."""
    minutes = round(seconds / 60)
    units = (("day", minutes // 1440), ("hour", minutes // 60 % 24), ("minute", minutes % 60))
    named = [f"{count} {unit}{'' if count == 1 else 's'}" for unit, count in units if count]
    return " ".join(named[:2]) or "less than a minute"


# --- a loop that does not wait --------------------------------------------------------------------


def spinning(case: Case) -> Iterator[Remark]:
    """A loop that asks for the same again and again, and does not wait in between."""
    for asking in asking_in(case):
        task, way = asking.task, asking.way
        choice = next((state for state in way if state.type == "Choice"), None)
        if choice is None or asking.waits or not _asks_again(case, task, way):
            continue
        yield Remark(
            task.state,
            f"the loop {arrows(way)} asks again at once, thousands of times: "
            f'let "{choice.name}" lead to a Wait state first',
            [(choice, "decides whether to ask again")],
        )
        return


def _asks_again(case: Case, task: Task, way: list[State]) -> bool:
    """Is it just the same that is asked again, on this very way?"""
    if _is_function(task):
        return _asks_for_a_status(way) and not _writes_its_input(case.loop, task, case.ask)
    statuses_of_task = (one for one in statuses_in(case) if one.task is task)
    return any(_goes_round(status, way) for status in statuses_of_task)


def _goes_round(status: Status, way: list[State]) -> bool:
    """Is there a value that leads back on some way, and one that leads out?"""
    back = status.only_returning(sorted(status.unfinished | status.others))
    if not any(set(status.met([value])) <= set(way) for value in back):
        return False
    return bool(status.only_leaving(sorted(status.failures | status.others)))


def _asks_for_a_status(way: list[State]) -> bool:
    """Does a Choice state compare with a text that says that something is done, or goes on?

    A function that does a piece of the work, and says whether there is more, has no such text.
    """
    texts = (text for state in way if state.type == "Choice" for text in texts_in(state))
    words = (word for text in texts for word in re.findall(r"[\w-]+", text))
    said = (statuses.DONE, statuses.UNFINISHED)
    return any(word.upper() in _READY or statuses.kind_of(word) in said for word in words)


def _writes_its_input(loop: Loop, task: Task, ask: Ask) -> bool:
    """May what the loop writes reach what its function is called with?"""
    from asllint.facts.loops.places import read_by, written_by

    read = read_by(task.state, ask)
    if read is None:
        return True
    written = [place for state in loop.states for place in written_by(state, ask)]
    return any(one.overlaps(other) for one in read for other in written)


# --- errors that lead round -----------------------------------------------------------------------


def caught_round(case: Case) -> Iterator[Remark]:
    """A cycle of which every Task is left by a catcher: it fails, and is tried for ever."""
    loop = case.loop
    if not any(state.catchers for state in loop.states) or is_bounded(case):
        return
    ways = {state: list(_failing_ways(loop, state)) for state in loop.states}
    caught = (state for state in loop.states if state.type == "Task" and ways[state])
    for state in islice(caught, MAX_TASKS):
        way = _round(state, ways)
        if way is None or len(way) < 3 or _decides(way, loop) or not _catches_all(way):
            continue
        yield Remark(
            state,
            f"as long as {_failing(way)} the loop {arrows(way)} goes on, and nothing bounds it: "
            'use "Retry", which counts its attempts',
            [(other, "in the loop") for other in way[1:-1]],
        )
        return


def _failing_ways(loop: Loop, state: State) -> Iterator[State]:
    """Where a state leads when it fails, or where it leads at all if it does no work."""
    works = state.type in WORKING
    ways = [catcher.transition for catcher in state.catchers] if works else onward(state)
    for transition in ways:
        target = None if transition is None else loop.leads_to(transition)
        if target is not None:
            yield target


def _round(start: State, ways: dict[State, list[State]]) -> list[State] | None:
    """A shortest way from a state back to itself."""
    came_from: dict[State, State] = {}
    pending = [start]
    for state in pending:
        for target in ways[state]:
            if target is start:
                way = [start, state]
                while way[-1] is not start:
                    way.append(came_from[way[-1]])
                return way[::-1]
            if target not in came_from:
                came_from[target] = state
                pending.append(target)
    return None


def _decides(way: list[State], loop: Loop) -> bool:
    """Can one of its Choice states lead out of the cycle?"""
    among = set(way)
    return any(
        loop.leads_to(transition) not in among
        for state in way
        if state.type == "Choice"
        for transition in onward(state)
    )


def _catches_all(way: list[State]) -> bool:
    """Is there a catcher of it that takes more than errors by their own names?

    Who waits until there is room, or until something exists, names the error that says so.
    """
    return any(
        str(name.value).startswith("States.")
        for state in way
        for catcher in state.catchers
        for name in catcher.error_names
    )


def _failing(way: list[State]) -> str:
    names = [f'"{state.name}"' for state in way[:-1] if state.catchers]
    return f"{names[0]} fails" if len(names) == 1 else f"{' and '.join(names[:3])} fail"


# --- what Step Functions would wait for -----------------------------------------------------------


def waited_by_hand(case: Case) -> Iterator[Remark]:
    """A job that is started and asked for, where Step Functions can wait for it by itself."""
    for asking in asking_in(case):
        found = list(_waited_for(case, asking.task)) if asking.waits else []
        known = (one for one in statuses_in(case) if one.task is asking.task)
        if found and any(_goes_round(status, asking.way) for status in known):
            state, call = found[0]
            yield Remark(
                state,
                f'Step Functions can wait for this itself: with "{call}" no loop has to ask',
                [(asking.task.state, "asks for it")],
                INFO,
            )
            return


def _waited_for(case: Case, asked: Task) -> Iterator[tuple[State, str]]:
    """The states that start what a Task of the loop asks for, and how they could wait for it."""
    for state in asked.state.machine.states:
        started = None if state in case.loop else task_of(state, case.ask)
        call = None if started is None else _with_sync(started, asked)
        if call is not None:
            yield state, call


def _with_sync(started: Task, asked: Task) -> str | None:
    """How a Task would start what another one asks for, and wait; None where that is not known."""
    from asllint.tables.services.optimised import SERVICES

    service, action = started.resource.part("service"), started.resource.part("action")
    if started.kind not in (OPTIMISED, SDK) or started.pattern != REQUEST_RESPONSE:
        return None
    for name, known in SERVICES.items():
        mine = name if started.kind == OPTIMISED else known.sdk
        if mine == service and asked.resource.part("service") in (name, known.sdk):
            entry = known.entries.get(action or "")
            if entry is not None and SYNC in entry.patterns and SYNC not in known.never:
                return f"{name}:{action}.sync"
    return None
