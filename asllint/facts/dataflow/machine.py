"""The data at each state of a definition: a first, silent form, in which all of it is anything."""

from __future__ import annotations

from asllint.data.shape import ANYTHING, NEVER
from asllint.facts.fact import Ask, fact
from asllint.language.machine import State, StateMachine

TYPE_CHECKING = False
if TYPE_CHECKING:
    from asllint.data.shape import Shape


class Passage:
    """What a state is entered with, and what it is left with towards `Next` or the end."""

    __slots__ = ("input", "output", "reachable", "variables")

    def __init__(
        self,
        *,
        reachable: bool,
        input: Shape,  # noqa: A002
        output: Shape,
        variables: dict[str, Shape],
    ) -> None:
        self.reachable = reachable
        self.input = input
        """The raw input."""
        self.output = output
        """NEVER where the state is never left so; what catchers hand on is no part of it."""
        self.variables = variables
        """By name, what they hold when the state is entered."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Passage) and all(
            getattr(self, part) == getattr(other, part) for part in self.__slots__
        )

    __hash__ = None  # type: ignore[assignment]


@fact(about=StateMachine)
class DataFlow:
    """The passage of every state of a definition, of nested machines, too."""

    __slots__ = ("_passages",)

    def __init__(self, machine: StateMachine, ask: Ask) -> None:
        self._passages = {
            state: Passage(
                reachable=True,
                input=ANYTHING,
                output=NEVER if state.type == "Fail" else ANYTHING,
                variables={},
            )
            for each in machine.walk()
            for state in each.states
        }

    def at(self, state: State) -> Passage:
        """What passes a state, wherever in the definition it is."""
        return self._passages[state]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, DataFlow) and self._passages == other._passages

    __hash__ = None  # type: ignore[assignment]
