"""Values as JavaScript, in which JSONata is written, shows and compares them.

Sources: ECMA-262 (Number::toString, JSON.stringify) and JSONata 2.0.6, whose `$string` keeps
fifteen significant digits of a number. Recorded from AWS: `$string(1e20)` is written in full.
"""

from __future__ import annotations

from json import dumps
from math import isfinite
from typing import Final

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

MAX_DEPTH: Final = 200
"""What is nested deeper is not written as a text."""
MAX_SAFE: Final = 2**53
"""Whole numbers below are exact."""


class TooDeepError(ValueError):
    """A value is nested too deep to be written."""


def number_of(number: float) -> int | float:
    """A number as JSON has it: whole ones are ints, zero has no sign."""
    return int(number) if number == int(number) else number


def double(number: int | float) -> float:
    """A number as JavaScript keeps it, in 64 bits; infinite where it is too large."""
    try:
        return float(number)
    except OverflowError:
        return float("inf") if number > 0 else float("-inf")


def digits_of(number: int | float) -> str:
    """A finite number as `Number.toString` writes it: the shortest digits that read back as it."""
    value = double(number)
    if value == 0:
        return "0"
    sign = "-" if value < 0 else ""
    mantissa, _, exponent = repr(abs(value)).partition("e")
    whole, _, fraction = mantissa.partition(".")
    digits = (whole + fraction).lstrip("0")
    point = len(whole) + int(exponent or 0) - (len(whole + fraction) - len(digits))
    digits = digits.rstrip("0")
    count = len(digits)
    if count <= point <= 21:
        return sign + digits + "0" * (point - count)
    if 0 < point <= 21:
        return f"{sign}{digits[:point]}.{digits[point:]}"
    if -6 < point <= 0:
        return f"{sign}0.{'0' * -point}{digits}"
    power = f"e{'+' if point > 0 else '-'}{abs(point - 1)}"
    return sign + digits[0] + (f".{digits[1:]}" if count > 1 else "") + power


def string_of(value: object, *, pretty: bool = False) -> str:
    """What `$string` makes of a known value: texts stay, all others are written as JSON.

    Raises `TooDeepError`.
    """
    if isinstance(value, str):
        return value
    return "".join(_json(value, 0, "  " if pretty else ""))


def _json(value: Any, depth: int, indent: str) -> Iterable[str]:
    if isinstance(value, dict):
        pairs = ordered(value)
        parts = ((f"{_quoted(name)}:{' ' if indent else ''}", value[name]) for name in pairs)
        return _bracketed("{", parts, "}", depth, indent) if value else ("{}",)
    if isinstance(value, list):
        return _bracketed("[", (("", item) for item in value), "]", depth, indent) or ("[]",)
    if isinstance(value, str):
        return (_quoted(value),)
    if value is None or isinstance(value, bool):
        return ({None: "null", True: "true", False: "false"}[value],)
    number = double(value)
    if not isfinite(number):
        return ("null",)
    return (digits_of(float(f"{number:.15g}")),)


def _bracketed(
    opening: str, parts: Iterable[tuple[str, Any]], closing: str, depth: int, indent: str
) -> list[str]:
    """The parts in brackets, each on a line of its own where there is an indent; none: nothing."""
    if depth == MAX_DEPTH:
        raise TooDeepError
    line = f"\n{indent * (depth + 1)}" if indent else ""
    found: list[str] = []
    for label, part in parts:
        found += ("," if found else opening, line, label)
        found += _json(part, depth + 1, indent)
    if found:
        found += (f"\n{indent * depth}" if indent else "", closing)
    return found


def _quoted(text: str) -> str:
    quoted = dumps(text, ensure_ascii=False)
    if quoted.isascii():
        return quoted
    return "".join(
        f"\\u{ord(character):04x}" if "\ud800" <= character <= "\udfff" else character
        for character in quoted
    )


def ordered(names: Iterable[str]) -> list[str]:
    """The names of an object's fields in JavaScript's order: whole numbers first, by size."""
    found = list(names)
    numbers = [name for name in found if _is_index(name)]
    if not numbers:
        return found
    return sorted(numbers, key=int) + [name for name in found if not _is_index(name)]


def _is_index(name: str) -> bool:
    return (
        name.isascii()
        and name.isdigit()
        and len(name) <= 10
        and (name == "0" or name[0] != "0")
        and int(name) < 2**32 - 1
    )


def units(text: str) -> bytes:
    """A key that sorts texts as JavaScript does, by their UTF-16 units."""
    return text.encode("utf-16-be", "surrogatepass")


def is_basic(text: str) -> bool:
    """Is each of its characters one UTF-16 unit?"""
    return text.isascii() or max(text) <= "\uffff"


def same_key(value: object) -> object:
    """A key that two JSON values share exactly if they are equal for JavaScript."""
    if isinstance(value, bool):
        return ("boolean", value)
    if isinstance(value, list):
        return ("array", tuple(map(same_key, value)))
    if isinstance(value, dict):
        return ("object", frozenset((name, same_key(item)) for name, item in value.items()))
    return value
