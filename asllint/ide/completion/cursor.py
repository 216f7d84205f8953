"""Where the cursor is when something is typed."""

from __future__ import annotations

import re
from bisect import bisect_right

from asllint.source.text import YAML, Fragment, Span
from asllint.syntax.content import content

TYPE_CHECKING = False
if TYPE_CHECKING:
    from asllint.ide.view import View
    from asllint.ide.where import Frame
    from asllint.source.text import SourceFile
    from asllint.syntax.node import Hole, Scalar

_IN_STRINGS = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_$.%")
"""What follows no string of JSON: the quote before it opens one that the cursor is not in."""


class Cursor:
    """Where the cursor is: the objects around it, what stands there, and how."""

    __slots__ = (
        "at", "bare", "block", "closed", "column", "comma_after", "comma_before", "definition",
        "frames", "is_key", "key", "quote", "seen", "span", "text",
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
        self.block = False
        """Is it in a block of YAML, where lines and indentation count?"""
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

    def scalar(self, node: Scalar | Hole) -> None:
        """Take what stands here from a node."""
        source = self.file.text[node.start : node.end]
        self.quote = source[:1] if source[:1] in ("'", '"', "|", ">") else ""
        self.closed = self.quote in ("|", ">") or is_closed(source, self.quote)
        self.span = node.span
        if self.closed and self.notation != YAML:
            self.closed = next_char(self.seen, node.end) not in _IN_STRINGS
        if self.closed or not self.quote:
            self.text = content(node, self.file)
        else:
            match = re.compile(r"\w*+").match(self.file.text, self.seen.offset)
            end = max(match.end() if match else 0, node.start + 1)
            self.span = Span(node.start, end)
            self.text = Fragment.of(self.file)[node.start + 1 : end]
        self.locate()

    def locate(self) -> None:
        """Where the cursor is among the characters."""
        self.at = max(bisect_right(self.text.origins, self.seen.offset) - 1, 0)


def is_closed(source: str, quote: str) -> bool:
    """Does a string that begins with a quote end with it?"""
    if quote == '"':
        return re.fullmatch(r'"(?:[^"\\]|(?=\\.)..)*+"', source, re.DOTALL) is not None
    return quote != "" and len(source) > 1 and source.endswith(quote)


def next_char(seen: View, at: int) -> str:
    """The next character behind an offset that is no blank; empty at the end."""
    match = re.compile(r"\s*+(\S?)").match(seen.analysis.file.text, at)
    return match[1] if match else ""
