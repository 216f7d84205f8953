"""The functions of numbers, and of lists of numbers.

Sources: docs.jsonata.org, "Numeric functions" and "Numeric aggregation functions", and JSONata
2.0.6, which computes with 64-bit numbers.
"""

from __future__ import annotations

from math import ceil, floor, isfinite, sqrt
from typing import Final

from asllint.data.jsonata.functions.computed import (
    ABSENT,
    FailureError,
    UnsureError,
    computed,
    list_argument,
)
from asllint.data.jsonata.functions.javascript import MAX_SAFE, double, number_of
from asllint.data.shape import (
    NOTHING,
    NUMBER,
    NUMBER_KIND,
    TEXT,
    UnknownValueError,
    join,
    of,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from asllint.data.jsonata.call import Call
    from asllint.data.shape import Array, Shape

    Number = int | float
    Answer = Callable[[Call], Shape]

MAX_PRECISION: Final = 400
"""No 64-bit number has so many digits before or behind the point."""
RADIXES: Final = range(2, 37)
"""The bases of `$formatBase`."""
_DIGITS: Final = "0123456789abcdefghijklmnopqrstuvwxyz"
_NUMBER: Final = r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[Ee][-+]?[0-9]+)?"
"""The texts that `$number` reads: JSON's numbers."""
_OTHER_BASE: Final = r"0[xX][0-9A-Fa-f]+|0[oO][0-7]+|0[bB][01]+"
"""Further texts that newer versions of `$number` read."""


def finite(number: float) -> Number:
    """A result as JSON has it; raises `UnsureError` for one that is not finite."""
    if not isfinite(number):
        raise UnsureError
    return number_of(number)


# --- one number -----------------------------------------------------------------------------------


def _number(value: object) -> Number:
    import re

    if isinstance(value, bool):
        return int(value)
    if isinstance(value, int | float):
        return value
    if not isinstance(value, str):
        raise FailureError('"$number" takes a number, a text or a boolean')
    if re.compile(_NUMBER).fullmatch(value) and isfinite(float(value)):
        return number_of(float(value))
    if re.compile(_OTHER_BASE).fullmatch(value) and len(value) <= 256:
        return number_of(double(int(value, 0)))
    raise FailureError(f'"$number" can not read "{value}"' if len(value) <= 40 else _NO_NUMBER)


_NO_NUMBER: Final = '"$number" can not read this text'


def _abs(number: Number) -> Number:
    return abs(number)


def _floor(number: Number) -> Number:
    return floor(number)


def _ceil(number: Number) -> Number:
    return ceil(number)


def _round(number: Number, precision: object) -> Number:
    """Half to even. Digits are shifted in the number's text, as JSONata does it."""
    places = precision if isinstance(precision, int | float) else 0
    if places != int(places) or abs(places) > MAX_PRECISION:
        raise UnsureError
    shifted = _shifted(double(number), int(places))
    return finite(_shifted(double(round(shifted)), -int(places)))


def _shifted(number: float, places: int) -> float:
    """A number times a power of ten; raises `UnsureError` for one that is not finite then."""
    if not isfinite(number):
        raise UnsureError
    mantissa, _, exponent = repr(number).partition("e")
    moved = float(f"{mantissa}e{int(exponent or 0) + places}")
    if not isfinite(moved):
        raise UnsureError
    return moved


def _power(base: Number, exponent: object) -> Number:
    """Exact results only: the last digit of others depends on who computes it."""
    from fractions import Fraction

    if exponent is ABSENT:
        raise FailureError('"$power" needs an exponent')
    assert isinstance(exponent, int | float)
    if abs(base) >= MAX_SAFE and base != double(base):
        raise UnsureError
    if base == 0 and exponent < 0:
        raise FailureError("the result is no finite number")
    if base < 0 and exponent != int(exponent):
        raise FailureError("the result is no number")
    if exponent != int(exponent) or abs(exponent) > 64:
        raise UnsureError
    exact = Fraction(base) ** int(exponent)
    try:
        result = exact.numerator / exact.denominator
    except OverflowError:
        raise FailureError("the result is no finite number") from None
    if Fraction(result) != exact:
        raise UnsureError
    return number_of(result)


def _sqrt(number: Number) -> Number:
    if number < 0:
        raise FailureError('"$sqrt" takes no negative number')
    return finite(sqrt(double(number)))


def _format_base(number: Number, radix: object) -> str:
    whole = round(number)
    base = 10 if not isinstance(radix, int | float) else round(radix)
    if base not in RADIXES:
        raise FailureError("the base is 2 at least and 36 at most")
    if abs(whole) >= MAX_SAFE:
        raise UnsureError
    digits, rest = "", abs(whole)
    while rest or not digits:
        rest, digit = divmod(rest, base)
        digits = _DIGITS[digit] + digits
    return f"-{digits}" if whole < 0 else digits


# --- pictures -------------------------------------------------------------------------------------


def _format_integer(number: Number, picture: object) -> str:
    """Pictures of digits only (`0`, `000`, `#0`); whatever else there is gives some text."""
    width = _digits_in(picture)
    whole = floor(number)
    if width is None or abs(whole) >= MAX_SAFE:
        raise UnsureError
    return ("-" if whole < 0 else "") + str(abs(whole)).rjust(width, "0")


def _parse_integer(text: str, picture: object) -> Number:
    if _digits_in(picture) is None or not (text.isascii() and text.isdigit() and len(text) < 16):
        raise UnsureError
    return int(text)


def _digits_in(picture: object) -> int | None:
    """How many digits a picture asks for that consists of nothing else; None for any other."""
    if not isinstance(picture, str):
        return None
    digits = picture.lstrip("#")
    if not digits or digits.strip("0") or len(digits) > MAX_PRECISION:
        return None
    return len(digits)


def _format_number(number: Number, picture: object, options: object) -> str:
    """Pictures such as `#,##0.00`, with a beginning and an end; others give some text."""
    from asllint.data.jsonata.functions.picture import formatted

    if not isinstance(picture, str) or options is not ABSENT:
        raise UnsureError
    return formatted(number, picture)


# --- lists of numbers -----------------------------------------------------------------------------


def total(values: list[Number]) -> float:
    """The sum as 64-bit numbers give it, from the first to the last."""
    result = 0.0
    for value in values:
        result += double(value)
    return result


def _sum(values: list[Number]) -> Number:
    return finite(total(values))


def _average(values: list[Number]) -> Number:
    return finite(total(values) / len(values))


def _aggregate(
    name: str,
    compute: Callable[[list[Number]], Number],
    otherwise: Callable[[Array], Shape],
    empty: Shape,
) -> Answer:
    """A function of a list of numbers; `empty` is its answer for the empty list."""

    def function(call: Call) -> Shape:
        array, nothing = list_argument(call, 0)
        parts = [NOTHING] if nothing else []
        if array is not None:
            parts.append(_of_list(call, array))
        return join(parts)

    def _of_list(call: Call, array: Array) -> Shape:
        if array.most == 0:
            return empty
        for index in range(min(array.least, len(array.items))):
            if not array.at(index).only(NUMBER_KIND).has_value:
                return call.fault(f'"${name}" takes numbers only')
        try:
            values = _known_numbers(array)
            return of(compute(values))
        except UnknownValueError:
            return join((otherwise(array), empty)) if array.least == 0 else otherwise(array)
        except UnsureError:
            return join((NUMBER, TEXT))  # what is not finite comes out as a text

    return function


def _known_numbers(array: Array) -> list[Number]:
    if array.least != array.most or array.most > len(array.items):
        raise UnknownValueError
    return [item.value for item in array.items]


def _any_number(array: Array) -> Shape:
    return NUMBER


def _one_of_them(array: Array) -> Shape:
    """The greatest and the least of some numbers is one of them."""
    found = [item.only(NUMBER_KIND) for item in (*array.items, array.rest)]
    return join(found)


NUMBERS: Final[dict[str, Answer]] = {
    "number": computed(_number, NUMBER),
    "abs": computed(_abs, NUMBER),
    "floor": computed(_floor, NUMBER),
    "ceil": computed(_ceil, NUMBER),
    "round": computed(_round, NUMBER, 2),
    "power": computed(_power, NUMBER, 2),
    "sqrt": computed(_sqrt, NUMBER),
    "formatNumber": computed(_format_number, TEXT, 3),
    "formatBase": computed(_format_base, TEXT, 2),
    "formatInteger": computed(_format_integer, TEXT, 2),
    # What the picture can not read is no number, and comes out as the text "NaN" (measured).
    "parseInteger": computed(_parse_integer, join((NUMBER, of("NaN"))), 2),
    "sum": _aggregate("sum", _sum, _any_number, of(0)),
    "max": _aggregate("max", max, _one_of_them, NOTHING),
    "min": _aggregate("min", min, _one_of_them, NOTHING),
    "average": _aggregate("average", _average, _any_number, NOTHING),
}
"""The functions of numbers, by name."""
