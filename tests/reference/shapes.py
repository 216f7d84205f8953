"""Random JSON values, and random shapes around them, for hypothesis."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from asllint.data.shape import (
    ANYTHING,
    BOOLEAN,
    LIST,
    MAYBE,
    NEVER,
    NOTHING,
    NULL,
    NUMBER,
    OPEN,
    TEXT,
    Array,
    Shape,
    array_of,
    join,
    list_of,
    object_of,
    of,
)

NAMES = ("a", "b", "c")

scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.sampled_from((0, 1, 2, -1, 1.5)),
    st.sampled_from(("", "a", "b", "abc", "1")),
)


def objects(items: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Objects with few names."""
    return st.dictionaries(st.sampled_from(NAMES), items, max_size=3)


values: st.SearchStrategy[Any] = st.recursive(
    scalars, lambda items: st.one_of(st.lists(items, max_size=3), objects(items)), max_leaves=8
)
"""Small JSON values."""


def _kind_of(value: object) -> Shape:
    """Every value of the kind of a value."""
    if value is None:
        return NULL
    if isinstance(value, bool):
        return BOOLEAN
    if isinstance(value, str):
        return TEXT
    if isinstance(value, list):
        return LIST
    return OPEN if isinstance(value, dict) else NUMBER


@st.composite
def around(draw: st.DrawFn, value: Any) -> Shape:
    """A shape that contains a value: it alone, or many others beside it."""
    how = draw(st.sampled_from(("alone", "parts", "parts", "kind", "more", "anything")))
    if how == "parts" and isinstance(value, list):
        return draw(_around_list(value))
    if how == "parts" and isinstance(value, dict):
        return draw(_around_object(value))
    if how == "kind":
        return _kind_of(value)
    if how == "more":
        return join((draw(around(value)), of(draw(values))))
    return ANYTHING if how == "anything" else of(value)


@st.composite
def _around_list(draw: st.DrawFn, value: list[Any]) -> Shape:
    items = [draw(around(item)) for item in value]
    how = draw(st.sampled_from(("exact", "open", "alike")))
    if how == "exact":
        return array_of(items)
    if how == "open":
        rest = of(draw(values))
        return Shape(array=Array(tuple(items), rest, draw(st.integers(0, len(items)))))
    return list_of(join(items)) if items else LIST


@st.composite
def _around_object(draw: st.DrawFn, value: dict[str, Any]) -> Shape:
    fields = {name: draw(around(item)) for name, item in value.items()}
    for name, field in fields.items():
        if draw(st.booleans()):
            fields[name] = field.or_nothing
    for name in NAMES:
        if name not in fields and draw(st.booleans()):
            fields[name] = of(draw(values)).or_nothing
    rest = draw(st.sampled_from((NOTHING, MAYBE)))
    return object_of(fields, rest)


shapes: st.SearchStrategy[Shape] = st.one_of(
    st.sampled_from((NEVER, NOTHING, MAYBE)),
    values.flatmap(around),
    values.flatmap(around).map(lambda shape: shape.or_nothing),
)
"""Any shapes."""


@st.composite
def shapes_with_value(draw: st.DrawFn) -> tuple[Shape, Any]:
    """A shape, and a value in it."""
    value = draw(values)
    return draw(around(value)), value
