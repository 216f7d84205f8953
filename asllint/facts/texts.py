"""Every text of a definition, whatever it is for: names, paths, data."""

from __future__ import annotations

from asllint.facts.fact import Ask, fact
from asllint.hosts.definition import Definition
from asllint.language.machine import State, StateMachine
from asllint.syntax.node import Mapping, Node, Scalar, Sequence
from asllint.syntax.walk import children, descend

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    Text = tuple[Scalar, str, bool]
    """A string, its value, and whether it is said in a `Comment`, which is for people alone."""


@fact(about=Definition)
class Texts:
    """The string values at any depth, each once."""

    __slots__ = ("_aliases", "_lists")

    def __init__(self, definition: Definition, ask: Ask) -> None:
        machine = definition.machine
        self._aliases = definition.is_yaml
        self._lists = [
            ask(texts_around_states, machine),
            *(ask(texts_of, one) for one in machine.states),
        ]

    def __iter__(self) -> Iterator[tuple[Scalar, str]]:
        """Each string with its value, in no order; what an alias repeats is not met again."""
        return ((scalar, text) for scalar, text, _ in self._texts())

    def outside_of_comments(self) -> Iterator[tuple[Scalar, str]]:
        """The same without what is said in `Comment` fields, which is for people alone."""
        return ((scalar, text) for scalar, text, comment in self._texts() if not comment)

    def _texts(self) -> Iterator[Text]:
        if not self._aliases:
            for texts in self._lists:
                yield from texts
            return
        seen: set[Scalar] = set()
        for texts in self._lists:
            for one in texts:
                if one[0] not in seen:
                    seen.add(one[0])
                    yield one


@fact(about=State)
def texts_of(state: State, ask: Ask) -> list[Text]:
    """The strings of a state, those of the machines in it included."""
    return _texts_in(state.node)


@fact(about=StateMachine)
def texts_around_states(machine: StateMachine, ask: Ask) -> list[Text]:
    """The strings of a machine that stand in none of its states."""
    return _texts_in(machine.node, {state.node for state in machine.states})


def _texts_in(root: Node, beside: Collection[Node] = ()) -> list[Text]:
    """The strings in a node, but for what stands in others."""
    found: list[Text] = []

    def inside(node: Node, comment: bool) -> list[tuple[Node, bool]]:
        """What an object or array holds; its strings are taken at once, for most of it is such."""
        if isinstance(node, Mapping):
            held = [(pair.value, comment or pair.key.value == "Comment") for pair in node.pairs]
        else:
            held = [(item, comment) for item in children(node)]
        rest = []
        for value, said in held:
            if type(value) is not Scalar:
                if value not in beside:
                    rest.append((value, said))
            elif type(value.value) is str:
                found.append((value, value.value, said))
        return rest

    for _ in descend(Sequence(root.start, root.end, [root]), False, inside):
        pass
    return found
