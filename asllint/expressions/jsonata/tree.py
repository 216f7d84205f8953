"""The tree of an expression of JSONata, with a place for each part, for whoever evaluates it.

The `jsonata-python` package reworks what it has parsed: chains of dots become paths with steps,
predicates hang on their steps. Its nodes are large and know their parser; these are small, hold
what is needed to evaluate, and are never changed.
"""

from __future__ import annotations

from bisect import bisect_left

from asllint.expressions.jsonata.lexer import CLOSERS, OPENERS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Any

    from asllint.expressions.jsonata.lexer import Token

    Pairs = tuple[tuple["Term", "Term"], ...]


class Term:
    """One part of an expression, as written at `text[start:end]`.

    `kind` says what it is, in the package's words, and `parts` are its operands in the order of
    writing (but for `lambda`, of which they are the parameters, and then the body). `value` is the
    literal, the name, or the operator.
    """

    __slots__ = (
        "ancestor", "descending", "end", "focus", "group", "index", "is_constructed", "is_kept",
        "is_tuple", "kind", "pairs", "parts", "predicates", "stages", "start", "value",
    )  # fmt: skip

    def __init__(self, kind: str, value: object, start: int, end: int) -> None:
        self.kind = kind
        self.value = value
        self.start = start
        self.end = end
        self.parts: tuple[Term, ...] = ()
        self.pairs: Pairs = ()
        """Keys and values of an object, or of a group."""
        self.predicates: tuple[Term, ...] = ()
        """What filters its value."""
        self.stages: tuple[Term, ...] = ()
        """What filters, or numbers, the results of a step for each item."""
        self.group: Pairs | None = None
        self.is_kept = False
        """Has it `[]`, so that a sequence of one stays an array?"""
        self.is_constructed = False
        """Is it an array written as the first or last step of a path, which stays one item?"""
        self.is_tuple = False
        """Does it bind names for the steps after it?"""
        self.focus: str | None = None
        self.index: str | None = None
        self.ancestor: str | None = None
        """The name under which the item before this step is found by `%`, or is looked for."""
        self.descending = False

    def __repr__(self) -> str:
        return f"Term({self.kind!r}, {self.value!r}, {self.start}, {self.end})"


def term_of(tree: Any, tokens: Sequence[Token]) -> Term:
    """The package's tree, after its second pass. Raises `RecursionError` where it is very deep."""
    return _Making(tokens).term(tree)


class _Making:
    """One tree on its way to be made."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self.tokens = tokens
        self.places = [token.position for token in tokens]
        self.ends = {token.position: token.end for token in tokens}
        stack: list[int] = []
        for token in tokens:
            if token.type != "operator":
                continue
            if token.value in OPENERS:
                stack.append(token.position)
            elif token.value in CLOSERS and stack:
                self.ends[stack.pop()] = token.end

    def term(self, node: Any) -> Term:
        """A node and all below it."""
        if node.type == "lambda" and node.thunk:
            return self.term(node.body)  # a call at the end of a function: evaluated all the same
        start = node.position
        term = Term(node.type, node.value, start, self.ends.get(start, start))
        _PARTS.get(node.type, _Making.leaf)(self, term, node)
        self.common(term, node)
        return term

    def common(self, term: Term, node: Any) -> None:
        """What any node may have."""
        term.predicates = self.terms(node.predicate)
        if term.predicates:
            term.end = term.predicates[-1].end
        term.stages = self.terms(node.stages)
        if node.group is not None:
            term.group = self.pairs(node.group.lhs_object)
        term.is_kept = bool(node.keep_array or node.keep_singleton_array)
        term.is_constructed = bool(node.consarray)
        term.is_tuple = bool(node.tuple)
        term.focus, term.index = node.focus, node.index
        if node.ancestor is not None:
            term.ancestor = node.ancestor.label

    def terms(self, nodes: Iterable[Any] | None) -> tuple[Term, ...]:
        return tuple(map(self.term, nodes or ()))

    def pairs(self, pairs: Iterable[Any]) -> Pairs:
        return tuple((self.term(key), self.term(value)) for key, value in pairs)

    def leaf(self, term: Term, node: Any) -> None:
        """A literal, a name, a variable, a wildcard."""

    def operands(self, term: Term, *nodes: Any) -> None:
        """Operands that stand beside each other, as far as they reach."""
        term.parts = self.terms(node for node in nodes if node is not None)
        term.start = min(term.start, term.parts[0].start)
        term.end = max(term.end, term.parts[-1].end)

    def path(self, term: Term, node: Any) -> None:
        term.parts = self.terms(node.steps)
        term.start, term.end = term.parts[0].start, term.parts[-1].end
        if term.parts[-1].stages:
            term.end = term.parts[-1].stages[-1].end

    def binary(self, term: Term, node: Any) -> None:
        """An operator with two operands, `:=` and `~>` included."""
        self.operands(term, node.lhs, node.rhs)

    def unary(self, term: Term, node: Any) -> None:
        if node.value == "[":
            term.parts = self.terms(node.expressions)
        elif node.value == "{":
            term.pairs = self.pairs(node.lhs_object)
        else:
            self.operands(term, node.expression)

    def block(self, term: Term, node: Any) -> None:
        term.parts = self.terms(node.expressions)

    def condition(self, term: Term, node: Any) -> None:
        self.operands(term, node.condition, node.then, node._else)

    def call(self, term: Term, node: Any) -> None:
        """The function, and then its arguments."""
        term.parts = self.terms((node.procedure, *node.arguments))
        term.start = min(term.start, term.parts[0].start)

    def function(self, term: Term, node: Any) -> None:
        """A lambda; its value says whether it has a signature."""
        term.parts = self.terms((*node.arguments, node.body))
        term.value = node.signature is not None
        term.end = self.next_end(term.parts[-1].end)

    def transform(self, term: Term, node: Any) -> None:
        self.operands(term, node.pattern, node.update, node.delete)

    def filter(self, term: Term, node: Any) -> None:
        term.parts = (self.term(node.expr),)

    def sort(self, term: Term, node: Any) -> None:
        found = []
        for one in node.terms:
            part = self.term(one.expression)
            key = Term("key", None, part.start, part.end)
            key.parts, key.descending = (part,), bool(one.descending)
            found.append(key)
        term.parts = tuple(found)
        term.end = self.next_end(found[-1].end)

    def next_end(self, place: int) -> int:
        """Where the token ends that is the next one from an offset on."""
        number = bisect_left(self.places, place)
        return self.tokens[number].end if number < len(self.tokens) else place

    def parent(self, term: Term, node: Any) -> None:
        term.ancestor = node.slot.label


_PARTS = {
    "apply": _Making.binary, "binary": _Making.binary, "bind": _Making.binary,
    "block": _Making.block, "condition": _Making.condition, "filter": _Making.filter,
    "function": _Making.call, "lambda": _Making.function, "parent": _Making.parent,
    "partial": _Making.call, "path": _Making.path, "sort": _Making.sort,
    "transform": _Making.transform, "unary": _Making.unary,
}  # fmt: skip
