"""Every text of a definition, whatever it is for: names, paths, data."""

from __future__ import annotations

from asllint.facts.fact import Ask, fact
from asllint.hosts.definition import Definition
from asllint.language.machine import State, StateMachine
from asllint.syntax.node import Mapping, Node, Scalar
from asllint.syntax.walk import children, descend

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

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
    return list(_walk(state.node))


@fact(about=StateMachine)
def texts_around_states(machine: StateMachine, ask: Ask) -> list[Text]:
    """The strings of a machine that stand in none of its states."""
    return list(_walk(machine.node, {state.node for state in machine.states}))


def _walk(root: Node, beside: Collection[Node] = ()) -> Iterator[Text]:
    def inside(node: Node, comment: bool) -> Iterable[tuple[Node, bool]]:
        if isinstance(node, Mapping):
            return [
                (pair.value, comment or pair.key.value == "Comment")
                for pair in node.pairs
                if pair.value not in beside
            ]
        return [(item, comment) for item in children(node)]

    for node, comment in descend(root, False, inside):
        if isinstance(node, Scalar) and isinstance(node.value, str):
            yield node, node.value, comment
