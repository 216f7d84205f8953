"""JSON Schemas as shapes: what a schema accepts, the shape contains."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from asllint.data.described import MAX_NESTED, both, described
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
    texts,
)


def nowhere(_: str) -> None:
    """No `$ref` leads anywhere."""


def shape_of(schema: Any) -> Shape:
    return described(schema, nowhere)


@pytest.mark.parametrize(
    ("schema", "shape"),
    [
        (True, ANYTHING),
        (False, NEVER),
        ({}, ANYTHING),
        ({"title": "An order", "minLength": 3}, ANYTHING),
        ({"type": "integer"}, NUMBER),
        ({"type": "number"}, NUMBER),
        ({"type": ["string", "null"]}, join((TEXT, NULL))),
        ({"type": "string", "nullable": True}, join((TEXT, NULL))),
        ({"type": "boolean"}, BOOLEAN),
        ({"type": "array"}, LIST),
        ({"type": "object"}, OPEN),
        ({"type": "any"}, ANYTHING),
        ({"enum": ["a", "b"]}, texts(("a", "b"))),
        ({"type": "string", "enum": ["a", 1]}, of("a")),
        ({"const": {"a": [1]}}, of({"a": [1]})),
        ({"const": None}, NULL),
        ({"enum": [1, True]}, join((of(1), of(True)))),
    ],
)
def test_scalars_and_kinds(schema: Any, shape: Shape) -> None:
    assert shape_of(schema) == shape


@pytest.mark.parametrize(
    ("schema", "shape"),
    [
        ({"properties": {"a": {"type": "string"}}}, object_of({"a": TEXT.or_nothing}, MAYBE)),
        ({"properties": {"a": {"type": "null"}}, "required": ["a"]}, object_of({"a": NULL}, MAYBE)),
        ({"required": ["a"]}, object_of({"a": ANYTHING}, MAYBE)),
        (
            {"properties": {"a": True}, "additionalProperties": False},
            object_of({"a": MAYBE}),
        ),
        ({"properties": {"a": False}}, object_of({"a": NOTHING}, MAYBE)),
        ({"properties": {"a": False}, "required": ["a"]}, NEVER),
        ({"required": ["a"], "additionalProperties": False}, NEVER),
        ({"additionalProperties": {"type": "number"}}, object_of({}, NUMBER)),
        (
            {"additionalProperties": False, "patternProperties": {"^x": {"type": "number"}}},
            object_of({}, NUMBER),
        ),
        ({"required": "a"}, OPEN),
    ],
)  # fmt: skip
def test_objects(schema: dict[str, Any], shape: Shape) -> None:
    assert shape_of({"type": "object", **schema}) == shape


@pytest.mark.parametrize(
    ("schema", "shape"),
    [
        ({"items": {"type": "string"}}, list_of(TEXT)),
        ({"items": {"type": "string"}, "minItems": 1, "maxItems": 3}, list_of(TEXT, 1, 3)),
        ({"items": False}, array_of(())),
        ({"items": False, "minItems": 1}, NEVER),
        ({"minItems": 2, "maxItems": 1}, NEVER),
        (
            {"prefixItems": [{"type": "string"}], "items": {"type": "number"}},
            Shape(array=Array((TEXT,), NUMBER)),
        ),
        ({"prefixItems": [True, False], "minItems": 2}, NEVER),
        ({"prefixItems": [{"type": "string"}, False]}, Shape(array=Array((TEXT,), NEVER, 0, 1))),
        (
            {"items": [{"type": "string"}], "additionalItems": False},
            Shape(array=Array((TEXT,), NEVER, 0, 1)),
        ),
        ({"minItems": 1.0}, list_of(ANYTHING, 1)),
        ({"minItems": True}, LIST),
    ],
)
def test_arrays(schema: dict[str, Any], shape: Shape) -> None:
    assert shape_of({"type": "array", **schema}) == shape


def test_without_a_type_the_other_kinds_stay() -> None:
    shape = shape_of({"properties": {"a": {"type": "string"}}})
    assert [shape.contains(one) for one in ("text", [1], {"a": "x"}, {"a": 1})] == [
        True, True, True, False,
    ]  # fmt: skip


def test_what_has_to_hold_at_once() -> None:
    closed = {"type": "object", "properties": {"a": True}, "additionalProperties": False}
    assert shape_of({"allOf": [closed, {"required": ["a"]}]}) == object_of({"a": ANYTHING})
    assert shape_of({"allOf": [closed, {"required": ["b"]}]}) == NEVER
    assert shape_of({"type": "string", "allOf": [{"enum": ["a", 1]}]}) == of("a")


def test_one_of_several() -> None:
    ways = [{"type": "string"}, {"type": "number"}]
    assert shape_of({"anyOf": ways}) == join((TEXT, NUMBER))
    assert shape_of({"oneOf": ways}) == join((TEXT, NUMBER))
    assert shape_of({"type": "number", "anyOf": ways}) == NUMBER


def test_what_shapes_do_not_know_is_left_out() -> None:
    schema = {"type": "string", "not": {"const": "a"}, "if": {"const": "b"}, "then": False}
    assert shape_of(schema) == TEXT


def test_a_reference_and_what_is_beside_it() -> None:
    def resolve(reference: str) -> Any:
        return reference, {"type": ["string", "number"]}, resolve

    beside = {"$ref": "#/x", "type": "string"}
    assert described(beside, resolve) == TEXT
    assert described(beside, resolve, alone=True) == join((TEXT, NUMBER))
    assert shape_of(beside) == TEXT
    assert described({"items": {"$id": "b", **beside}, "type": "array"}, resolve) == LIST


def test_a_reference_to_itself_is_anything() -> None:
    node = {"type": "object", "properties": {"next": {"$ref": "#"}}, "additionalProperties": False}

    def resolve(_: str) -> Any:
        return "node", node, resolve

    inner = object_of({"next": MAYBE})
    assert described(node, resolve) == object_of({"next": inner.or_nothing})


def test_references_that_multiply_take_no_time() -> None:
    schemas = [{"prefixItems": [{"$ref": str(at + 1)}] * 10, "type": "array"} for at in range(40)]

    def resolve(reference: str) -> Any:
        at = int(reference)
        return reference, schemas[at] if at < len(schemas) else True, resolve

    assert described(schemas[0], resolve).contains([])


def test_deep_schemas_are_cut() -> None:
    schema: Any = {"type": "string"}
    for _ in range(MAX_NESTED + 1):
        schema = {"type": "array", "items": schema}
    value: Any = 1
    for _ in range(MAX_NESTED + 1):
        value = [value]
    assert shape_of(schema).contains(value)


def test_both_of_presence() -> None:
    assert both(MAYBE, TEXT.or_nothing) == TEXT.or_nothing
    assert both(MAYBE, TEXT) == TEXT
    assert both(ANYTHING, TEXT.or_nothing) == TEXT
    assert both(TEXT.or_nothing, NUMBER.or_nothing) == NOTHING
    assert both(list_of(TEXT), object_of({})) == NEVER


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(0, 3) | st.sampled_from(["a", "b"]),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("ab"), inner, max_size=2)
    ),
    max_leaves=6,
)
TYPES = st.sampled_from(["null", "boolean", "integer", "string", "array", "object"])


def _tables(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    fields = st.dictionaries(st.sampled_from("ab"), inner, max_size=2)
    return st.fixed_dictionaries(
        {},
        optional={
            "type": TYPES | st.lists(TYPES, min_size=1, max_size=3, unique=True),
            "enum": st.lists(VALUES, min_size=1, max_size=3),
            "const": VALUES,
            "properties": fields,
            "patternProperties": st.dictionaries(st.just("^a"), inner, max_size=1),
            "required": st.lists(st.sampled_from("ab"), max_size=2, unique=True),
            "additionalProperties": inner,
            "prefixItems": st.lists(inner, min_size=1, max_size=2),
            "items": inner,
            "minItems": st.integers(0, 2),
            "maxItems": st.integers(0, 3),
            "allOf": st.lists(inner, min_size=1, max_size=2),
            "anyOf": st.lists(inner, min_size=1, max_size=2),
            "oneOf": st.lists(inner, min_size=1, max_size=2),
        },
    )


SCHEMAS = st.recursive(st.booleans() | _tables(st.booleans()), _tables, max_leaves=5)


@given(SCHEMAS, VALUES)
def test_what_a_schema_accepts_the_shape_contains(schema: Any, value: Any) -> None:
    if Draft202012Validator(schema).is_valid(value):
        assert shape_of(schema).contains(value)
