"""A shape as a JSON Schema (2020-12): what validates is what the shape contains.

The schema is structural: scalars are `const` and `enum`, objects always name `type`, `properties`,
`required` and `additionalProperties`, a list that is known to its end has `items: false`. Source:
json-schema.org, "JSON Schema: A Media Type for Describing JSON Documents" and "Validation".
"""

from __future__ import annotations

import math

from asllint.data.shape import EVERY

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any, TypeAlias

    from asllint.data.shape import Array, Object, Shape

    Schema: TypeAlias = dict[str, Any] | bool


def schema_of(shape: Shape) -> Schema:
    """The schema that a value (as `json` has it) fulfils exactly when the shape contains it.

    `True` for anything, `False` where there is no value; whether there may be none at all
    (`Shape.nothing`) is said by whoever holds it: an object by `required`.
    """
    if shape.anything:
        return True
    parts = list(_scalars(shape))
    if shape.array is not None:
        parts.append(_array(shape.array))
    if shape.object is not None:
        parts.append(_object(shape.object))
    if not parts:
        return False
    return parts[0] if len(parts) == 1 else {"anyOf": parts}


def _scalars(shape: Shape) -> Iterator[dict[str, Any]]:
    """What is said of the scalars: the values where they are known, the types of the others."""
    values: list[Any] = list(shape.booleans) if len(shape.booleans) == 1 else []
    kinds = ["boolean"] if len(shape.booleans) > 1 else []
    for kind, literals in (("number", shape.numbers), ("string", shape.texts)):
        if literals is EVERY or not all(map(_is_written, literals)):
            kinds.append(kind)
        else:
            values += sorted(literals)
    if shape.null and values and not kinds:
        values.append(None)
    elif shape.null:
        kinds.append("null")
    if values:
        yield {"const": values[0]} if len(values) == 1 else {"enum": values}
    if kinds:
        yield {"type": kinds[0] if len(kinds) == 1 else kinds}


def _is_written(value: object) -> bool:
    """Can JSON hold a scalar? It has neither infinity nor what is no number."""
    return not isinstance(value, float) or math.isfinite(value)


def _array(array: Array) -> dict[str, Any]:
    made: dict[str, Any] = {"type": "array"}
    if array.items:
        made["prefixItems"] = [schema_of(item) for item in array.items]
    to_the_end = array.most is not None and array.most <= len(array.items)
    if to_the_end and array.items:
        made["items"] = False
    elif not to_the_end and not array.rest.anything:
        made["items"] = schema_of(array.rest)
    if array.least:
        made["minItems"] = array.least
    if array.most is not None and not ("items" in made and to_the_end):
        made["maxItems"] = array.most
    return made


def _object(shape: Object) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {name: schema_of(field) for name, field in shape.fields.items()},
        "required": [name for name, field in shape.fields.items() if not field.nothing],
        "additionalProperties": schema_of(shape.rest),
    }
