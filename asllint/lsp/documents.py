"""Open documents whose lines are those of the protocol.

pygls splits texts where Python does, at U+2028, U+0085, form feeds and others, too. The protocol
knows LF, CR LF and CR only (specification, "Text documents"): after the first such character every
edit would land on the wrong line, and the text would never be right again. Here a change is applied
by offsets, and the line starts are kept up to date instead of being computed anew.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right

from lsprotocol import types
from pygls.workspace import TextDocument, Workspace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

_LINE_END = re.compile(r"\r\n|\n|\r")


class ExactDocument(TextDocument):
    """A text document with exact lines."""

    _starts: list[int] | None = None

    @property
    def line_starts(self) -> list[int]:
        """The offset of the first character of each line, in code points."""
        if self._starts is None:
            self._starts = [0, *(match.end() for match in _LINE_END.finditer(self.source))]
        return self._starts

    @property
    def lines(self) -> Sequence[str]:
        """The lines with their ends."""
        starts = self.line_starts
        text = self.source
        return tuple(
            text[start:end] for start, end in zip(starts, [*starts[1:], len(text)], strict=True)
        )

    def offset_at_position(self, client_position: types.Position) -> int:
        """The offset in code points; a position behind the end of its line is that end."""
        starts, text = self.line_starts, self.source
        if client_position.line >= len(starts):
            return len(text)
        start = starts[client_position.line]
        following = client_position.line + 1
        stop = starts[following] if following < len(starts) else len(text)
        line = text[start:stop].rstrip("\r\n")
        units = client_position.character
        if line.isascii() or self.position_codec.encoding == types.PositionEncodingKind.Utf32:
            return start + min(units, len(line))
        for at, char in enumerate(line):
            if units <= 0:
                return start + at
            units -= self.position_codec.client_num_units(char)
        return start + len(line)

    def _apply_incremental_change(self, change: types.TextDocumentContentChangePartial) -> None:
        start = self.offset_at_position(change.range.start)
        end = max(start, self.offset_at_position(change.range.end))
        text, starts = self.source, self.line_starts
        self._source = text[:start] + change.text + text[end:]
        self._starts = _moved(self._source, starts, start, end, len(change.text))

    def _apply_full_change(self, change: types.TextDocumentContentChangeEvent) -> None:
        self._source = change.text
        self._starts = None


def _moved(text: str, starts: list[int], start: int, end: int, length: int) -> list[int]:
    """The line starts of a text in which `length` characters stand in place of `start` to `end`.

    What begins after `end` still does, whatever stands before it: of a CR and a LF that come
    together only the first stops to end a line, and that is looked at here.
    """
    shift = length - (end - start)
    last = start + length
    found = _LINE_END.finditer(text, max(start - 1, 0), min(last + 1, len(text)))
    changed = (match.end() for match in found)
    return [
        *starts[: max(bisect_left(starts, start), 1)],
        *(each for each in changed if max(start, 1) <= each <= last),
        *(each + shift for each in starts[max(bisect_right(starts, end), 1) :]),
    ]


class ExactWorkspace(Workspace):
    """A workspace of exact documents."""

    def _create_text_document(
        self,
        doc_uri: str,
        source: str | None = None,
        version: int | None = None,
        language_id: str | None = None,
    ) -> ExactDocument:
        return ExactDocument(
            doc_uri,
            source=source,
            version=version,
            language_id=language_id,
            sync_kind=self._sync_kind,
            position_codec=self._position_codec,
        )
