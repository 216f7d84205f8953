"""Shapes as JSON Schemas: exact forms, and the same values as the shape itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from asllint.data.schema import schema_of
from asllint.data.shape import (
    ANYTHING,
    BOOLEAN,
    EMPTY,
    LIST,
    MAX_NESTING,
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
    numbers,
    object_of,
    of,
    texts,
    widen,
)
from tests.cost import often

if TYPE_CHECKING:
    from asllint.data.schema import Schema


def closed(properties: dict[str, Schema], *required: str) -> dict[str, object]:
    """The schema of an object with no other fields than these."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(required),
        "additionalProperties": False,
    }


# --- the forms ------------------------------------------------------------------------------------


def test_anything_and_nothing() -> None:
    assert schema_of(ANYTHING) is True
    assert schema_of(MAYBE) is True
    assert schema_of(NEVER) is False
    assert schema_of(NOTHING) is False


def test_a_scalar_is_a_constant() -> None:
    assert schema_of(of(7)) == {"const": 7}
    assert schema_of(of("A")) == {"const": "A"}
    assert schema_of(of(False)) == {"const": False}
    assert schema_of(of(None)) == {"type": "null"}
    assert schema_of(of("x" * 1000)) == {"const": "x" * 1000}


def test_some_scalars_are_an_enumeration() -> None:
    assert schema_of(texts(["B", "A"])) == {"enum": ["A", "B"]}
    assert schema_of(numbers([2.5, 1])) == {"enum": [1, 2.5]}
    assert schema_of(join([of(True), of(1), of("A"), NULL])) == {"enum": [True, 1, "A", None]}
    assert schema_of(join([of("A"), NULL])) == {"enum": ["A", None]}


def test_kinds_are_types() -> None:
    assert schema_of(BOOLEAN) == {"type": "boolean"}
    assert schema_of(NUMBER) == {"type": "number"}
    assert schema_of(TEXT) == {"type": "string"}
    assert schema_of(join([TEXT, NUMBER, NULL])) == {"type": ["number", "string", "null"]}
    assert schema_of(join([BOOLEAN, NULL])) == {"type": ["boolean", "null"]}


def test_values_beside_types() -> None:
    assert schema_of(join([of("A"), NUMBER])) == {"anyOf": [{"const": "A"}, {"type": "number"}]}
    assert schema_of(join([of("A"), NUMBER, NULL])) == {
        "anyOf": [{"const": "A"}, {"type": ["number", "null"]}]
    }


def test_a_list_that_is_known_to_its_end() -> None:
    assert schema_of(of([])) == {"type": "array", "maxItems": 0}
    assert schema_of(of([1, "A"])) == {
        "type": "array",
        "prefixItems": [{"const": 1}, {"const": "A"}],
        "items": False,
        "minItems": 2,
    }


def test_a_list_whose_length_is_not_known() -> None:
    assert schema_of(LIST) == {"type": "array"}
    assert schema_of(list_of(TEXT)) == {"type": "array", "items": {"type": "string"}}
    assert schema_of(list_of(ANYTHING, 1, 2)) == {"type": "array", "minItems": 1, "maxItems": 2}
    assert schema_of(join([of([1]), of([1, 2])])) == {
        "type": "array",
        "prefixItems": [{"const": 1}, {"const": 2}],
        "items": False,
        "minItems": 1,
    }
    assert schema_of(Shape(array=Array((of(1),), TEXT, 1, 9))) == {
        "type": "array",
        "prefixItems": [{"const": 1}],
        "items": {"type": "string"},
        "minItems": 1,
        "maxItems": 9,
    }


def test_an_object_that_is_closed() -> None:
    assert schema_of(EMPTY) == closed({})
    assert schema_of(of({"id": 7})) == closed({"id": {"const": 7}}, "id")
    assert schema_of(object_of({"a": TEXT.or_nothing, "b": ANYTHING, "c": MAYBE})) == closed(
        {"a": {"type": "string"}, "b": True, "c": True}, "b"
    )


def test_an_object_with_further_fields() -> None:
    assert schema_of(OPEN) == closed({}) | {"additionalProperties": True}
    assert schema_of(object_of({"a": NOTHING}, MAYBE)) == closed({"a": False}) | {
        "additionalProperties": True
    }
    assert schema_of(object_of({"a": of(1)}, TEXT)) == closed({"a": {"const": 1}}, "a") | {
        "additionalProperties": {"type": "string"}
    }


def test_a_union() -> None:
    assert schema_of(join([of([]), of({}), TEXT])) == {
        "anyOf": [{"type": "string"}, {"type": "array", "maxItems": 0}, closed({})]
    }


def test_what_json_can_not_hold_is_no_constant() -> None:
    assert schema_of(of(float("inf"))) == {"type": "number"}
    assert schema_of(numbers([1, float("nan")])) == {"type": "number"}


def test_however_deep_it_goes() -> None:
    def nested(levels: int) -> Shape:
        shape = of("deep")
        for _ in range(levels):
            shape = array_of([shape])
        return shape

    def inside(schema: Schema) -> Schema:
        while isinstance(schema, dict) and "prefixItems" in schema:
            schema = schema["prefixItems"][0]
        return schema

    assert inside(schema_of(nested(MAX_NESTING))) == {"const": "deep"}
    assert inside(schema_of(nested(MAX_NESTING + 1))) is True


# --- the values -----------------------------------------------------------------------------------

NAMES = st.sampled_from(["", "a", "b", "c d"])
SCALARS = st.sampled_from([None, True, False, 0, 1, 1.0, -1, 0.5, 2, "", "a", "b", "1", "true"])
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3),
    max_leaves=6,
)
PLAIN = st.sampled_from([NULL, BOOLEAN, NUMBER, TEXT, LIST, OPEN, EMPTY, ANYTHING])


@st.composite
def _made(draw: st.DrawFn, inner: st.SearchStrategy[Shape]) -> Shape:
    """A list, an object, or one of two others."""
    kind = draw(st.sampled_from(["list", "lead", "object", "join", "widen"]))
    if kind == "list":
        least = draw(st.integers(0, 2))
        most = draw(st.none() | st.integers(least, 3))
        return list_of(draw(inner), least, most)
    if kind == "lead":
        items = tuple(draw(st.lists(inner, max_size=2)))
        return Shape(array=Array(items, draw(inner), draw(st.integers(0, 2)), None))
    if kind == "object":
        field = inner | inner.map(lambda shape: shape.or_nothing) | st.just(NOTHING)
        rest = draw(st.none() | inner)
        return object_of(draw(st.dictionaries(NAMES, field, max_size=3)), rest)
    pair = (draw(inner), draw(inner))
    return join(pair) if kind == "join" else widen(*pair)


SHAPES = st.recursive(VALUES.map(of) | PLAIN, _made, max_leaves=5)


@settings(max_examples=often(200, 4000), deadline=None)
@given(shape=SHAPES, value=VALUES)
def test_a_value_fulfils_the_schema_exactly_when_the_shape_contains_it(
    shape: Shape, value: object
) -> None:
    assert Draft202012Validator(schema_of(shape)).is_valid(value) == shape.contains(value)


@settings(max_examples=often(60, 1500), deadline=None)
@given(values=st.lists(VALUES, min_size=1, max_size=3))
def test_what_was_joined_fulfils_the_schema(values: list[object]) -> None:
    schema = schema_of(join(map(of, values)))
    assert all(Draft202012Validator(schema).is_valid(value) for value in values)


@settings(max_examples=often(60, 1500), deadline=None)
@given(shape=SHAPES)
def test_the_schema_is_one(shape: Shape) -> None:
    Draft202012Validator.check_schema(schema_of(shape))


@settings(max_examples=often(60, 1500), deadline=None)
@given(value=VALUES, other=VALUES)
def test_the_schema_of_one_value_allows_no_other(value: object, other: object) -> None:
    validator = Draft202012Validator(schema_of(of(value)))
    assert validator.is_valid(value)
    assert validator.is_valid(other) == of(value).contains(other)
