"""What an execution adds to its history: events and transitions, as arithmetic.

The events of one visit of each type of state are recorded from AWS: Pass, Wait, Choice and Succeed
2 (entered, left); Fail 1; Task 5 (entered, scheduled, started, its result, left), and 6 where a
call is submitted and then waited for; Map and Parallel 4 of their own, a distributed Map 6, because
its items run in executions with histories of their own; each inline item 2 more than what runs for
it. An execution has 2 (started, ended). A Standard execution of more than 25,000 events fails (page
"Step Functions service quotas"), and the branches and inline items in it share them; an Express
one has no such limit. Every visit is a transition, and so is every further attempt (AWS's page of
prices: "including retries").

A further attempt of a Task is recorded with 3 events (scheduled, started, failed); inferred are the
4 of a call that had been submitted, and the 3 of a distributed Map. A Parallel and an inline Map
are recorded to start again with 1 event, and then their branches or all their items.
"""

from __future__ import annotations

from asllint.facts.dataflow.order import parts_of
from asllint.facts.fact import Ask, fact
from asllint.facts.flow import FlowGraph
from asllint.facts.integrations import task_of
from asllint.facts.limits import MAX_EVENTS, attempts_of
from asllint.facts.routes import Route, heaviest, lightest
from asllint.language.machine import State, StateMachine
from asllint.tables.services import SYNC, SYNC_2, TASK_TOKEN

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

EXECUTION = 2
"""The events of an execution beside those of its states."""
ITEM = 2
"""The events of an inline Map for each item, beside those of the states that run for it."""

_OWN = {"Pass": 2, "Wait": 2, "Choice": 2, "Succeed": 2, "Fail": 1, "Task": 5, "Map": 4}
_OWN["Parallel"] = 4
_DISTRIBUTED = 6


class Tally:
    """Events of the history and transitions that belong together. A value."""

    __slots__ = ("events", "transitions")

    def __init__(self, events: int = 0, transitions: int = 0) -> None:
        self.events = events
        self.transitions = transitions

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.events + other.events, self.transitions + other.transitions)

    def __mul__(self, times: int) -> Tally:
        return Tally(self.events * times, self.transitions * times)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Tally) and (self.events, self.transitions) == (
            other.events,
            other.transitions,
        )

    def __hash__(self) -> int:
        return hash((self.events, self.transitions))

    def __repr__(self) -> str:
        return f"Tally({self.events}, {self.transitions})"


NOTHING = Tally()


def own_events(state: State, ask: Ask) -> int:
    """The events of a visit that goes well, without those of what runs inside; 0: no such type."""
    if state.type == "Task" and is_submitted(state, ask):
        return _OWN["Task"] + 1
    if is_distributed(state):
        return _DISTRIBUTED
    return _OWN.get(state.type or "", 0)


def own_events_again(state: State, ask: Ask) -> int:
    """The events of a further attempt, without those of what runs inside."""
    if state.type == "Task":
        return 4 if is_submitted(state, ask) else 3
    if is_distributed(state):
        return 3  # the Map, the run of its items, and how that ended
    return 1


def is_submitted(state: State, ask: Ask) -> bool:
    """Does a Task wait for what it has submitted: the end of a job, or a callback?"""
    task = task_of(state, ask)
    return task is not None and task.pattern in (SYNC, SYNC_2, TASK_TOKEN)


def is_distributed(state: State) -> bool:
    """Is it a Map whose items run in executions of their own?"""
    return state.type == "Map" and any(one.mode == "DISTRIBUTED" for one in state.machines)


def further_attempts(state: State) -> int:
    """How often a state is tried again at the most, by all its retriers that say so."""
    return sum(attempts_of(retrier) or 0 for retrier in state.retriers)


def items_of(state: State, ask: Ask) -> tuple[int, int | None]:
    """How many items a Map runs over, at least and at most (None: nobody knows), from data flow."""
    from asllint.data.shape import ARRAY_KIND
    from asllint.facts.dataflow.flow import Passage
    from asllint.language.grammar import RESULT

    answer = ask(Passage, state).stage(RESULT)  # an item of it for each item
    if answer is None or answer.array is None or answer.kinds != (ARRAY_KIND,):
        return 0, None
    return answer.array.least, answer.array.most


class Growth:
    """A Map in a way of which nobody knows how many items it has, and what each adds."""

    __slots__ = ("each", "state")

    def __init__(self, state: State, each: Tally) -> None:
        self.state = state
        self.each = each

    def __repr__(self) -> str:
        return f"Growth({self.state.name!r}, {self.each})"


@fact(about=State)
class Visit:
    """What one visit of a state adds, with all that runs inside of it."""

    __slots__ = ("growing", "items", "least", "most", "retried", "state")

    def __init__(self, state: State, ask: Ask) -> None:
        self.state = state
        self.items: tuple[int, int | None] = (0, 0)
        """Of an inline Map how many items it has, at least and at most (None: nobody knows)."""
        self.growing: list[Growth] = []
        """The Maps of which that is not known, this one or inside of it; `most` and `retried`
        count no item of them."""
        own = Tally(own_events(state, ask), 1)
        inner = [ask(History, machine) for machine in state.machines if _runs_inside(state)]
        if state.type == "Map" and inner:
            self.items = items_of(state, ask)
        self.least: Tally = own + self._within([one.least for one in inner], self.items[0])
        """The least of one that goes well at the first attempt."""
        known = self.items[0] if self.items[1] is None else self.items[1]
        self.most: Tally = own + self._within([one.most for one in inner], known)
        """The most of one that needs no further attempt."""
        further = further_attempts(state)
        again = Tally(own_events_again(state, ask), 1)
        within = self._within([one.retried for one in inner], known)
        self.retried: Tally = own + within + (again + within) * further
        """The most with all attempts that the retriers allow."""
        if self.items[1] is None:
            each = Tally(ITEM) + sum((one.most for one in inner), NOTHING)
            self.growing.append(Growth(state, each))
        self.growing += [growth for one in inner for growth in one.growing]

    def _within(self, inner: list[Tally], items: int) -> Tally:
        """What runs inside: every branch once, or the machine of a Map for each item."""
        total = sum(inner, NOTHING)
        return (Tally(ITEM) + total) * items if self.state.type == "Map" and inner else total


def _runs_inside(state: State) -> bool:
    """Do the machines in a state run in the same execution?"""
    return not is_distributed(state)


@fact(about=StateMachine)
class History:
    """The shortest and the longest loop-free way through one machine, and what they add.

    Without the events of the execution itself (`EXECUTION`).
    """

    __slots__ = (
        "growing", "is_exact", "is_open", "least", "longest", "most", "retried", "shortest",
    )  # fmt: skip

    def __init__(self, machine: StateMachine, ask: Ask) -> None:
        flow = ask(FlowGraph, machine)
        self.is_open = flow.open
        """May there be ways that nobody can see?"""
        visits = {state: ask(Visit, state) for state in flow.by_distance()}
        self.shortest = _shortest(flow, visits)
        """The way with the fewest events that ends well, or any that ends; None: none does."""
        self.longest = _heaviest(flow, {state: one.most for state, one in visits.items()})
        """The loop-free way with the most events, those of catchers included; None: none ends."""
        worst = _heaviest(flow, {state: one.retried for state, one in visits.items()})
        self.is_exact = all(way is None or way.is_exact for way in (self.longest, worst))
        """Is the longest way the longest? There can be too many ways to try them all."""
        self.least = _sum(self.shortest, {state: one.least for state, one in visits.items()})
        self.most = _sum(self.longest, {state: one.most for state, one in visits.items()})
        self.retried = _sum(worst, {state: one.retried for state, one in visits.items()})
        """The most with all attempts that retriers allow."""
        met = [] if self.longest is None else self.longest.nodes
        self.growing: list[Growth] = [growth for state in met for growth in visits[state].growing]
        """The Maps on the longest way of which nobody knows how many items they have."""


def _sum(way: Route | None, tallies: dict[State, Tally]) -> Tally:
    return NOTHING if way is None else sum((tallies[state] for state in way.nodes), NOTHING)


def ends_of(flow: FlowGraph) -> set[State]:
    """The states of a machine at which a way ends, be it for want of a transition."""
    return {state for state in flow.reachable if state.ends or not flow.successors[state]}


def graph_of(flow: FlowGraph) -> dict[State, list[State]]:
    """What leads where, among the states that can be reached, the first one first."""
    return {state: flow.successors[state] for state in flow.by_distance()}


def _shortest(flow: FlowGraph, visits: dict[State, Visit]) -> Route | None:
    if flow.start is None:
        return None

    def events(state: State) -> int:
        return visits[state].least.events

    ends = ends_of(flow)
    well = {state for state in ends if state.type != "Fail"}
    without_errors = {state: _onward(state, flow) for state in visits}
    return lightest(without_errors, flow.start, events, well) or lightest(
        graph_of(flow), flow.start, events, ends
    )


def _onward(state: State, flow: FlowGraph) -> list[State]:
    """Where a state leads without an error."""
    caught = {id(catcher.transition) for catcher in state.catchers}
    ways = (one for one in state.transitions if id(one) not in caught)
    return [target for target in map(flow.leads_to, ways) if target is not None]


def _heaviest(flow: FlowGraph, tallies: dict[State, Tally]) -> Route | None:
    return heaviest_in(flow, {state: tally.events for state, tally in tallies.items()})


def heaviest_in(flow: FlowGraph, weights: Mapping[State, float]) -> Route | None:
    """The loop-free way through a machine that weighs most; None where none ends."""
    if flow.start is None:
        return None
    return heaviest(graph_of(flow), parts_of(flow), weights.__getitem__, ends_of(flow))


def turn(states: Iterable[State], ask: Ask) -> Tally:
    """What one turn of a loop adds that meets each of these states once, at the least."""
    return sum((ask(Visit, state).least for state in states), NOTHING)


def turns(states: Iterable[State], ask: Ask) -> int:
    """How many whole turns of a loop an execution has room for, if nothing else is in it."""
    events = turn(states, ask).events
    return (MAX_EVENTS - EXECUTION) // events if events else 0
