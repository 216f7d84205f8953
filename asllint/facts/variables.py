"""Workflow variables: where they are assigned, where read, and what is certain at each state.

Each `States` object is a scope (States Language; developer guide, "Passing data between states with
variables"). All expressions of a state see the values as of its entry; what its `Assign` sets is
there from the next state on. A branch or an inline Map can read the variables around it; the child
executions of a distributed Map can not.
"""

from __future__ import annotations

from asllint.facts.expressions import Expressions, Site
from asllint.facts.flow import FlowGraph
from asllint.hosts.definition import Definition
from asllint.machine import Catcher, ChoiceRule, State, StateMachine
from asllint.syntax.node import Hole, Mapping, Node, Scalar, has_placeholder
from asllint.text import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any


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

    __slots__ = ("name", "site", "span", "state")

    def __init__(self, state: State, name: str, site: Site, span: Span) -> None:
        self.state = state
        self.name = name
        self.site = site
        self.span = span

    @property
    def asks_presence(self) -> bool:
        """Does the expression, or the choice rule, ask whether there is a value?"""
        return "$exists" in self.site.text or self.site.part.node.get("IsPresent") is not None


class Scope:
    """The variables of one machine: what is assigned in it, and what is there at each state."""

    __slots__ = ("assignments", "flow", "machine", "may", "must", "outer", "unclear")

    def __init__(self, machine: StateMachine, outer: Scope | None, flow: FlowGraph) -> None:
        self.machine = machine
        self.outer = outer
        """The scope whose variables can be read here, too; None at the top of an execution."""
        self.flow = flow
        self.assignments = [one for state in machine.states for one in assignments_of(state)]
        self.unclear = self.flow.open or any(_hides_names(state) for state in machine.states)
        """May there be assignments or ways that nobody can see?"""
        self.may: dict[State, frozenset[str]] = {}
        """What is assigned on some way to a state."""
        self.must: dict[State, frozenset[str]] = {}
        """What is assigned on every way to a state."""
        self._spread()

    @property
    def knows_all(self) -> bool:
        """Is everything known that could be assigned here or around it?"""
        return not self.unclear and (self.outer is None or self.outer.knows_all)

    def _spread(self) -> None:
        """Follow the transitions until nothing changes."""
        start = self.flow.start
        if start is None:
            return
        parent = self.machine.parent
        before = self.outer
        inherited_may = inherited_must = frozenset[str]()
        if before is not None and parent is not None:
            inherited_may = before.may.get(parent, frozenset())
            inherited_must = before.must.get(parent, frozenset())
        self.may[start], self.must[start] = inherited_may, inherited_must
        onward = {state: list(ways(state, self.flow)) for state in self.machine.states}
        pending = {start: None}  # in the order of their coming, each once
        while pending:
            state = next(iter(pending))
            del pending[state]
            for target, names in onward[state]:
                may = self.may[state] | names
                must = self.must[state] | names
                if target in self.may:
                    may |= self.may[target]
                    must &= self.must[target]
                if may != self.may.get(target) or must != self.must.get(target):
                    self.may[target], self.must[target] = may, must
                    pending[target] = None

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
                for target, names in ways(state, self.flow):
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


class Variables:
    """All scopes of a definition, and every place that reads a variable."""

    __slots__ = ("reads", "scopes", "unclear")

    subject = Definition
    uses_facts = True

    def __init__(self, definition: Definition, fact: Callable[[type, object], Any]) -> None:
        expressions: Expressions = fact(Expressions, definition)
        self.scopes: dict[StateMachine, Scope] = {}
        """By machine; empty when the definition neither assigns nor reads a variable."""
        self.reads = list(_reads(expressions))
        if self.reads or expressions.assigned:
            for machine in definition.machine.walk():
                parent = machine.parent
                outer = None
                if parent is not None and machine.mode != "DISTRIBUTED":
                    outer = self.scopes.get(parent.machine)
                self.scopes[machine] = Scope(machine, outer, fact(FlowGraph, machine))
        self.unclear = any(scope.unclear for scope in self.scopes.values()) or any(
            sites.unread for sites in expressions.by_state.values()
        )
        """May there be assignments or reads that nobody can see?"""

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
    for state, sites in expressions.by_state.items():
        for site, name, start, end in sites.understood(expressions.assigned).reads:
            yield Read(state, name, site, site.span(start, end))
