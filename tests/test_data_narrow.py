"""Narrowing a shape at a place in it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from asllint.data.narrow import MAX_STEPS, narrowed
from asllint.data.shape import (
    ANYTHING,
    ARRAY_KIND,
    KINDS,
    LIST,
    MAX_ITEMS,
    MAYBE,
    NEVER,
    NOTHING,
    NUMBER,
    OBJECT_KIND,
    OPEN,
    STRING_KIND,
    TEXT,
    Array,
    Object,
    Shape,
    join,
    list_of,
    object_of,
    of,
)
from tests.cost import often
from tests.reference.shapes import shapes_with_value

Change = Callable[[Shape], Shape]


def is_there(there: Shape) -> Shape:
    return there.present


def is_absent(there: Shape) -> Shape:
    return NOTHING if there.nothing else NEVER


def is_text(there: Shape) -> Shape:
    return there.only(STRING_KIND)


def is_no_text(there: Shape) -> Shape:
    return there.present.without(STRING_KIND)


def open_with(**fields: Shape) -> Shape:
    return Shape(object=Object(fields, MAYBE))


A_AND_B = object_of({"a": NUMBER.or_nothing, "b": TEXT})

EXAMPLES: list[tuple[str, Shape, tuple[str | int, ...], Change, Shape | None]] = [
    ("the whole", join((TEXT, NUMBER)), (), is_text, TEXT),
    ("the whole, which can not be", NUMBER, (), is_text, None),
    ("a field that is there", A_AND_B, ("a",), is_there, object_of({"a": NUMBER, "b": TEXT})),
    ("a field that is absent", A_AND_B, ("a",), is_absent, object_of({"b": TEXT})),
    ("a field that always is there", A_AND_B, ("b",), is_there, A_AND_B),
    ("a field that can not be absent", A_AND_B, ("b",), is_absent, None),
    ("a field that can not be there", A_AND_B, ("c",), is_there, None),
    ("a field of another kind", A_AND_B, ("a",), is_text, None),
    ("a field of an open object", OPEN, ("a",), is_there, open_with(a=ANYTHING)),
    ("a text in an open object", OPEN, ("a",), is_text, open_with(a=TEXT)),
    ("a field absent from an open one", OPEN, ("a",), is_absent, open_with(a=NOTHING)),
    ("a field of anything", ANYTHING, ("a",), is_there, open_with(a=ANYTHING)),
    ("two steps", ANYTHING, ("a", "b"), is_there, open_with(a=open_with(b=ANYTHING))),
    (
        "two steps, absent: the first may be no object",
        OPEN,
        ("a", "b"),
        is_absent,
        open_with(
            a=join((ANYTHING.without(OBJECT_KIND), open_with(b=NOTHING))).or_nothing,
        ),
    ),
    ("what is no object has no field", join((TEXT, A_AND_B)), ("b",), is_there, A_AND_B),
    ("what is no object lacks it", join((TEXT, A_AND_B)), ("b",), is_absent, TEXT),
    (
        "what is no object goes, though the field stays",
        join((TEXT, object_of({"a": TEXT}))),
        ("a",),
        is_text,
        object_of({"a": TEXT}),
    ),
    ("what may not be there is", A_AND_B.or_nothing, ("b",), is_there, A_AND_B),
    ("what may not be there is not", A_AND_B.or_nothing, ("b",), is_absent, NOTHING),
    ("an item", of([1, 2]), (1,), is_there, of([1, 2])),
    ("an item that is not there", of([1, 2]), (2,), is_there, None),
    ("an item that can not be absent", of([1, 2]), (1,), is_absent, None),
    ("an item of another kind", of([1, 2]), (1,), is_text, None),
    (
        "an item of a list",
        LIST,
        (1,),
        is_text,
        Shape(array=Array((ANYTHING, TEXT), ANYTHING, 2)),
    ),
    ("the first item of another kind", of([1, "a"]), (0,), is_text, None),
    (
        "an item of another kind, or none",
        LIST,
        (1,),
        lambda there: there.without(ARRAY_KIND),
        Shape(array=Array((ANYTHING, ANYTHING.without(ARRAY_KIND)), ANYTHING)),
    ),
    ("a list is short", LIST, (2,), is_absent, list_of(ANYTHING, 0, 2)),
    ("a list is empty", LIST, (0,), is_absent, of([])),
    ("a short list is shorter", list_of(TEXT, 0, 5), (3,), is_absent, list_of(TEXT, 0, 3)),
    ("a short list stays", list_of(TEXT, 1, 2), (5,), is_absent, list_of(TEXT, 1, 2)),
    ("a short list is not long", list_of(TEXT, 1, 2), (2,), is_there, None),
    (
        "a short list is long enough",
        list_of(TEXT, 1, 2),
        (1,),
        is_there,
        Shape(array=Array((TEXT, TEXT), NEVER, 2)),
    ),
    ("an item of what is no array", TEXT, (0,), is_there, None),
    ("no item of what is no array", TEXT, (0,), is_absent, TEXT),
    (
        "a field of an item",
        list_of(A_AND_B, 1),
        (0, "a"),
        is_there,
        Shape(array=Array((object_of({"a": NUMBER, "b": TEXT}),), A_AND_B, 1)),
    ),
    ("an item far behind", LIST, (MAX_ITEMS,), is_there, LIST),
    ("an item from the end", LIST, (-1,), is_text, LIST),
    ("an item from the end, impossible", list_of(NUMBER, 1), (-1,), is_text, None),
]


@pytest.mark.parametrize(
    ("shape", "steps", "change", "expected"),
    [pytest.param(*example[1:], id=example[0]) for example in EXAMPLES],
)
def test_a_shape_is_narrowed_at_a_place(
    shape: Shape, steps: tuple[str | int, ...], change: Change, expected: Shape | None
) -> None:
    assert narrowed(shape, steps, change) == expected


def test_an_item_is_told_apart_up_to_a_bound() -> None:
    last = narrowed(LIST, (MAX_ITEMS - 1,), is_text)
    assert last is not None
    assert last.array is not None
    assert last.array.at(MAX_ITEMS - 1) == TEXT


def test_what_is_learned_goes_with_the_answer_of_a_service() -> None:
    answer = object_of({"Item": OPEN.or_nothing}, answer="dynamodb:getItem")
    assert narrowed(answer, ("Item",), is_there) == object_of(
        {"Item": OPEN}, answer="dynamodb:getItem"
    )


def test_nothing_is_learned_of_what_lies_deep() -> None:
    steps = ("a",) * MAX_STEPS
    assert narrowed(OPEN, steps, is_there) != OPEN
    assert narrowed(OPEN, (*steps, "a"), is_there) is OPEN


def test_a_shape_of_which_nothing_is_learned_is_the_same() -> None:
    shape = open_with(a=open_with(b=TEXT))
    assert narrowed(shape, ("a", "b"), is_text) is shape


def test_jsonata_looks_through_arrays() -> None:
    texts = join((list_of(A_AND_B), TEXT, A_AND_B))
    assert narrowed(texts, ("a",), is_there, lists=True) == join(
        (list_of(A_AND_B), object_of({"a": NUMBER, "b": TEXT}))
    )
    assert narrowed(texts, ("b",), is_absent, lists=True) == join((list_of(A_AND_B), TEXT))
    assert narrowed(list_of(A_AND_B), ("c",), is_there, lists=True) == list_of(A_AND_B)
    assert narrowed(list_of(A_AND_B), ("c",), is_there) is None


def found(value: Any, steps: tuple[str | int, ...]) -> list[Any]:
    """What stands at a place: a list of one, or of none where it is absent."""
    for step in steps:
        if isinstance(step, str):
            if not isinstance(value, dict) or step not in value:
                return []
        elif not isinstance(value, list) or not -len(value) <= step < len(value):
            return []
        value = value[step]
    return [value]


TESTS: list[tuple[Change, Callable[[list[Any]], bool]]] = [
    (is_there, lambda there: bool(there)),
    (is_absent, lambda there: not there),
    (is_text, lambda there: bool(there) and isinstance(there[0], str)),
    (is_no_text, lambda there: bool(there) and not isinstance(there[0], str)),
    (lambda there: there.without(ARRAY_KIND), lambda there: not isinstance([*there, 0][0], list)),
    (lambda there: there.without(*KINDS), lambda there: not there),
]


@settings(max_examples=often(150, 2000), deadline=None)
@given(
    shapes_with_value(),
    st.lists(st.sampled_from(("a", "b", 0, 1, -1)), max_size=3).map(tuple),
    st.sampled_from(TESTS),
    st.booleans(),
)
def test_no_value_that_passes_is_lost(
    example: tuple[Shape, Any],
    steps: tuple[str | int, ...],
    test: tuple[Change, Callable[[list[Any]], bool]],
    lists: bool,
) -> None:
    shape, value = example
    change, passes = test
    shape_after = narrowed(shape, steps, change, lists=lists)
    if passes(found(value, steps)):
        assert shape_after is not None
        assert shape_after.contains(value)
