"""The format for people: each diagnostic with the lines it is about, and what to do next."""

from __future__ import annotations

import re

from asllint.reporters import count, printable, through

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from asllint.linting import Diagnostic
    from asllint.run import Report
    from asllint.text import SourceFile, Span

WIDTH = 100
"""Longer lines are cut around the place that matters."""

_COLOURS = {"error": "\x1b[1;31m", "warning": "\x1b[1;33m", "info": "\x1b[1;36m"}
_BOLD, _DIM, _PLAIN = "\x1b[1m", "\x1b[2m", "\x1b[0m"
_ESCAPE = re.compile("\x1b\\[[0-9;]*m")


def report(reports: Sequence[Report], *, colour: bool = False) -> str:
    """All diagnostics with their frames, and a summary."""
    blocks = [_block(one) for each in reports for one in each.diagnostics]
    text = "\n".join([*blocks, summary(reports)])
    return text if colour else _ESCAPE.sub("", text)


def report_one(diagnostic: Diagnostic) -> str:
    """One diagnostic without colour, as the rules' pages show it."""
    return _ESCAPE.sub("", _block(diagnostic))


def _block(diagnostic: Diagnostic) -> str:
    file = diagnostic.file
    paint = _COLOURS[diagnostic.severity.name]
    here = [related for related in diagnostic.related if related.file is None]
    elsewhere = [(each.file, each) for each in diagnostic.related if each.file is not None]
    places = [(file, diagnostic.span), *((file, related.span) for related in here)]
    places += [(other, related.span) for other, related in elsewhere]
    width = max(len(str(place.line_column(span.start)[0])) for place, span in places)
    lines = [
        f"{paint}{diagnostic.severity.name}[{diagnostic.rule}]{_PLAIN}"
        f"{_BOLD}: {printable(diagnostic.message)}{_PLAIN}",
        f"{' ' * width}{_DIM}-->{_PLAIN} {_place(file, diagnostic.span)}"
        f"{through(diagnostic.templates)}",
    ]
    if file.text:
        lines.append(f"{_DIM}{' ' * width} |{_PLAIN}")
        lines += _frame(file, diagnostic.span, width, "^", paint, "")
        for related in here:
            lines.append(f"{_DIM}{' ' * width} |{_PLAIN}")
            lines += _frame(file, related.span, width, "-", _DIM, printable(related.message))
    last = None
    for other, related in elsewhere:
        if last != other.path:
            lines.append(f"{' ' * width}{_DIM}:::{_PLAIN} {_place(other, related.span)}")
        last = other.path
        lines.append(f"{_DIM}{' ' * width} |{_PLAIN}")
        lines += _frame(other, related.span, width, "-", _DIM, printable(related.message))
    return "\n".join(lines) + "\n"


def _place(file: SourceFile, span: Span) -> str:
    line, column = file.line_column(span.start)
    return f"{printable(file.path)}:{line}:{column}"


def _frame(file: SourceFile, span: Span, width: int, mark: str, paint: str, note: str) -> list[str]:
    """The line a span begins on, and below it the marks under its characters."""
    line, column = file.line_column(span.start)
    text = file.line_text(line)
    start = column - 1
    end = min(len(text), start + len(span))
    cut, text = _window(text, start, end)
    start, end = max(0, start - cut), max(0, min(end - cut, len(text)))
    before, marks = _cells(text[:start]), mark * max(1, _cells(text[start:end]))
    return [
        f"{_DIM}{line:>{width}} |{_PLAIN} {printable(text)}".rstrip(),
        f"{_DIM}{' ' * width} |{_PLAIN} {' ' * before}{paint}{marks}{_PLAIN} {note}".rstrip(),
    ]


def _window(text: str, start: int, end: int) -> tuple[int, str]:
    """The part of a long line to show, and how many characters are missing in front of it."""
    if len(text) <= WIDTH:
        return 0, text
    first = max(0, min(start - WIDTH // 3, len(text) - WIDTH))
    last = min(len(text), max(first + WIDTH, min(end, first + 2 * WIDTH)))
    shown = text[first:last]
    if first:
        shown = "…" + shown[1:]
    if last < len(text):
        shown = shown[:-1] + "…"
    return first, shown


def _cells(text: str) -> int:
    """How many columns of a terminal a text takes."""
    if text.isascii():
        return len(text)
    from unicodedata import combining, east_asian_width

    return sum(
        0 if combining(char) else 2 if east_asian_width(char) in "WF" else 1
        for char in printable(text)
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
