"""What is set aside of a broken text in YAML, so that the lines before and after it can be read.

What is set aside becomes blank, and nothing moves. The indentation says what belongs to a broken
line: lines that are indented deeper, which would be taken for a part of what stands above it.
"""

from __future__ import annotations

import re

from asllint.syntax.yaml.faults import is_item_or_key, line_at, stands_outside

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from asllint.syntax.node import Mapping, Problem
    from asllint.syntax.yaml.faults import Breakdown

_FEWEST, _MOST = 3, 20
"""So many faults are set aside: the fewest in a long text, and in one of brackets; and the most."""

_WORK = 3_000_000
"""So many characters may be read again because of faults."""

_IN_BRACKETS = re.compile(r"(?:\s|#[^\r\n]*+)*+(?:---(?:\s|#[^\r\n]*+)*+)?[\[{]")
_DASHES = re.compile(r" *(?:-[ ]+)*")
_LEAD = re.compile(
    r"""(?x) [ ]* (?:-[ ]+)*
    (?: (?: "(?:[^"\\\r\n]|\\.)*" [ ]*+ | '[^'\r\n]*' [ ]*+
          | [^\s"'\#\[\]{},&*!|>%@`-] (?: [^\#:\r\n] | (?=:\S): )*+ )
        : (?=\s|\Z) )?"""
)
"""The dashes and the key that a line begins with."""

_WORDS = re.compile(r"[\w.$-]+(?: [\w.$-]+)*")
_FIELD = re.compile(r"""[ ]*+[^\s:#"'-][^:#]*+:[ ]++[^\s|>&!*"'\[{#-]""")
"""A key and plain text behind it: lines below do not belong to it."""


class Gap:
    """A part of a text that is not read, from behind what stands before it to its end.

    `column` is that of the fields of the object in which it stands; None where nobody can tell.
    """

    __slots__ = ("column", "end", "start")

    def __init__(self, start: int, end: int, column: int | None) -> None:
        self.start = start
        self.end = end
        self.column = column


class _Line:
    """A line with something on it that is no comment; how far it is indented."""

    __slots__ = ("column", "end", "start", "text")

    def __init__(self, text: str, start: int, end: int) -> None:
        self.start = start
        self.end = end
        self.text = text[start:end]
        self.column = len(self.text) - len(self.text.lstrip(" "))

    @property
    def tab(self) -> bool:
        """Does a tab indent it?"""
        return self.text.startswith("\t", self.column)

    @property
    def item(self) -> bool:
        """Does it begin with the dash of a list item?"""
        return (self.text[self.column :] + " ").startswith("- ")

    @property
    def opens(self) -> bool:
        """Is its value on the lines below it?"""
        return self.text.partition(" #")[0].rstrip().endswith((":", "-"))

    @property
    def field(self) -> int:
        """The column of the key or the text on it, behind dashes."""
        dashes = _DASHES.match(self.text)
        return dashes.end() if dashes else 0


class Recovery:
    """A text, and what has been set aside of it so far."""

    def __init__(self, text: str) -> None:
        self.text = text
        """The text with blanks in place of the gaps."""
        self.gaps: list[Gap] = []
        self.colons: set[int] = set()
        """Where a colon stands for the last character of a key that had none."""
        self.in_brackets = False
        """Is the text an object in brackets? Indentation says nothing in it."""
        self._left: int | None = None

    def set_aside(self, broken: Breakdown, fault: Problem) -> bool:
        """Set aside what stands at a fault; False where no more is to be gained by that."""
        if self._left is None:
            self.in_brackets = _IN_BRACKETS.match(self.text) is not None
            most = _FEWEST if self.in_brackets else _MOST
            self._left = max(_FEWEST, min(most, _WORK // (len(self.text) or 1)))
        self._left -= 1
        if self._left < 0:
            return False
        if broken.unindented is not None:
            start, end = broken.unindented
            return self._blank(start, end, self._line(start).field)
        if self.in_brackets:
            return self._broken_line(fault.span.start, below=False)
        return self._misindented(broken, fault) or self._unreadable(broken, fault)

    def mark(self, extents: Iterable[tuple[Mapping, int, int]]) -> None:
        """Say of the objects around a gap that a part of them is missing.

        With each object come the end of what is before it and the start of what is behind it. Where
        no object around has the column of a gap, it may be a part of any of them.
        """
        for gap in self.gaps:
            columns = [
                (node, 0 if self.text[node.start] == "{" else self._column(node.start))
                for node, end, start in extents
                if end <= gap.end and gap.start <= start
            ]
            known = any(column == gap.column for _, column in columns)
            for node, column in columns:
                if gap.column is None or not known or column <= gap.column:
                    node.complete = False

    # --- what is set aside ----------------------------------------------------------------------

    def _misindented(self, broken: Breakdown, fault: Problem) -> bool:
        """Set aside the first field of an object, where it is the only one at its column."""
        if broken.word_above is not None:
            above = self._line(broken.word_above)
            return self._is_odd(above) and self._blank(above.start, above.end, None)
        if not broken.misplaced:
            return False
        odd = self._odd_block_above(self._line(fault.span.start))
        return odd is not None and self._blank(*odd, None)

    def _unreadable(self, broken: Breakdown, fault: Problem) -> bool:
        """Set aside what can not be read, or make a key of it."""
        if broken.word_above is not None and self._give_colon(broken.word_above):
            return True
        at = fault.span.start
        if (
            broken.brackets
            and broken.brackets[0] < at
            and self._is_left_open(broken.brackets[0], at)
        ):
            at = broken.brackets[0]
        return self._broken_line(at, below=True, sure=not broken.misplaced)

    def _give_colon(self, at: int) -> bool:
        """Give a key its colon, where the lines below it are its value.

        Nothing can be put in, so the colon takes the place of a blank or of the last character.
        """
        text, line = self.text, self._line(at)
        words = _WORDS.match(text, at, line.end)
        if words is None or line.start + line.field != at or text[words.end() : line.end].strip():
            return False
        below = next(self._below(line), None)
        if below is None or not is_item_or_key(below.text) or self._goes_on(line, below):
            return False
        if below.column < line.field or (below.column == line.field and not below.item):
            return False
        colon = words.end()
        if not (colon < line.end or text.startswith("\r\n", colon)):
            colon -= 1
            if colon == at:
                return False
            self.colons.add(colon)
        self.text = text[:colon] + ":" + text[colon + 1 :]
        self.gaps.append(Gap(len(text[:at].rstrip(" \r\n")), colon + 1, None))
        return True

    def _broken_line(self, at: int, *, below: bool, sure: bool = True) -> bool:
        """Set aside the value on a line, or all of it, and with `below` what belongs to that.

        `sure` says that the line belongs to the object whose fields have its column.
        """
        text, line = self.text, self._line(at)
        lead = _LEAD.match(text, line.start, line.end)
        assert lead
        keyed = lead.end() > line.start + line.field
        value = lead.end() <= at and text[lead.end() : line.end].strip() != ""
        first = next(self._below(line), None) if below else None
        stray = first is not None and self._goes_on(line, first)
        if value and (keyed or line.item) and not stray:
            stop = self._end_below(line, line.field + 1, items=keyed) if below else line.end
            column = line.field if sure else None
            return self._blank(lead.end(), stop, column)
        stop = line.end
        if first is not None and not stray and (line.item or not _FIELD.match(line.text)):
            stop = self._end_below(line, max(line.column + 1, first.column), items=False)
        start = lead.end() if value and not keyed else line.start
        return self._blank(start, stop, line.column if sure and not line.tab else None)

    def _is_odd(self, line: _Line) -> bool:
        """Is it the first field of an object, and all others are indented deeper?"""
        last = next(self._above(line), None)
        if last is None or not last.opens or last.column >= line.column:
            return False
        if not _FIELD.match(line.text):
            return False
        for each in self._below(line):
            if each.column <= line.column:
                return each.column < line.column
        return True

    def _is_left_open(self, opened: int, at: int) -> bool:
        """Does the indentation say that what stands at an offset is not in a bracket?"""
        line = self._line(opened)
        below = next(self._below(line), None)
        stray = below is not None and self._goes_on(line, below)
        return stray or stands_outside(self.text, opened, at)

    def _odd_block_above(self, line: _Line) -> tuple[int, int] | None:
        """The lines above that stand deeper than a line, if there are fewer of them than below.

        The first field of an object then stands at a column of its own, and all others are right.
        """
        above: list[_Line] = []
        for each in self._above(line):
            if each.column <= line.column:
                if each.column == line.column:
                    return None
                break
            above.append(each)
        if not above:
            return None
        count = sum(each.column == above[-1].column for each in above)
        for each in self._below(line):
            if each.column < line.column:
                break
            count -= each.column == line.column
        return (above[-1].start, above[0].end) if count <= 0 else None

    def _blank(self, start: int, end: int, column: int | None) -> bool:
        text = self.text
        part = text[start:end]
        if not part.strip():
            return False
        self.gaps.append(Gap(len(text[:start].rstrip(" \r\n")), end, column))
        self.text = text[:start] + re.sub(r"[^\r\n]", " ", part) + text[end:]
        return True

    # --- lines ----------------------------------------------------------------------------------

    def _goes_on(self, line: _Line, below: _Line) -> bool:
        """Do the lines below a line go on with what stands above it, as if it were not there?"""
        last = next(self._above(line), None)
        deeper = below.column > line.column or (below.column == line.field and below.item)
        if last is None or not deeper or (line.opens and line.tab):
            return False
        if last.opens and below.column > last.column:
            if last.field >= line.field:
                return True
            return below.column == line.field and below.item
        columns = self._open_columns(line)
        if below.column not in columns:
            return False
        own = columns.get(line.column)
        if own is None and line.opens:
            return False
        if own is None or own.item != line.item or line.tab or not line.column:
            return True
        return max((each for each in columns if each < below.column), default=-1) != line.column

    def _open_columns(self, line: _Line) -> dict[int, _Line]:
        """The columns of the objects and arrays that a line could go on with, each with a line."""
        columns: dict[int, _Line] = {}
        lowest = len(self.text)
        for each in self._above(line):
            if each.column < lowest or (each.column == lowest and not each.item):
                if each.field < lowest:
                    columns[each.field] = each
                columns[each.column] = each
                lowest = each.column
            if lowest < line.column or (lowest == line.column and not each.item):
                break
        return columns

    def _end_below(self, line: _Line, depth: int, *, items: bool) -> int:
        """Where the lines below a line end that are indented so deep.

        With `items` the list items and the closing bracket of a field, too, which may stand below
        its key.
        """
        stop = line.end
        for each in self._below(line):
            level = items and each.column == depth - 1
            if each.column >= depth or each.tab or (level and each.item):
                stop = each.end
                continue
            return each.end if level and each.text[each.column] in "]}" else stop
        return stop

    def _line(self, at: int) -> _Line:
        return _Line(self.text, *line_at(self.text, at))

    def _above(self, line: _Line) -> Iterator[_Line]:
        start = line.start
        while start > 0:
            end = start - 1
            if self.text[end] == "\n" and self.text[end - 1 : end] == "\r":
                end -= 1
            each = self._line(end)
            start = each.start
            if _says_something(each.text):
                yield each

    def _below(self, line: _Line) -> Iterator[_Line]:
        end = line.end
        while end < len(self.text):
            end += 2 if self.text.startswith("\r\n", end) else 1
            each = self._line(end)
            end = each.end
            if _says_something(each.text):
                yield each

    def _column(self, at: int) -> int:
        return at - line_at(self.text, at)[0]


def _says_something(line: str) -> bool:
    bare = line.strip()
    return bare != "" and bare[0] != "#"
