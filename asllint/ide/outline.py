"""The shape of a file: its machines and states, what folds, and what a growing selection takes."""

from __future__ import annotations

from asllint.ide.view import View, view, views
from asllint.source.text import Span
from asllint.syntax.node import Mapping, Sequence
from asllint.syntax.walk import walk

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from asllint.engine.analysis import Analysis
    from asllint.hosts.definition import Definition
    from asllint.language.machine import State, StateMachine

MACHINE, STATE = "machine", "state"


class OutlineItem:
    """One line of an outline."""

    __slots__ = ("children", "detail", "kind", "name", "name_span", "span")

    def __init__(
        self,
        kind: str,
        name: str,
        detail: str,
        span: Span,
        name_span: Span,
        children: list[OutlineItem],
    ) -> None:
        self.kind = kind
        """`machine` or `state`."""
        self.name = name
        self.detail = detail
        """What stands beside the name: the state's type."""
        self.span = span
        """All of it."""
        self.name_span = name_span
        """What to select when it is chosen."""
        self.children = children


def outline(analysis: Analysis) -> list[OutlineItem]:
    """The machines of a file, with their states and the machines nested in these."""
    found = [
        _machine(here, definition.machine, _title(definition))
        for here in views(analysis)
        for definition in here.analysis.definitions
    ]
    return sorted(found, key=lambda entry: entry.span.start)


def _title(definition: Definition) -> str:
    """The name that a template of the same file gives it."""
    names = [use.name for use in definition.uses if use.node is not None or use.document]
    return names[0] if names else "State machine"


def _machine(here: View, machine: StateMachine, title: str) -> OutlineItem:
    states = [_state(here, state) for state in machine.states]
    span = here.outward(machine.node.span)
    head = here.outward(machine.node.head)
    return OutlineItem(MACHINE, title, machine.query_language or "", span, head, states)


def _state(here: View, state: State) -> OutlineItem:
    nested = [_machine(here, machine, machine.field) for machine in state.machines]
    children = nested if len(nested) > 1 else [one for each in nested for one in each.children]
    span = here.outward(Span(state.key.start, max(state.key.end, state.node.end)))
    key = here.outward(state.key.span)
    return OutlineItem(STATE, state.name, state.type or "", span, key, children)


def flat(entries: list[OutlineItem], container: str = "") -> Iterator[tuple[OutlineItem, str]]:
    """Every entry with the name of what it is in."""
    for entry in entries:
        yield entry, container
        yield from flat(entry.children, entry.name)


def matches(query: str, name: str) -> bool:
    """Has a name the letters of a query in their order?"""
    letters = iter(name.casefold())
    return all(letter in letters for letter in query.casefold())


def folds(analysis: Analysis) -> list[Span]:
    """The objects and arrays of all definitions that take more than one line."""
    found: list[Span] = []
    for here in views(analysis):
        text = here.analysis.file.text
        for definition in here.analysis.definitions:
            found += [
                here.outward(node.span)
                for node in walk(definition.node)
                if isinstance(node, Mapping | Sequence) and "\n" in text[node.start : node.end]
            ]
    return sorted(found, key=lambda span: (span.start, -span.end))


def selections(analysis: Analysis, offset: int) -> list[Span]:
    """The spans that a growing selection takes one after the other, the smallest first."""
    here = view(analysis, offset)
    spans: list[Span] = []
    for step in reversed(here.path()):
        node, pair = step.node, step.pair
        if not isinstance(node, Mapping | Sequence):
            inner = here.inside(node)  # type: ignore[arg-type]
            if len(inner) and inner != node.span:
                spans.append(inner)
        spans.append(node.span)
        if pair is not None:
            spans.append(Span(pair.key.start, max(pair.key.end, pair.value.end)))
    found = [here.outward(span) for span in spans]
    found.append(Span(0, len(analysis.file.text)))
    growing: list[Span] = []
    for span in found:
        if not growing or (span.covers(growing[-1]) and span != growing[-1]):
            growing.append(span)
    return growing
