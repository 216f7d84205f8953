"""Numbers as a picture shows them.

Sources: XPath 3.1, "Formatting numbers" (fn:format-number), as docs.jsonata.org takes it over for
`$formatNumber`. Only the plain pictures are understood: digits, commas that part them regularly,
a point, a percent sign, and text around them.
"""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from typing import Final

from asllint.data.jsonata.functions.computed import UnsureError
from asllint.data.jsonata.functions.javascript import double

TYPE_CHECKING = False
if TYPE_CHECKING:
    Number = int | float

MAX_PICTURE: Final = 100
"""Longer pictures are not understood."""
_ACTIVE: Final = "#0,."
_ELSEWHERE: Final = "e;‰123456789"
"""What means more than itself, or may: a picture with one of them is not understood."""
_TOO_LARGE: Final = 1e15


def formatted(number: Number, picture: str) -> str:
    """A number as a picture shows it; raises `UnsureError` for a picture that is not understood."""
    before, whole, fraction, after = _parts(picture)
    adjusted = double(number)
    if "%" in before + after:
        adjusted *= 100
    if abs(adjusted) >= _TOO_LARGE:
        raise UnsureError
    digits = _digits(abs(adjusted), len(fraction) if fraction is not None else 0)
    left, _, right = digits.partition(".")
    left, right = left.lstrip("0"), right.rstrip("0")
    fewest, least = whole.count("0"), (fraction or "").count("0")
    if fewest == 0 and not fraction:
        fewest = 1
    elif fewest == 0 and least == 0:
        least = 1
    left = _grouped(left.rjust(fewest, "0"), whole)
    right = right.ljust(least, "0")
    shown = f"{left}.{right}" if right else left
    return f"{'-' if number < 0 else ''}{before}{shown}{after}"


def _parts(picture: str) -> tuple[str, str, str | None, str]:
    """What stands before the digits, the whole digits, those behind the point, and the end."""
    if len(picture) > MAX_PICTURE or any(mark in picture for mark in _ELSEWHERE):
        raise UnsureError
    core = picture.lstrip("".join(set(picture) - set(_ACTIVE)))
    before = picture[: len(picture) - len(core)]
    core = core.rstrip("".join(set(core) - set(_ACTIVE)))
    after = picture[len(before) + len(core) :]
    whole, point, behind = core.partition(".")
    plain = (
        not set(core) - set(_ACTIVE)
        and not set(behind) - {"0", "#"}
        and "0#" not in whole.replace(",", "")
        and "#0" not in behind
        and (before + after).count("%") <= 1
        and bool(set(core) & {"0", "#"})
        and not whole.startswith(",")
    )
    if not plain:
        raise UnsureError
    _interval(whole)
    return before, whole, behind if point else None, after


def _interval(whole: str) -> int:
    """How many digits are between two commas; 0 without commas."""
    _, *groups = whole.split(",")
    if not groups:
        return 0
    if len(set(map(len, groups))) > 1 or not groups[0]:
        raise UnsureError
    return len(groups[0])


def _grouped(digits: str, whole: str) -> str:
    interval = _interval(whole)
    if interval == 0:
        return digits
    first = len(digits) % interval
    groups = [digits[at : at + interval] for at in range(first, len(digits), interval)]
    return ",".join(([digits[:first]] if first else []) + groups)


def _digits(number: float, places: int) -> str:
    """A number that is not negative, with so many digits behind the point, half to even."""
    unit = Decimal(1).scaleb(-places)
    shortest = Decimal(repr(number)).quantize(unit, ROUND_HALF_EVEN)
    return str(Decimal(float(shortest)).quantize(unit, ROUND_HALF_UP))
