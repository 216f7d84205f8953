"""What Terraform computes in a text is found, and masked without moving a character."""

from __future__ import annotations

from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asllint.source.finding import Edit
from asllint.source.text import HCL, SourceFile, Span
from asllint.syntax.content import content
from asllint.syntax.embedded import Embedded, piece_of, source_piece, unknown_piece
from asllint.syntax.interpolation import has_directives, interpolations, masked
from asllint.syntax.node import Scalar
from tests.cost import assert_in_proportion


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("plain", []),
        ("a ${b} c ${d}", ["${b}", "${d}"]),
        ('${a["b"].c}', ['${a["b"].c}']),
        ('x${f({a = "}"})}y', ['${f({a = "}"})}']),
        ('${all["${var.stage}-pay"].arn}"', ['${all["${var.stage}-pay"].arn}']),
        ('${"$${a}"}', ['${"$${a}"}']),
        (r'${"\"}"}', [r'${"\"}"}']),
        ("$${not}", []),
        ("%%{not}", []),
        ("$$${a}", []),
        ("$ {a} {% b %}", []),
        ("%{ if a }b%{ endif }", ["%{ if a }", "%{ endif }"]),
        ("${never", ["${never"]),
        ('${"never\n}', ['${"never\n}']),
    ],
)
def test_interpolations(text: str, found: list[str]) -> None:
    assert [text[start:end] for start, end in interpolations(text)] == found


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ('{"a": "${b["c"]}"}', '{"a": "${b[_c_]}"}'),
        ("[%{ for a in b }1,%{ endfor }]", "[               1,           ]"),
        ("${a ? {} : \n[]}", "${a ? __ : _[]}"),
        ("${never", "$_never"),
        ("$${a}", "$${a}"),
    ],
)
def test_what_is_computed_is_masked(text: str, shown: str) -> None:
    assert masked(text) == shown


def test_directives_are_told_from_interpolations() -> None:
    assert has_directives("a %{ if b }")
    assert not has_directives("a ${b} %%{ if c } 5%")


pieces = st.sampled_from(["$", "%", "{", "}", '"', "\\", "\n", "a", "é", "${", "%{", "$${"])


@given(st.lists(pieces, max_size=30).map("".join))
def test_masking_moves_nothing(text: str) -> None:
    assert len(masked(text)) == len(text)
    for start, end in interpolations(text):
        assert 0 <= start < end <= len(text)


@given(st.lists(pieces, max_size=30).map("".join))
def test_the_content_of_a_string_in_hcl_is_exact_or_whole(text: str) -> None:
    source = f'x = "{text}"'
    file = SourceFile("x", source, notation=HCL)
    for value in ("", text):
        found = content(Scalar(4, len(source), value), file)
        assert found.text == value
        assert len(found.origins) == len(value) + 1


# Texts inside of files


def test_a_text_of_several_strings_is_underlined_from_the_first_to_the_last() -> None:
    file = SourceFile("x", '["ab\\n", {"Ref": "X"}, "cd"]')
    text = Embedded(
        file,
        [
            piece_of(Scalar(1, 7, "ab\n"), file),
            unknown_piece(Span(9, 21), file, "Ref"),
            piece_of(Scalar(23, 27, "cd"), file),
        ],
    )
    assert text.text == "ab\n${Ref}cd"
    for start, end, shown in [
        (0, 1, "a"), (1, 3, "b\\n"), (2, 3, "\\n"), (3, 9, '{"Ref": "X"}'), (5, 6, '{"Ref": "X"}'),
        (9, 10, "c"), (10, 11, "d"), (1, 10, 'b\\n", {"Ref": "X"}, "c'), (11, 11, ""), (0, 0, ""),
    ]:  # fmt: skip
        span = text.outward(Span(start, end))
        assert file.text[span.start : span.end] == shown, (start, end)


def test_an_edit_is_written_as_its_string_wants_it() -> None:
    file = SourceFile("x", '["ab", {"Ref": "X"}, "cd"]')
    text = Embedded(
        file,
        [
            piece_of(Scalar(1, 5, "ab"), file),
            unknown_piece(Span(7, 19), file, "Ref"),
            piece_of(Scalar(21, 25, "cd"), file),
        ],
    )
    edit = text.outward_edit(Edit(Span(1, 2), '"'))
    assert (edit.span, edit.replacement) == (Span(3, 4), '\\"')
    edit = text.outward_edit(Edit(Span(10, 10), "\n"))
    assert (edit.span, edit.replacement) == (Span(24, 24), "\\n")
    for span in (Span(1, 9), Span(3, 4)):
        with pytest.raises(ValueError, match=r"string|computed|part"):
            text.outward_edit(Edit(span, "x"))


def test_an_edit_does_not_touch_what_terraform_computes() -> None:
    file = SourceFile("x", "<<E\na ${b} c\nE\n")
    text = Embedded(file, [source_piece(file, 4, 13)])
    assert text.outward_edit(Edit(Span(7, 8), "d")).span == Span(11, 12)
    for edit in (Edit(Span(2, 6), "x"), Edit(Span(7, 8), "${x}"), Edit(Span(0, 1), "%{x}")):
        with pytest.raises(ValueError, match="computed"):
            text.outward_edit(edit)


def test_an_empty_text_stands_somewhere() -> None:
    file = SourceFile("x", '""')
    assert Embedded(file, [piece_of(Scalar(0, 2, ""), file)]).outward(Span(0, 0)) == Span(1, 1)


@pytest.mark.parametrize("text", ["$", "%", "${", '${"', "%{for ", "$%"])
def test_a_long_text_takes_time_in_proportion(text: str) -> None:
    assert_in_proportion(lambda count: partial(masked, text * count), 25_000)
