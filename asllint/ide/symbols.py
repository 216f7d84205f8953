"""The names in a definition: states and variables, with every place that defines or uses them."""

from __future__ import annotations

from asllint.facts.variables import Read, Variables
from asllint.source.text import Span
from asllint.syntax.content import content
from asllint.syntax.node import Scalar, string_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from asllint.facts.variables import Assignment, Scope
    from asllint.hosts.definition import Definition
    from asllint.ide.view import View
    from asllint.language.machine import State, StateMachine

STATE, VARIABLE = "state", "variable"


class Occurrence:
    """One place of a name, in the offsets of its text."""

    __slots__ = ("defines", "scalar", "span")

    def __init__(self, span: Span, scalar: Scalar, *, defines: bool = False) -> None:
        self.span = span
        """Just the name: without quotes, without `$` and `.$`."""
        self.scalar = scalar
        """The string it stands in."""
        self.defines = defines


class Symbol:
    """A name, and what it means: the same name in another machine is another symbol."""

    __slots__ = ("definition", "kind", "machine", "name")

    def __init__(self, kind: str, name: str, machine: StateMachine, definition: Definition) -> None:
        self.kind = kind
        self.name = name
        self.machine = machine
        """The machine whose state or variable it is."""
        self.definition = definition

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, Symbol)
            and (self.kind, self.name) == (other.kind, other.name)
            and self.machine is other.machine
        )

    def __hash__(self) -> int:
        return hash((self.kind, self.name, id(self.machine)))

    def __repr__(self) -> str:
        return f"Symbol({self.kind}, {self.name!r})"

    @property
    def state(self) -> State | None:
        """The state that the name is of; None for a variable, and for a name without a state."""
        return self.machine.by_name.get(self.name) if self.kind == STATE else None


def symbol_at(view: View) -> tuple[Symbol, Occurrence] | None:
    """The name at the view's offset; its end counts, so that a cursor behind it finds it."""
    definition = view.definition
    if definition is None:
        return None
    offset = view.offset
    for symbol, occurrence in _all(view, definition):
        if occurrence.span.start <= offset <= occurrence.span.end:
            return symbol, occurrence
        scalar = occurrence.scalar
        if symbol.kind == STATE and scalar.start <= offset <= scalar.end:
            return symbol, occurrence  # on a quote
    return None


def occurrences(view: View, symbol: Symbol) -> list[Occurrence]:
    """Every place of a symbol, in the order of the text."""
    found = [one for other, one in _all(view, symbol.definition) if other == symbol]
    unique = {(one.span.start, one.span.end): one for one in found}  # an alias repeats its places
    return [unique[place] for place in sorted(unique)]


def _all(view: View, definition: Definition) -> Iterator[tuple[Symbol, Occurrence]]:
    yield from _states(view, definition)
    yield from _variables(view, definition)


def _states(view: View, definition: Definition) -> Iterator[tuple[Symbol, Occurrence]]:
    for machine in definition.machine.walk():
        transitions = [machine.start_at] if machine.start_at is not None else []
        for state in machine.states:
            symbol = Symbol(STATE, state.name, machine, definition)
            yield symbol, Occurrence(_name(view, state.key), state.key, defines=True)
            transitions += state.transitions
        for transition in transitions:
            target = transition.target_name
            name = string_of(target)
            if name is not None and isinstance(target, Scalar):
                symbol = Symbol(STATE, name, machine, definition)
                yield symbol, Occurrence(_name(view, target), target)


def _variables(view: View, definition: Definition) -> Iterator[tuple[Symbol, Occurrence]]:
    variables = view.analysis.fact(Variables, definition)
    for scope in variables.scopes.values():
        for assignment in scope.assignments:
            symbol = Symbol(VARIABLE, assignment.name, scope.machine, definition)
            yield symbol, Occurrence(_assigned(view, assignment), assignment.key, defines=True)
    for read in variables.reads:
        home = home_of(variables, read)
        machine = home.machine if home is not None else read.state.machine
        symbol = Symbol(VARIABLE, read.name, machine, definition)
        yield symbol, Occurrence(_read(read), read.site.scalar)


def home_of(variables: Variables, read: Read) -> Scope | None:
    """The scope whose variable is read: the innermost one that assigns it."""
    scope = variables.scopes.get(read.state.machine)
    while scope is not None:
        if read.name in scope.assigned:
            return scope
        scope = scope.outer
    return None


def _name(view: View, scalar: Scalar) -> Span:
    """The characters of a string, without its quotes."""
    if not isinstance(scalar.value, str):
        return scalar.span
    fragment = content(scalar, view.analysis.file)
    return fragment.span(0, len(fragment.text))


def _assigned(view: View, assignment: Assignment) -> Span:
    fragment = content(assignment.key, view.analysis.file)
    return fragment.span(0, len(assignment.name))


def _read(read: Read) -> Span:
    """The name in an expression, without its `$`."""
    span = read.span
    return Span(span.end - len(read.name), span.end) if len(span) > len(read.name) else span
