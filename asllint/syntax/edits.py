"""What a fix can do, and how that is written: as JSON, YAML or HCL, in the style of its place.

An intention says which node gets which value, is renamed, moved or deleted. What it comes to leaves
indentation, commas, quotes, line ends and comments around the place what they are. It is refused,
by a `ValueError`, where it can not be written with certainty: in a value that an alias repeats, at
an anchor, in a part that could not be read; so is one about a node that is not there.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_left
from itertools import chain

from asllint.source.finding import Edit, Fix, Intention
from asllint.source.text import HCL, JSON, Span
from asllint.syntax.content import MAX_REPAIRED, content, encode, styled
from asllint.syntax.node import Mapping, Node, Pair, Scalar, Sequence

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections import abc
    from typing import Concatenate, ParamSpec, TypeAlias, TypeVar

    from asllint.source.text import SourceFile

    Container: TypeAlias = Mapping | Sequence
    Child: TypeAlias = Pair | Node
    Find: TypeAlias = abc.Callable[[Span], tuple[Scalar, bool] | None]
    """Gives the scalar that is written just at a span, and whether it is a key."""
    P = ParamSpec("P")
    N = TypeVar("N", bound=Node)

# All are compiled at their first use, which most runs never come to.
_COMMENT = r"//[^\r\n]*+|/\*[^*]*+\*++(?:[^*/][^*]*+\*++)*/|#[^\r\n]*+"
_SEPARATOR = rf"(?:[\s,;]|{_COMMENT})*"
_LINE_REST = rf"[ \t]*+,?[ \t]*+(?:{_COMMENT})?[ \t]*+(?P<break>\r\n?|\n|\Z)"
_BLOCK_REST = r"(?P<comment>[ \t]*+(?:(?<=[ \t])#[^\r\n]*+)?)(?P<break>\r\n?|\n|\Z)"
_ALIAS = r"\s*:\s*(\*[^\s,\[\]{}]+)"
_ANCHOR = r"(?:\A|[\s\[{,:-])&[^\s,\[\]{}&]"

_LONG_LINE = 5_000
"""No further back does anybody look for the start of a line, which can be the whole file."""


def intention(
    write: abc.Callable[Concatenate[SourceFile, P], list[Edit]],
) -> abc.Callable[P, Intention]:
    """A function that writes edits, called without the file: that is known when it is written."""

    def intend(*given: P.args, **named: P.kwargs) -> Intention:
        return Intention(write, *given, **named)

    return intend


def written(fix: Fix, file: SourceFile, find: Find | None = None) -> Fix | None:
    """The fix as edits of the text alone; None where one of its steps can not be, or does nothing.

    What several steps put into one place stands there in their order. With `find` an edit that puts
    a string of JSON in the place of a whole key or value is written in the notation of the file.
    """
    steps = fix.steps
    if find is not None and file.notation != JSON:
        steps = tuple(_intended(step, find) if isinstance(step, Edit) else step for step in steps)
    try:
        made = [[step] if isinstance(step, Edit) else step.edits(file) for step in steps]
    except ValueError:
        return None
    if not all(made):
        return None
    joined: dict[object, Edit] = {}
    for edit in chain.from_iterable(made):
        place = edit if len(edit.span) else edit.span
        before = joined[place].replacement if place in joined else ""
        joined[place] = Edit(edit.span, before + edit.replacement)
    return Fix(fix.title, list(joined.values()), safe=fix.safe, draft=fix.draft)


def _intended(edit: Edit, find: Find) -> Edit | Intention:
    """What an edit means that writes a whole key or value, as a string of JSON."""
    try:
        quoted = edit.replacement[:1] == edit.replacement[-1:] == '"'
        text = json.loads(edit.replacement) if quoted else None
    except ValueError:
        return edit
    found = find(edit.span) if isinstance(text, str) else None
    if found is None or not isinstance(text, str):
        return edit
    scalar, key = found
    return rename(scalar, text) if key else set_value(scalar, text)


# --- values -------------------------------------------------------------------------------------


@intention
def set_value(file: SourceFile, node: Node | None, value: str | float | bool | None) -> list[Edit]:
    """Another value for a text, a number, a boolean or null."""
    was, written = _a(Scalar, node), json.dumps(value)
    if isinstance(value, str):
        written = styled(value, file.text[was.start : was.end], file.notation)
    return [Edit(was.span, written)]


@intention
def unquote(file: SourceFile, node: Node) -> list[Edit]:
    """A number, a boolean or a placeholder in a string, without the quotes around it."""
    first, last = Span(node.start, node.start + 1), Span(node.end - 1, node.end)
    inner = file.text[first.end : last.start]
    if isinstance(node, Scalar) and "${" not in inner:
        return [Edit(node.span, str(node.value).strip().lower())]
    if file.yaml or not (inner.startswith("${") and inner.endswith("}")):
        raise ValueError("this can not be read without quotes")
    return [Edit(first, ""), Edit(last, "")]  # who writes a placeholder again may change it


@intention
def replace_text(
    file: SourceFile, node: Node | None, start: int, end: int, text: str
) -> list[Edit]:
    """Other characters in place of those of a string, counted as they are when decoded."""
    scalar = _a(Scalar, node)
    inside = content(scalar, file)
    if len(inside.text) > MAX_REPAIRED:
        raise ValueError("the string is too long")
    return [Edit(inside.span(start, end), encode(text, scalar, file, start, end))]


@intention
def append_text(file: SourceFile, node: Node | None, text: str) -> list[Edit]:
    """More characters at the end of a string."""
    end = len(str(_a(Scalar, node).value))
    return replace_text(node, end, end, text).edits(file)


@intention
def rename(file: SourceFile, key: Scalar, name: str) -> list[Edit]:
    """Another name for a key."""
    was = file.text[key.start : key.end]
    return [Edit(key.span, styled(name, was, file.notation, key=True))]


# --- more ---------------------------------------------------------------------------------------


@intention
def add_fields(
    file: SourceFile, node: Node | None, fields: dict[str, object], *, first: bool = False
) -> list[Edit]:
    """More fields of an object, behind all others or before them, with values as JSON has them."""
    around = _a(Mapping, node)
    if is_block(file, around) and not around.complete:
        raise ValueError("what could not be read may stand behind the last field")
    if len(fields) > 1 and not around.pairs:
        raise ValueError("each of them would be the only one")
    write = _first_field if first else _last_field
    edits = [write(file, around, name, value) for name, value in fields.items()]
    return [Edit(edits[0].span, "".join(edit.replacement for edit in edits))]


def _first_field(file: SourceFile, node: Mapping, name: str, value: object) -> Edit:
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


def _last_field(file: SourceFile, node: Mapping, name: str, value: object) -> Edit:
    """A field after all others, on a line of its own where the last one is."""
    if not node.pairs:
        return _first_field(file, node, name, value)
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


@intention
def add_item(file: SourceFile, sequence: Node | None, after: Node, text: str) -> list[Edit]:
    """One more text in an array, right behind one of its items."""
    if not file.text.startswith("[", _a(Sequence, sequence).start):
        raise ValueError("a block of YAML has no brackets")
    return [Edit(Span(after.end, after.end), ", " + json.dumps(text, ensure_ascii=False))]


@intention
def wrap(file: SourceFile, node: Node) -> list[Edit]:
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


@intention
def replace_field(file: SourceFile, pair: Pair, name: str, text: str) -> list[Edit]:
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


@intention
def delete(file: SourceFile, node: Node | None, *gone: Child) -> list[Edit]:
    """An object without some of its fields, an array without some of its items.

    A comment on a line of its own stays; one behind a field goes with it.
    """
    container = _a(Sequence, node) if isinstance(node, Sequence) else _a(Mapping, node)
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


@intention
def move_last(file: SourceFile, node: Node | None, item: Node) -> list[Edit]:
    """An item of an array behind all others, with its lines and their comments."""
    sequence = _a(Sequence, node)
    index = next(at for at, each in enumerate(sequence.items) if each is item)
    if index == len(sequence.items) - 1:
        raise ValueError("it is the last one already")
    own, following = (_extent(file, sequence, each) for each in sequence.items[index : index + 2])
    last = _extent(file, sequence, sequence.items[-1])
    removal = delete(sequence, item).edits(file)
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


def _a(kind: type[N], node: Node | None) -> N:
    """The node, if it is there and of this kind; raises `ValueError`."""
    if not isinstance(node, kind):
        raise ValueError(f"there is no {kind.type_name} to change")
    return node


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
