"""Walks through trees of nodes, and the way to an offset: written once, for every notation.

An alias of YAML is the same node again. A walk meets every object and array once, so its time grows
with the text, however often aliases repeat what they name.
"""

from __future__ import annotations

from bisect import bisect_right

from asllint.syntax.node import Mapping, Node, Pair, Scalar, Sequence

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import TypeVar

    from asllint.source.text import Span

    T = TypeVar("T")


_WITH_CHILDREN = (Mapping, Sequence)


def children(node: Node) -> list[Node]:
    """The values in an object, the items of an array; none in anything else."""
    if isinstance(node, Mapping):
        return [pair.value for pair in node.pairs]
    return node.items if isinstance(node, Sequence) else []


def walk(root: Node, inside: Callable[[Node], Iterable[Node]] = children) -> Iterator[Node]:
    """A node and all in it, each once, in the order of the text.

    `inside` says what of a node that is no scalar is looked at, once the node has been dealt with.
    """
    pending, seen = [root], set[int]()
    while pending:
        node = pending.pop()
        if id(node) in seen:
            continue  # an alias
        seen.add(id(node))
        yield node
        if type(node) is not Scalar:
            pending += reversed(list(inside(node)))


def descend(
    root: Node, state: T, inside: Callable[[Node, T], Iterable[tuple[Node, T]]]
) -> Iterator[tuple[Node, T]]:
    """A walk that knows something about the way: each node with what `inside` says of it.

    An object or array counts where it is met first; a scalar is met once on each way to it.
    """
    pending, seen = [(root, state)], set[int]()
    while pending:
        node, state = pending.pop()
        if isinstance(node, _WITH_CHILDREN):
            if id(node) in seen:
                continue  # an alias
            seen.add(id(node))
        yield node, state
        if type(node) is not Scalar:
            pending += reversed(list(inside(node, state)))


# --- the way to an offset -------------------------------------------------------------------------


class Step:
    """One node on the way to an offset, and the pair or the item that leads to it."""

    __slots__ = ("at_key", "index", "node", "pair")

    def __init__(
        self,
        node: Node,
        pair: Pair | None = None,
        index: int | None = None,
        *,
        at_key: bool = False,
    ) -> None:
        self.node = node
        """The value; for a key, the key itself."""
        self.pair = pair
        """The pair whose value or key it is; None for an item and for the root."""
        self.index = index
        """The index of an item; None for anything else."""
        self.at_key = at_key

    def __repr__(self) -> str:
        name = self.pair.key.value if self.pair else self.index
        return f"Step({name!r}, {self.node.type_name}{', key' if self.at_key else ''})"


def steps_to(root: Node, offset: int) -> Iterator[Step]:
    """The nodes around an offset (in code points), from the root to the innermost one.

    A value that ends right at the offset counts, so that half-typed text is found. The last step is
    at a key when the offset is in one.
    """
    step: Step | None = Step(root)
    while step is not None:
        yield step
        step = _inward(step.node, offset)
        if step is not None and step.at_key:
            yield step
            return


def _inward(node: Node, offset: int) -> Step | None:
    """The step from a node towards an offset; of two that touch there the later one, or a key."""
    step: Step | None = None
    if isinstance(node, Mapping):
        for pair in node.pairs:
            if pair.key.start <= offset <= pair.key.end and pair.key.end > pair.key.start:
                return Step(pair.key, pair, at_key=True)
            if pair.value.start <= offset <= pair.value.end:
                step = Step(pair.value, pair)
    elif isinstance(node, Sequence):
        for index, item in enumerate(node.items):
            if item.start <= offset <= item.end:
                step = Step(item, index=index)
    return step


class Search:
    """Finds what stands at a span of a tree, again and again: what is in a node is sorted once."""

    __slots__ = ("_children", "_keys")

    def __init__(self) -> None:
        self._children: dict[Node, list[tuple[int, int, str, Node]]] = {}
        self._keys: dict[Node, dict[tuple[int, int], Scalar]] = {}

    def clear(self) -> None:
        """Forget everything: the nodes have moved."""
        self._children.clear()
        self._keys.clear()

    def scalar_with(self, node: Node, span: Span) -> tuple[Scalar, bool] | None:
        """The scalar that is written just there, and whether it is a key; None if there is none."""
        while True:
            children = self._children_of(node)
            at = bisect_right(children, span.start, key=lambda child: child[0]) - 1
            if at < 0:
                return None
            start, end, _, child = children[at]
            if isinstance(node, Mapping) and start == span.start:
                keys = self._keys_of(node)
                key = keys.get((span.start, span.end))
                if key is not None:
                    return key, True
                return None
            if span.end > end:
                return None
            if child.span == span and isinstance(child, Scalar):
                return child, False
            node = child

    def _keys_of(self, node: Mapping) -> dict[tuple[int, int], Scalar]:
        """The keys of an object by their places, the first one where YAML repeats some."""
        known = self._keys.get(node)
        if known is None:
            known = self._keys[node] = {}
            for pair in node.pairs:
                known.setdefault((pair.key.start, pair.key.end), pair.key)
        return known

    def pointer(self, node: Node, span: Span) -> str:
        """The way from a node to a span, in AWS's style: `/Catch[0]/Next`; empty: the node."""
        path = ""
        while True:
            children = self._children_of(node)
            at = bisect_right(children, span.start, key=lambda child: child[0]) - 1
            if at < 0 or span.end > children[at][1]:
                return path
            _, _, step, child = children[at]
            path += step
            if not (child.start <= span.start and span.end <= child.end):
                return path
            node = child

    def _children_of(self, node: Node) -> list[tuple[int, int, str, Node]]:
        """What stands in a node, in the order of the file: start, end, pointer step, value."""
        known = self._children.get(node)
        if known is None:
            known = []
            if isinstance(node, Mapping):
                known = [
                    (
                        pair.key.start,
                        max(pair.key.end, pair.value.end),
                        f"/{pair.key.value}",
                        pair.value,
                    )
                    for pair in node.pairs
                ]
            elif isinstance(node, Sequence):
                known = [
                    (item.start, item.end, f"[{index}]", item)
                    for index, item in enumerate(node.items)
                ]
            known.sort(key=lambda child: child[0])
            self._children[node] = known
        return known
