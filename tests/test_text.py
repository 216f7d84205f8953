"""Spans, lines, columns and fragments: every character keeps its place."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from asllint.source.text import Fragment, SourceFile, Span
from tests.cost import often


def test_lines_and_columns_count_from_one_in_code_points() -> None:
    file = SourceFile("x", "a\nb😀c\r\nd\re")
    assert [file.line_column(at) for at in range(10)] == [
        (1, 1), (1, 2), (2, 1), (2, 2), (2, 3), (2, 4), (2, 5), (3, 1), (3, 2), (4, 1),
    ]  # fmt: skip
    assert [file.line_text(line) for line in (1, 2, 3, 4)] == ["a", "b😀c", "d", "e"]


def test_only_line_ends_end_lines() -> None:
    file = SourceFile("x", "a\u2028b\x0cc\x85d\ne")
    assert file.line_column(file.text.index("d")) == (1, 7)
    assert file.line_column(file.text.index("e")) == (2, 1)


def test_the_end_of_the_text_has_a_place() -> None:
    assert SourceFile("x", "").line_column(0) == (1, 1)
    assert SourceFile("x", "a\n").line_column(2) == (2, 1)


def test_spans_hold_offsets_and_spans() -> None:
    span = Span(2, 5)
    assert 2 in span
    assert 5 not in span
    assert len(span) == 3
    assert span.covers(Span(3, 5))
    assert not span.covers(Span(3, 6))


def test_a_slice_of_a_file_costs_nothing_and_keeps_its_origins() -> None:
    fragment = Fragment.of(SourceFile("x", "0123456789"))[3:7][1:3]
    assert fragment.text == "45"
    assert fragment.origins == range(4, 7)
    assert fragment.span(0, 2) == Span(4, 6)


def test_a_decoded_string_knows_where_its_characters_stand() -> None:
    source = r'"a\nb\u00e9\ud83d\ude00\"c"'
    fragment = Fragment.of(SourceFile("x", source)).decode_json()
    assert fragment.text == 'a\nbé😀"c'
    places = [source[fragment.origins[i] : fragment.origins[i + 1]] for i in range(7)]
    assert places == ["a", "\\n", "b", "\\u00e9", "\\ud83d\\ude00", '\\"', "c"]


@pytest.mark.parametrize("text", ["", '"', "abc", '"a" ', '"a"b"', r'"\x"'])
def test_what_is_no_string_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        Fragment.of(SourceFile("x", text)).decode_json()


@settings(max_examples=often(100, 400), deadline=None)
@given(st.text(min_size=1), st.integers(1, 3), st.booleans(), st.text(max_size=5))
def test_strings_in_strings_keep_every_place(
    text: str, depth: int, ascii_only: bool, before: str
) -> None:
    """Escape a text one to three times, and find each character again at its file offset."""
    text = text.encode("utf-8", "replace").decode()
    written = text
    for _ in range(depth):
        written = json.dumps(written, ensure_ascii=ascii_only)
    file = SourceFile("x", before + written)
    fragment = Fragment.of(file)[len(before) :]
    for _ in range(depth):
        fragment = fragment.decode_json()
    assert fragment.text == text
    assert len(fragment.origins) == len(text) + 1
    for index, char in enumerate(text):
        piece = file.text[fragment.origins[index] : fragment.origins[index + 1]]
        for level in range(depth):
            # Closing quotes of inner levels belong to no character, but stand behind the last.
            piece = piece if index + 1 < len(text) else piece.rstrip('"\\') or piece
            if level < depth and piece != char:
                piece = decoded(piece)
        assert piece == char or index + 1 == len(text)


def decoded(piece: str) -> str:
    try:
        return str(json.loads(f'"{piece}"'))
    except ValueError:
        return piece
