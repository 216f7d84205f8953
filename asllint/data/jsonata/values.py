"""What JSONata computes with beside JSON values: functions, and sequences that collapse."""

from __future__ import annotations

from typing import TypeAlias

from asllint.data.shape import ARRAY_KIND, NEVER, NOTHING, Array, Shape, array_of, join

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


class Function:
    """A function as a value: a lambda, a partial application, or a built-in one that is handed on.

    `arity` is how many arguments it names; None where there is no telling. `name` is that of a
    built-in function, without `$`; `pattern` are the text between the slashes and the flags of a
    regular expression, which is a function, too.
    """

    __slots__ = ("arity", "call", "name", "pattern")

    def __init__(
        self,
        call: Callable[[Sequence[Value]], Value],
        arity: int | None = None,
        name: str | None = None,
        pattern: tuple[str, str] | None = None,
    ) -> None:
        self.call = call
        self.arity = arity
        self.name = name
        self.pattern = pattern


Value: TypeAlias = "Shape | Function"


def items_of(shape: Shape) -> Array:
    """A value as the list that it is for JSONata: an array is its items, any other value is one.

    `nothing` is the empty list.
    """
    lists = [array_of(())] if shape.nothing else []
    if shape.array is not None or shape.anything:
        lists.append(shape.only(ARRAY_KIND))
    others = shape.present.without(ARRAY_KIND)
    if others.has_value:
        lists.append(array_of((others,)))
    found = join(lists).array
    return found if found is not None else Array((), NEVER)


def collapsed(array: Array) -> Shape:
    """A sequence as a value: nothing if it is empty, of one item that item, else the array."""
    shape = NEVER
    if array.least == 0:
        shape = NOTHING
    if array.least <= 1 and (array.most is None or array.most >= 1):
        shape = join((shape, array.at(0)))
    if array.most is None or array.most >= 2:
        shape = join(
            (shape, Shape(array=Array(array.items, array.rest, max(array.least, 2), array.most)))
        )
    return shape


def kept(array: Array) -> Shape:
    """A sequence as a value where `[]` keeps it an array: nothing only if it is empty."""
    if array.most == 0:
        return NOTHING
    shape = Shape(array=Array(array.items, array.rest, max(array.least, 1), array.most))
    return shape if array.least else shape.or_nothing
