"""Loops that ask a service for a status, and the values of it that they get wrong.

The values are those of the enumeration in the service's API; where there is none, those that AWS's
own clients wait for (`tables.services.waiters`).
"""

from __future__ import annotations

import re
from itertools import islice

from asllint.facts.flow import arrows
from asllint.facts.integrations import OPTIMISED, SDK, Task, task_of
from asllint.facts.loops.loop import Case, Remark
from asllint.language.grammar import RESULT
from asllint.language.machine import State, StateMachine
from asllint.source.finding import INFO, WARNING
from asllint.source.suggest import listed
from asllint.tables import statuses

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Container, Iterable, Iterator

    from asllint.data.shape import Shape
    from asllint.facts.loops.outcomes import Course
    from asllint.tables.services.waiters import Waiter

    Steps = tuple[str | int, ...]

MAX_STATUSES = 20
"""So many statuses are followed through one loop."""
MAX_PARTS = 3_000
"""So many parts of an answer are looked through for a status."""
MAX_SHOWN = 8

_LOOKING = frozenset((
    "StringMatches", "StringLessThan", "StringLessThanEquals", "StringGreaterThan",
    "StringGreaterThanEquals",
))  # fmt: skip
_COMPUTING = r"^States\.|^\s*\{%(?=.*(?:[<>&~/]|\$(?!not\b|exists\b|boolean\b)\w+\())"
"""In an expression, what does more with a text than to compare it."""


class Status:
    """A text in what a Task of a loop answers, of which it is known what it can be."""

    __slots__ = ("_case", "_known", "failures", "others", "steps", "task", "unfinished")

    def __init__(self, case: Case, task: Task, steps: Steps, values: Iterable[str]) -> None:
        every = frozenset(values)
        self._case = case
        self.task = task
        self.steps = steps
        """Where it stands in the answer: names, and 0 for the items of a list."""
        self.failures = statuses.failing(every)
        """The values with which what is asked for has ended, and not well."""
        self.unfinished = statuses.unfinished(every)
        """Those with which it goes on."""
        self.others = every - self.failures - self.unfinished
        """All others, those of success among them."""
        self._known: dict[str, Course | None] = {}

    @property
    def name(self) -> str:
        """The field of the answer that holds it."""
        return next(str(step) for step in reversed(self.steps) if isinstance(step, str))

    @property
    def call(self) -> str:
        """What is asked, as messages call it: `glue:getJobRun`."""
        part = self.task.resource.part
        return f"{part('service')}:{part('action')}"

    def outcome(self, value: str) -> Course | None:
        """Where one of its values leads; None where nobody can tell."""
        case = self._case
        is_any = _only_compares(case) and bool(_unnamed([value], case.texts))
        like = "" if is_any else value  # what nobody names goes where all else that nobody names
        if like not in self._known:
            from asllint.facts.loops.outcomes import outcome

            task = self.task.state
            self._known[like] = outcome(case.loop, task, self.steps, value, case.ask)
        return self._known[like]

    def met(self, values: Iterable[str]) -> list[State]:
        """The states that some of its values come to, in order, the one that asks first."""
        found = (self.outcome(value) for value in sorted(values))
        return list(dict.fromkeys(state for it in found if it is not None for state in it.met))

    def only_returning(self, values: Iterable[str]) -> list[str]:
        """Those values that can do nothing but come back into the loop."""
        found = ((value, self.outcome(value)) for value in values)
        return [value for value, it in found if it is not None and it.only_returns]

    def only_leaving(self, values: Iterable[str]) -> list[str]:
        """Those values that can do nothing but leave the loop."""
        found = ((value, self.outcome(value)) for value in values)
        return [value for value, it in found if it is not None and it.only_leaves]

    def __repr__(self) -> str:
        return f"Status({self.task.state.name!r}, {self.steps!r})"


# --- what has failed comes back -------------------------------------------------------------------


def unhandled(case: Case) -> Iterator[Remark]:
    """Values of something that has failed, which can only come back into the loop."""
    loop = case.loop
    for status in statuses_in(case):
        values = _possible(_unnamed(status.failures, case.named), case.named)
        if not values or _leads_out_by_default(case):
            continue
        lost = status.only_returning(values)
        if lost and status.only_leaving(sorted(status.others)) and not _starts_again(status, lost):
            back = status.met(lost)
            choice = _first_choice(back)
            way = loop.way([state for state in loop.states if state in back])
            timed = _ends_in_time(loop.states[0].machine)
            end = 'until "TimeoutSeconds" ends it' if timed else "for ever"
            yield Remark(
                choice,
                f'"{status.name}" can be {_some(lost)}, with which the loop {arrows(way)} goes on '
                f'{end}: give "{choice.name}" a rule for that',
                [(status.task.state, f"{status.call} answers it")],
                INFO if timed else WARNING,
            )


def _leads_out_by_default(case: Case) -> bool:
    """Does what nobody names surely leave the loop, because rules only ask for what they name?"""
    for state in case.loop.states:
        defaults = [one for one in state.transitions if one.field == "Default"]
        if state.type == "Choice" and (not defaults or case.loop.leads_to(defaults[0])):
            return False
    names = {name for rule in case.loop.rules for name in rule.fields}
    return not any(name in ("Not", "Condition") or name.startswith("Is") for name in names)


def _starts_again(status: Status, values: list[str]) -> bool:
    """Does something happen on the way back that does not as long as there is nothing new?"""
    usually = status.met(status.unfinished)
    return any(
        state.type in ("Task", "Map", "Parallel") and state not in usually
        for state in status.met(values)[1:]
    )


def _ends_in_time(machine: StateMachine) -> bool:
    """Is there a time after which an execution is ended?"""
    return "TimeoutSeconds" in machine.outermost.node.fields


# --- what goes on is taken for done ---------------------------------------------------------------


def taken_for_done(case: Case) -> Iterator[Remark]:
    """Values of something that goes on, which leave the loop as if it were done."""
    ways = (one for state in case.loop.states for one in state.transitions)
    if all(one.field != "Default" or case.loop.leads_to(one) for one in ways):
        return
    for status in statuses_in(case):
        values = _unnamed(status.unfinished, case.named)
        if not values or not status.only_returning(sorted(status.unfinished)):
            continue
        done = _done(status)
        ends = {_end(status.outcome(one)): one for one in reversed(status.only_leaving(done))}
        lost = [one for one in status.only_leaving(values) if _falls_to(status.outcome(one), ends)]
        if lost:
            choice = _first_choice(status.met(lost))
            yield Remark(
                choice,
                f'"{status.name}" can be {_some(lost)}, which "Default" takes for '
                f'"{ends[_end(status.outcome(lost[0]))]}": give "{choice.name}" a rule for that',
                [(status.task.state, f"{status.call} answers it")],
            )


def _done(status: Status) -> list[str]:
    """The values of success, or the only other one that there is, as "READY" of a crawler."""
    others = sorted(status.others)
    done = [value for value in others if statuses.kind_of(value) == statuses.DONE]
    return done or (others if len(others) == 1 else [])


def _end(outcome: Course | None) -> State | None:
    """Where a Choice state leads out of the loop; None where nothing tells."""
    last = None if outcome is None else next(reversed(outcome.chosen), None)
    return None if last is None else last.target


def _falls_to(outcome: Course | None, ends: Container[State | None]) -> bool:
    """Does a `Default` lead out of the loop to one of some states, which does not decide again?"""
    last = None if outcome is None else next(reversed(outcome.chosen), None)
    if last is None or last.field != "Default" or last.target is None:
        return False
    return last.target in ends and last.target.type != "Choice"


def _unnamed(values: Iterable[str], named: Collection[str]) -> list[str]:
    """The values that no Choice state of the loop names: what is named is so on purpose."""
    expressions = [text for text in named if "{%" in text]
    return [
        value
        for value in sorted(values)
        if value not in named and not any(value in text for text in expressions)
    ]


def _only_compares(case: Case) -> bool:
    """Is no text of the loop looked into, put together, or put in an order?"""
    operators = (name for rule in case.loop.rules for name in rule.fields)
    if any(name in _LOOKING for name in operators):
        return False
    return not any(re.search(_COMPUTING, text) for text in case.texts if len(text) > 1)


def _possible(values: list[str], named: frozenset[str]) -> list[str]:
    """Without those of another operation: whoever waits for a creation meets no `DELETE_FAILED`."""
    known = {statuses.operation_of(text) for text in named}
    return [value for value in values if statuses.operation_of(value) in {"", *known}]


def _first_choice(met: list[State]) -> State:
    return next(state for state in met if state.type == "Choice")


def _some(values: list[str]) -> str:
    """Some values for a message: `"A", "B" or "C"`; of many only the first."""
    if len(values) > MAX_SHOWN:
        shown = ", ".join(f'"{value}"' for value in values[: MAX_SHOWN - 1])
        return f"{shown} or {len(values) - MAX_SHOWN + 1} others"
    return listed(values, "or")


# --- which statuses there are ---------------------------------------------------------------------


def statuses_in(case: Case) -> list[Status]:
    """The statuses that the Tasks of a loop answer, and that something in it may read."""
    if case.known is None:
        case.known = list(islice(_statuses_in(case), MAX_STATUSES))
    return case.known


def _statuses_in(case: Case) -> Iterator[Status]:
    if not any(state.type == "Choice" for state in case.loop.states):
        return
    tasks = (task_of(state, case.ask) for state in case.loop.inner)
    calls = [task for task in tasks if task is not None and task.kind in (OPTIMISED, SDK)]
    if not calls:
        return
    from asllint.facts.dataflow.flow import Passage

    names = frozenset(word for text in case.texts for word in re.findall(r"\w+", text))
    for task in calls:
        answer = case.ask(Passage, task.state).stage(RESULT)
        if answer is not None and not answer.anything:
            for steps, shape in _places(answer, names):
                status = _status(case, task, steps, shape)
                if status is not None:
                    yield status


def _status(case: Case, task: Task, steps: Steps, shape: Shape) -> Status | None:
    """What is known of one text of an answer; None where nothing is."""
    waiter = _waiter(case, task, steps)
    if shape.texts:
        status = Status(case, task, steps, shape.texts if shape.answer else ())
    elif waiter is not None:
        status = Status(case, task, steps, (*waiter.successes, *waiter.failures))
    else:
        return None
    if waiter is not None:
        status.failures = frozenset(waiter.failures)
        status.unfinished -= status.failures
        status.others -= status.failures
    return status


def _waiter(case: Case, task: Task, steps: Steps) -> Waiter | None:
    """What AWS's own clients wait for at a place of an answer, where a Choice state does, too."""
    from asllint.tables.services.waiters import waiters_of

    part = task.resource.part
    folded = tuple(step.lower() if isinstance(step, str) else step for step in steps)
    known = waiters_of(part("service") or "", part("action") or "")
    found = [waiter for waiter in known if waiter.steps == folded]
    texts = " ".join(case.named) if found else ""
    named = frozenset(re.findall(r"[\w-]+", texts))
    return next((waiter for waiter in found if not named.isdisjoint(waiter.successes)), None)


def _places(answer: Shape, names: frozenset[str]) -> Iterator[tuple[Steps, Shape]]:
    """The texts in an answer whose name somebody writes, each with the way to it."""
    start: Steps = ()
    pending = [(start, answer)]
    for steps, shape in islice(pending, MAX_PARTS):
        if shape.object is not None:
            for name, inner in shape.object.fields.items():
                if inner.kinds != ("string",):
                    pending.append(((*steps, name), inner))
                elif name in names:
                    yield (*steps, name), inner
        if shape.array is not None:
            pending.append(((*steps, 0), shape.array.element))
