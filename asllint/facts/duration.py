"""How long an execution can take, as its definition is written: waits, time-outs, retries.

A Standard execution lasts a year at the most, an Express one five minutes (page "Step Functions
service quotas"), a function 15 minutes (page "Lambda quotas"), a call of HTTP one (page "Call HTTPS
APIs"). A time-out holds for each attempt; the waits between them grow by `BackoffRate` up to
`MaxDelaySeconds` (Amazon States Language, "Retrying after error"). Other calls that are not waited
for answer at once, and count as nothing.
"""

from __future__ import annotations

import math

from asllint.facts.dataflow.order import parts_of
from asllint.facts.fact import Ask, fact
from asllint.facts.flow import FlowGraph
from asllint.facts.history import (
    attempts_of,
    further_attempts,
    heaviest_in,
    is_distributed,
    is_submitted,
    items_of,
)
from asllint.facts.integrations import ACTIVITY, task_of
from asllint.language.grammar import MAX_SECONDS
from asllint.language.machine import EXPRESS, Retrier, State, StateMachine
from asllint.syntax.node import number_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from asllint.syntax.node import Node

YEAR = 31_536_000
FIVE_MINUTES = 300
FUNCTION = 900
HTTP = 60
INLINE_AT_ONCE = 40
"""So many items of an inline Map run at once (page "Map state")."""

INTERVAL, BACKOFF = 1, 2.0
"""`IntervalSeconds` and `BackoffRate` where a retrier does not say them."""

NO_TIMEOUT = 'has no "TimeoutSeconds"'
FROM_DATA = "waits as long as its data say"
MANY_ITEMS = "has as many items as its data say"
OWN_EXECUTIONS = "runs its items in executions of their own"
LOOP = "stands in a loop"


TOP = 1e12
"""What waits longer is said to wait so many seconds."""


class Backoff:
    """The waits of one retrier, in seconds, when all its attempts fail. A value."""

    __slots__ = ("attempts", "is_capped", "is_random", "last", "total")

    def __init__(self, retrier: Retrier) -> None:
        node = retrier.node
        interval = _field(retrier, "IntervalSeconds", INTERVAL)
        rate = _field(retrier, "BackoffRate", BACKOFF)
        cap = _field(retrier, "MaxDelaySeconds", TOP)
        attempts = attempts_of(retrier)
        self.attempts = attempts or 0
        """How many there are at the most; 0 where something of the retrier is not known."""
        self.is_capped = node.get("MaxDelaySeconds") is not None
        self.is_random = node.get("JitterStrategy") is not None
        """May each wait be anything up to what is said here?"""
        self.last: float = 0
        """The wait before the last attempt."""
        self.total: float = 0
        """All waits together."""
        if interval is None or rate is None or rate < 1 or cap is None or not attempts:
            self.attempts = 0
        elif interval > 0:
            top = min(cap, TOP)
            self.last, self.total = _growing(min(interval, top), rate, top, attempts)


def _field(retrier: Retrier, name: str, default: float) -> float | None:
    """The number in a field, `default` where there is none; None where it is not known."""
    node = retrier.node.get(name)
    number = default if node is None else number_of(node)
    return number if number is not None and 0 <= number <= TOP else None


def _growing(first: float, rate: float, top: float, attempts: int) -> tuple[float, float]:
    """The last wait and all together, where each is `rate` times the one before, up to `top`."""
    if rate == 1:
        return first, first * attempts
    steps = math.log(top / first) / math.log(rate)
    if attempts - 1 <= steps:
        return first * rate ** (attempts - 1), first * (rate**attempts - 1) / (rate - 1)
    rising = math.floor(steps) + 1
    return top, first * (rate**rising - 1) / (rate - 1) + top * (attempts - rising)


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


def seconds_of(node: Node | None) -> int | None:
    """A number of seconds that AWS takes; None for anything else, what is evaluated included."""
    number = number_of(node)
    return int(number) if number is not None and 0 <= number <= MAX_SECONDS else None


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


def limit_of(machine: StateMachine) -> tuple[float, str]:
    """How long an execution of an outermost machine lasts at the most, and what says so.

    That is `"TimeoutSeconds"`, or an empty text for what AWS allows for executions of its type.
    """
    allowed = FIVE_MINUTES if machine.workflow_type == EXPRESS else YEAR
    own = seconds_of(machine.node.get("TimeoutSeconds"))
    if own is not None and own <= allowed:
        return own, "TimeoutSeconds"
    return allowed, ""


_UNITS = ((31_536_000, "year"), (86_400, "day"), (3_600, "h"), (60, "min"), (1, "s"))
_MANY = ("year", "day")


def in_words(seconds: float) -> str:
    """A time for people, in its two largest units: `2 days 3 h`, `15 min`; rounded down."""
    left, words = int(seconds), list[str]()
    for size, unit in _UNITS:
        number, left = divmod(left, size)
        if number:
            plural = "s" if unit in _MANY and number > 1 else ""
            words.append(f"{number:,} {unit}{plural}")
        if words and (len(words) == 2 or not number):
            break
    return " ".join(words) or "0 s"
