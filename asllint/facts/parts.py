"""The objects of a definition that have fields of the language: machines, states, retriers …

One walk that every fact about fields shares. Data is never read as structure: what a payload, a
`Result` or an `Output` holds is not looked at.
"""

from __future__ import annotations

from asllint.facts.fact import Ask, fact
from asllint.language.grammar import CHOICE_RULE, KINDS, STATES, Field, ObjectKind
from asllint.language.machine import State, StateMachine
from asllint.source.text import Span
from asllint.syntax.node import Mapping, Scalar, Sequence


class Part:
    """An object of the definition, together with what it is."""

    __slots__ = ("key", "kind", "language", "node", "state")

    def __init__(
        self,
        kind: ObjectKind,
        node: Mapping,
        key: Scalar | None,
        language: str | None,
        state: State | None,
    ) -> None:
        self.kind = kind
        self.node = node
        self.key = key
        """The key that it stands under; None for items of arrays, and for the whole definition."""
        self.language = language
        """The query language that holds here; None when it can not be known."""
        self.state = state
        """The state that the object is or belongs to; None for a machine."""

    @property
    def span(self) -> Span:
        """What to underline when the object as a whole is meant: its key, or its bracket."""
        return self.node.head if self.key is None else self.key.span

    def knows(self, field: Field) -> bool:
        """Does the field belong to the query language that holds here?"""
        return field.language is None or field.language == self.language


@fact(about=State)
def parts_of(state: State, ask: Ask) -> list[Part]:
    """The object of a state and all in it that have fields, outer ones first.

    Without nested machines; empty for a state of an unknown type.
    """
    found: list[Part] = []
    kind = STATES.get(state.type or "")
    if kind is not None and isinstance(state.node, Mapping):
        _collect(Part(kind, state.node, state.key, state.query_language, state), found)
    return found


@fact(about=StateMachine)
def parts_of_machine(machine: StateMachine, ask: Ask) -> list[Part]:
    """The object of a machine itself and those in it, without its states."""
    kind = "StateMachine"
    if machine.parent is not None:
        kind = "Branch" if machine.field.startswith("Branches") else "ItemProcessor"
    found: list[Part] = []
    _collect(Part(KINDS[kind], machine.node, machine.key, machine.query_language, None), found)
    return found


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
            _collect(Part(kind, value, pair.key, part.language, part.state), found)
        elif isinstance(value, Sequence):
            for item in value.items:
                if isinstance(item, Mapping) and not is_unfilled(kind, item):
                    _collect(Part(kind, item, None, part.language, part.state), found)


def is_unfilled(kind: ObjectKind, node: Mapping) -> bool:
    """Is it an empty choice rule, which templates hold for a program to fill in?"""
    return kind is CHOICE_RULE and not node.pairs and node.complete
