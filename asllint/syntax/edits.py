"""How an edit is written: one field more or less, an item moved, a scalar with another value.

Each function gives the edits of the text that do it, in the notation of the file and in the style
of the lines around the place: indentation, commas, line ends and comments stay what they are.
All raise `ValueError` where the change can not be written with certainty: in a value that an alias
repeats, at an anchor, in a part that could not be read.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_left

from asllint.source.finding import Edit
from asllint.source.text import HCL, Span
from asllint.syntax.content import styled
from asllint.syntax.node import Mapping, Node, Pair, Scalar, Sequence

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections import abc
    from typing import TypeAlias

    from asllint.source.text import SourceFile

    Container: TypeAlias = Mapping | Sequence
    Child: TypeAlias = Pair | Node

# All are compiled at their first use, which most runs never come to.
_COMMENT = r"//[^\r\n]*+|/\*[^*]*+\*++(?:[^*/][^*]*+\*++)*/|#[^\r\n]*+"
_SEPARATOR = rf"(?:[\s,;]|{_COMMENT})*"
_LINE_REST = rf"[ \t]*+,?[ \t]*+(?:{_COMMENT})?[ \t]*+(?P<break>\r\n?|\n|\Z)"
_BLOCK_REST = r"(?P<comment>[ \t]*+(?:(?<=[ \t])#[^\r\n]*+)?)(?P<break>\r\n?|\n|\Z)"
_ALIAS = r"\s*:\s*(\*[^\s,\[\]{}]+)"
_ANCHOR = r"(?:\A|[\s\[{,:-])&[^\s,\[\]{}&]"

_LONG_LINE = 5_000
"""No further back does anybody look for the start of a line, which can be the whole file."""


# --- more ---------------------------------------------------------------------------------------


def first_field(file: SourceFile, node: Mapping, name: str, value: object) -> Edit:
    """A field before all others, on a line of its own where the others are."""
    text = file.text
    if not node.pairs:
        if is_block(file, node) or not text.startswith("{", node.start):
            raise ValueError("there is nothing to write a field into")
        inside = Span(node.start + 1, node.start + 1)
        return Edit(inside, _field(file, node, name, value))
    first = node.pairs[0].key.start
    if not node.start <= first < node.end:
        raise ValueError("the first field is written elsewhere")
    written = _field(file, node, name, value)
    if is_block(file, node):
        return Edit(Span(first, first), written + line_break(file) + _column(file, first))
    blank, lead = text[node.start + 1 : first], _lead(file, first)
    if "\n" in blank and not lead.strip():
        at = node.start + 1
        return Edit(Span(at, at), f"{line_break(file)}{lead}{written}{_comma(file, node)}")
    if blank.strip():
        raise ValueError("something else stands before the first field")
    return Edit(Span(first, first), written + _inline_comma(file, node))


def last_field(file: SourceFile, node: Mapping, name: str, value: object) -> Edit:
    """A field after all others, on a line of its own where the last one is."""
    if not node.pairs:
        return first_field(file, node, name, value)
    last = _extent(file, node, node.pairs[-1])
    written, lead = _field(file, node, name, value), _lead(file, last.start)
    if is_block(file, node):
        end = _block_line_end(file, last.end)
        return Edit(Span(end, end), line_break(file) + _column(file, last.start) + written)
    if not lead.strip() and line_start(file.text, last.start) > node.start:
        glue = f"{_comma(file, node)}{line_break(file)}{lead}"
    else:
        glue = _inline_comma(file, node)
    return Edit(Span(last.end, last.end), glue + written)


def wrapped(file: SourceFile, node: Node) -> list[Edit]:
    """A value as the only item of an array."""
    text = file.text
    if is_block(file, node) and not isinstance(node, Scalar):
        raise ValueError("a block of YAML has no brackets")
    source = text[node.start : node.end]
    if isinstance(node, Scalar):
        if re.search(r"[\r\n]", source):
            raise ValueError("the text has several lines")
        if file.yaml and source[:1] not in "\"'" and re.search(r"[,\[\]{}]", source):
            raise ValueError("the text needs quotes in brackets")
    start, end = Span(node.start, node.start), Span(node.end, node.end)
    return [Edit(start, "["), Edit(end, "]")]


def rewritten(file: SourceFile, pair: Pair, name: str, text: str) -> list[Edit]:
    """A field under another name, and with a text in place of its array or object."""
    source, value = file.text, pair.value
    key, gap = source[pair.key.start : pair.key.end], source[pair.key.end : value.start]
    if not re.fullmatch(r"\s*[:=]\s*", gap) or not pair.key.end < value.start < value.end:
        raise ValueError("the value is written elsewhere")
    if file.yaml and re.search(r"[#&*!]", source[value.start : value.end]):
        raise ValueError("there may be a comment, an anchor or a tag in the value")
    renamed = Edit(pair.key.span, styled(name, key, file.notation, key=True))
    if is_block(file, value):
        written = styled(text, "", file.notation)
        return [renamed, Edit(Span(pair.key.end, value.end), f": {written}")]
    return [renamed, Edit(value.span, json.dumps(text, ensure_ascii=False))]


# --- less ---------------------------------------------------------------------------------------


def without(file: SourceFile, container: Container, gone: abc.Sequence[Child]) -> list[Edit]:
    """The edits that take fields or items out of an object or an array.

    A comment on a line of its own stays; one behind a field goes with it.
    """
    children = _children(container)
    indices = sorted({_index(children, child) for child in gone})
    block = is_block(file, container)
    edits: list[Edit] = []
    while indices:
        length = 1
        while length < len(indices) and indices[length] == indices[0] + length:
            length += 1
        run = _Run(file, container, indices[0], indices[length - 1])
        edits += run.out_of_block() if block else run.out_of_brackets()
        del indices[:length]
    return edits


class _Run:
    """Neighbours in an object or array that are to go, and what stands around them."""

    def __init__(self, file: SourceFile, container: Container, first: int, last: int) -> None:
        children = _children(container)
        self.file = file
        self.text = file.text
        start, end = (_extent(file, container, children[index]) for index in (first, last))
        self.span = Span(start.start, end.end)
        before, after = range(first - 1, -1, -1), range(last + 1, len(children))
        self.before = _first_written(file, container, (children[index] for index in before))
        self.after = _first_written(file, container, (children[index] for index in after))
        self.inside = Span(container.start + 1, container.end - 1)
        source = self.text[self.span.start : self.span.end]
        if file.yaml and re.search(_ANCHOR, source):
            raise ValueError("an alias may repeat what stands here")

    def out_of_block(self) -> list[Edit]:
        """The lines of a block of YAML that go."""
        if self.before is None and self.after is None:
            raise ValueError("nothing would be left")
        start, lead = self.span.start, _lead(self.file, self.span.start)
        match = re.compile(_BLOCK_REST).match(self.text, self.span.end)
        if match is None:
            raise ValueError("something else stands on the line")
        if not lead.strip():
            begin = start - len(lead)
            if match["break"] or not begin:
                return [Edit(Span(begin, match.end()), "")]
            before = re.compile(r"\r\n?|\n").search(self.text, max(begin - 2, 0), begin)
            return [Edit(Span(before.start() if before else begin, match.end()), "")]
        # The first field of an item, behind its dash.
        if re.fullmatch(r"[ \t]*(?:- +)+", lead) is None or self.after is None:
            raise ValueError("something else stands before it on the line")
        if self.text[self.span.end : self.after.start].strip():
            raise ValueError("a comment stands between this and what follows")
        return [Edit(Span(start, self.after.start), "")]

    def out_of_brackets(self) -> list[Edit]:
        """The characters of an object or array in brackets that go."""
        text, span = self.text, self.span
        if text[self.inside.end : self.inside.end + 1] not in ("}", "]"):
            raise ValueError("the bracket is not closed")
        start = self.before.end if self.before else self.inside.start
        end = self.after.start if self.after else self.inside.end
        left, right = text[start : span.start], text[span.end : end]
        if not (re.fullmatch(_SEPARATOR, left) and re.fullmatch(_SEPARATOR, right)):
            raise ValueError("something else stands between the fields")
        rest = re.compile(_LINE_REST).match(text, span.end)
        lead = _lead(self.file, span.start)
        alone = "\n" in left and not lead.strip() and rest is not None and rest["break"] != ""
        if rest and alone and (not self.after or "," in rest[0] or "," not in right):
            return [*self._comma(left, right), Edit(Span(span.start - len(lead), rest.end()), "")]
        if re.search(_COMMENT, left + right):
            behind = re.compile(r"[ \t]*,?").match(text, span.end)
            stop = behind.end() if behind and self.after else span.end
            return [*self._comma(left, right), Edit(Span(span.start, stop), "")]
        if self.after and (not self.before or "\n" in left or "\n" not in right):
            return [Edit(Span(span.start, end), "")]
        if self.before:
            return [Edit(Span(start, span.end), "")]
        return [Edit(self.inside, "")]

    def _comma(self, left: str, right: str) -> list[Edit]:
        """The comma after the field before, which would be one too many at the end."""
        if self.after or not self.before or "," in right:
            return []
        match = re.match(r"\s*,", left)
        at = self.before.end
        return [Edit(Span(at, at + match.end()), "")] if match else []


# --- moved --------------------------------------------------------------------------------------


def moved_last(file: SourceFile, sequence: Sequence, item: Node) -> list[Edit]:
    """The edits that put an item behind all others, with its lines and their comments."""
    index = next(at for at, each in enumerate(sequence.items) if each is item)
    if index == len(sequence.items) - 1:
        raise ValueError("it is the last one already")
    own, following = (_extent(file, sequence, each) for each in sequence.items[index : index + 2])
    last = _extent(file, sequence, sequence.items[-1])
    removal = without(file, sequence, [item])
    text = file.text
    if is_block(file, sequence):
        end = _block_line_end(file, last.end)
        moved = text[own.start : _block_line_end(file, own.end)]
        lead = _column(file, last.start)
        return [*removal, Edit(Span(end, end), line_break(file) + lead + moved)]
    glue = text[own.end : following.start]
    if re.search(_COMMENT, glue) or "," not in glue:
        raise ValueError("something else stands between the items")
    moved = glue + text[own.start : own.end]
    return [*removal, Edit(Span(last.end, last.end), moved)]


# --- places -------------------------------------------------------------------------------------


def is_block(file: SourceFile, node: Node) -> bool:
    """Is it a value of YAML that is written without brackets?"""
    return file.yaml and not file.text.startswith(("{", "["), node.start)


def line_break(file: SourceFile) -> str:
    """How lines end in the file, by its first line."""
    match = re.search(r"\r\n?|\n", file.text)
    return match[0] if match else "\n"


def line_start(text: str, offset: int) -> int:
    """Where the line of an offset begins, or what can be seen of a very long one."""
    far = max(0, offset - _LONG_LINE)
    start = max(far, text.rfind("\n", far, offset) + 1)
    return max(start, text.rfind("\r", start, offset) + 1)


def comment_span(text: str, comment: Span) -> Span:
    """What goes with a comment: its line if it is alone there, else the blanks before it."""
    start = comment.start
    while start and text[start - 1] in " \t":
        start -= 1
    if start and text[start - 1] not in "\r\n" and (start > 1 or text[0] != "\ufeff"):
        return Span(start, comment.end)
    start = 0 if start == 1 and text[0] == "\ufeff" else start
    rest = re.compile(r"[ \t]*(?:\r\n?|\n)").match(text, comment.end)
    return Span(start, rest.end()) if rest else comment


def _children(container: Container) -> abc.Sequence[Child]:
    return container.pairs if isinstance(container, Mapping) else container.items


def _index(children: abc.Sequence[Child], child: Child) -> int:
    """Which one of the children a child is; raises `ValueError` where it is none of them."""
    # In the order of their places, but where YAML repeats something: then one after the other.
    index = bisect_left(children, _start(child), key=_start)
    if index < len(children) and children[index] is child:
        return index
    for index, each in enumerate(children):
        if each is child:
            return index
    raise ValueError("this is no part of the object")


def _start(child: Child) -> int:
    return child.start if isinstance(child, Node) else child.key.start


def _extent(file: SourceFile, container: Container, child: Child) -> Span:
    """Where a field or an item is written, its dash included."""
    span = child.span if isinstance(child, Node) else _pair_span(file, child)
    if not (container.start <= span.start and span.end <= container.end):
        raise ValueError("it is written elsewhere")
    if isinstance(container, Sequence) and is_block(file, container):
        dash = re.search(r"-[ \t]+\Z", file.text[line_start(file.text, span.start) : span.start])
        if dash is None:
            raise ValueError("something else stands between the dash and the item")
        return Span(span.start - len(dash[0]), span.end)
    return span


def _first_written(
    file: SourceFile, container: Container, children: abc.Iterable[Child]
) -> Span | None:
    """The first child that is written in the container; those that a merge brings in are not."""
    for child in children:
        try:
            return _extent(file, container, child)
        except ValueError:
            continue
    return None


def _pair_span(file: SourceFile, pair: Pair) -> Span:
    """Where a field is written; an alias ends with its name."""
    start, end = pair.key.start, pair.key.end
    alias = re.compile(_ALIAS).match(file.text, end) if file.yaml else None
    if alias is not None:
        return Span(start, alias.end(1))
    if pair.value.start < end:
        raise ValueError("the value is written elsewhere")
    return Span(start, max(end, pair.value.end))


def _lead(file: SourceFile, offset: int) -> str:
    """What stands on the line before an offset."""
    return file.text[line_start(file.text, offset) : offset]


def _column(file: SourceFile, offset: int) -> str:
    """The blanks that lead to the column of an offset."""
    lead = _lead(file, offset)
    return lead if not lead.strip(" \t") else " " * len(lead)


def _block_line_end(file: SourceFile, offset: int) -> int:
    """Where the line ends in which a value of YAML ends, its comment included."""
    match = re.compile(_BLOCK_REST).match(file.text, offset)
    if match is None:
        raise ValueError("something else stands on the line")
    return match.start("break")


def _field(file: SourceFile, node: Mapping, name: str, value: object) -> str:
    """A field on one line, written as the last one in the object is."""
    source, last = file.text, node.pairs[-1] if node.pairs else None
    was = source[last.key.start : last.key.end] if last else "" if is_block(file, node) else '"'
    block = is_block(file, node)
    written = json.dumps(value, ensure_ascii=False)
    if file.notation == HCL:
        written = re.sub(r"([$%])(?=\{)", r"\1\1", written)
    elif block and isinstance(value, str):
        written = styled(value, was, file.notation)
    return styled(name, was, file.notation, key=True) + _colon(file, node) + written


def _colon(file: SourceFile, node: Mapping) -> str:
    """What stands between a key and its value."""
    for pair in reversed(node.pairs):
        between = file.text[pair.key.end : pair.value.start]
        if re.fullmatch(r" ?[:=] ?", between) and not is_block(file, node):
            return between
    return " = " if file.notation == HCL else ": "


def _comma(file: SourceFile, node: Mapping) -> str:
    """What stands behind a field that others follow on lines of their own: HCL needs nothing."""
    if file.notation != HCL or "=" not in _colon(file, node):
        return ","
    return "," if "," in _between(file, node) else ""


def _inline_comma(file: SourceFile, node: Mapping) -> str:
    """What stands between two fields on one line."""
    between = _between(file, node)
    if re.fullmatch(r", *", between):
        return between
    return ", " if _colon(file, node).endswith(" ") else ","


def _between(file: SourceFile, node: Mapping) -> str:
    """What stands between the last two fields."""
    if len(node.pairs) < 2:
        return ""
    return file.text[node.pairs[-2].value.end : node.pairs[-1].key.start]


def whole_text(replacement: str) -> str | None:
    """The text that an edit puts in the place of a whole scalar, written as a JSON string."""
    if len(replacement) < 2 or not (replacement[0] == replacement[-1] == '"'):
        return None
    try:
        text = json.loads(replacement)
    except ValueError:
        return None
    return text if isinstance(text, str) else None
