"""Read HCL, the language of Terraform, with exact places: blocks, attributes, expressions.

A tree-sitter grammar does the parsing, an optional extra (`asllint[terraform]`) that is imported
when the first such text is read, and nowhere else in asllint. What an expression evaluates to is
never computed: whatever is not written out is a hole.
"""

from __future__ import annotations

import re
from bisect import bisect_right

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
_MAX_GAPS, _MAX_SUSPECTS, _MAX_LINES = 3, 3, 100
"""So many broken lines are set aside, so many likely ones are tried, so far above a fault."""
_MAX_RECOVERED = 30_000
"""Of a longer text with a mistake in it nothing is read: the grammar's own way to go on behind a
mistake can take time like a square, and here a text is parsed two dozen times at the most."""
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


_UNREAD = (
    "this can not be read as HCL, so the state machines of this file are not checked: "
    "`terraform validate` tells what is wrong"
)
_PARTLY = (
    "this can not be read as HCL, so the state machine around it is not checked, or not all of it: "
    "`terraform validate` tells what is wrong"
)


class HclMissingError(Exception):
    """The packages that can read HCL are not installed."""


def read_hcl(file: SourceFile) -> tuple[Block, list[Problem], list[Span]]:
    """Read a text: its blocks and attributes as one block, at most one problem, the comments.

    A line with a mistake in it is set aside, and the objects around it are incomplete; where that
    does not help, nothing is returned. Raises `HclMissingError`.
    """
    parsed = _Parsed(file.text)
    comments = parsed.comments()
    gaps: list[Span] = []
    root = Block("", [], Span(0, 0))
    problems: list[Problem] = []
    if parsed.fault is not None:
        problems = [_problem(file.text, parsed.fault.start, parsed.fault.end)]
        if len(file.text) <= _MAX_RECOVERED:
            parsed, gaps = _without_faults(parsed)
        if parsed.fault is not None:
            return root, problems, comments
        problems[0].message = _PARTLY
    reader = _Reader(file, parsed.to_offset, gaps)
    for child in parsed.tree.root_node.named_children:
        if child.type == "body":
            reader.body(child, root, 0)
    return root, problems, comments


class _Parsed:
    """A text with the tree that the grammar gives. Raises `HclMissingError`."""

    def __init__(self, text: str) -> None:
        try:
            import tree_sitter
            import tree_sitter_hcl
        except ImportError:
            raise HclMissingError from None
        language = tree_sitter.Language(tree_sitter_hcl.language())
        self.text = text
        self.tree = tree_sitter.Parser(language).parse(text.encode("utf-8", "replace"))
        self.to_offset = _Offsets(text)
        fault = _fault(self.tree.root_node)
        self.fault = None if fault is None else self.span(fault)
        """Where the first thing stands that could not be read."""
        self.reached = len(text) if fault is None else self.span(_innermost(fault)).start
        """How far it could be read."""

    def span(self, node: tree_sitter.Node) -> Span:
        """Where a node stands."""
        return Span(self.to_offset[node.start_byte], self.to_offset[node.end_byte])

    def comments(self) -> list[Span]:
        """Where the comments stand, in the order of the text."""
        found: list[Span] = []
        pending = [self.tree.root_node]
        if not any(sign in self.text for sign in ("#", "//", "/*")):
            return found
        while pending:
            node = pending.pop()
            if node.type == "comment":
                found.append(self.span(node))
            else:
                pending += reversed(node.children)
        return found


def _without_faults(parsed: _Parsed) -> tuple[_Parsed, list[Span]]:
    """The text with blanks in place of broken lines, as far as that makes it readable, and those.

    A line counts as broken when the text can be read on behind it without it.
    """
    gaps: list[Span] = []
    while parsed.fault is not None and len(gaps) < _MAX_GAPS:
        best, gap = parsed, Span(0, 0)
        for suspect in _suspects(parsed.text, parsed.reached):
            before, behind = parsed.text[: suspect.start], parsed.text[suspect.end :]
            part = parsed.text[suspect.start : suspect.end]
            other = _Parsed(before + re.sub(r"[^\r\n]", " ", part) + behind)
            if other.fault is None or other.reached > best.reached:
                best, gap = other, suspect
            if other.fault is None:
                break
        if best is parsed:
            break
        parsed = best
        gaps.append(gap)
    return parsed, gaps


def _suspects(text: str, at: int) -> Iterator[Span]:
    """What may be half typed, given a fault: lines above it, its own, and then whole blocks."""
    lines = list(_lines_up(text, at))
    rest = text[lines[0].end :].lstrip("\r\n") if lines else ""
    below = rest.partition("\n")[0]
    likely: list[Span] = []
    for line in lines:
        written = text[line.start : line.end]
        if len(likely) < _MAX_SUSPECTS and _is_half_typed(written, below):
            likely.append(line)
        below = written
    yield from likely
    for line in lines[:2]:
        if line not in likely and _opened(text[line.start : line.end]) == 0:
            yield line
    starts = [match.start() for match in re.finditer(r"(?m)^[A-Za-z_]", text)]
    own = bisect_right(starts, at)
    edges = [0, *starts, len(text)]
    if starts:
        yield Span(edges[own], edges[own + 1])
        yield Span(edges[max(own - 1, 0)], edges[own + 1])
        yield Span(edges[max(own - 1, 0)], edges[own])


def _lines_up(text: str, at: int) -> Iterator[Span]:
    """The lines with something on them from the one of an offset upward, the nearest ones."""
    end = text.find("\n", at)
    end = len(text) if end < 0 else end
    for _ in range(_MAX_LINES):
        start = text.rfind("\n", 0, end) + 1
        if text[start:end].strip():
            yield Span(start, end - (text[end - 1] == "\r"))
        end = start - 1
        if end < 0:
            return


def _is_half_typed(line: str, below: str) -> bool:
    """Does a line look as if its author would go on, given the one below it?"""
    bare = line.strip()
    if bare.endswith("=") or re.fullmatch(r"[\w-]+", bare) or bare.count('"') % 2:
        return True
    indented = len(below) - len(below.lstrip())
    return _opened(line) > 0 and below != "" and indented <= len(line) - len(line.lstrip())


def _opened(line: str) -> int:
    """How many more brackets a line opens than it closes."""
    return sum(line.count(char) for char in "([{") - sum(line.count(char) for char in ")]}")


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


def _innermost(fault: tree_sitter.Node) -> tree_sitter.Node:
    """The first place in what could not be read that is wrong itself."""
    while True:
        inner = [child for child in fault.children if child.has_error or child.is_missing]
        if not inner:
            return fault
        fault = inner[0]


def _problem(text: str, start: int, end: int) -> Problem:
    line = re.compile(r"[^\r\n]*").match(text, start)
    end = min(end, line.end()) if line else end
    if start == end and start:
        start -= 1
    return Problem("unread-template", Span(start, max(end, start + 1)), _UNREAD)


class _Reader:
    """Makes blocks and nodes of what the grammar has found."""

    def __init__(self, file: SourceFile, to_offset: _Offsets, gaps: list[Span]) -> None:
        self.file = file
        self.to_offset = to_offset
        self.gaps = gaps
        """What was set aside."""

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
            elif child.type == "block" and depth < MAX_DEPTH and self.is_whole(child):
                block.blocks.append(self.block(parts, depth + 1))

    def is_whole(self, block: tree_sitter.Node) -> bool:
        """Is all of a block there, but for what is in the values of its attributes?"""
        around = self.span(block)
        attributes = [
            self.span(child)
            for part in block.named_children
            if part.type == "body"
            for child in part.named_children
        ]
        return all(
            any(span.covers(gap) for span in attributes) for gap in self.gaps if around.covers(gap)
        )

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
        complete = not any(map(span.covers, self.gaps))
        return Mapping(span.start, span.end, pairs, complete)

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
