"""What data could look like: one value of a shape."""

from __future__ import annotations

import json

import pytest

from asllint.data.answers import ERROR_OUTPUT, answer_of
from asllint.data.shape import (
    ANYTHING,
    BOOLEAN,
    LIST,
    NEVER,
    NULL,
    NUMBER,
    OPEN,
    TEXT,
    Shape,
    array_of,
    join,
    list_of,
    object_of,
    of,
    texts,
)
from asllint.ide.examples import MAX_LENGTH, example


@pytest.mark.parametrize(
    ("shape", "shown"),
    [
        (object_of({"a": TEXT, "n": NUMBER}), '{"a": "text", "n": 1}'),
        (object_of({"a": texts(["y", "x"]), "b": BOOLEAN}), '{"a": "x", "b": true}'),
        (object_of({"a": join((of(3), of(2))), "b": NULL}), '{"a": 2, "b": null}'),
        (object_of({"a": TEXT.or_nothing, "b": ANYTHING}), '{"a": "text", "b": "…"}'),
        (object_of({"a": list_of(object_of({"b": TEXT}))}), '{"a": [{"b": "text"}]}'),
        (list_of(TEXT), '["text"]'),
        (array_of((TEXT, of(1))), '["text", 1]'),
        (ERROR_OUTPUT, '{"Error": "text", "Cause": "text"}'),
    ],
)
def test_one_value(shape: Shape, shown: str) -> None:
    assert example(shape) == shown


@pytest.mark.parametrize(
    "shape", [ANYTHING, NEVER, OPEN, LIST, TEXT, NUMBER, of({"a": 1}), of([]), texts(["a", "b"])]
)
def test_where_an_example_says_no_more(shape: Shape) -> None:
    assert example(shape) == ""


def test_what_is_large_is_made_smaller() -> None:
    answer = answer_of("dynamodb", "getItem", "")
    many = object_of({f"field{n}": TEXT for n in range(40)})
    for shape in (answer, many, object_of({"all": list_of(many)})):
        shown = example(shape)
        assert len(shown) <= MAX_LENGTH
        assert isinstance(json.loads(shown), dict)
    assert json.loads(example(many)) == {f"field{n}": "text" for n in range(6)}


def test_nothing_steers_a_terminal() -> None:
    assert "\x1b" not in example(object_of({"a\x1b[0m": TEXT}))
