"""Payload templates and constants over shapes: the values that a definition writes out itself."""

from __future__ import annotations

from asllint.data.shape import (
    ANYTHING,
    MAX_NESTING,
    MAYBE,
    NEVER,
    NOTHING,
    TEXT,
    Shape,
    array_of,
    object_of,
    of,
)
from asllint.syntax.node import Mapping, Scalar, Sequence, has_placeholder, is_placeholder

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from asllint.syntax.node import Node

    Evaluate = Callable[[Scalar], Shape]


def made(node: Node, evaluate: Evaluate, *, evaluated: bool) -> Shape:
    """What a payload template yields (`evaluated`), or a constant such as `Result`.

    In a template the text under a key that ends in `.$` is a path or a call: `evaluate` says what
    it yields, once for each that is written, in their order. NEVER where one of them fails. What a
    placeholder stands for, and what could not be read, may be anything.
    """
    return _Maker(evaluate if evaluated else None, None).value(node, MAX_NESTING)


def computed(node: Node, evaluate: Evaluate) -> Shape:
    """What a value of a JSONata state yields, in which `evaluate` says what each text is."""
    return _Maker(None, evaluate).value(node, MAX_NESTING)


class _Maker:
    """How texts are evaluated, and what was made of the nodes: an alias stands in many places."""

    __slots__ = ("_made", "text", "under_key")

    def __init__(self, under_key: Evaluate | None, text: Evaluate | None) -> None:
        self.under_key = under_key
        self.text = text
        self._made: dict[Node, Shape] = {}

    def value(self, node: Node, depth: int) -> Shape:
        """What a node yields; anything for one that lies deeper than `depth`."""
        if isinstance(node, Scalar):
            return self.scalar(node)
        if depth == 0 or not isinstance(node, Mapping | Sequence):
            return ANYTHING
        if node not in self._made:
            if isinstance(node, Mapping):
                self._made[node] = self.mapping(node, depth - 1)
            else:
                self._made[node] = array_of([self.value(item, depth - 1) for item in node.items])
        return self._made[node]

    def scalar(self, node: Scalar) -> Shape:
        """What a number, a text, a boolean or null yields."""
        value = node.value
        if not isinstance(value, str):
            return of(value)
        if is_placeholder(value):
            return ANYTHING
        if self.text is not None:
            return self.text(node)
        return TEXT if has_placeholder(value) else of(value)

    def mapping(self, node: Mapping, depth: int) -> Shape:
        """What an object yields: with a placeholder among its keys it may have any field."""
        fields: dict[str, Shape] = {}
        rest, failed = NOTHING if node.complete else MAYBE, False
        for key, pair in node.fields.items():
            computes = self.under_key is not None and key.endswith(".$")
            name = key.removesuffix(".$") if computes else key
            shape = self.evaluated(pair.value) if computes else self.value(pair.value, depth)
            failed |= shape.is_never
            if has_placeholder(name):
                rest = MAYBE
            else:
                # AWS refuses two of one name.
                fields[name] = ANYTHING if name in fields else shape
        return NEVER if failed else object_of(fields, rest)

    def evaluated(self, node: Node) -> Shape:
        """What stands under a key that ends in `.$`; AWS refuses all but texts."""
        if (
            self.under_key is None
            or not isinstance(node, Scalar)
            or not isinstance(node.value, str)
        ):
            return ANYTHING
        return ANYTHING if has_placeholder(node.value) else self.under_key(node)
