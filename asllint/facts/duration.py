"""How long an execution can take, as its definition is written: waits, time-outs, retries.

A function runs for 15 minutes at the most (page "Lambda quotas"), a call of HTTP takes one (page
"Call HTTPS APIs"). A time-out holds for each attempt; the waits between them are those of the
retriers. Other calls that are not waited for answer at once, and count as nothing.
"""

from __future__ import annotations

from asllint.facts.dataflow.order import parts_of
from asllint.facts.fact import Ask, fact
from asllint.facts.flow import FlowGraph
from asllint.facts.history import (
    further_attempts,
    heaviest_in,
    is_distributed,
    is_submitted,
    items_of,
)
from asllint.facts.integrations import ACTIVITY, task_of
from asllint.facts.limits import Backoff, seconds_of
from asllint.language.machine import State, StateMachine
from asllint.syntax.node import number_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable


FUNCTION = 900
HTTP = 60
INLINE_AT_ONCE = 40
"""So many items of an inline Map run at once (page "Map state")."""

NO_TIMEOUT = 'has no "TimeoutSeconds"'
FROM_DATA = "waits as long as its data say"
MANY_ITEMS = "has as many items as its data say"
OWN_EXECUTIONS = "runs its items in executions of their own"
LOOP = "stands in a loop"


def waits(states: Iterable[State]) -> int | None:
    """How long one turn waits in its Wait states as written; None where one does not say it."""
    total = 0
    for state in states:
        if state.type == "Wait":
            seconds = seconds_of(state.field("Seconds"))
            if seconds is None:
                return None
            total += seconds
    return total


class Endless:
    """A state that nothing ends as it is written, and why."""

    __slots__ = ("state", "why")

    def __init__(self, state: State, why: str) -> None:
        self.state = state
        self.why = why

    def __repr__(self) -> str:
        return f"Endless({self.state.name!r}, {self.why!r})"


@fact(about=State)
class Stay:
    """How long one visit of a state can take, with everything inside and all attempts."""

    __slots__ = ("endless", "seconds")

    def __init__(self, state: State, ask: Ask) -> None:
        self.endless: list[Endless] = []
        """The states, this one or inside of it, that nothing ends."""
        self.seconds: float = self._attempt(state, ask) * (1 + further_attempts(state))
        """The worst time, without those."""
        self.seconds += sum(Backoff(retrier).total for retrier in state.retriers)

    def _attempt(self, state: State, ask: Ask) -> float:
        if state.type == "Wait":
            seconds = seconds_of(state.field("Seconds"))
            return self._known(state, seconds, FROM_DATA)
        if state.type == "Task":
            return self._task(state, ask)
        if state.type == "Map":
            return self._map(state, ask)
        inner = [ask(Duration, machine) for machine in state.machines]
        self.endless += [one for machine in inner for one in machine.endless]
        return max((machine.seconds for machine in inner), default=0)

    def _known(self, state: State, seconds: float | None, why: str) -> float:
        if seconds is None:
            self.endless.append(Endless(state, why))
        return seconds or 0

    def _task(self, state: State, ask: Ask) -> float:
        most = _answer_within(state, ask)
        timeout = state.field("TimeoutSeconds")
        own = seconds_of(timeout)
        if own is not None:
            return own if most is None or not most else min(own, most)
        given = timeout is not None or state.field("TimeoutSecondsPath") is not None
        return self._known(state, most, FROM_DATA if given else NO_TIMEOUT)

    def _map(self, state: State, ask: Ask) -> float:
        if is_distributed(state):
            return self._known(state, None, OWN_EXECUTIONS)
        inner = [ask(Duration, machine) for machine in state.machines]
        each = sum(machine.seconds for machine in inner)
        items = items_of(state, ask)[1]
        endless = [one for machine in inner for one in machine.endless]
        self.endless += endless
        if items is None and each:
            self.endless.append(Endless(state, MANY_ITEMS))
        import math

        return each * math.ceil((items or 0) / _at_once(state))


def _at_once(state: State) -> int:
    """How many items of an inline Map run at once; 1 where only its data say that."""
    if state.field("MaxConcurrencyPath") is not None:
        return 1
    node = state.field("MaxConcurrency")
    number = 0 if node is None else number_of(node)
    if number is None or number < 0:
        return 1
    return int(min(number, INLINE_AT_ONCE)) or INLINE_AT_ONCE


def _answer_within(state: State, ask: Ask) -> float | None:
    """How long a Task takes at the most by what it calls; None: as long as it likes."""
    task = task_of(state, ask)
    if task is None or task.kind == ACTIVITY or is_submitted(state, ask):
        return None
    if task.calls_function:
        return FUNCTION
    return HTTP if task.resource.part("service") == "http" else 0


@fact(about=StateMachine)
class Duration:
    """How long one machine can take on a loop-free way."""

    __slots__ = ("endless", "is_exact", "seconds", "way")

    def __init__(self, machine: StateMachine, ask: Ask) -> None:
        flow = ask(FlowGraph, machine)
        stays = {state: ask(Stay, state) for state in flow.by_distance()}
        found = heaviest_in(flow, {state: stay.seconds for state, stay in stays.items()})
        self.way: list[State] = found.nodes if found else []
        """The way that takes longest."""
        self.seconds: float = found.weight if found else 0
        """What it takes, without the states that nothing ends."""
        self.is_exact = found.is_exact if found else True
        self.endless = [one for stay in stays.values() for one in stay.endless]
        """All states that can be reached, and that nothing ends; and one in each loop."""
        for part in parts_of(flow):
            if len(part) > 1 or part[0] in flow.successors[part[0]]:
                self.endless.append(Endless(part[0], LOOP))
