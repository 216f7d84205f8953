"""Texts that stand inside of a file: a definition in a string, in several strings, in a heredoc.

Such a text is read and checked like a file of its own, with offsets that count from its own start.
What was found is then carried outward, once: `Embedded.outward` gives the place in the file around
it, `Embedded.outward_edit` says how an edit is written there.
"""

from __future__ import annotations

from bisect import bisect_right

from asllint.source.finding import Edit
from asllint.source.text import Fragment, SourceFile, Span
from asllint.syntax.content import Coarse, content, encode
from asllint.syntax.interpolation import mask
from asllint.syntax.node import Scalar

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


class Piece:
    """A stretch of an embedded text: characters of the file around it, decoded or as they are."""

    __slots__ = ("fragment", "refers", "scalar")

    def __init__(self, fragment: Fragment, scalar: Scalar | None = None, refers: str = "") -> None:
        self.fragment = fragment
        self.refers = refers
        """The resource of the template that its placeholder stands for, where that is known."""
        self.scalar = scalar
        """The string that holds the characters; None where they stand in the file as they are."""


def piece_of(scalar: Scalar, file: SourceFile) -> Piece:
    """The content of a string."""
    return Piece(content(scalar, file), scalar)


def unknown_piece(span: Span, file: SourceFile, name: str, refers: str = "") -> Piece:
    """A placeholder for what stands at a span and is not known before the deployment."""
    return Piece(Coarse(file, "${" + mask(name) + "}", span), refers=refers)


def source_piece(file: SourceFile, start: int, end: int, text: str | None = None) -> Piece:
    """Characters of the file as they are, or `text` in their place, character by character."""
    shown = file.text[start:end] if text is None else text
    return Piece(Fragment(file, shown, range(start, end + 1)))


class Embedded(SourceFile):
    """A text inside of a file. Its own offsets count from its start, in decoded characters."""

    __slots__ = ("_starts", "loose", "outer", "pieces")

    def __init__(self, outer: SourceFile, pieces: Sequence[Piece], *, loose: bool = False) -> None:
        self.pieces = [piece for piece in pieces if piece.fragment.text] or list(pieces[:1])
        self._starts: list[int] = []
        length = 0
        for piece in self.pieces:
            self._starts.append(length)
            length += len(piece.fragment.text)
        text = "".join(piece.fragment.text for piece in self.pieces)
        super().__init__(outer.path, text)
        self.outer = outer
        self.loose = loose
        """Is it the text of a template that may leave out parts of it, or repeat them?"""

    def _piece_at(self, offset: int) -> tuple[Piece, int]:
        """The piece that holds a character, and the offset where it starts."""
        index = max(bisect_right(self._starts, offset) - 1, 0)
        return self.pieces[index], self._starts[index]

    def refers_at(self, offset: int) -> str:
        """The resource of the template that a placeholder stands for; empty where none is known."""
        return self._piece_at(offset)[0].refers

    def outward(self, span: Span) -> Span:
        """Where a span of the text stands in the file around it; it holds all of it, and no more
        than the notation makes necessary.
        """
        first, first_start = self._piece_at(span.start)
        last, last_start = self._piece_at(max(span.end - 1, span.start))
        one = first.fragment.span(span.start - first_start, self._end_in(first, span, first_start))
        if last is first:
            return one
        two = last.fragment.span(0, span.end - last_start)
        return Span(min(one.start, two.start), max(one.end, two.end))

    def _end_in(self, piece: Piece, span: Span, start: int) -> int:
        return min(span.end - start, len(piece.fragment.text))

    def inward(self, offset: int) -> int | None:
        """The offset in the text for one in the file around it; None outside of the text.

        What is unknown in the text, and what only the file needs, is no part of it; the end is.
        """
        for start, piece in zip(self._starts, self.pieces, strict=True):
            origins = piece.fragment.origins
            if not isinstance(piece.fragment, Coarse) and origins[0] <= offset <= origins[-1]:
                return start + bisect_right(origins, offset) - 1
        return None

    def outward_edit(self, edit: Edit) -> Edit:
        """How an edit of the text is written in the file around it.

        Raises `ValueError` where it can not be: across strings, in a text whose places are coarse,
        or where the notation around it would read something else.
        """
        span = edit.span
        piece, start = self._piece_at(span.start)
        if span.start == span.end == start and start:
            piece, start = self._piece_at(start - 1)
        if span.end - start > len(piece.fragment.text):
            raise ValueError("the edit reaches from one string into another")
        place = piece.fragment.span(span.start - start, span.end - start)
        if piece.scalar is not None:
            at, end = span.start - start, span.end - start
            return Edit(place, encode(edit.replacement, piece.scalar, self.outer, at, end))
        if isinstance(piece.fragment, Coarse) or self._is_computed(edit):
            raise ValueError("what stands here is computed")
        return edit if place == span else Edit(place, edit.replacement)

    def _is_computed(self, edit: Edit) -> bool:
        """Would an edit make or break an interpolation?"""
        both = edit.replacement + self.text[edit.span.start : edit.span.end]
        return "${" in both or "%{" in both
