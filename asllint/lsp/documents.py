"""Open documents whose lines are those of the protocol.

pygls splits texts where Python does, at U+2028, U+0085, form feeds and others, too. The protocol
knows LF, CR LF and CR only (specification, "Text documents"): after the first such character every
edit would land on the wrong line, and the text would never be right again. Here a change is applied
by offsets, and the line starts are kept up to date instead of being computed anew.

pygls keys its documents by the URI as it came, and from 2.1 on by the decoded one. Here they are
keyed by what all spellings of a URI have in common (`uris.key_of`), and remember the client's own.
"""

from __future__ import annotations

import os
import re
from bisect import bisect_left, bisect_right

from lsprotocol import types
from pygls.workspace import TextDocument, Workspace

from asllint.lsp import uris

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Any

_LINE_END = re.compile(r"\r\n|\n|\r")


class ExactDocument(TextDocument):
    """A text document with exact lines, which knows the file it stands for."""

    def __init__(self, uri: str, source: str, *, path: str = "", **named: Any) -> None:
        super().__init__(uri, source, **named)
        self.text = source
        self.path = path
        """The path that it is analysed under."""
        self.key = uris.key_of(uri)
        self.identity = uris.identity(path)
        """The same as that of all other documents that stand for the file."""
        self._starts: list[int] | None = None

    @property
    def source(self) -> str:
        """The text, by the name that pygls has for it."""
        return self.text

    @property
    def line_starts(self) -> list[int]:
        """The offset of the first character of each line, in code points."""
        if self._starts is None:
            self._starts = [0, *(match.end() for match in _LINE_END.finditer(self.text))]
        return self._starts

    @property
    def lines(self) -> Sequence[str]:
        """The lines with their ends."""
        starts = self.line_starts
        text = self.text
        return tuple(
            text[start:end] for start, end in zip(starts, [*starts[1:], len(text)], strict=True)
        )

    def offset_at_position(self, client_position: types.Position) -> int:
        """The offset in code points; a position behind the end of its line is that end."""
        starts, text = self.line_starts, self.text
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

    def apply_change(self, change: types.TextDocumentContentChangeEvent) -> None:
        """Put a part of the text, or a whole new one, in place of what was there."""
        if not isinstance(change, types.TextDocumentContentChangePartial):
            self.text, self._starts = change.text, None
            return
        start = self.offset_at_position(change.range.start)
        end = max(start, self.offset_at_position(change.range.end))
        starts = self.line_starts
        self.text = self.text[:start] + change.text + self.text[end:]
        self._starts = _moved(self.text, starts, start, end, len(change.text))


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
    """The open documents, and how the client spells the URIs of files, open or not.

    Read by the worker, too; changed by the protocol's thread only.
    """

    def __init__(self, *arguments: Any) -> None:
        self._open: dict[str, ExactDocument] = {}
        self._closed: dict[str, ExactDocument] = {}
        self._spelled: dict[str, str] = {}
        """The URI by which the client last opened a file, by the file's identity."""
        self._roots: list[tuple[str, str]] = []
        """The paths of the workspace folders, real ones too, and their URIs; the inner first."""
        super().__init__(*arguments)

    @property
    def text_documents(self) -> dict[str, TextDocument]:
        """The open documents by the client's URIs."""
        return {document.uri: document for document in self.opened()}

    def opened(self) -> list[ExactDocument]:
        """The open documents."""
        return list(self._open.values())

    def document(self, uri: str) -> ExactDocument | None:
        """An open document, by any spelling of its URI."""
        return self._open.get(uris.key_of(uri))

    def same(self, identity: str) -> list[ExactDocument]:
        """The open documents of one file: several where links lead to it."""
        return [document for document in self.opened() if document.identity == identity]

    def take_closed(self, uri: str) -> ExactDocument | None:
        """A document that has just been closed; once."""
        return self._closed.pop(uris.key_of(uri), None)

    def spelling(self, path: str) -> str:
        """The URI of a file as the client spells it, as far as it has shown that."""
        known = self._spelled.get(uris.identity(path))
        if known is not None:
            return known
        absolute = os.path.abspath(path)
        for root, uri in self._roots:
            if absolute.startswith(os.path.join(root, "")):
                return uris.uri_below(uri, os.path.relpath(absolute, root))
        return uris.uri_of(path)

    def use_roots(self, folders: Iterable[str]) -> list[str]:
        """Learn the URIs of the workspace folders; the paths of those that are on this machine."""
        paths = {uri: path for uri in folders if (path := uris.path_of(uri)) is not None}
        found = {
            (each, uri) for uri, path in paths.items() for each in (path, os.path.realpath(path))
        }
        self._roots = sorted(found, key=lambda root: -len(root[0]))
        return list(paths.values())

    # --- what the protocol calls ----------------------------------------------------------------

    def get_text_document(self, doc_uri: str) -> TextDocument:
        """An open document, or one that reads the disk."""
        return self.document(doc_uri) or super().get_text_document(doc_uri)

    def put_text_document(
        self, text_document: types.TextDocumentItem, notebook_uri: str | None = None
    ) -> None:
        """Open a document."""
        uri, language = text_document.uri, text_document.language_id
        document = ExactDocument(
            uri,
            text_document.text,
            version=text_document.version,
            language_id=language,
            position_codec=self.position_codec,
            path=uris.path_of(uri) or self._free_name(uri, uris.name_of(uri, language)),
        )
        self._open[document.key] = document
        self._spelled[document.identity] = uri

    def _free_name(self, uri: str, name: str) -> str:
        """A path for a document that is no file; no file and no other document has it."""
        key = uris.key_of(uri)
        taken = {document.path for document in self.opened() if document.key != key}
        number, path = 0, name
        while path in taken or os.path.lexists(path):
            number += 1
            path = f"{number}-{name}"
        return path

    def update_text_document(
        self, text_doc: types.VersionedTextDocumentIdentifier, change: Any
    ) -> None:
        """Apply a change, unless the document was never opened."""
        document = self.document(text_doc.uri)
        if document is not None:
            document.apply_change(change)
            document.version = text_doc.version

    def remove_text_document(self, doc_uri: str) -> None:
        """Close a document."""
        document = self._open.pop(uris.key_of(doc_uri), None)
        if document is not None:
            self._closed[document.key] = document
