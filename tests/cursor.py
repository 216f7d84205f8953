"""Cursor tests: a source with `‹|›` where the cursor is, or `‹…›` around what is selected."""

from __future__ import annotations

from asllint import Analysis, analyze
from asllint.source.text import Span

CURSOR = "‹|›"


def at_cursor(marked: str, path: str = "x.asl.json") -> tuple[Analysis, int]:
    """The analysis of a text without its cursor, and the cursor's offset."""
    offset = marked.index(CURSOR)
    return analyze(marked.replace(CURSOR, ""), path), offset


def marked(text: str, spans: list[Span]) -> str:
    """The text with `‹…›` around spans that do not overlap."""
    for span in sorted(spans, key=lambda span: -span.start):
        text = f"{text[: span.start]}‹{text[span.start : span.end]}›{text[span.end :]}"
    return text
