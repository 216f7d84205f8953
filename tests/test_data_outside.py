"""Time and chance: unknown, unless somebody gives them."""

from __future__ import annotations

import pytest

from asllint.data.bindings import Bindings
from asllint.data.intrinsics import call
from asllint.data.jsonata.evaluate import evaluate
from asllint.data.outside import Outside, given, outside
from asllint.data.shape import ANYTHING, NUMBER, TEXT, Shape
from asllint.expressions.intrinsic.reader import read_intrinsic
from asllint.expressions.jsonata.reader import read_jsonata

NINE = 1_780_218_000_005
"""2026-05-31T09:00:00.005Z"""
BINDINGS = Bindings(ANYTHING, ANYTHING, {})


def jsonata(text: str) -> Shape:
    expression, mistakes = read_jsonata(text)
    assert expression is not None and not mistakes
    return evaluate(expression, BINDINGS, [])


def intrinsic(text: str) -> Shape:
    read, mistakes = read_intrinsic(text)
    assert read is not None and not mistakes
    return call(read, BINDINGS, [])


def test_nothing_is_known_of_it() -> None:
    assert (outside().time, outside().uuid, outside().fraction) == (TEXT, TEXT, NUMBER)
    assert outside().whole(0, 9) is None
    assert [jsonata(text) for text in ("$now()", "$millis()", "$uuid()", "$random()")] == [
        TEXT, NUMBER, TEXT, NUMBER,
    ]  # fmt: skip
    assert intrinsic("States.UUID()") == TEXT
    assert intrinsic("States.MathRandom(1, 100)") == NUMBER


def test_the_time_that_is_given() -> None:
    with given(Outside(NINE)):
        assert outside().time.value == "2026-05-31T09:00:00.005Z"
        assert jsonata("$now()").value == "2026-05-31T09:00:00.005Z"
        assert jsonata("$now('[Y0001]-[M01]', '+0200')".replace("'", '"')).value == "2026-05"
        assert jsonata("$millis()").value == NINE
        assert jsonata("$uuid()") == TEXT
    assert jsonata("$millis()") == NUMBER


def test_chance_begins_as_it_is_told() -> None:
    def drawn(seed: str) -> list[object]:
        with given(Outside(seed=seed)):
            texts = ["$uuid()", "$random()", "$random()"]
            found = [jsonata(text).value for text in texts]
            texts = ["States.UUID()", "States.MathRandom(5, 500)"]
            return found + [intrinsic(text).value for text in texts]

    first = drawn("a")
    assert first == drawn("a")
    assert all(one != other for one, other in zip(first, drawn("b"), strict=True))
    assert first[1] != first[2]
    assert 5 <= first[4] < 500  # type: ignore[operator]
    with given(Outside(seed="a")):
        assert jsonata("$random(7)").value == jsonata("$random(7)").value
        assert outside().drawn == 0
        assert jsonata("$now()") == TEXT


def test_what_is_given_ends() -> None:
    with pytest.raises(ValueError, match="x"), given(Outside(1)):
        raise ValueError("x")
    assert outside().moment is None
