"""The functions of lists.

Sources: docs.jsonata.org, "Array functions", and JSONata 2.0.6.
"""

from __future__ import annotations

from typing import Final

from asllint.data.jsonata.functions.computed import argument, list_argument, shape_of
from asllint.data.jsonata.functions.javascript import same_key, units
from asllint.data.jsonata.values import Function, items_of
from asllint.data.shape import (
    ARRAY_KIND,
    BOOLEAN,
    LIST,
    MAX_ITEMS,
    MAYBE,
    NEVER,
    NOTHING,
    NUMBER_KIND,
    STRING_KIND,
    Array,
    Shape,
    UnknownValueError,
    array_of,
    join,
    list_of,
    of,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from asllint.data.jsonata.call import Call
    from asllint.data.jsonata.values import Value

    Answer = Callable[[Call], Shape]

MAX_COMPARED: Final = 100
"""Longer lists are not sorted by what a function says of two items."""


# --- what lists are made of -----------------------------------------------------------------------


def is_exact(array: Array) -> bool:
    """Is it known how many items there are, and what each is?"""
    return array.least == array.most and array.most <= len(array.items)


def values_of(array: Array) -> list[Any]:
    """The values of its items; raises `UnknownValueError`."""
    if not is_exact(array):
        raise UnknownValueError
    return [item.value for item in array.items]


def in_any_order(array: Array) -> Shape:
    """A list of the same items, nobody knows in which order."""
    if array.most is not None and array.most <= 1:
        return Shape(array=array)
    return list_of(array.element, array.least, array.most)


def joined_to(one: Array, other: Array) -> Array:
    """The items of a list, and then those of another."""
    most = None if one.most is None or other.most is None else one.most + other.most
    least = one.least + other.least
    if one.least == one.most and one.most <= max(len(one.items), MAX_ITEMS):
        first = tuple(one.at(index) for index in range(one.most))
        return Array(first + other.items, other.rest, least, most)
    first = one.items[: one.least]
    rest = join((*one.items[one.least :], one.rest, *other.items, other.rest))
    return Array(first, rest, least, most)


# --- functions ------------------------------------------------------------------------------------


def count(call: Call) -> Shape:
    """`$count`: 0 for nothing."""
    array, nothing = list_argument(call, 0)
    parts = [of(0)] if nothing else []
    if array is not None:
        parts.append(array.length)
    return join(parts)


def append(call: Call) -> Shape:
    """`$append`: one of them where the other is nothing, else a list of all."""
    one, other = (shape_of(argument(call, index)) for index in range(2))
    if one is None or other is None:
        return MAYBE
    parts = []
    if one.nothing:
        parts.append(other)
    if other.nothing and one.has_value:
        parts.append(one.present)
    if one.has_value and other.has_value:
        both = joined_to(items_of(one.present), items_of(other.present))
        parts.append(Shape(array=both))
    return join(parts)


def _of_list(change: Callable[[Array], Shape]) -> Answer:
    """A function that changes a list; nothing stays nothing."""

    def function(call: Call) -> Shape:
        array, nothing = list_argument(call, 0)
        parts = [NOTHING] if nothing else []
        if array is not None:
            parts.append(change(array))
        return join(parts)

    return function


def _reversed(array: Array) -> Shape:
    if array.least == array.most and array.most <= max(len(array.items), MAX_ITEMS):
        return array_of(array.at(index) for index in reversed(range(array.most)))
    return in_any_order(array)


def distinct(call: Call) -> Shape:
    """`$distinct`: every value once; what is no list stays what it is.

    What is left of a sequence collapses, what is left of another list does not, and which it is
    can not be seen.
    """
    given = shape_of(argument(call, 0))
    if given is None:
        return MAYBE
    if given.anything:
        return given
    array = given.array
    if array is None or (array.most is not None and array.most <= 1):
        return given
    return join((given.without(ARRAY_KIND), *_distinct(call, array)))


def _distinct(call: Call, array: Array) -> list[Shape]:
    try:
        values = values_of(array)
    except UnknownValueError:
        element = array.element
        found = list_of(element, min(array.least, 1), array.most)
        return [found, element]
    by_key: dict[object, Any] = {}
    for value in values:
        by_key.setdefault(same_key(value), value)
    once = list(by_key.values())
    return [of(once), of(once[0])] if len(once) == 1 else [of(once)]


def zipped(call: Call) -> Shape:
    """`$zip`: the first items of all lists, the second ones, as far as the shortest goes."""
    arrays, empty = [], False
    for index in range(len(call.arguments)):
        array, nothing = list_argument(call, index)
        empty = empty or nothing
        if array is None:
            return of([])
        arrays.append(array)
    if not arrays:
        return LIST
    ends = [array.most for array in arrays if array.most is not None]
    least = 0 if empty else min(array.least for array in arrays)
    most = min(ends) if ends else None
    lead = max(len(array.items) for array in arrays)
    lead = lead if most is None else min(lead, most)
    items = tuple(array_of(array.at(index) for array in arrays) for index in range(lead))
    return Shape(array=Array(items, array_of(array.rest for array in arrays), least, most))


# --- order ----------------------------------------------------------------------------------------


def sort(call: Call) -> Shape:
    """`$sort`: by number or by text, or as a function says whether two are in the wrong order."""
    array, nothing = list_argument(call, 0)
    comparator = argument(call, 1)
    parts = [NOTHING] if nothing else []
    if array is not None:
        if array.most is not None and array.most <= 1:
            parts.append(Shape(array=array))
        elif comparator == NOTHING:
            parts.append(_sorted(call, array))
        else:
            parts.append(_sorted_by(call, array, comparator))
    return join(parts)


def _sorted(call: Call, array: Array) -> Shape:
    certain = [array.at(index) for index in range(min(array.least, len(array.items) + 1))]
    comparable = all(item.only(NUMBER_KIND).has_value for item in certain) or all(
        item.only(STRING_KIND).has_value for item in certain
    )
    if not comparable and array.least > 1:
        return call.fault('"$sort" takes numbers only, or texts only, without a function')
    try:
        values = values_of(array)
    except UnknownValueError:
        if array.least > 1:
            element = array.element.only(NUMBER_KIND, STRING_KIND)
            return list_of(element, array.least, array.most)
        return in_any_order(array)
    if all(isinstance(value, str) for value in values):
        return of(sorted(values, key=units))
    return of(sorted(values))


class _OrderUnknownError(Exception):
    """Nobody knows which of two items comes first."""


def _sorted_by(call: Call, array: Array, comparator: Value) -> Shape:
    if not isinstance(comparator, Function):
        return in_any_order(array)
    if not is_exact(array) or len(array.items) > MAX_COMPARED:
        element = array.element
        if array.least > 1 and call.apply(comparator, element, element).is_never:
            return NEVER
        return in_any_order(array)
    try:
        return array_of(_merge_sorted(call, list(array.items), comparator))
    except _OrderUnknownError:
        return in_any_order(array)


def _merge_sorted(call: Call, items: list[Shape], comparator: Value) -> list[Shape]:
    """As JSONata does it: the left one of two stays first unless the function says true."""
    if len(items) <= 1:
        return items
    middle = len(items) // 2
    left = _merge_sorted(call, items[:middle], comparator)
    right = _merge_sorted(call, items[middle:], comparator)
    found: list[Shape] = []
    i = j = 0
    while i < len(left) and j < len(right):
        swapped = call.apply(comparator, left[i], right[j])
        if swapped.is_never:
            return [NEVER]
        if not swapped.is_known or not BOOLEAN.contains(swapped.value):
            raise _OrderUnknownError
        if swapped.value:
            found.append(right[j])
            j += 1
        else:
            found.append(left[i])
            i += 1
    return found + left[i:] + right[j:]


ARRAYS: Final[dict[str, Answer]] = {
    "count": count,
    "append": append,
    "sort": sort,
    "reverse": _of_list(_reversed),
    "shuffle": _of_list(in_any_order),
    "distinct": distinct,
    "zip": zipped,
}
"""The functions of lists, by name."""
