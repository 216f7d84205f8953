"""What is known of the data at each state, as far as the definition itself makes it.

A forward analysis over one machine of JSONPath states: Pass states with constants or templates, and
`ResultPath` on top of what was known before, say which fields an object has. A field that some way
may bring counts as there; what comes from outside is unknown, and so is everything that is not
modelled here (States Language, "Input and Output Processing").
"""

from __future__ import annotations

from asllint.facts.fact import Ask, fact
from asllint.facts.flow import FlowGraph
from asllint.language.grammar import JSONPATH
from asllint.language.machine import State, StateMachine
from asllint.syntax.node import Mapping, Node, Scalar, has_placeholder, string_of


class KnownFields:
    """What is known of a value: for an object which fields it can have, otherwise nothing."""

    __slots__ = ("fields",)

    def __init__(self, fields: dict[str, KnownFields] | None = None) -> None:
        self.fields = fields
        """The only fields the object can have; None when the value is unknown or no object."""

    def joined(self, other: KnownFields) -> KnownFields:
        """What is known of a value that has either shape."""
        if self.fields is None or other.fields is None:
            return UNKNOWN
        fields = dict(self.fields)
        for name, shape in other.fields.items():
            fields[name] = fields[name].joined(shape) if name in fields else shape
        return KnownFields(fields)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, KnownFields) and self.fields == other.fields

    __hash__ = None  # type: ignore[assignment]


UNKNOWN = KnownFields()

MAX_FIELDS = 100_000
"""So many fields are looked at on all ways together; of a machine with more nothing is known."""


@fact(about=StateMachine)
class Shapes:
    """The shape of the input of each state of a machine."""

    __slots__ = ("inputs",)

    def __init__(self, machine: StateMachine, ask: Ask) -> None:
        self.inputs: dict[State, KnownFields] = {}
        flow = ask(FlowGraph, machine)
        if flow.start is None or flow.open or not any(map(_begins, machine.states)):
            return
        self.inputs[flow.start] = UNKNOWN
        pending, looked = [flow.start], 0
        while pending:
            state = pending.pop()
            output = _output(state, self.inputs[state])
            looked += (1 + len(output.fields or ())) * len(state.transitions)
            if looked > MAX_FIELDS:
                self.inputs.clear()
                return
            caught = {catcher.transition for catcher in state.catchers}
            for transition in state.transitions:
                target = flow.leads_to(transition)
                if target is None:
                    continue
                shape = UNKNOWN if transition in caught else output
                known = self.inputs.get(target)
                after = shape if known is None else known.joined(shape)
                if after != known:
                    self.inputs[target] = after
                    pending.append(target)

    def knows(self, state: State) -> bool:
        """Is anything known of the fields of a state's input?"""
        return self.inputs.get(state, UNKNOWN).fields is not None

    def missing(self, state: State, names: tuple[str, ...]) -> int | None:
        """Which of the names of a path into a state's input is surely not there (its index)."""
        shape = self.inputs.get(state, UNKNOWN)
        for index, name in enumerate(names):
            if shape.fields is None:
                return None
            if name not in shape.fields:
                return index
            shape = shape.fields[name]
        return None


def _begins(state: State) -> bool:
    """Does something become known at this state?"""
    made = (state.field("Result"), state.field("Parameters"))
    return state.type == "Pass" and any(isinstance(node, Mapping) for node in made)


def _output(state: State, before: KnownFields) -> KnownFields:
    if state.query_language != JSONPATH or _moves(state, "OutputPath"):
        return UNKNOWN
    if state.type in ("Wait", "Choice"):
        return UNKNOWN if _moves(state, "InputPath") else before
    if state.type not in ("Pass", "Task", "Parallel", "Map"):
        return UNKNOWN
    pair = state.pair("ResultPath")
    if pair is None or string_of(pair.value) == "$":
        return _result(state, before)
    if isinstance(pair.value, Scalar) and pair.value.value is None:
        return before
    path = string_of(pair.value) or ""
    name = path.removeprefix("$.")
    if before.fields is None or name == path or not name.isidentifier():
        return UNKNOWN
    return KnownFields({**before.fields, name: _result(state, before)})


def _result(state: State, before: KnownFields) -> KnownFields:
    if state.type != "Pass":
        return UNKNOWN
    for field in ("Result", "Parameters"):
        node = state.field(field)
        if node is not None:
            return _made(node, template=field == "Parameters")
    return UNKNOWN if _moves(state, "InputPath") else before


def _made(node: Node, *, template: bool) -> KnownFields:
    """The shape of a constant, or of what a payload template yields."""
    if not isinstance(node, Mapping) or not node.complete or any(map(has_placeholder, node.fields)):
        return UNKNOWN  # a key that a template fills in may be any field
    fields = {}
    for name, pair in node.fields.items():
        evaluated = template and name.endswith(".$")
        shape = UNKNOWN if evaluated else _made(pair.value, template=template)
        fields[name.removesuffix(".$") if evaluated else name] = shape
    return KnownFields(fields)


def _moves(state: State, field: str) -> bool:
    """Does `InputPath` or `OutputPath` take a part of the data?"""
    node = state.field(field)
    return node is not None and string_of(node) != "$"
