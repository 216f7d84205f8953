"""The comparison operators of choice rules: their words, and the patterns of StringMatches."""

from __future__ import annotations

import pytest

from asllint.data.comparison import FAMILIES, ORDERINGS, family_of, matches, ordering_of, pieces_of
from asllint.data.comparison import KIND_TESTS as KINDS
from asllint.language.grammar import OPERATORS
from tests.cost import assert_in_proportion


@pytest.mark.parametrize(
    ("pattern", "pieces"),
    [
        ("", [""]),
        ("abc", ["abc"]),
        ("*", ["", ""]),
        ("a*", ["a", ""]),
        ("*a*b*", ["", "a", "b", ""]),
        ("**", ["", "", ""]),
        ("\\*", ["*"]),
        ("a\\*b*c", ["a*b", "c"]),
        ("\\\\", ["\\"]),
        ("\\\\*", ["\\", ""]),
        ("\\", None),
        ("a\\", None),
        ("\\a", None),
    ],
)
def test_a_pattern_has_pieces(pattern: str, pieces: list[str] | None) -> None:
    assert pieces_of(pattern) == pieces


@pytest.mark.parametrize(
    ("pattern", "yes", "no"),
    [
        ("abc", ["abc"], ["", "ab", "abcd", "ABC"]),
        ("", [""], ["a"]),
        ("*", ["", "a", "a\nb"], []),
        ("log-*.txt", ["log-.txt", "log-1.txt", "log-*.txt"], ["log.txt", "log-1.txt2", "a"]),
        ("ab*ba", ["abba", "ab-ba"], ["aba", "ab", "ba"]),
        ("a*b*c", ["abc", "axbxc", "abcbc"], ["ac", "acb", "bac"]),
        ("a*bb*b", ["abbb"], ["abb", "ab"]),
        ("*b*", ["b", "abc"], ["", "a"]),
        ("**", ["", "a"], []),
        ("a\\*b", ["a*b"], ["axb", "a\\*b"]),
    ],
)
def test_a_text_matches_a_pattern(pattern: str, yes: list[str], no: list[str]) -> None:
    pieces = pieces_of(pattern)
    assert pieces is not None
    assert [text for text in yes + no if matches(pieces, text)] == yes


def test_every_operator_is_of_a_family() -> None:
    for operator in OPERATORS:
        if not operator.startswith("Is"):
            assert family_of(operator) in FAMILIES
            assert ordering_of(operator) in (*ORDERINGS, "Matches")
        else:
            assert operator in (*KINDS, "IsPresent", "IsTimestamp")


def test_a_pattern_takes_time_in_proportion() -> None:
    def prepare(size: int) -> object:
        pieces = pieces_of("*ab" * size)
        assert pieces is not None
        return lambda: [matches(pieces, "a" * 20 * size), matches(pieces, "ab" * size + "c")]

    assert_in_proportion(prepare, 2_000)  # type: ignore[arg-type]
