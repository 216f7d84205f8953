"""The cursor in blocks of YAML: a half-typed line has no nodes, so lines and indentation tell."""

from __future__ import annotations

import re

from asllint.hosts.states import is_named_so
from asllint.ide.calls import holds_objects
from asllint.ide.completion.cursor import Cursor, is_closed
from asllint.ide.where import Frame, resolve
from asllint.language.grammar import KINDS
from asllint.source.text import Fragment, Span
from asllint.syntax.content import content
from asllint.syntax.json import MAX_DEPTH
from asllint.syntax.node import Scalar

TYPE_CHECKING = False
if TYPE_CHECKING:
    from asllint.hosts.definition import Definition
    from asllint.ide.view import View

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
_GOES_ON = ("(", ",", "&", "+", "=", "<", ">", "-", "*", "/")
"""Behind these an expression goes on."""
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


class Lines:
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

    def find(self) -> Cursor | None:
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
            cursor = Cursor(self.seen, frames, is_key=True)
            frames[-1].fields.pop(last.name or "", None)
            self.take(cursor, self.start + last.column, self.start + last.end)
            cursor.bare = True
        elif last is not None:
            if self.cursor < last.value and self.line[last.value :].strip():
                return None
            cursor = Cursor(self.seen, frames, is_key=False)
            cursor.key = last.name
            if not self.value(cursor, min(last.value, self.cursor)):
                return None
        else:
            self.drop_item(frames)
            cursor = Cursor(self.seen, frames, is_key=not frames[-1].sequence)
            if not self.value(cursor, column):
                return None
        cursor.block = True
        cursor.column = column - lead
        cursor.definition = self.definition
        return cursor

    def drop_item(self, frames: list[Frame]) -> None:
        """What follows a dash is no object where the list holds strings, or data."""
        if frames[-1].index is not None:
            where = resolve(frames[:-1], self.definition)
            known = where.field is not None and where.field.of in KINDS
            if where.kind is None and not known and not holds_objects(where):
                frames.pop()

    def value(self, cursor: Cursor, column: int) -> bool:
        """Take what stands on the line from a column on; can something be typed there?"""
        match = _VALUE.match(self.line, column)
        end = match.end() if match else column
        source = self.line[column:end]
        if source[:1] == "[":
            return self.in_array(cursor, column)
        if source[-1:] in _GOES_ON and not self.line[end : self.cursor].strip():
            end = max(end, self.cursor)  # blanks at the end of what is being typed
            source = self.line[column:end]
        if self.cursor > end and source:
            return False
        if source[:1] in ("{", "&", "*", "!", "|", ">", "%", "@", "`") or source[:2] == "? ":
            return False
        self.take(cursor, self.start + min(column, self.cursor), self.start + max(end, column))
        return not cursor.closed or self.cursor < end

    def in_array(self, cursor: Cursor, column: int) -> bool:
        """An item of an array in brackets whose end is missing."""
        before = self.line[column : self.cursor]
        if before.count("[") != 1 or "]" in before or not before:
            return False
        at = max(before.rfind("["), before.rfind(",")) + 1
        at += len(before[at:]) - len(before[at:].lstrip(" "))
        match = re.compile(r"[^\s,\[\]{}]*+").match(self.line, column + at)
        cursor.frames.append(Frame(cursor.key, sequence=True))
        cursor.key = None
        end = max(match.end() if match else self.cursor, self.cursor)
        self.take(cursor, self.start + column + at, self.start + end)
        return True

    def take(self, cursor: Cursor, start: int, end: int) -> None:
        """The characters of a stretch of the line stand at the place."""
        source = self.text[start:end]
        cursor.quote = source[:1] if source[:1] in ("'", '"') else ""
        cursor.closed = is_closed(source, cursor.quote)
        cursor.span = Span(start, end)
        inner = 1 if cursor.quote else 0
        cursor.text = Fragment.of(self.seen.analysis.file)[start + inner : end - cursor.closed]
        if cursor.closed and cursor.quote == "'" and "''" in source[1:-1]:
            value = source[1:-1].replace("''", "'")
            cursor.text = content(Scalar(start, end, value), self.seen.analysis.file)
        cursor.locate()

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
