"""One value that a shape stands for, as JSON: what data at a place could look like."""

from __future__ import annotations

import json

from asllint.data.shape import EVERY, Shape
from asllint.source.terminal import printable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from asllint.data.shape import Array, Object

MAX_LENGTH = 160
"""A longer example is made smaller (in code points)."""
_SIZES = ((4, 12), (4, 6), (3, 4), (2, 4), (2, 2))
"""How deep an example goes, and how many fields an object in it has."""


def example(shape: Shape) -> str:
    """A value of a shape on one line; empty where it says no more than the shape itself.

    That is where the value is known anyway, where it is neither an object nor an array, and where
    nothing is known of what is in it. Fields that may be absent are there.
    """
    if shape.anything or shape.present.is_known or (shape.object or shape.array) is None:
        return ""
    if not _tells(shape):
        return ""
    for depth, count in _SIZES:
        text = json.dumps(_value(shape, depth, count), ensure_ascii=False)
        if len(text) <= MAX_LENGTH:
            return printable(text)
    return ""


def _tells(shape: Shape) -> bool:
    if shape.object is not None:
        return bool(shape.object.fields)
    held = shape.array
    return held is not None and not held.element.is_never and not held.element.anything


def _value(shape: Shape, depth: int, count: int) -> object:
    if shape.anything:
        return "…"
    if shape.object is not None:
        return _object(shape.object, depth, count)
    if shape.array is not None:
        return _array(shape.array, depth, count)
    if shape.texts is EVERY or shape.texts:
        return "text" if shape.texts is EVERY else min(shape.texts)
    if shape.numbers is EVERY or shape.numbers:
        return 1 if shape.numbers is EVERY else min(shape.numbers)
    return max(shape.booleans) if shape.booleans else None


def _object(shape: Object, depth: int, count: int) -> object:
    names = sorted(shape.names, key=lambda name: name not in shape.required)[:count]
    if depth == 0:
        return "…" if names else {}
    kept = [name for name in shape.names if name in names]
    fields = {name: shape.get(name) for name in kept}
    return {name: _value(held, depth - 1, count) for name, held in fields.items() if held.has_value}


def _array(shape: Array, depth: int, count: int) -> object:
    if depth == 0:
        return ["…"]
    items = list(shape.items[:count]) or ([] if shape.element.is_never else [shape.element])
    return [_value(one, depth - 1, count) for one in items]
