"""What own rules asked about the data at each state before there was `DataFlow`."""

from __future__ import annotations

from asllint.facts.dataflow.flow import Passage
from asllint.facts.fact import Ask, fact
from asllint.language.machine import State, StateMachine

TYPE_CHECKING = False
if TYPE_CHECKING:
    from asllint.data.shape import Shape


class KnownFields:
    """The only fields that an object can have; `fields` is None for what is not known, or none."""

    __slots__ = ("fields",)

    def __init__(self, fields: dict[str, KnownFields] | None = None) -> None:
        self.fields = fields


@fact(about=StateMachine)
class Shapes:
    """The fields of the input of each state of a machine: `DataFlow` knows more."""

    __slots__ = ("inputs",)

    def __init__(self, machine: StateMachine, ask: Ask) -> None:
        self.inputs: dict[State, KnownFields] = {
            state: _known(ask(Passage, state).input) for state in machine.states
        }

    def knows(self, state: State) -> bool:
        """Is anything known of the fields of a state's input?"""
        return state in self.inputs and self.inputs[state].fields is not None

    def missing(self, state: State, names: tuple[str, ...]) -> int | None:
        """Which of the names of a path into a state's input is surely not there (its index)."""
        known = self.inputs.get(state, KnownFields())
        for index, name in enumerate(names):
            if known.fields is None:
                return None
            if name not in known.fields:
                return index
            known = known.fields[name]
        return None


def _known(shape: Shape) -> KnownFields:
    held = shape.object
    if held is None or len(shape.kinds) != 1 or not held.is_closed:
        return KnownFields()
    return KnownFields({name: _known(held.get(name).present) for name in held.names})
