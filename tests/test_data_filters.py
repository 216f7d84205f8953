"""Which values a filter of a path lets through, as far as that is known."""

from __future__ import annotations

import pytest

from asllint.data.filters import outcomes
from asllint.data.shape import (
    ANYTHING,
    BOOLEAN,
    EMPTY,
    NUMBER,
    OPEN,
    TEXT,
    Shape,
    join,
    numbers,
    object_of,
    of,
)

PASSES, FAILS, EITHER = (True, False), (False, True), (True, True)


def comes_to(condition: str, value: Shape) -> tuple[bool, bool]:
    found = outcomes(condition, value)
    return found.may_pass, found.may_not


@pytest.mark.parametrize(
    ("condition", "value", "result"),
    [
        ("@.n == 1", of({"n": 1}), PASSES),
        ("@.n == 1.0", of({"n": 1}), PASSES),
        ("@.n == -1.5", of({"n": -1.5}), PASSES),
        ("@.n==2", of({"n": 1}), FAILS),
        ("@.n != 1", of({"n": 1}), FAILS),
        ("@.n != 2", of({"n": 1}), PASSES),
        ("@.n < 1", of({"n": 1}), FAILS),
        ("@.n <= 1", of({"n": 1}), PASSES),
        ("@.n > 1", of({"n": 1}), FAILS),
        ("@.n >= 1", of({"n": 1}), PASSES),
        ("@.n == 1", object_of({"n": numbers((1, 2))}), EITHER),
        ("@.n < 3", object_of({"n": numbers((1, 2))}), PASSES),
        ("@.n == 1", object_of({"n": NUMBER}), EITHER),
        ("@.n == 1", object_of({"n": of(1).or_nothing}), EITHER),
        ("@.n == 1", EMPTY, FAILS),
        ("@.n > 1", EMPTY, FAILS),
        ("@.n != 1", EMPTY, EITHER),
        ("@.n == 1", of(1), FAILS),
        ("@.n == 1", OPEN, EITHER),
        ("@.n == 1", ANYTHING, EITHER),
        ("@.n == 1", join((of({"n": 1}), TEXT)), EITHER),
        ("@.n == 1", of({"n": True}), FAILS),
        ("@.n == 1", of({"n": None}), FAILS),
        ("@.n == 1", of({"n": [1]}), FAILS),
        ("@.n == 1", of({"n": "1"}), EITHER),
        ("@.n == 1", of({"n": "x"}), EITHER),
        ("@.n < 1", of({"n": None}), EITHER),
        ("@.t == 'a b'", of({"t": "a b"}), PASSES),
        ('@.t == "a"', of({"t": "b"}), FAILS),
        ("@.t != 'a'", of({"t": "b"}), PASSES),
        ("@.t < 'a'", of({"t": "b"}), EITHER),
        ("@.t == 'a'", object_of({"t": TEXT}), EITHER),
        ("@.t == 'a'", of({"t": 1}), EITHER),
        ("@.t == 'a'", of({"t": False}), EITHER),
        ("@.b == true", of({"b": True}), PASSES),
        ("@.b == false", of({"b": True}), FAILS),
        ("@.b == true", object_of({"b": BOOLEAN}), EITHER),
        ("@.b > true", of({"b": True}), EITHER),
        ("@.b == null", of({"b": None}), PASSES),
        ("@.b != null", of({"b": None}), FAILS),
        ("@.b == null", of({"b": 1}), FAILS),
        ("@.b <= null", of({"b": None}), EITHER),
        ("@.a", of({"a": 1}), PASSES),
        ("@.a", of({"a": False}), PASSES),
        ("@.a", of({"a": None}), EITHER),
        ("@.a", EMPTY, FAILS),
        ("@.a", object_of({"a": TEXT.or_nothing}), EITHER),
        ("@.a.b == 1", of({"a": {"b": 1}}), PASSES),
        ("@.a.b == 1", of({"a": 1}), FAILS),
        ("@['a'].b == 1", of({"a": {"b": 1}}), PASSES),
        (" @.a == 1 ", of({"a": 1}), PASSES),
        ("@.a == 1 && @.b == 2", of({"a": 1, "b": 2}), PASSES),
        ("@.a == 1 && @.b == 2", of({"a": 1, "b": 3}), FAILS),
        ("@.a == 1 && @.b == 2", object_of({"a": of(1), "b": NUMBER}), EITHER),
        ("@.a == 1 && @.b == 2", object_of({"a": of(2), "b": NUMBER}), FAILS),
        ("@.a == 1 || @.b == 2", of({"a": 1, "b": 3}), PASSES),
        ("@.a == 1 || @.b == 2", of({"a": 2, "b": 3}), FAILS),
        ("@.a == 1 || @.b == 2", object_of({"a": of(2), "b": NUMBER}), EITHER),
        ("@.a == 1||@.b == 2", object_of({"a": of(1), "b": NUMBER}), PASSES),
        # what is not understood may be anything
        ("@.a == 1 || @.b == 2 && @.c == 3", of({"a": 1}), EITHER),
        ("@.a == 1 &", of({"a": 1}), EITHER),
        ("@.a == 1 &&", of({"a": 1}), EITHER),
        ("@.a == 1 xx @.b", of({"a": 1}), EITHER),
        ("@.a == $.b", of({"a": 1}), EITHER),
        ("@.a =~ /x/", of({"a": 1}), EITHER),
        ("@.a == 'it\\'s'", of({"a": 1}), EITHER),
        ("@.a in ['x']", of({"a": 1}), EITHER),
        ("!@.a", of({"a": 1}), EITHER),
        ("@ == 1", of(1), EITHER),
        ("", of(1), EITHER),
    ],
)
def test_what_comes_of_a_filter(condition: str, value: Shape, result: tuple[bool, bool]) -> None:
    assert comes_to(condition, value) == result
