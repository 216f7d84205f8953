"""A JSON Schema as a shape: whatever the schema accepts, the shape contains.

What a keyword says that shapes do not know is left out, so the shape is too wide where it is not
exact. A keyword means what it does in the draft that has it. Sources: json-schema.org, "JSON Schema
Core" and "Validation", 2020-12 and its predecessors.
"""

from __future__ import annotations

from asllint.data.shape import (
    ANYTHING,
    BOOLEAN,
    EVERY,
    NEVER,
    Array,
    Object,
    Shape,
    join,
    object_of,
    of,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, TypeAlias

    Resolved: TypeAlias = tuple[str, Any, "Resolve"]
    """What stands for a schema (the same for the same one), itself, and how to go on from it."""
    Resolve: TypeAlias = Callable[[str], Resolved | None]
    """What a `$ref` leads to; None where that can not be read."""

MAX_NESTED = 40
"""What lies deeper in a schema is anything."""
MAX_VALUES = 20_000
"""So many schemas are read, those behind a `$ref` each time; what comes then is anything."""

_TYPES = ("null", "boolean", "number", "integer", "string", "array", "object")

KEYWORDS = frozenset((
    "$ref", "$schema", "allOf", "anyOf", "const", "enum", "items", "oneOf", "patternProperties",
    "prefixItems", "properties", "additionalProperties", "required", "type",
))  # fmt: skip
"""Of these an object has one that is meant as a schema."""


def described(schema: Any, resolve: Resolve, *, alone: bool = False) -> Shape:
    """The shape of what a schema accepts. It has to be a valid one.

    `resolve` finds what a `$ref` in it leads to. `alone`: a `$ref` stands for all that is beside
    it, as in the drafts before 2019-09.
    """
    return _Reading(alone=alone).shape(schema, resolve, MAX_NESTED)


class _Reading:
    """One schema while it is read."""

    def __init__(self, *, alone: bool) -> None:
        self.alone = alone
        self.left = MAX_VALUES
        self.known: dict[str, tuple[Shape, int]] = {}
        """What a `$ref` leads to, and how many values that has; while it is read: anything."""

    def shape(self, schema: Any, resolve: Resolve, depth: int) -> Shape:
        self.left -= 1
        if schema is False:
            return NEVER
        if not isinstance(schema, dict) or depth == 0 or self.left < 0:
            return ANYTHING
        found = ANYTHING
        if "$ref" in schema:
            found = self._referred(schema["$ref"], resolve, depth)
            if self.alone:
                return found
        found = both(found, self._own(schema, resolve, depth))
        for part in _list(schema.get("allOf")):
            found = both(found, self._inner(part, resolve, depth - 1))
        for name in ("anyOf", "oneOf"):
            if name in schema:
                ways = [self._inner(one, resolve, depth - 1) for one in _list(schema[name])]
                found = both(found, join(ways))
        return found

    def _inner(self, schema: Any, resolve: Resolve, depth: int) -> Shape:
        """A schema in another; one with a name of its own has other ways to what it refers to."""
        named = isinstance(schema, dict) and "$id" in schema
        return ANYTHING if named else self.shape(schema, resolve, depth)

    def _referred(self, reference: Any, resolve: Resolve, depth: int) -> Shape:
        target = resolve(reference) if isinstance(reference, str) else None
        if target is None:
            return ANYTHING
        name, schema, onward = target
        if name in self.known:
            shape, size = self.known[name]
            self.left -= size
            return ANYTHING if self.left < 0 else shape
        self.known[name] = ANYTHING, 1
        before = self.left
        shape = self.shape(schema, onward, depth - 1)
        self.known[name] = shape, before - self.left
        return shape

    def _own(self, schema: dict[str, Any], resolve: Resolve, depth: int) -> Shape:
        """What `type`, `enum` and `const` say, and the keywords of objects and arrays."""
        kinds = _kinds(schema)
        found = Shape(
            null="null" in kinds,
            booleans=BOOLEAN.booleans if "boolean" in kinds else NEVER.booleans,
            numbers=EVERY if kinds & {"number", "integer"} else NEVER.numbers,
            texts=EVERY if "string" in kinds else NEVER.texts,
            array=self._array(schema, resolve, depth).array if "array" in kinds else None,
            object=self._object(schema, resolve, depth).object if "object" in kinds else None,
        )
        if "enum" in schema:
            found = both(found, join(map(of, _list(schema["enum"]))))
        return both(found, of(schema["const"])) if "const" in schema else found

    def _object(self, schema: dict[str, Any], resolve: Resolve, depth: int) -> Shape:
        """What is said of objects; NEVER where there is none."""
        required = {name for name in _list(schema.get("required")) if isinstance(name, str)}
        more = schema.get("additionalProperties", True)
        patterns = _table(schema.get("patternProperties"))
        others = [self._inner(one, resolve, depth - 1) for one in (*patterns.values(), more)]
        rest = join(others)
        fields = {
            name: self._inner(one, resolve, depth - 1).or_nothing
            for name, one in _table(schema.get("properties")).items()
        }
        for name in required:
            fields[name] = fields.get(name, rest).present
        return object_of(fields, rest.or_nothing)

    def _array(self, schema: dict[str, Any], resolve: Resolve, depth: int) -> Shape:
        """What is said of arrays; NEVER where there is none."""
        items, leading = schema.get("items", True), schema.get("prefixItems", [])
        if isinstance(items, list):  # before 2020-12
            items, leading = schema.get("additionalItems", True), items
        lead = tuple(self._inner(one, resolve, depth - 1) for one in _list(leading))
        rest = self._inner(items, resolve, depth - 1)
        least, most = _count(schema.get("minItems")) or 0, _count(schema.get("maxItems"))
        return _arrays(lead, rest, least, most)


def _kinds(schema: dict[str, Any]) -> set[str]:
    """The types that a schema accepts."""
    if "type" not in schema:
        return set(_TYPES)
    kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    if not all(isinstance(one, str) and one in _TYPES for one in kinds):
        return set(_TYPES)  # draft 3 has `any`, and schemas among types
    return {*kinds, "null"} if schema.get("nullable") is True else set(kinds)  # OpenAPI 3.0


def both(one: Shape, other: Shape) -> Shape:
    """What may have two shapes at once: it contains whatever both of them contain."""
    if one.anything or other.anything:
        found = other if one.anything else one
        return found.or_nothing if one.nothing and other.nothing else found.present
    return Shape(
        null=one.null and other.null,
        booleans=one.booleans & other.booleans,
        numbers=_literals(one.numbers, other.numbers),
        texts=_literals(one.texts, other.texts),
        array=_both_arrays(one.array, other.array),
        object=_both_objects(one.object, other.object),
        nothing=one.nothing and other.nothing,
    )


def _literals(one: frozenset[Any] | None, other: frozenset[Any] | None) -> frozenset[Any] | None:
    if one is EVERY or other is EVERY:
        return other if one is EVERY else one
    return one & other


def _both_arrays(one: Array | None, other: Array | None) -> Array | None:
    if one is None or other is None:
        return None
    length = max(len(one.items), len(other.items))
    lead = tuple(both(one.at(index), other.at(index)) for index in range(length))
    ends = [most for most in (one.most, other.most) if most is not None]
    least = max(one.least, other.least)
    return _arrays(lead, both(one.rest, other.rest), least, min(ends, default=None)).array


def _both_objects(one: Object | None, other: Object | None) -> Object | None:
    if one is None or other is None:
        return None
    names = dict.fromkeys((*one.fields, *other.fields))
    fields = {name: both(one.get(name), other.get(name)) for name in names}
    return object_of(fields, both(one.rest, other.rest)).object


def _arrays(lead: tuple[Shape, ...], rest: Shape, least: int, most: int | None) -> Shape:
    """The arrays with these items; NEVER where there are none."""
    for index, item in enumerate(lead):
        if item.is_never:  # no array is so long
            lead, rest = lead[:index], NEVER
            break
    if rest.is_never:
        most = len(lead) if most is None else min(most, len(lead))
    if most is not None and most < least:
        return NEVER
    return Shape(array=Array(lead, rest, least, most))


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _table(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _count(value: Any) -> int | None:
    whole = isinstance(value, int | float) and not isinstance(value, bool) and value >= 0
    return int(value) if whole and value < 1_000_000_000 else None
