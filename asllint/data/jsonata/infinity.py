"""Numbers that are not finite: what comes of a division by zero, or is too large for a double.

JSONata has them while it computes; JSON does not.
"""

from __future__ import annotations

from math import isfinite, isnan

from asllint.data.shape import EVERY, Array, Object, Shape, join, texts

_INFINITE = texts(("Infinity", "-Infinity", "NaN"))


def is_infinite(shape: Shape) -> bool:
    """Is there a literal among its numbers, or of what is in it, that is not finite?"""
    inside: list[Shape] = []
    if shape.array is not None:
        inside += (*shape.array.items, shape.array.rest)
    if shape.object is not None:
        inside += (*shape.object.fields.values(), shape.object.rest)
    return not all(map(isfinite, shape.numbers or ())) or any(map(is_infinite, inside))


def finite(shape: Shape) -> Shape:
    """A shape as AWS writes its values: a number that is not finite is a text (recorded)."""
    if shape.numbers is EVERY:
        return join((_with_finite_parts(shape), _INFINITE))
    infinite = [number for number in shape.numbers if not isfinite(number)]
    left = _with_finite_parts(shape)
    if not infinite:
        return left
    names = ("NaN" if isnan(one) else "Infinity" if one > 0 else "-Infinity" for one in infinite)
    return join((left, texts(names)))


def _with_finite_parts(shape: Shape) -> Shape:
    if shape.anything:
        return shape
    numbers = shape.numbers
    return Shape(
        null=shape.null,
        booleans=shape.booleans,
        numbers=EVERY if numbers is EVERY else frozenset(filter(isfinite, numbers)),
        texts=shape.texts,
        array=None if shape.array is None else _finite_array(shape.array),
        object=None if shape.object is None else _finite_object(shape.object),
        nothing=shape.nothing,
        answer=shape.answer,
    )


def _finite_array(array: Array) -> Array:
    items = tuple(map(finite, array.items))
    return Array(items, finite(array.rest), array.least, array.most)


def _finite_object(shape: Object) -> Object:
    fields = {name: finite(field) for name, field in shape.fields.items()}
    return Object(fields, finite(shape.rest), shape.answer)
