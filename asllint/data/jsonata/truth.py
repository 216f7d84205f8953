"""Whether a value is true, as `$boolean` and every test of JSONata take it (docs.jsonata.org)."""

from __future__ import annotations

from typing import Final

from asllint.data.jsonata.values import Function
from asllint.data.shape import BOOLEAN, EVERY, NOTHING, join, of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from asllint.data.jsonata.values import Value
    from asllint.data.shape import Array, Object, Shape

MAX_DEPTH: Final = 100
"""What lists that are nested deeper come to is not looked at."""
TRUE: Final = of(True)
FALSE: Final = of(False)


def truth(value: Value) -> Shape:
    """A value as a boolean, as `$boolean` and every test take it; nothing stays nothing.

    Empty are null, 0, "", objects without fields, functions, and lists in which all is empty.
    """
    return _truth(value, MAX_DEPTH)


def _truth(value: Value, depth: int) -> Shape:
    if isinstance(value, Function):
        return FALSE
    if value.anything or depth == 0:
        return BOOLEAN.or_nothing if value.nothing else BOOLEAN
    parts = [NOTHING] if value.nothing else []
    if value.null:
        parts.append(FALSE)
    parts += (of(one) for one in value.booleans)
    for literals in (value.numbers, value.texts):
        if literals is EVERY:
            return join((BOOLEAN, *parts))
        parts += {of(bool(one)) for one in literals}
    if value.array is not None:
        parts.append(_truth_of_list(value.array, depth - 1))
    if value.object is not None:
        parts.append(_truth_of_object(value.object))
    return join(parts)


def _truth_of_list(array: Array, depth: int) -> Shape:
    """Is there something true in it? All its items are looked at: one is enough."""
    certain = [_truth(item, depth) for item in array.items[: array.least]]
    if TRUE in certain:
        return TRUE
    further = [_truth(item, depth) for item in (*array.items[array.least :], array.rest)]
    if all(one == FALSE for one in certain) and not any(one.contains(True) for one in further):
        return FALSE
    if array.least > len(array.items) and further[-1] == TRUE:
        return TRUE
    return BOOLEAN


def _truth_of_object(shape: Object) -> Shape:
    if shape.required:
        return TRUE
    return FALSE if shape.is_closed and not shape.names else BOOLEAN


def truths(value: Value) -> frozenset[bool]:
    """What a test may make of a value, nothing being false; empty where it never comes."""
    shape = truth(value)
    return shape.booleans | {False} if shape.nothing else shape.booleans
