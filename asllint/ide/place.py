"""Where the cursor is when something is typed, and how an offer is written there.

In JSON, in HCL and in brackets of YAML the nodes tell the place, since their readers go on after
every mistake. In the blocks of YAML a half-typed line is lost, so lines and indentation tell.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from json.encoder import encode_basestring

from asllint.hosts.states import is_named_so
from asllint.ide.calls import holds_objects
from asllint.ide.snippets import (
    Insert,
    Stop,
    Text,
    Writer,
)
from asllint.ide.view import View
from asllint.ide.where import (
    Frame,
    frame_of,
    resolve,
    word_around,
)
from asllint.language.grammar import (
    KINDS,
)
from asllint.source.finding import Edit
from asllint.source.text import HCL, YAML, Fragment, SourceFile, Span
from asllint.syntax.content import content, exact
from asllint.syntax.embedded import Embedded
from asllint.syntax.json import MAX_DEPTH
from asllint.syntax.node import Hole, Mapping, Scalar, Sequence
from asllint.syntax.walk import Step

TYPE_CHECKING = False
if TYPE_CHECKING:
    from asllint.hosts.definition import Definition
    from asllint.ide.snippets import Key, Value
    from asllint.syntax.node import Node

STATE, FIELD, VALUE, ERROR = "state", "field", "value", "error"
FUNCTION, VARIABLE, MEMBER, SNIPPET = "function", "variable", "member", "snippet"


class Completion:
    """One text that can be inserted."""

    __slots__ = (
        "detail", "documentation", "edits", "filter", "insert", "kind", "label", "required",
        "snippet", "sort", "span",
    )  # fmt: skip

    def __init__(self, label: str, kind: str, span: Span, insert: str) -> None:
        self.label = label
        self.kind = kind
        """`state`, `field`, `value`, `error`, `function`, `variable`, `member` or `snippet`."""
        self.span = span
        """What is replaced: a stretch of one line of the file, with the cursor in it."""
        self.insert = insert
        """The text in its place. Lines after the first are indented relative to the cursor's."""
        self.snippet = False
        """Is the text in the snippet syntax of the Language Server Protocol?"""
        self.detail = ""
        self.documentation = ""
        """Markdown."""
        self.sort = ""
        """The items in the order of these texts begin with the most likely one."""
        self.filter = ""
        """What the characters of `span` are compared with."""
        self.required = False
        """Is it a field that the object needs and does not have?"""
        self.edits: tuple[Edit, ...] = ()
        """Further edits of the file, for example a comma after the value before."""

    def __repr__(self) -> str:
        return f"Completion({self.label!r}, {self.kind!r}, {self.span!r}, {self.insert!r})"


class Offer:
    """Something that fits a place, before it is written there.

    `value` is a text (`Text` when parts of it are to be filled in), or any value; with a `key` it
    is that of a pair. `word` says that it takes the place of the word at the cursor only.
    """

    __slots__ = (
        "dash", "detail", "key", "kind", "label", "rank", "required", "say", "value", "word",
    )  # fmt: skip

    def __init__(
        self,
        label: str,
        kind: str,
        value: Value,
        *,
        key: Key | None = None,
        detail: str = "",
        say: str | None = None,
        rank: int = 5,
        word: bool = False,
        required: bool = False,
        dash: bool = False,
    ) -> None:
        self.label = label
        self.kind = kind
        self.value = value
        self.key = key
        self.detail = detail
        self.say = say or ""
        """Markdown about it."""
        self.rank = rank
        """Of two offers the one with the lower number comes first."""
        self.word = word
        self.required = required
        self.dash = dash
        """Is it an item of a list of YAML that lacks its dash?"""


# --- places ---------------------------------------------------------------------------------------


class Cursor:
    """Where the cursor is: the objects around it, what stands there, and how."""

    __slots__ = (
        "at", "bare", "closed", "column", "comma_after", "comma_before", "definition", "frames",
        "is_key", "key", "quote", "seen", "span", "text",
    )  # fmt: skip

    def __init__(self, seen: View, frames: list[Frame], *, is_key: bool) -> None:
        self.seen = seen
        self.frames = frames
        """The objects and arrays around the place, the definition's root first."""
        self.definition = seen.definition
        """The definition that the place is in; None where it could not be read at all."""
        self.is_key = is_key
        """Does a key belong here, or a value?"""
        self.key: str | None = None
        """The key whose value belongs here; None for an item and for a key."""
        self.quote = ""
        """The quote that what stands here begins with; or `|` in a block of YAML."""
        self.closed = False
        """Does it end with the same quote?"""
        self.span = Span(seen.offset, seen.offset)
        """What stands here, quotes included."""
        self.text = Fragment.of(self.file)[seen.offset : seen.offset]
        """The characters of the string, or of the word without quotes."""
        self.at = 0
        """How many of them stand before the cursor."""
        self.bare = False
        """Has the key its colon already?"""
        self.comma_before: int | None = None
        """Where a comma is missing before the place."""
        self.comma_after = False
        """Does another pair or item follow without a comma?"""
        self.column = 0
        """In YAML, how much deeper than its line a key is indented."""

    @property
    def file(self) -> SourceFile:
        """The text of the place."""
        return self.seen.analysis.file

    @property
    def notation(self) -> str:
        """How the text is written."""
        return self.file.notation

    @property
    def block(self) -> bool:
        """Is the place in a block of YAML, where lines and indentation count?"""
        return self.notation == YAML and not self.frames[-1].fields.get(_IN_BRACKETS)

    def scalar(self, node: Scalar | Hole) -> None:
        """Take what stands here from a node."""
        source = self.file.text[node.start : node.end]
        self.quote = source[:1] if source[:1] in ("'", '"', "|", ">") else ""
        self.closed = self.quote in ("|", ">") or _is_closed(source, self.quote)
        self.span = node.span
        if self.closed and self.notation != YAML:
            self.closed = _next_char(self.seen, node.end) not in _IN_STRINGS
        if self.closed or not self.quote:
            self.text = content(node, self.file)
        else:
            match = re.compile(r"\w*+").match(self.file.text, self.seen.offset)
            end = max(match.end() if match else 0, node.start + 1)
            self.span = Span(node.start, end)
            self.text = Fragment.of(self.file)[node.start + 1 : end]
        self.find_cursor()

    def find_cursor(self) -> None:
        """Where the cursor is among the characters."""
        self.at = max(bisect_right(self.text.origins, self.seen.offset) - 1, 0)

    # --- writing --------------------------------------------------------------------------------

    def written(self, offer: Offer, number: int) -> Completion | None:
        """How an offer is taken in here; None when it can not be written."""
        try:
            span, insert = self._insert(offer)
            completion = self._outward(offer, span, insert)
        except ValueError:
            return None
        start = self.file.text[span.start : span.start + 1]
        opened = start in ("'", '"') and span.start < span.end
        completion.filter = (start if opened else "") + offer.label
        completion.detail = offer.detail
        completion.documentation = offer.say
        completion.sort = f"{offer.rank}{number:04}"
        completion.required = offer.required
        return completion

    def _insert(self, offer: Offer) -> tuple[Span, Insert]:
        """What is replaced in the text, and by what."""
        if offer.word:
            return self._word(offer)
        if offer.key is not None and not self.bare:
            return self.span, self._pair(offer)
        value = offer.value if offer.key is None else offer.key
        if self.quote and self.closed:
            if not isinstance(value, str | Text):
                raise ValueError("only a text can stand in quotes")
            if self.quote in ("|", ">"):
                raise ValueError("a block holds more than one word")
            return Span(self.span.start + 1, self.span.end - 1), self._escaped(value)
        return self.span, self._bare_value(offer, value)

    def _pair(self, offer: Offer) -> Insert:
        writer = self._writer()
        assert offer.key is not None
        writer.pair(offer.key, offer.value, " " * self.column)
        return writer.put("," if self.comma_after else "").insert()

    def _bare_value(self, offer: Offer, value: Value) -> Insert:
        """A value that brings its own quotes."""
        writer, block = self._writer(), isinstance(value, dict | list) and bool(value)
        if self.quote == "'" and isinstance(value, str):
            return Insert(["'" + value.replace("'", "''") + "'"])
        if self.quote and not isinstance(value, str | Text):
            raise ValueError("a quote stands before it")
        indent = " " * self.column
        if offer.dash:
            writer.item(value, indent)
        elif self.block and block:
            writer.block(value, indent + "  ")
        else:
            lead = self.span.start == self.seen.offset and self._follows_colon()
            writer.put(" " if lead else "").value(value, indent)
        return writer.put("," if self.comma_after else "").insert()

    def _follows_colon(self) -> bool:
        before = self.file.text[self.span.start - 1 : self.span.start]
        return self.notation == YAML and before in (":", "-")

    def _writer(self) -> Writer:
        text, file = self.file.text, self.file
        line = text.rfind("\n", 0, self.seen.offset) + 1
        return Writer(
            file.notation,
            unit="\t" if text[line : line + 1] == "\t" else "  ",
            compact=not _keeps_lines(file) or (self.notation == YAML and not self.block),
        )

    def _word(self, offer: Offer) -> tuple[Span, Insert]:
        """A word of an expression."""
        assert isinstance(offer.value, str | Text)
        start, end = word_around(self.text.text, self.at)
        if not exact(self.text):
            raise ValueError("nobody knows where the word is")
        if not self.quote and (self.notation != YAML or not self.text.text.strip()):
            return self.span, self._bare_value(offer, offer.value)
        dot = self.text.text.rfind(".", start, self.at) + 1
        if dot and not isinstance(offer.value, Text) and "." not in offer.value:
            start = dot
        return self.text.span(start, end), self._escaped(offer.value)

    def _escaped(self, value: str | Text) -> Insert:
        """A text as it is written in the quotes that stand here."""
        parts = (value,) if isinstance(value, str) else value.parts
        return Insert(part if isinstance(part, Stop) else self._escape(part) for part in parts)

    def _escape(self, text: str) -> str:
        if self.quote == "'":
            return text.replace("'", "''")
        if self.quote == '"':
            written = encode_basestring(text)[1:-1]
            return re.sub(r"([$%])(?=\{)", r"\1\1", written) if self.notation == HCL else written
        if not self.quote and self.notation == YAML and re.search(r": | #|[\n\[\]{}]", text):
            raise ValueError("the text would need quotes")
        return text

    def _outward(self, offer: Offer, span: Span, insert: Insert) -> Completion:
        """The completion in the file around the text."""
        whole = _outward(self.seen, span, insert.plain)
        completion = Completion(offer.label, offer.kind, whole.span, whole.replacement)
        if self.comma_before is not None and (self.is_key or not self.span):
            comma = Edit(Span(self.comma_before, self.comma_before), ",")
            completion.edits = (self.seen.outward_edit(comma),)
        if insert.has_stops:
            completion.insert = self._snippet(span, insert) or completion.insert
            completion.snippet = completion.insert != whole.replacement
        return completion

    def _snippet(self, span: Span, insert: Insert) -> str | None:
        """A text to be filled in, as it is written in the file; None where it can not be."""
        try:
            outer = Insert(
                piece if isinstance(piece, Stop) else _outward(self.seen, span, piece).replacement
                for piece in insert.pieces
            )
        except ValueError:
            return None
        plain = _outward(self.seen, span, insert.plain).replacement
        return outer.snippet if outer.plain == plain else None


_IN_STRINGS = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_$.%")
"""What follows no string of JSON: the quote before it opens one that the cursor is not in."""

_IN_BRACKETS = "\0"
"""A key that no object has: the mark of frames in brackets of YAML."""


def _keeps_lines(file: SourceFile) -> bool:
    """Can a text of several lines be written in the file around a text?"""
    if not isinstance(file, Embedded):
        return True
    scalar = file.pieces[0].scalar
    if isinstance(file.outer, Embedded) or (len(file.pieces) > 1 and scalar is not None):
        return False
    return scalar is None or file.outer.text[scalar.start] == "|"


def _outward(seen: View, span: Span, text: str) -> Edit:
    """An edit as it is written in the file; each line on its own where lines are kept."""
    first, feed, rest = text.partition("\n")
    edit = seen.outward_edit(Edit(span, first))
    if not feed:
        return edit
    if isinstance(seen.analysis.file, Embedded) and re.search(r"[$%]\{", rest):
        raise ValueError("the file around the text would take this for its own")
    return Edit(edit.span, f"{edit.replacement}\n{rest}")


def _is_closed(source: str, quote: str) -> bool:
    """Does a string that begins with a quote end with it?"""
    if quote == '"':
        return re.fullmatch(r'"(?:[^"\\]|(?=\\.)..)*+"', source, re.DOTALL) is not None
    return quote != "" and len(source) > 1 and source.endswith(quote)


def find_place(seen: View) -> Cursor | None:
    """The place of the cursor; None outside of every definition, and where nothing can be typed."""
    steps = seen.path()
    while steps and not _is_inside(steps[-1].node, seen):
        steps.pop()
    notation = seen.analysis.file.notation
    last = steps[-1].node if steps else None
    if notation == YAML:
        around = [one.node for one in steps if isinstance(one.node, Mapping | Sequence)]
        text = seen.analysis.file.text
        if not around or text[around[-1].start : around[-1].start + 1] not in ("{", "["):
            if isinstance(last, Scalar) and not steps[-1].at_key and _is_block_text(last, text):
                return _at_node(seen, steps)
            return _Lines(seen).place()
    return _at_node(seen, steps) if steps else None


def _is_block_text(node: Scalar, text: str) -> bool:
    """Does a scalar of YAML go over several lines that belong together for sure?"""
    source = text[node.start : node.end]
    return source[:1] in ("|", ">", '"', "'") and "\n" in source


def _is_inside(node: Node, seen: View) -> bool:
    """Is the cursor in a node, not just at its edge?"""
    text, offset = seen.analysis.file.text, seen.offset
    if not isinstance(node, Mapping | Sequence):
        return True
    opener = text[node.start : node.start + 1]
    if opener not in ("{", "["):
        return True
    closed = node.end - node.start > 1 and text[node.end - 1] == ("}" if opener == "{" else "]")
    return node.start < offset and (offset < node.end or not closed)


# --- places among nodes ---------------------------------------------------------------------------


def _at_node(seen: View, steps: list[Step]) -> Cursor | None:
    """The place that the nodes tell."""
    frames = [frame_of(step) for step in steps if isinstance(step.node, Mapping | Sequence)]
    if seen.analysis.file.notation == YAML:
        frames[-1].fields[_IN_BRACKETS] = "yes"
    last = steps[-1]
    node = last.node
    if not isinstance(node, Scalar | Hole) or node.start == node.end:
        inner = [step for step in steps if isinstance(step.node, Mapping | Sequence)]
        return _in_gap(seen, inner[-1].node, frames)
    offset, source = seen.offset, seen.analysis.file.text[node.start : node.end]
    place = Cursor(seen, frames, is_key=last.at_key)
    place.scalar(node)
    if place.quote in ('"', "'"):
        if offset == node.start or (place.closed and offset == node.end):
            return None
    elif place.quote and "\n" not in source:
        return None
    if last.at_key:
        frames[-1].fields.pop(str(node.value) if isinstance(node, Scalar) else node.text, None)
        place.bare = _next_char(seen, place.span.end) in (":", "=")
    elif last.pair is not None:
        place.key = str(last.pair.key.value)
    place.comma_after = not (place.quote and place.closed and not last.at_key) and (
        not place.bare and _lacks_comma(seen, place.span.end)
    )
    return place


def _next_char(seen: View, at: int) -> str:
    match = re.compile(r"\s*+(\S?)").match(seen.analysis.file.text, at)
    return match[1] if match else ""


def _lacks_comma(seen: View, at: int) -> bool:
    """Does another pair or item follow where a comma should?"""
    return seen.analysis.file.notation != HCL and _next_char(seen, at) in ('"', "{", "[")


def _in_gap(seen: View, node: Node, frames: list[Frame]) -> Cursor | None:
    """A place between values, or where one is missing."""
    text, offset = seen.analysis.file.text, seen.offset
    open_string = _unclosed_before(seen, node)
    if open_string is not None:
        return _in_open_string(seen, node, frames, *open_string)
    before = len(text[node.start : offset].rstrip()) + node.start
    char = text[before - 1 : before]
    newline = "\n" in text[before:offset]
    in_array = isinstance(node, Sequence)
    hcl = seen.analysis.file.notation == HCL
    follows_key = char in (":", "=") and before - 1 > node.start
    place = Cursor(seen, frames, is_key=not in_array and not follows_key)
    place.comma_after = _lacks_comma(seen, offset)
    if follows_key and isinstance(node, Mapping):
        keys = [pair.key for pair in node.pairs if pair.key.end < before]
        if not keys:
            return None
        place.key = str(keys[-1].value)
    elif char not in ("{", "[", ",") or before - 1 < node.start:
        if hcl and newline:
            return place
        if hcl or (before == offset and char not in ("}", "]", '"')):
            return None
        place.comma_before = before
    return place


def _unclosed_before(seen: View, node: Node) -> tuple[Scalar, str | None] | None:
    """A string in an object or array that was not closed, before the cursor on its line."""
    text, offset = seen.analysis.file.text, seen.offset
    pairs: list[tuple[Node, str | None]] = []
    if isinstance(node, Mapping):
        pairs = [(pair.value, str(pair.key.value)) for pair in node.pairs]
    elif isinstance(node, Sequence):
        pairs = [(one, None) for one in node.items]
    for one, key in reversed(pairs):
        if one.end <= offset and isinstance(one, Scalar):
            source = text[one.start : one.end]
            gap = text[one.end : offset]
            if source[:1] == '"' and not _is_closed(source, '"') and not gap.strip(" \t,"):
                return one, key
        if one.end <= offset:
            return None
    return None


def _in_open_string(
    seen: View, node: Node, frames: list[Frame], scalar: Scalar, key: str | None
) -> Cursor:
    """In a string that is not closed, behind a blank or a comma."""
    place = Cursor(seen, frames, is_key=False)
    place.key, place.quote = key, '"'
    place.span = Span(scalar.start, seen.offset)
    place.text = Fragment.of(seen.analysis.file)[scalar.start + 1 : seen.offset]
    place.find_cursor()
    return place


# --- places among the lines of YAML ---------------------------------------------------------------

_QUOTED = r"\"(?:[^\"\\]|(?=\\.)..)*+\"|'(?:[^']|(?='')'')*+'"
_PLAIN = (
    r"(?:[^\s\[\]{},&*!|>%@`#?\"':-]|[-:](?=\w))"
    r"(?:[^\s:#]|(?=:\S):|(?<=\S)#|(?=[ ]++[^\s#:])[ ]++)*+"
)
_KEY = re.compile(rf"({_QUOTED}|{_PLAIN})[ ]*+:(?:[ ]++|$)")
_DASH = re.compile(r"-(?:[ ]++|$)")
_VALUE = re.compile(
    r"\"(?:[^\"\\]|(?=\\.)..)*+\"?+|'(?:[^']|(?='')'')*+'?+"
    r"|(?:[^\s#]|(?<=\S)#|(?=[ \t]++[^\s#])[ \t]++)*+"
)
_LINE = re.compile(r"^([ ]*+)(?=[^\s#])[^\r\n]*+", re.MULTILINE)


class _Entry:
    """A dash or a key of a line: where it is, and for a key where its value begins."""

    __slots__ = ("column", "end", "name", "value")

    def __init__(self, column: int, name: str | None, end: int, value: int) -> None:
        self.column = column
        self.name = name
        """The key; None for a dash."""
        self.end = end
        """Where the key ends, its quotes included."""
        self.value = value


def _entries(line: str) -> tuple[list[_Entry], int]:
    """The dashes and the key that a line begins with, and the column of what follows them."""
    found = []
    at = len(line) - len(line.lstrip(" "))
    dash = _DASH.match(line, at)
    while dash is not None:
        found.append(_Entry(at, None, at + 1, at + 1))
        at = dash.end()
        dash = _DASH.match(line, at)
    match = _KEY.match(line, at)
    if match is None:
        return found, at
    name, value = match[1], match.end()
    if name[0] in "\"'":
        name = name[1:-1]
    found.append(_Entry(at, name, match.end(1), value))
    return found, value


class _Level:
    """The keys, or the dashes, that stand in one column around the cursor."""

    __slots__ = ("column", "count", "dash", "fields", "name")

    def __init__(self, column: int, *, dash: bool) -> None:
        self.column = column
        self.dash = dash
        self.count = 0
        """How many dashes stand at or above the cursor."""
        self.fields: dict[str, str | None] = {}
        self.name: str | None = None
        """The key around it, once it is found."""


class _Lines:
    """The lines of a YAML text around the cursor."""

    def __init__(self, seen: View) -> None:
        self.seen = seen
        self.text = seen.analysis.file.text
        self.offset = seen.offset
        self.start = self.text.rfind("\n", 0, self.offset) + 1
        end = self.text.find("\n", self.offset)
        self.line = self.text[self.start : len(self.text) if end < 0 else end].rstrip("\r")
        self.cursor = self.offset - self.start
        self.entries, self.body = _entries(self.line)
        self.levels: list[_Level] = []
        self.definition: Definition | None = None
        for one in seen.analysis.definitions:
            if one.node.start <= self.offset:
                self.definition = one

    def root(self) -> int | None:
        """Where the definition begins that the line may belong to."""
        if self.definition is not None:
            return self.definition.node.start
        first = _LINE.search(self.text)
        return first.end(1) if first and is_named_so(self.seen.analysis.file.path) else None

    def place(self) -> Cursor | None:
        """What the line, and the lines around it, say."""
        root = self.root()
        if root is None or "\t" in self.line[: self.body] or self.in_comment():
            return None
        if len(self.entries) > MAX_DEPTH:
            return None
        last = self.entries[-1] if self.entries else None
        if last is not None and last.name is not None:
            if self.cursor < last.column:
                return None
            column, others = last.column, self.entries[:-1]
        else:
            blank = not self.line[self.body :].strip()
            column, others = self.cursor if blank else self.body, self.entries
            if self.cursor < column or (blank and last is not None and self.cursor <= last.end):
                return None
            last = None
        frames = self.frames(root, column, others)
        return None if frames is None else self.at(frames, last, column)

    def in_comment(self) -> bool:
        """Does a comment begin before the cursor?"""
        match = _VALUE.match(self.line, self.body)
        rest = self.line[match.end() if match else self.body :].lstrip()
        return rest.startswith("#") and self.cursor > self.line.rindex(rest)

    def at(self, frames: list[Frame], last: _Entry | None, column: int) -> Cursor | None:
        """The place on the line itself."""
        lead = len(self.line) - len(self.line.lstrip(" "))
        lead = min(lead, self.cursor)
        if last is not None and self.cursor <= last.end:
            place = Cursor(self.seen, frames, is_key=True)
            frames[-1].fields.pop(last.name or "", None)
            self.take(place, self.start + last.column, self.start + last.end)
            place.bare = True
        elif last is not None:
            if self.cursor < last.value and self.line[last.value :].strip():
                return None
            place = Cursor(self.seen, frames, is_key=False)
            place.key = last.name
            if not self.value(place, min(last.value, self.cursor)):
                return None
        else:
            self.drop_item(frames)
            place = Cursor(self.seen, frames, is_key=not frames[-1].sequence)
            if not self.value(place, column):
                return None
        place.column = column - lead
        place.definition = self.definition
        return place

    def drop_item(self, frames: list[Frame]) -> None:
        """What follows a dash is no object where the list holds strings, or data."""
        if frames[-1].index is not None:
            where = resolve(frames[:-1], self.definition)
            known = where.field is not None and where.field.of in KINDS
            if where.kind is None and not known and not holds_objects(where):
                frames.pop()

    def value(self, place: Cursor, column: int) -> bool:
        """Take what stands on the line from a column on; can something be typed there?"""
        match = _VALUE.match(self.line, column)
        end = match.end() if match else column
        source = self.line[column:end]
        if source[:1] == "[":
            return self.in_array(place, column)
        if self.cursor > end and source:
            return False
        if source[:1] in ("{", "&", "*", "!", "|", ">", "%", "@", "`") or source[:2] == "? ":
            return False
        self.take(place, self.start + min(column, self.cursor), self.start + max(end, column))
        return not place.closed or self.cursor < end

    def in_array(self, place: Cursor, column: int) -> bool:
        """An item of an array in brackets whose end is missing."""
        before = self.line[column : self.cursor]
        if before.count("[") != 1 or "]" in before or not before:
            return False
        at = max(before.rfind("["), before.rfind(",")) + 1
        at += len(before[at:]) - len(before[at:].lstrip(" "))
        match = re.compile(r"[^\s,\[\]{}]*+").match(self.line, column + at)
        place.frames.append(Frame(place.key, sequence=True))
        place.key = None
        end = max(match.end() if match else self.cursor, self.cursor)
        self.take(place, self.start + column + at, self.start + end)
        return True

    def take(self, place: Cursor, start: int, end: int) -> None:
        """The characters of a stretch of the line stand at the place."""
        source = self.text[start:end]
        place.quote = source[:1] if source[:1] in ("'", '"') else ""
        place.closed = _is_closed(source, place.quote)
        place.span = Span(start, end)
        inner = 1 if place.quote else 0
        place.text = Fragment.of(self.seen.analysis.file)[start + inner : end - place.closed]
        place.find_cursor()

    # --- what is around -------------------------------------------------------------------------

    def frames(self, root: int, column: int, others: list[_Entry]) -> list[Frame] | None:
        """The objects and arrays around a column of the line; None if they are no definition's."""
        first = self.text.rfind("\n", 0, root) + 1
        self.levels = [_Level(column, dash=False)]
        for entry in reversed(others):
            self.meet(entry, self.line)
        top = root - first
        for start, indent in reversed(self.line_starts(first, self.start)):
            if indent <= self.levels[0].column:
                line = self.line_at(start)
                for entry in reversed(_entries(line)[0]):
                    if start > first or entry.column >= top:
                        self.meet(entry, line)
        if self.levels[0].dash or self.levels[0].column != top or len(self.levels) > MAX_DEPTH:
            return None
        self.look_below()
        return self.made()

    def line_starts(self, first: int, end: int) -> list[tuple[int, int]]:
        """Where the lines between two offsets start that hold something, and their indentation."""
        return [
            (match.start(), match.end(1) - match.start())
            for match in _LINE.finditer(self.text, first, end)
        ]

    def line_at(self, start: int) -> str:
        """The line that starts at an offset."""
        end = self.text.find("\n", start)
        return self.text[start : len(self.text) if end < 0 else end].rstrip("\r")

    def meet(self, entry: _Entry, line: str) -> None:
        """Take in an entry above the cursor: a sibling in the outermost level, or its parent."""
        level, dash = self.levels[0], entry.name is None
        if entry.column > level.column or (entry.column == level.column and dash > level.dash):
            return
        if entry.column == level.column and dash == level.dash:
            self.note(level, entry, line)
            return
        level.name = entry.name
        outer = _Level(entry.column, dash=dash)
        self.note(outer, entry, line)
        self.levels.insert(0, outer)

    def note(self, level: _Level, entry: _Entry, line: str) -> None:
        """An entry of a level."""
        if entry.name is None:
            level.count += 1
        else:
            text = line[entry.value :].split(" #")[0].strip()
            if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'":
                text = text[1:-1]
            level.fields.setdefault(entry.name, text or None)

    def look_below(self) -> None:
        """The keys of all levels that stand below the cursor."""
        active = len(self.levels) - 1
        after = self.start + len(self.line)
        for match in _LINE.finditer(self.text, after):
            column = match.end(1) - match.start()
            if column > self.levels[active].column:
                continue
            entries = _entries(match[0])[0]
            if not entries:
                continue
            entry = entries[0]
            while active >= 0 and self.is_past(self.levels[active], entry):
                active -= 1
            if active < 0:
                return
            level = self.levels[active]
            if entry.column == level.column and not level.dash and entry.name is not None:
                self.note(level, entry, match[0])

    def is_past(self, level: _Level, entry: _Entry) -> bool:
        """Does an entry below the cursor end a level?"""
        if entry.column != level.column:
            return entry.column < level.column
        return level.dash and entry.name is not None

    def made(self) -> list[Frame]:
        """The frames of the levels."""
        frames = [Frame(fields=self.levels[0].fields)]
        for outer, level in zip(self.levels, self.levels[1:], strict=False):
            index = outer.count - 1 if outer.dash else None
            frames.append(Frame(level.name, index, level.fields, sequence=level.dash))
        return frames
