"""Read HCL, the language of Terraform, with exact places: blocks, attributes, expressions.

A tree-sitter grammar does the parsing, an optional extra (`asllint[terraform]`) that is imported
when the first such text is read, and nowhere else in asllint. What an expression evaluates to is
never computed: whatever is not written out is a hole.
"""

from __future__ import annotations

import re

from asllint.source.text import Fragment, SourceFile, Span
from asllint.syntax.content import decode_hcl
from asllint.syntax.interpolation import interpolations
from asllint.syntax.json import MAX_DEPTH
from asllint.syntax.node import Hole, Mapping, Node, Pair, Problem, Scalar, Sequence, whole_number

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    import tree_sitter

_LITERALS: dict[str, bool | None] = {
    "true": True, "false": False, "null": None,
}  # fmt: skip
_AS_IT_IS = r'"[^"\\$%\r\n]*"'
"""A string without escapes, and without anything that is computed."""
_NUMBER = r"-?[0-9]+(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?"


class HclCall(Hole):
    """A call of a function, which nobody evaluates here: `jsonencode({…})`, `file("x")`."""

    __slots__ = ("arguments", "name")

    def __init__(self, start: int, end: int, text: str, name: str, arguments: list[Node]) -> None:
        super().__init__(start, end, text)
        self.name = name
        self.arguments = arguments


class Heredoc(Hole):
    """A text over several lines; `content` is where its lines stand, without the markers."""

    __slots__ = ("content",)

    def __init__(self, start: int, end: int, text: str, content: Span) -> None:
        super().__init__(start, end, text)
        self.content = content


class Block:
    """A block such as `resource "aws_sfn_state_machine" "pay" { … }`; the file is one, too."""

    __slots__ = ("attributes", "blocks", "head", "labels", "type")

    def __init__(self, kind: str, labels: list[str], head: Span) -> None:
        self.type = kind
        self.labels = labels
        self.head = head
        """Where its type and its labels stand."""
        self.attributes: dict[str, Pair] = {}
        self.blocks: list[Block] = []

    def get(self, name: str) -> Node | None:
        """The value of an attribute."""
        pair = self.attributes.get(name)
        return pair.value if pair else None

    def walk(self) -> Iterator[Block]:
        """The block itself and all blocks in it."""
        pending = [self]
        while pending:
            block = pending.pop()
            yield block
            pending += reversed(block.blocks)


class HclMissingError(Exception):
    """The packages that can read HCL are not installed."""


def read_hcl(file: SourceFile) -> tuple[Block, list[Problem]]:
    """Read a text; returns its blocks and attributes as one block, and at most one problem.

    Of a text with a mistake in it nothing is returned. Raises `HclMissingError`.
    """
    tree, to_offset = _parse(file.text)
    root = Block("", [], Span(0, 0))
    fault = _fault(tree.root_node)
    if fault is not None:
        start, end = to_offset[fault.start_byte], to_offset[fault.end_byte]
        return root, [_problem(file.text, start, end)]
    reader = _Reader(file, to_offset)
    for child in tree.root_node.named_children:
        if child.type == "body":
            reader.body(child, root, 0)
    return root, []


def comments(text: str) -> list[Span]:
    """The spans of the comments. Raises `HclMissingError`."""
    tree, to_offset = _parse(text)
    found, pending = [], [tree.root_node]
    while pending:
        node = pending.pop()
        if node.type == "comment":
            found.append(Span(to_offset[node.start_byte], to_offset[node.end_byte]))
        else:
            pending += node.children
    return sorted(found, key=lambda span: span.start)


def _parse(text: str) -> tuple[tree_sitter.Tree, _Offsets]:
    try:
        import tree_sitter
        import tree_sitter_hcl
    except ImportError:
        raise HclMissingError from None
    language = tree_sitter.Language(tree_sitter_hcl.language())
    data = text.encode("utf-8", "replace")
    return tree_sitter.Parser(language).parse(data), _Offsets(text)


class _Offsets:
    """The offsets in code points for those in bytes of UTF-8."""

    def __init__(self, text: str) -> None:
        self._table: list[int] | None = None
        if not text.isascii():
            self._table = []
            for offset, char in enumerate(text):
                self._table += [offset] * len(char.encode("utf-8", "replace"))
            self._table.append(len(text))

    def __getitem__(self, byte: int) -> int:
        return byte if self._table is None else self._table[byte]


def _fault(root: tree_sitter.Node) -> tree_sitter.Node | None:
    """The innermost first node that could not be read."""
    node = root
    if not node.has_error:
        return None
    while True:
        if node.is_error or node.is_missing:
            return node
        inner = [child for child in node.children if child.has_error or child.is_missing]
        if not inner:
            return node
        node = inner[0]


def _problem(text: str, start: int, end: int) -> Problem:
    line = re.compile(r"[^\r\n]*").match(text, start)
    end = min(end, line.end()) if line else end
    if start == end and start:
        start -= 1
    message = (
        "this can not be read as HCL, so the state machines of this file are not checked: "
        "`terraform validate` tells what is wrong"
    )
    return Problem("unread-template", Span(start, max(end, start + 1)), message)


class _Reader:
    """Makes blocks and nodes of what the grammar has found."""

    def __init__(self, file: SourceFile, to_offset: _Offsets) -> None:
        self.file = file
        self.to_offset = to_offset

    def span(self, node: tree_sitter.Node) -> Span:
        """Where a part of the tree stands."""
        return Span(self.to_offset[node.start_byte], self.to_offset[node.end_byte])

    def text(self, node: tree_sitter.Node) -> str:
        """How it is written."""
        span = self.span(node)
        return self.file.text[span.start : span.end]

    def body(self, body: tree_sitter.Node, block: Block, depth: int) -> None:
        """The attributes and blocks of a body."""
        for child in body.named_children:
            parts = child.named_children
            if child.type == "attribute" and len(parts) == 2:
                key = self.span(parts[0])
                name = self.text(parts[0])
                value = self.value(parts[1], 0)
                block.attributes[name] = Pair(Scalar(key.start, key.end, name), value)
            elif child.type == "block" and depth < MAX_DEPTH:
                block.blocks.append(self.block(parts, depth + 1))

    def block(self, parts: list[tree_sitter.Node], depth: int) -> Block:
        """A block, given its named parts."""
        heads = [part for part in parts if part.type in ("identifier", "string_lit")]
        labels = [self.text(head).strip('"') for head in heads[1:]]
        head = Span(self.span(heads[0]).start, self.span(heads[-1]).end)
        block = Block(self.text(heads[0]), labels, head)
        for part in parts:
            if part.type == "body":
                self.body(part, block, depth)
        return block

    def value(self, node: tree_sitter.Node, depth: int) -> Node:
        """The value of an expression, as far as it is written out."""
        while node.type in _WRAPPERS and node.named_child_count == 1:
            first, inner = node.child(0), node.named_child(0)
            if first is None or inner is None or first.type not in ("(", inner.type):
                break  # more than brackets around one value
            node = inner
        read = _KINDS.get(node.type)
        if read is not None and depth < MAX_DEPTH:
            return read(self, node, depth)
        text = self.text(node)
        start, end = self.span(node).start, self.span(node).end
        if node.type in ("operation", "numeric_lit") and re.fullmatch(_NUMBER, text):
            return Scalar(start, end, float(text) if set(text) & set(".eE") else whole_number(text))
        if text in _LITERALS:
            return Scalar(start, end, _LITERALS[text])
        return Hole(start, end, text)

    def quoted(self, node: tree_sitter.Node, depth: int) -> Node:
        """A string in quotes."""
        span, text = self.span(node), self.text(node)
        if re.fullmatch(_AS_IT_IS, text):
            return Scalar(span.start, span.end, text[1:-1])
        inside = list(interpolations(text, 1, len(text) - 1))
        if inside == [(1, len(text) - 1)]:
            return Hole(span.start, span.end, text[1:-1])
        decoded = decode_hcl(Fragment.of(self.file)[span.start : span.end])
        return Scalar(span.start, span.end, text[1:-1] if decoded is None else decoded.text)

    def heredoc(self, node: tree_sitter.Node, depth: int) -> Node:
        """A text over several lines."""
        span = self.span(node)
        markers = [child for child in node.children if child.type == "heredoc_identifier"]
        text = self.file.text
        start = text.find("\n", self.span(markers[0]).end) + 1
        end = text.rfind("\n", 0, self.span(markers[-1]).start) + 1
        inner = Span(start, max(start, end))
        return Heredoc(span.start, span.end, text[span.start : span.end], inner)

    def object(self, node: tree_sitter.Node, depth: int) -> Node:
        """An object in braces; keys may be names, strings, or expressions in parentheses."""
        span = self.span(node)
        pairs = []
        for element in node.named_children:
            if element.type == "object_elem" and element.named_child_count == 2:
                key, value = element.named_children
                pairs.append(Pair(self.key(key), self.value(value, depth + 1)))
        return Mapping(span.start, span.end, pairs)

    def key(self, node: tree_sitter.Node) -> Scalar:
        """A key as a text; one that is computed is a placeholder."""
        span, text = self.span(node), self.text(node)
        if re.fullmatch(r"[\w-]+", text):
            return Scalar(span.start, span.end, text)
        if re.fullmatch(_AS_IT_IS, text):
            return Scalar(span.start, span.end, text[1:-1])
        value = self.value(node, MAX_DEPTH - 1)
        if isinstance(value, Scalar) and isinstance(value.value, str) and text[0] == '"':
            return Scalar(value.start, value.end, value.value)
        return Scalar(span.start, span.end, "${" + re.sub(r"[${}\r\n]", "_", text) + "}")

    def tuple(self, node: tree_sitter.Node, depth: int) -> Node:
        """A list in brackets."""
        span = self.span(node)
        items = [
            self.value(each, depth + 1) for each in node.named_children if each.type == "expression"
        ]
        return Sequence(span.start, span.end, items)

    def call(self, node: tree_sitter.Node, depth: int) -> Node:
        """A call with its arguments."""
        span = self.span(node)
        name, arguments = self.text(node.named_children[0]), []
        for child in node.named_children[1:]:
            if child.type == "function_arguments":
                arguments = [
                    self.value(each, depth + 1)
                    for each in child.named_children
                    if each.type == "expression"
                ]
        return HclCall(span.start, span.end, self.file.text[span.start : span.end], name, arguments)


_WRAPPERS = ("expression", "literal_value", "template_expr", "collection_value")
_KINDS = {
    "string_lit": _Reader.quoted,
    "quoted_template": _Reader.quoted,
    "heredoc_template": _Reader.heredoc,
    "object": _Reader.object,
    "tuple": _Reader.tuple,
    "function_call": _Reader.call,
}
"""What is more than a literal, by its kind in the grammar."""
