"""Functions of values, carried over to shapes.

Most functions look at nothing but values: where it is known which values their arguments can be,
each is computed, and the answer is all that comes out; otherwise the kind of the answer is known.
"""

from __future__ import annotations

from itertools import product
from typing import Final

from asllint.data.jsonata.values import items_of
from asllint.data.shape import (
    ANYTHING,
    ARRAY_KIND,
    EVERY,
    NOTHING,
    OBJECT_KIND,
    Shape,
    UnknownValueError,
    join,
    of,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any

    from asllint.data.jsonata.call import Call
    from asllint.data.jsonata.values import Value
    from asllint.data.shape import Array

MAX_COMBINATIONS: Final = 200
"""A function is computed for so many combinations of its arguments at most."""
MAX_SIZE: Final = 256 * 1024
"""A text that is computed has so many characters at most; of a longer one the kind is known."""


class _Absent:
    __slots__ = ()

    def __repr__(self) -> str:
        return "ABSENT"


ABSENT: Final = _Absent()
"""In place of a value: there is none (`nothing` in shapes)."""


class FailureError(Exception):
    """A function fails for these values; the text says why, for people."""


class UnsureError(Exception):
    """Nobody knows what exactly comes of these values: the kind of the answer has to do."""


def argument(call: Call, index: int) -> Value:
    """An argument; nothing where it is left out."""
    return call.arguments[index] if index < len(call.arguments) else NOTHING


def shape_of(value: Value) -> Shape | None:
    """A value as a shape; None for a function."""
    return value if isinstance(value, Shape) else None


def list_argument(call: Call, index: int) -> tuple[Array | None, bool]:
    """An argument as a list, None if there is surely none; and whether it may not be there."""
    shape = argument(call, index)
    if not isinstance(shape, Shape):
        return items_of(ANYTHING), False
    return (items_of(shape.present) if shape.has_value else None), shape.nothing


def alternatives(shape: Shape) -> list[Any] | None:
    """The values that a shape stands for, `ABSENT` among them; None where that is not known.

    They are few: as many as the shape names literals.
    """
    if shape.anything or shape.numbers is EVERY or shape.texts is EVERY:
        return None
    found: list[Any] = [ABSENT] if shape.nothing else []
    if shape.null:
        found.append(None)
    found += sorted(shape.booleans)
    found += shape.numbers
    found += shape.texts
    for kind in (ARRAY_KIND, OBJECT_KIND):
        part = shape.only(kind)
        if part.has_value:
            try:
                found.append(part.value)
            except UnknownValueError:
                return None
    return found


def computed(
    compute: Callable[..., object], otherwise: Shape, parameters: int = 1
) -> Callable[[Call], Shape]:
    """A function of the table that is computed where its arguments are known.

    `compute` gets `parameters` values, `ABSENT` for what is not there, and returns a value or
    `ABSENT`; it raises `FailureError` or `UnsureError`. `otherwise` is what the answer is then,
    given that there is a first argument: without one there is no answer.
    """

    def function(call: Call) -> Shape:
        shapes = [shape_of(argument(call, index)) for index in range(parameters)]
        first = shapes[0]
        if first is not None and first.is_nothing:
            return NOTHING
        kind = otherwise.or_nothing if first is None or first.nothing else otherwise
        known = [None if shape is None else alternatives(shape) for shape in shapes]
        return _computed(call, compute, known, kind)

    return function


def _computed(
    call: Call, compute: Callable[..., object], known: list[list[Any] | None], otherwise: Shape
) -> Shape:
    combinations = 1
    for values in known:
        if values is None:
            return otherwise
        combinations *= len(values)
    if combinations > MAX_COMBINATIONS:
        return otherwise
    return every_result(call, compute, product(*(values or () for values in known)), otherwise)


def every_result(
    call: Call,
    compute: Callable[..., object],
    combinations: Iterable[tuple[Any, ...]],
    otherwise: Shape,
) -> Shape:
    """What comes of each combination of values; `compute` is as in `computed`."""
    found: list[Shape] = []
    reason = ""
    for values in combinations:
        if values[0] is ABSENT:
            found.append(NOTHING)
            continue
        try:
            found.append(shape_from(compute(*values)))
        except FailureError as failure:
            reason = str(failure)
        except UnsureError:
            return otherwise
    shape = join(found)
    return call.fault(reason) if shape.is_never and reason else shape


def shape_from(value: object) -> Shape:
    """The shape of a value, or of `ABSENT`."""
    return NOTHING if value is ABSENT else of(value)


def bounded(text: str) -> str:
    """The text; raises `UnsureError` for one that is too long to be kept."""
    if len(text) > MAX_SIZE:
        raise UnsureError
    return text
