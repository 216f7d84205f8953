"""Workflow variables: where they are assigned, where read, and what is certain at each state.

Each `States` object is a scope (States Language; developer guide, "Passing data between states with
variables"). All expressions of a state see the values as of its entry; what its `Assign` sets is
there from the next state on. A branch or an inline Map can read the variables around it; the child
executions of a distributed Map can not.
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from heapq import heappop, heappush
from itertools import groupby
from operator import itemgetter

from asllint.facts.expressions import Expressions, Site
from asllint.facts.fact import Ask, fact
from asllint.facts.flow import FlowGraph
from asllint.hosts.definition import Definition
from asllint.language.machine import Catcher, ChoiceRule, State, StateMachine
from asllint.source.suggest import Vocabulary
from asllint.syntax.node import Hole, Mapping, Node, Scalar, has_placeholder

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from asllint.source.text import Span

    Way = tuple[State, frozenset[str]]


class Assignment:
    """One variable in one `Assign`: its name without `.$`, and its key."""

    __slots__ = ("key", "name", "state")

    def __init__(self, state: State, key: Scalar) -> None:
        self.state = state
        self.key = key
        name = str(key.value)
        jsonpath = state.query_language != "JSONata"
        self.name = name.removesuffix(".$") if jsonpath else name


class Read:
    """One place that reads a variable."""

    __slots__ = ("asks_presence", "name", "place", "site")

    def __init__(
        self, name: str, site: Site, place: tuple[int, int], *, asks_presence: bool = False
    ) -> None:
        self.name = name
        self.site = site
        self.place = place
        """Start and end in the expression's text, the dollar included."""
        self.asks_presence = asks_presence
        """Does the expression, or the choice rule, ask whether there is a value?"""

    @property
    def state(self) -> State:
        """The state whose expression it is."""
        return self.site.state

    @property
    def span(self) -> Span:
        """Where it stands in the file."""
        return self.site.span(*self.place)


class Names(AbstractSet[str]):
    """Some of the variables of a definition: a set that costs a bit for each of them.

    There may be as many such sets as states, and as many names in each.
    """

    __slots__ = ("bits", "numbers")

    def __init__(self, bits: int, numbers: dict[str, int]) -> None:
        self.bits = bits
        """A number, in which bit `numbers[name]` says whether a name is in the set."""
        self.numbers = numbers

    @classmethod
    def _from_iterable(cls, names: Any) -> AbstractSet[Any]:
        return frozenset(names)

    def __contains__(self, name: object) -> bool:
        number = self.numbers.get(name)  # type: ignore[call-overload]
        return number is not None and bool(self.bits >> number & 1)

    def __iter__(self) -> Iterator[str]:
        return (name for name, number in self.numbers.items() if self.bits >> number & 1)

    def __len__(self) -> int:
        return self.bits.bit_count()


class Scope:
    """The variables of one machine: what is assigned in it, and what is there at each state."""

    __slots__ = (
        "_own", "assigned", "assignments", "flow", "machine", "may", "must", "numbers", "onward",
        "outer", "unclear",
    )  # fmt: skip

    def __init__(
        self,
        machine: StateMachine,
        outer: Scope | None,
        flow: FlowGraph,
        numbers: dict[str, int] | None = None,
    ) -> None:
        self.machine = machine
        self.outer = outer
        """The scope whose variables can be read here, too; None at the top of an execution."""
        self.flow = flow
        self.assignments = [one for state in machine.states for one in assignments_of(state)]
        self.assigned: dict[str, Assignment] = {}
        """By name the first assignment of each variable."""
        self._own: dict[tuple[State, str], Assignment] = {}
        for one in self.assignments:
            self.assigned.setdefault(one.name, one)
            self._own.setdefault((one.state, one.name), one)
        self.unclear = self.flow.open or any(_hides_names(state) for state in machine.states)
        """May there be assignments or ways that nobody can see?"""
        self.numbers = {} if numbers is None else numbers
        """A number for each name, the same in all scopes of a definition."""
        self.onward: dict[State, list[Way]] = {
            state: list(ways(state, flow)) for state in machine.states
        }
        """Where each state leads, and what is newly assigned on each way."""
        self.may: dict[State, Names] = {}
        """What is assigned on some way to a state."""
        self.must: dict[State, Names] = {}
        """What is assigned on every way to a state."""
        self._spread()

    @property
    def knows_all(self) -> bool:
        """Is everything known that could be assigned here or around it?"""
        return not self.unclear and (self.outer is None or self.outer.knows_all)

    def assignment(self, name: str, state: State) -> Assignment | None:
        """Where a variable is assigned: in that state, or else for the first time."""
        return self._own.get((state, name)) or self.assigned.get(name)

    def _spread(self) -> None:
        """Follow the transitions until nothing changes.

        A state waits for those that lead to it, as far as there is no loop: so it is done once, or
        a few times in loops.
        """
        start = self.flow.start
        if start is None:
            return
        order = {state: number for number, state in enumerate(self._forward(start))}
        may, must = ({start: bits} for bits in self._inherited())
        pending, waiting = [order[start]], {start}
        states = list(order)
        while pending:
            state = states[heappop(pending)]
            waiting.discard(state)
            for target, names in self.onward[state]:
                new = self._bits(names)
                now_may = may[state] | new | may.get(target, 0)
                now_must = must[state] | new
                if target in must:
                    now_must &= must[target]
                if now_may != may.get(target) or now_must != must.get(target):
                    may[target], must[target] = now_may, now_must
                    if target not in waiting:
                        waiting.add(target)
                        heappush(pending, order[target])
        self.may = {state: Names(bits, self.numbers) for state, bits in may.items()}
        self.must = {state: Names(bits, self.numbers) for state, bits in must.items()}

    def _inherited(self) -> tuple[int, int]:
        """What the machine can read from the first state on."""
        outer, parent = self.outer, self.machine.parent
        if outer is None or parent is None or parent not in outer.may:
            return 0, 0
        return outer.may[parent].bits, outer.must[parent].bits

    def _bits(self, names: frozenset[str]) -> int:
        bits = 0
        for name in names:
            bits |= 1 << self.numbers.setdefault(name, len(self.numbers))
        return bits

    def _forward(self, start: State) -> list[State]:
        """The states that can be reached, each after all that lead to it, but for loops."""
        done: list[State] = []
        met = {start}
        pending = [(start, iter(self.onward[start]))]
        while pending:
            state, following = pending[-1]
            for target, _ in following:
                if target not in met:
                    met.add(target)
                    pending.append((target, iter(self.onward[target])))
                    break
            else:
                done.append(state)
                pending.pop()
        return done[::-1]

    def way_without(self, name: str, end: State) -> list[State] | None:
        """A shortest way from the start to a state on which the variable is not assigned."""
        start = self.flow.start
        if start is None:
            return None
        came_from: dict[State, State | None] = {start: None}
        row = [start]
        while row and end not in came_from:
            following = []
            for state in row:
                for target, names in self.onward[state]:
                    if name not in names and target not in came_from:
                        came_from[target] = state
                        following.append(target)
            row = following
        if end not in came_from:
            return None
        way: list[State] = []
        step: State | None = end
        while step is not None:
            way.append(step)
            step = came_from[step]
        return way[::-1]


@fact(about=Definition)
class Variables:
    """All scopes of a definition, and every place that reads a variable."""

    __slots__ = ("_first", "_names", "reads", "scopes", "unclear")

    def __init__(self, definition: Definition, ask: Ask) -> None:
        expressions = ask(Expressions, definition)
        self.scopes: dict[StateMachine, Scope] = {}
        """By machine; empty when the definition neither assigns nor reads a variable."""
        self.reads = list(_reads(expressions))
        numbers: dict[str, int] = {}
        if self.reads or expressions.assigned:
            for machine in definition.machine.walk():
                parent = machine.parent
                outer = None
                if parent is not None and machine.mode != "DISTRIBUTED":
                    outer = self.scopes.get(parent.machine)
                self.scopes[machine] = Scope(machine, outer, ask(FlowGraph, machine), numbers)
        self.unclear = any(scope.unclear for scope in self.scopes.values()) or any(
            sites.unread for sites in expressions.by_state.values()
        )
        """May there be assignments or reads that nobody can see?"""
        self._names: Vocabulary | None = None
        self._first: dict[str, tuple[Scope, Assignment]] | None = None

    def meant(self, name: str) -> str | None:
        """The assigned variable that an unknown name most likely means; None if unclear."""
        if self._names is None:
            self._names = Vocabulary(one.name for one in self.assignments())
        return self._names.nearest(name)

    def first(self, name: str) -> tuple[Scope, Assignment] | None:
        """Where a variable is assigned first, in whichever scope."""
        if self._first is None:
            self._first = {}
            for scope in self.scopes.values():
                for one in scope.assignments:
                    self._first.setdefault(one.name, (scope, one))
        return self._first.get(name)

    @property
    def assigned(self) -> frozenset[str]:
        """Every name that is assigned anywhere in the definition."""
        return frozenset(one.name for one in self.assignments())

    def assignments(self) -> Iterator[Assignment]:
        """Every assignment in the definition, scope by scope."""
        for scope in self.scopes.values():
            yield from scope.assignments


def assignments_of(state: State) -> Iterator[Assignment]:
    """Every assignment of a state: its own, its choice rules', its catchers'."""
    nodes = [state.field("Assign"), *(part.node.get("Assign") for part in _guards(state))]
    for node in nodes:
        if isinstance(node, Mapping):
            for pair in node.fields.values():
                if not has_placeholder(str(pair.key.value)):
                    yield Assignment(state, pair.key)


def _guards(state: State) -> list[ChoiceRule | Catcher]:
    return [*state.choices, *state.catchers]


def ways(state: State, flow: FlowGraph) -> Iterator[tuple[State, frozenset[str]]]:
    """Where a state leads, and what is newly assigned on each way.

    A choice rule or a catcher that fires brings its own `Assign`, and the state's own is left out.
    """
    guarded = {part.transition: part.node for part in _guards(state) if part.transition}
    for transition in state.transitions:
        target = flow.leads_to(transition)
        if target is not None:
            node = guarded.get(transition)
            assign = node.get("Assign") if node is not None else state.field("Assign")
            yield target, _names(assign, state)


def _names(node: Node | None, state: State) -> frozenset[str]:
    if not isinstance(node, Mapping):
        return frozenset()
    return frozenset(Assignment(state, pair.key).name for pair in node.fields.values())


def _hides_names(state: State) -> bool:
    nodes = [state.field("Assign"), *(part.node.get("Assign") for part in _guards(state))]
    for node in nodes:
        if isinstance(node, Hole) or (isinstance(node, Mapping) and not node.complete):
            return True
        if isinstance(node, Mapping) and any(has_placeholder(name) for name in node.fields):
            return True
    return False


def _reads(expressions: Expressions) -> Iterator[Read]:
    for site, reads in groupby(expressions.reads, key=itemgetter(0)):
        # A text may read any number of them.
        asks = "$exists" in site.text or "IsPresent" in site.part.node.fields
        for _, name, start, end in reads:
            yield Read(name, site, (start, end), asks_presence=asks)
