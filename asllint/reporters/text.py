"""The format for people: each diagnostic with the lines it is about, and what to do next."""

from __future__ import annotations

import re

from asllint.reporters import count, through
from asllint.source.terminal import printable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from asllint.engine.linting import Diagnostic
    from asllint.source.text import SourceFile, Span
    from asllint.workspace.run import Report

WIDTH = 100
"""Longer lines are cut around the place that matters, unless a terminal has another width."""
NARROWEST = 20
"""In a narrower terminal the lines of an excerpt wrap: nobody could read them otherwise."""

_COLOURS = {"error": "\x1b[1;31m", "warning": "\x1b[1;33m", "info": "\x1b[1;36m"}
_BOLD, _DIM, _PLAIN = "\x1b[1m", "\x1b[2m", "\x1b[0m"
_ESCAPE = re.compile("\x1b\\[[0-9;]*m")


def report(reports: Sequence[Report], *, colour: bool = False, columns: int = 0) -> str:
    """All diagnostics with their frames, and a summary.

    `columns` is how wide the terminal is that shows them; 0 where there is none.
    """
    blocks = [_block(one, columns) for each in reports for one in each.diagnostics]
    text = "\n".join([*blocks, summary(reports)])
    return text if colour else _ESCAPE.sub("", text)


def report_one(diagnostic: Diagnostic) -> str:
    """One diagnostic without colour, as the rules' pages show it."""
    return _ESCAPE.sub("", _block(diagnostic))


def _block(diagnostic: Diagnostic, columns: int = 0) -> str:
    file = diagnostic.file
    paint = _COLOURS[diagnostic.severity.name]
    here = [related for related in diagnostic.related if related.file is None]
    elsewhere = [(each.file, each) for each in diagnostic.related if each.file is not None]
    places = [(file, diagnostic.span), *((file, related.span) for related in here)]
    places += [(other, related.span) for other, related in elsewhere]
    width = max(len(str(place.line_column(span.start)[0])) for place, span in places)
    room = max(NARROWEST, columns - width - len(" | ")) if columns else WIDTH
    for_notes = room if columns else 2 * WIDTH

    def frame(file: SourceFile, span: Span, mark: str, paint: str, note: str) -> list[str]:
        above = f"{_DIM}{' ' * width} |{_PLAIN}"
        shown = _excerpt(file, span, (room, for_notes), mark, paint, note)
        line = file.line_column(span.start)[0]
        heads = [f"{line:>{width}}", *[" " * width] * (len(shown) - 1)]
        return [above] + [
            f"{_DIM}{head} |{_PLAIN} {text}".rstrip()
            for head, text in zip(heads, shown, strict=True)
        ]

    lines = [
        f"{paint}{diagnostic.severity.name}[{diagnostic.rule}]{_PLAIN}"
        f"{_BOLD}: {printable(diagnostic.message)}{_PLAIN}",
        f"{' ' * width}{_DIM}-->{_PLAIN} {_place(file, diagnostic.span)}"
        f"{through(diagnostic.templates)}",
    ]
    if file.text:
        lines += frame(file, diagnostic.span, "^", paint, "")
        for related in here:
            lines += frame(file, related.span, "-", _DIM, printable(related.message))
    last = None
    for other, related in elsewhere:
        if last != other.path:
            lines.append(f"{' ' * width}{_DIM}:::{_PLAIN} {_place(other, related.span)}")
        last = other.path
        lines += frame(other, related.span, "-", _DIM, printable(related.message))
    return "\n".join(lines) + "\n"


def _place(file: SourceFile, span: Span) -> str:
    line, column = file.line_column(span.start)
    return f"{printable(file.path)}:{line}:{column}"


def _excerpt(
    file: SourceFile, span: Span, cells: tuple[int, int], mark: str, paint: str, note: str
) -> list[str]:
    """The line a span begins on, and below it the marks under its characters.

    `cells` are how many columns there are for the line, and for marks with their note. A note that
    does not fit behind the marks stands below them.
    """
    room, for_notes = cells
    line, column = file.line_column(span.start)
    text = file.line_text(line)
    start = column - 1
    end = min(len(text), start + len(span))
    first, text = _window(text, start, room)
    start, end = max(0, start - first), max(0, min(end - first, len(text)))
    before, marks = _cells(text[:start]), max(1, _cells(text[start:end]))
    under = f"{' ' * before}{paint}{mark * marks}{_PLAIN}"
    if before + marks + 1 + _cells(note) <= for_notes:
        return [text, f"{under} {note}".rstrip()]
    return [text, under, " " * max(0, min(before, room - _cells(note))) + note]


def _window(line: str, start: int, room: int) -> tuple[int, str]:
    """The part of a line to show, and how many characters are missing in front of it.

    About a third of the room is for what stands in front of the place; where the line ends soon
    behind it, more.
    """
    base = max(0, start - 2 * room)  # whatever the length of the line, we look at a part of it
    text = printable(line[base : start + 2 * room])
    first, last = 0, len(text)
    if base or len(line) > len(text) or _cells(text) > room:
        last = _reach(text, start - base, room - room // 3)
        first = last - _reach(text[:last][::-1], 0, room)
        last = _reach(text, first, room)
        # Marks of letters take no room: in their place our mark would be one cell too many.
        while first < last - 1 and not _cells(text[first]):
            first += 1
        while first < last - 1 and not _cells(text[last - 1]):
            last -= 1
    shown = text[first:last]
    if base + first:
        shown = "…" + shown[1:]
    if base + last < len(line):
        shown = shown[:-1] + "…"
    return base + first, shown


def _reach(text: str, start: int, room: int) -> int:
    """The end of what fits into some cells, from `start` on: at least one character."""
    end = start
    while end < len(text) and (room := room - _cells(text[end])) >= 0:
        end += 1
    return max(end, min(start + 1, len(text)))


def _cells(text: str) -> int:
    """How many columns of a terminal a printable text takes."""
    if text.isascii():
        return len(text)
    from unicodedata import category, east_asian_width

    return sum(
        0 if category(char) in ("Mn", "Me") else 2 if east_asian_width(char) in "WF" else 1
        for char in text
    )


def summary(reports: Sequence[Report]) -> str:
    """How much was checked and found, and what to do next."""
    totals = count(reports)
    checked = f"{totals['files']} file{'' if totals['files'] == 1 else 's'} checked"
    if not totals["files"]:
        return f"no definition found in {len(reports)} file{'' if len(reports) == 1 else 's'}\n"
    named = [
        f"{totals[name]} {name}{'' if totals[name] == 1 else 's'}"
        for name in ("error", "warning", "info")
        if totals[name]
    ]
    if not named:
        return f"{checked}, nothing found\n"
    found = [one for each in reports for one in each.diagnostics]
    worst = max(found, key=lambda one: one.severity.rank)
    more = f"`asllint explain {worst.rule}` tells more"
    return f"{checked}: {', '.join(named)}; {more}\n{_repairs(found)}"


def _repairs(found: Sequence[Diagnostic]) -> str:
    """The line that says how many findings need no more than a command."""
    fixable = sum(one.fix is not None and one.fix.safe for one in found)
    if not fixable:
        return ""
    some = "all" if fixable == len(found) else str(fixable)
    who = "it" if len(found) == 1 else f"{some} of them"
    return f"{who} can be repaired by `asllint --fix`\n"
