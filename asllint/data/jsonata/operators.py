"""The operators of JSONata that only need their operands' values, over shapes.

Each returns the shape of what comes of it, and raises `RefusedError` where it surely fails. What
the operators do is described at docs.jsonata.org, "Numeric operators", "Comparison operators" and
"Boolean operators"; that "!=" is false where one side yields nothing, and that a division by zero
gives a number that is no JSON, is how JSONata 2.0.6 does it.
"""

from __future__ import annotations

import math
from typing import Final

from asllint.data.bindings import called
from asllint.data.jsonata.values import Function
from asllint.data.shape import (
    ARRAY_KIND,
    BOOLEAN,
    EVERY,
    NEVER,
    NOTHING,
    NUMBER,
    NUMBER_KIND,
    STRING_KIND,
    TEXT,
    Array,
    Shape,
    UnknownValueError,
    array_of,
    list_of,
    numbers,
    of,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any

    from asllint.data.jsonata.values import Value
    from asllint.data.shape import Number

MAX_PAIRS: Final = 400
"""So many pairs of literals are computed; of more the kind is known."""
MAX_TEXT: Final = 256 * 1024
"""A longer text is any text."""
MAX_RANGE: Final = 20_000
"""A range of so many numbers is known one by one."""
REFUSED_RANGE: Final = 873_783
"""AWS refuses a range of so many numbers (measured), for want of memory."""

_SIDES = ("left", "right")


class RefusedError(Exception):
    """An operation surely fails: the text says why, `holder` is the operand that it is about."""

    def __init__(self, text: str, holder: Shape = NOTHING) -> None:
        super().__init__(text)
        self.text = text
        self.holder = holder


def described(value: Value) -> str:
    """What a value is, for people: `a text`, `an array or null`."""
    return "a function" if isinstance(value, Function) else called(value)


# --- arithmetic -----------------------------------------------------------------------------------


def arithmetic(operator: str, one: Value, other: Value) -> Shape:
    """`+`, `-`, `*`, `/` and `%` (which takes its sign from the left side, as in JavaScript)."""
    operands = []
    for side, value in zip(_SIDES, (one, other), strict=True):
        found = value.only(NUMBER_KIND) if isinstance(value, Shape) else NOTHING
        missing = isinstance(value, Shape) and (value.nothing or value.anything)
        if not found.has_value and not missing:
            text = f'"{operator}" takes numbers, and its {side} side is {described(value)}'
            raise RefusedError(text, value if isinstance(value, Shape) else NOTHING)
        operands.append(found)
    left, right = operands
    nothing = any(isinstance(value, Shape) and value.nothing for value in (one, other))
    if not (left.has_value and right.has_value):
        return NOTHING
    found = _combined(left.numbers, right.numbers, lambda a, b: _compute(operator, a, b), NUMBER)
    return found.or_nothing if nothing else found


def negated(value: Value) -> Shape:
    """`-` before a value."""
    shape = value if isinstance(value, Shape) else Shape()
    found = shape.only(NUMBER_KIND)
    if not found.has_value and not shape.nothing:
        raise RefusedError(f'"-" takes a number, and this is {described(value)}', shape)
    if found.numbers is not EVERY:
        found = numbers(-one for one in found.numbers)
    return found.or_nothing if shape.nothing else found


def _compute(operator: str, one: Number, other: Number) -> Number:
    """As JavaScript does, with doubles; the result may be no finite number."""
    a, b = float(one), float(other)
    if not math.isfinite(a) or not math.isfinite(b):
        raise UnknownValueError
    try:
        if operator == "+":
            result = a + b
        elif operator == "-":
            result = a - b
        elif operator == "*":
            result = a * b
        elif operator == "/":
            result = a / b
        else:
            result = math.fmod(a, b)
    except (ZeroDivisionError, ValueError):
        result = math.nan
        if operator == "/" and a != 0:
            result = math.copysign(math.inf, a) * math.copysign(1.0, b)
    return int(result) if result.is_integer() and abs(result) < 1e21 else result


def _combined(
    one: Iterable[Any] | None,
    other: Iterable[Any] | None,
    compute: Callable[[Any, Any], Any],
    kind: Shape,
) -> Shape:
    """What comes of any two of some literals, or else just its kind."""
    if one is EVERY or other is EVERY:
        return kind
    left, right = list(one), list(other)
    if len(left) * len(right) > MAX_PAIRS:
        return kind
    try:
        results = frozenset(compute(a, b) for a in left for b in right)
    except UnknownValueError:
        return kind
    return Shape(numbers=results) if kind is NUMBER else Shape(texts=results)


# --- texts ----------------------------------------------------------------------------------------


def joined_texts(one: Shape, other: Shape) -> Shape:
    """`&` of two texts."""

    def append(a: str, b: str) -> str:
        if len(a) + len(b) > MAX_TEXT:
            raise UnknownValueError
        return a + b

    return _combined(one.texts, other.texts, append, TEXT)


# --- comparison -----------------------------------------------------------------------------------


def _outcomes(found: set[bool]) -> Shape:
    return Shape(booleans=frozenset(found))


def equality(operator: str, one: Value, other: Value) -> Shape:
    """`=` and `!=`: both false where one side yields nothing."""
    if isinstance(one, Function) or isinstance(other, Function):
        missing = one is NOTHING or other is NOTHING
        return of(False) if missing else BOOLEAN
    found = {False} if one.nothing or other.nothing else set()
    if one.has_value and other.has_value:
        same = operator == "="
        if may_equal(one, other):
            found.add(same)
        if not must_equal(one, other):
            found.add(not same)
    return _outcomes(found)


def may_equal(one: Shape, other: Shape) -> bool:
    """Have two shapes a value in common? True where that would take long to tell."""
    return _may_equal(one, other, 6)


def _may_equal(one: Shape, other: Shape, depth: int) -> bool:
    if (one.anything and other.has_value) or (other.anything and one.has_value) or depth == 0:
        return True
    return (
        (one.null and other.null)
        or bool(one.booleans & other.booleans)
        or _share(one.numbers, other.numbers)
        or _share(one.texts, other.texts)
        or _arrays_meet(one.array, other.array, depth - 1)
        or _objects_meet(one, other, depth - 1)
    )


def _share(one: frozenset[Any] | None, other: frozenset[Any] | None) -> bool:
    if one is EVERY or other is EVERY:
        return bool(one is EVERY or one) and bool(other is EVERY or other)
    return not one.isdisjoint(other)


def _arrays_meet(one: Array | None, other: Array | None, depth: int) -> bool:
    if one is None or other is None:
        return False
    least = max(one.least, other.least)
    for array in (one, other):
        if array.most is not None and array.most < least:
            return False
    lead = range(min(least, max(len(one.items), len(other.items))))
    return all(_may_equal(one.at(index), other.at(index), depth) for index in lead)


def _objects_meet(one: Shape, other: Shape, depth: int) -> bool:
    if one.object is None or other.object is None:
        return False
    for name in one.object.required | other.object.required:
        a, b = one.object.get(name), other.object.get(name)
        if not _may_equal(a.present, b.present, depth):
            return False
    return True


def must_equal(one: Shape, other: Shape) -> bool:
    """Do two shapes stand for one and the same value?"""
    try:
        return same_value(one.value, other.value)
    except UnknownValueError:
        return False


def same_value(one: Any, other: Any) -> bool:
    """Are two JSON values equal, true and 1 being different?"""
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same_value, one, other))
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(
            same_value(value, other[name]) for name, value in one.items()
        )
    return bool(one == other) and isinstance(one, bool) == isinstance(other, bool)


def order(operator: str, one: Value, other: Value) -> Shape:
    """`<`, `<=`, `>` and `>=`: of two numbers, or of two texts; nothing where one is missing."""
    for side, value in zip(_SIDES, (one, other), strict=True):
        if isinstance(value, Function) or not (
            value.nothing or value.only(NUMBER_KIND, STRING_KIND).has_value
        ):
            text = f'"{operator}" takes numbers or texts, and its {side} side is {described(value)}'
            raise RefusedError(text, value if isinstance(value, Shape) else NOTHING)
    assert isinstance(one, Shape), "functions are refused"
    assert isinstance(other, Shape), "functions are refused"
    found: set[bool] = set()
    left, right = (value.only(NUMBER_KIND, STRING_KIND) for value in (one, other))
    found |= _orders(operator, left.numbers, right.numbers, lambda number: number)
    found |= _orders(operator, left.texts, right.texts, units)
    if not found and not one.nothing and not other.nothing:
        text = f'"{operator}" can not compare {described(left)} with {described(right)}'
        raise RefusedError(text, one)
    outcome = _outcomes(found)
    return outcome.or_nothing if one.nothing or other.nothing else outcome


def units(text: str) -> bytes:
    """What texts are ordered by: their UTF-16 code units."""
    return text.encode("utf-16-be", "surrogatepass")


def _orders(
    operator: str,
    one: frozenset[Any] | None,
    other: frozenset[Any] | None,
    key: Callable[[Any], Any],
) -> set[bool]:
    if one is EVERY or other is EVERY:
        return {False, True} if _share(one, other) else set()
    if len(one) * len(other) > MAX_PAIRS:
        return {False, True}
    return {compare(operator, key(a), key(b)) for a in one for b in other}


def compare(operator: str, one: Any, other: Any) -> bool:
    """An order comparison of two values of one type."""
    if operator == "<":
        return bool(one < other)
    if operator == "<=":
        return bool(one <= other)
    return bool(one > other if operator == ">" else one >= other)


def inclusion(one: Value, other: Value) -> Shape:
    """`in`: is the left side an item of the right one? What is no array is an array of one."""
    if isinstance(one, Function) or isinstance(other, Function):
        return BOOLEAN
    found = {False} if one.nothing or other.nothing else set()
    if one.has_value and other.has_value:
        if other.anything:
            return BOOLEAN
        lists = [other.array] if other.array is not None else []
        alone = other.present.without(ARRAY_KIND)
        if alone.has_value:
            lists.append(Array((alone,), NEVER, 1, 1))
        for array in lists:
            found |= _included(one.present, array)
    return _outcomes(found)


def _included(one: Shape, array: Array) -> set[bool]:
    """Arrays and objects are the same only if they are one and the same thing: no telling."""
    found = set()
    is_scalar = one.array is None and one.object is None
    sure = is_scalar and any(must_equal(one, item) for item in array.items[: array.least])
    if sure or any(may_equal(one, item) for item in (*array.items, array.rest)):
        found.add(True)
    if not sure:
        found.add(False)
    return found


# --- lists ----------------------------------------------------------------------------------------


def number_range(one: Value, other: Value) -> Shape:
    """`first..last`, both of them whole numbers; nothing where the last one is less."""
    ends = []
    for word, value in zip(("first", "last"), (one, other), strict=True):
        shape = value if isinstance(value, Shape) else Shape()
        found = shape.only(NUMBER_KIND)
        if found.numbers is not EVERY:
            found = numbers(int(n) for n in found.numbers if float(n).is_integer())
        if not found.has_value and not shape.nothing:
            text = f"a range runs between whole numbers, and its {word} one is {described(value)}"
            raise RefusedError(text, shape)
        ends.append(found)
    nothing = any(isinstance(value, Shape) and value.nothing for value in (one, other))
    if not all(end.has_value for end in ends):
        return NOTHING
    found = _numbers_between(*ends)
    return found.or_nothing if nothing else found


def _numbers_between(first: Shape, last: Shape) -> Shape:
    if first.is_known and last.is_known:
        low, high = first.value, last.value
        size = high - low + 1
        if size <= 0:
            return NOTHING
        if size >= REFUSED_RANGE:
            raise RefusedError(f"a range of {size:,} numbers takes more memory than there is", last)
        if size <= MAX_RANGE:
            return array_of(numbers((one,)) for one in range(low, high + 1))
        return list_of(NUMBER, size, size)
    return list_of(NUMBER, 1).or_nothing
