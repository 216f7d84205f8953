"""What an `UpdateExpression` of DynamoDB does, action by action."""

from __future__ import annotations

import pytest

from asllint.facts.updates import updates_in


def actions(expression: str) -> list[tuple[str, str, list[str]]]:
    return [(one.clause, one.path, list(one.words)) for one in updates_in(expression)]


def test_clauses_and_their_actions() -> None:
    assert actions("SET a = :a, b.c[0] = b.c[0] - :n REMOVE d, e ADD f :f, g :g delete h :h") == [
        ("SET", "a", [":a"]),
        ("SET", "b.c[0]", ["b.c[0]", "-", ":n"]),
        ("REMOVE", "d", []),
        ("REMOVE", "e", []),
        ("ADD", "f", [":f"]),
        ("ADD", "g", [":g"]),
        ("DELETE", "h", [":h"]),
    ]


def test_a_function_has_commas_of_its_own() -> None:
    assert actions("set n=if_not_exists(n, :z)+:n, m = :m") == [
        ("SET", "n", ["if_not_exists", "(", "n", ",", ":z", ")", "+", ":n"]),
        ("SET", "m", [":m"]),
    ]


@pytest.mark.parametrize("expression", ["", "a = :a", "SET", "SET a", "SET a, b", "SET (a", "))("])
def test_what_can_not_be_read_is_left_out(expression: str) -> None:
    assert actions(expression) == []


@pytest.mark.parametrize(
    ("expression", "counts"),
    [
        ("SET n = n + :n", True),
        ("SET n = n-:n", True),
        ("SET #n = :n + #n", True),
        ("SET n = if_not_exists(n, :z) + :n", True),
        ("SET n = m + :n", False),
        ("SET n = :n", False),
        ("SET n = if_not_exists(n, :n)", False),
        ("SET l = list_append(l, :n)", False),
        ("ADD n :n", False),
    ],
)
def test_what_counts(expression: str, counts: bool) -> None:
    (one,) = updates_in(expression)
    assert one.counts is counts
