"""The objects of a definition that have fields of the language: machines, states, retriers …

One walk that every fact about fields shares. Data is never read as structure: what a payload, a
`Result` or an `Output` holds is not looked at.
"""

from __future__ import annotations

from asllint.grammar import CHOICE_RULE, KINDS, STATES, Field, ObjectKind
from asllint.hosts.definition import Definition
from asllint.machine import State, StateMachine
from asllint.syntax.node import Mapping, Sequence
from asllint.text import Span


class Part:
    """An object of the definition, together with what it is."""

    __slots__ = ("kind", "language", "node", "span", "state")

    def __init__(
        self, kind: ObjectKind, node: Mapping, span: Span, language: str | None, state: State | None
    ) -> None:
        self.kind = kind
        self.node = node
        self.span = span
        """What to underline when the object as a whole is meant: its key, or its bracket."""
        self.language = language
        """The query language that holds here; None when it can not be known."""
        self.state = state
        """The state that the object is or belongs to; None for a machine."""

    def knows(self, field: Field) -> bool:
        """Does the field belong to the query language that holds here?"""
        return field.language is None or field.language == self.language


class Parts:
    """Every object with fields of the language, each before the objects in it."""

    __slots__ = ("items",)

    subject = Definition

    def __init__(self, definition: Definition) -> None:
        self.items: list[Part] = []
        for machine in definition.machine.walk():
            _collect(machine_part(machine), self.items)
            for state in machine.states:
                kind = STATES.get(state.type or "")
                if kind is not None and isinstance(state.node, Mapping):
                    part = Part(kind, state.node, state.key.span, state.query_language, state)
                    _collect(part, self.items)


def machine_part(machine: StateMachine) -> Part:
    """The object of a machine itself."""
    kind = "StateMachine"
    if machine.parent is not None:
        kind = "Branch" if machine.field.startswith("Branches") else "ItemProcessor"
    return Part(KINDS[kind], machine.node, machine.head, machine.query_language, None)


def _collect(part: Part, found: list[Part]) -> None:
    """Add an object and the objects in it."""
    found.append(part)
    fields = part.node.fields
    for field in part.kind.inner:
        pair = fields.get(field.name)
        if pair is None or not part.knows(field):
            continue
        kind, value = KINDS[field.of], pair.value
        if isinstance(value, Mapping):
            inner = Part(kind, value, pair.key.span, part.language, part.state)
            _collect(inner, found)
        elif isinstance(value, Sequence):
            for item in value.items:
                if isinstance(item, Mapping) and not is_unfilled(kind, item):
                    inner = Part(kind, item, item.head, part.language, part.state)
                    _collect(inner, found)


def is_unfilled(kind: ObjectKind, node: Mapping) -> bool:
    """Is it an empty choice rule, which templates hold for a program to fill in?"""
    return kind is CHOICE_RULE and not node.pairs and node.complete
