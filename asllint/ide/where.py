"""What the language says about a place: which objects are around it, and which field it is in."""

from __future__ import annotations

from asllint.facts.fact import Ask, fact
from asllint.facts.flow import FlowGraph
from asllint.facts.variables import Scope
from asllint.language.grammar import (
    ARRAY,
    JSONATA,
    JSONPATH,
    KINDS,
    NULLABLE_PATH,
    NULLABLE_REFERENCE_PATH,
    OBJECT,
    PATH,
    PATH_OR_INTRINSIC,
    REFERENCE_PATH,
    STATES,
    TEMPLATE,
    VARIABLES,
    Field,
    ObjectKind,
)
from asllint.language.machine import PROCESSORS, StateMachine
from asllint.syntax.node import Mapping, Sequence, string_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence as AnySequence

    from asllint.engine.analysis import Analysis
    from asllint.hosts.definition import Definition
    from asllint.language.machine import State
    from asllint.syntax.walk import Step

PATHS = (PATH, REFERENCE_PATH, NULLABLE_PATH, NULLABLE_REFERENCE_PATH, PATH_OR_INTRINSIC)
"""The kinds of values that are paths, in JSONPath states."""


class Frame:
    """An object or array around a place, and the key or the index that leads to it."""

    __slots__ = ("fields", "index", "key", "sequence")

    def __init__(
        self,
        key: str | None = None,
        index: int | None = None,
        fields: dict[str, str | None] | None = None,
        *,
        sequence: bool = False,
    ) -> None:
        self.key = key
        self.index = index
        self.fields = {} if fields is None else fields
        """The keys of an object, with their values where these are texts."""
        self.sequence = sequence

    def __repr__(self) -> str:
        return f"Frame({self.key!r}, {self.index!r}, {self.fields!r}, sequence={self.sequence})"


def frame_of(step: Step) -> Frame:
    """The frame of a node on the way to a place."""
    node, key = step.node, None if step.pair is None else str(step.pair.key.value)
    fields: dict[str, str | None] = {}
    if isinstance(node, Mapping):
        fields = {name: string_of(pair.value) for name, pair in node.fields.items()}
    return Frame(key, step.index, fields, sequence=isinstance(node, Sequence))


def _untyped() -> ObjectKind:
    fields = {name: field for kind in STATES.values() for name, field in kind.fields.items()}
    return ObjectKind("State", "a state", *fields.values())


UNTYPED = _untyped()
"""A state of which nobody knows the type yet: it may have the fields of any."""


class Where:
    """What a place is in: an object with fields of the language, a list, or somebody's data."""

    __slots__ = (
        "called", "caller", "definition", "field", "inside", "kind", "language", "machine",
        "owner", "state", "states", "top",
    )  # fmt: skip

    def __init__(self, definition: Definition | None, root: Frame) -> None:
        self.definition = definition
        self.kind: ObjectKind | None = KINDS["StateMachine"]
        """The kind of the object directly around the place; None when it is none of ours."""
        self.field: Field | None = None
        """The field whose array or data the place is in; None when it is in neither."""
        self.owner: ObjectKind | None = None
        """The kind of the object that has `field`."""
        self.inside: tuple[str | int | None, ...] = ()
        """The keys and indices that lead to the place, inside of the field's value."""
        self.states = False
        """Is the object directly around the place a `States` object?"""
        self.machine: StateMachine | None = None if definition is None else definition.machine
        """The machine around the place; None where it could not be read."""
        self.state: State | None = None
        self.called: str | None = None
        """The `Resource` of the state, the reader or the writer around the place."""
        self.caller = ""
        """What has it: `Task`, `ItemReader`, `ResultWriter`."""
        self.top = JSONATA if root.fields.get("QueryLanguage") == JSONATA else JSONPATH
        self.language = self.top
        """The query language that holds at the place."""

    def knows(self, field: Field) -> bool:
        """Does the field belong to the query language that holds here?"""
        return field.language is None or field.language == self.language

    def enter(self, frame: Frame) -> None:
        """Take one step inward."""
        if self.field is not None:
            self._enter_value(self.field, frame)
        elif self.states:
            self._enter_state(frame)
        elif self.kind is not None:
            owner, field = self.kind, self.kind.fields.get(frame.key or "")
            self.kind = None
            if field is None:
                return
            if field.of == "State":
                self.states = True
            elif field.value == OBJECT and field.of in KINDS and not frame.sequence:
                self.kind = KINDS[field.of]
                self.called, self.caller = frame.fields.get("Resource"), field.of
                self._enter_machine(frame.key)
            else:
                self.field, self.owner = field, owner

    def _enter_value(self, field: Field, frame: Frame) -> None:
        if field.of in KINDS and field.value == ARRAY and not self.inside and not frame.sequence:
            self.kind, self.field, self.owner = KINDS[field.of], None, None
            if field.of == "Branch":
                self._enter_machine(f"Branches[{frame.index}]")
        else:
            key = frame.index if frame.key is None else frame.key
            self.inside = (*self.inside, key)

    def _enter_state(self, frame: Frame) -> None:
        self.states = False
        self.kind = STATES.get(frame.fields.get("Type") or "", UNTYPED)
        self.called, self.caller = frame.fields.get("Resource"), "Task"
        self.state = None
        if self.machine is not None:
            self.state = self.machine.by_name.get(frame.key or "")
        own = frame.fields.get("QueryLanguage")
        self.language = JSONATA if JSONATA in (self.top, own) else JSONPATH

    def _enter_machine(self, name: str | None) -> None:
        if name not in PROCESSORS and not (name or "").startswith("Branches"):
            return
        state, self.state, self.machine = self.state, None, None
        self.language = self.top
        for machine in state.machines if state is not None else ():
            if machine.field == name:
                self.machine = machine


def resolve(frames: AnySequence[Frame], definition: Definition | None) -> Where:
    """What the innermost of some frames is; the first one is the definition's root."""
    where = Where(definition, frames[0])
    for frame in frames[1:]:
        where.enter(frame)
    return where


def is_evaluated(where: Where, key: str | None, field: Field) -> bool:
    """Is a string under this key, in this field or its data, read as an expression?"""
    if where.language == JSONATA:
        return field.expression or field.value == VARIABLES
    if field.value in (TEMPLATE, VARIABLES):
        return (key or "").endswith(".$")
    return field.value in PATHS


def word_around(text: str, at: int) -> tuple[int, int]:
    """The dotted name around an offset of an expression, up to the end of its part there."""
    start = end = at
    while start > 0 and _in_word(text[start - 1], ".$"):
        start -= 1
    while end < len(text) and _in_word(
        text[end], "$" if end == start or text[end - 1] == "$" else ""
    ):
        end += 1
    return start, end


def word_end(text: str, at: int) -> int:
    """Where the word ends that an offset is in."""
    while at < len(text) and (text[at].isalnum() or text[at] == "_"):
        at += 1
    return at


def _in_word(char: str, more: str) -> bool:
    return char.isalnum() or char == "_" or char in more


def in_quotes(text: str, at: int, *, jsonata: bool) -> bool:
    """Is an offset of an expression inside of a string, or in something else that is no code?"""
    quote = ""
    index = 0
    while index < at:
        char = text[index]
        if quote and char == "\\":
            index += 1
        elif quote:
            quote = "" if char == quote else quote
        elif char in ("'\"`" if jsonata else "'"):
            quote = char
        index += 1
    return quote != ""


@fact(about=StateMachine)
class Visible:
    """The scopes whose variables can be read in a machine, innermost first.

    They are made from the flow alone: what all expressions read is dear, and not asked for here.
    """

    __slots__ = ("scopes",)

    def __init__(self, machine: StateMachine, ask: Ask) -> None:
        self.scopes: list[Scope]
        outer: list[Scope] = []
        if machine.parent is not None and machine.mode != "DISTRIBUTED":
            outer = ask(Visible, machine.parent.machine).scopes
        own = Scope(machine, outer[0] if outer else None, ask(FlowGraph, machine))
        self.scopes = [own, *outer]


def scopes_around(where: Where, analysis: Analysis) -> list[Scope]:
    """The scopes whose variables can be read at a place, innermost first."""
    return [] if where.machine is None else analysis.fact(Visible, where.machine).scopes
