"""Every text of a definition, whatever it is for: names, paths, data."""

from __future__ import annotations

from asllint.hosts.definition import Definition
from asllint.syntax.node import Mapping, Node, Scalar, Sequence

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator


class Texts:
    """The string values at any depth, each once; walked only when somebody iterates."""

    __slots__ = ("_root",)

    subject = Definition

    def __init__(self, definition: Definition) -> None:
        self._root = definition.machine.node

    def __iter__(self) -> Iterator[tuple[Scalar, str]]:
        """Each string with its value, in no order; what an alias repeats is not met again."""
        return self._walk(comments=True)

    def outside_of_comments(self) -> Iterator[tuple[Scalar, str]]:
        """The same without what is said in `Comment` fields, which is for people alone."""
        return self._walk(comments=False)

    def _walk(self, *, comments: bool) -> Iterator[tuple[Scalar, str]]:
        pending: list[Node] = [self._root]
        seen: set[int] = set()
        while pending:
            node = pending.pop()
            if id(node) in seen:
                continue
            seen.add(id(node))
            if isinstance(node, Mapping):
                pending += [
                    pair.value for pair in node.pairs if comments or pair.key.value != "Comment"
                ]
            elif isinstance(node, Sequence):
                pending += node.items
            elif isinstance(node, Scalar) and isinstance(node.value, str):
                yield node, node.value
