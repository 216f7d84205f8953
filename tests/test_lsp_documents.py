"""Open texts stay what the editor shows, whatever characters are in them."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st
from lsprotocol import types
from pygls.workspace import PositionCodec

from asllint.lsp.documents import ExactDocument
from tests.cost import often

ALPHABET = ["a", "b", "\n", "\r", "\r\n", "\u2028", "\x85", "\f", "\x1c", "é", "😀", '"']
texts = st.lists(st.sampled_from(ALPHABET), max_size=12).map("".join)
encodings = st.sampled_from(list(types.PositionEncodingKind))


def document(text: str, encoding: types.PositionEncodingKind) -> ExactDocument:
    return ExactDocument("file:///x", text, position_codec=PositionCodec(encoding=encoding))


def units(text: str, encoding: types.PositionEncodingKind) -> int:
    if encoding == types.PositionEncodingKind.Utf32:
        return len(text)
    codec = "utf-8" if encoding == types.PositionEncodingKind.Utf8 else "utf-16-le"
    return len(text.encode(codec)) // (1 if codec == "utf-8" else 2)


def starts(text: str) -> list[int]:
    return [0, *(match.end() for match in re.finditer(r"\r\n|\n|\r", text))]


def position(text: str, offset: int, encoding: types.PositionEncodingKind) -> types.Position:
    line = max(number for number, start in enumerate(starts(text)) if start <= offset)
    return types.Position(line, units(text[starts(text)[line] : offset], encoding))


def between_lines(text: str, offset: int) -> bool:
    """Is the offset in the middle of a line end, where no position is?"""
    return text[offset - 1 : offset + 1] == "\r\n" or (
        offset > 0 and text[offset - 1 : offset] in ("\r", "\n") and offset not in starts(text)
    )


@settings(max_examples=often(100, 400), deadline=None)
@given(texts, encodings, st.data())
def test_edits_keep_the_text_and_its_lines(
    text: str, encoding: types.PositionEncodingKind, data: st.DataObject
) -> None:
    one = document(text, encoding)
    for _ in range(4):
        places = [at for at in range(len(text) + 1) if not between_lines(text, at)]
        start = data.draw(st.sampled_from(places))
        end = data.draw(st.sampled_from([at for at in places if at >= start]))
        piece = data.draw(texts)
        change = types.TextDocumentContentChangePartial(
            range=types.Range(position(text, start, encoding), position(text, end, encoding)),
            text=piece,
        )
        one.apply_change(change)
        text = text[:start] + piece + text[end:]
        assert one.source == text
        assert one.line_starts == starts(text)
        assert "".join(one.lines) == text


def test_a_position_behind_its_line_or_its_text_is_the_end_of_it() -> None:
    one = document("a\u2028b\r\nc", types.PositionEncodingKind.Utf16)
    assert one.offset_at_position(types.Position(0, 99)) == 3
    assert one.offset_at_position(types.Position(1, 1)) == 6
    assert one.offset_at_position(types.Position(9, 0)) == 6


def test_a_whole_new_text_takes_the_place_of_the_old() -> None:
    one = document("a\nb", types.PositionEncodingKind.Utf16)
    assert one.line_starts == [0, 2]
    one.apply_change(types.TextDocumentContentChangeWholeDocument(text="c"))
    assert (one.source, one.line_starts) == ("c", [0])
