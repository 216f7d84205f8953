"""What a field demands of a value that it takes by a path: numbers and timestamps.

Recorded from AWS: a text that is a number is taken where a Map asks for one; another text, an
object, a fraction where there are only whole numbers, and what is out of range fail the state.
`SecondsPath` takes no negative number and no fraction. Of what was not recorded nothing is said.
"""

from __future__ import annotations

import math
from typing import Final

from asllint.data.shape import EVERY, OBJECT_KIND, STRING_KIND, Shape
from asllint.facts.conformance import is_timestamp

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

MAX_LENGTH: Final = 400
"""A longer text is not read as a number."""


def refused(field: str, shape: Shape) -> str | None:
    """Why no value of a shape will do, for a message: `is "NoNumber", and …`; None if one may."""
    demand = DEMANDS.get(field)
    if demand is None or not shape.has_value:
        return None
    wanted, takes = demand
    if not all(_refuses(shape, kind, takes) for kind in shape.kinds):
        return None
    return f"is {_shown(shape)}, and {wanted}"


def _refuses(shape: Shape, kind: str, takes: Callable[[object], bool]) -> bool:
    """Does a field refuse all values of one kind?"""
    if kind == OBJECT_KIND:
        return True
    literals = shape.texts if kind == STRING_KIND else shape.numbers if kind == "number" else EVERY
    return literals is not EVERY and not any(map(takes, literals))


def _shown(shape: Shape) -> str:
    if shape.is_known and shape.kinds != (OBJECT_KIND,):
        value = shape.value
        text = value if isinstance(value, str) else repr(value)
        return f'"{text}"' if len(text) <= 40 else "a text"
    return "an object" if shape.kinds == (OBJECT_KIND,) else "none of them"


def _as_number(value: object) -> float | None:
    """A number, or a text that is one."""
    if isinstance(value, str):
        try:
            value = float(value) if len(value) <= MAX_LENGTH and "_" not in value else math.nan
        except ValueError:
            return None
    assert isinstance(value, int | float), "texts and numbers are asked about"
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _is_whole(value: object) -> bool:
    number = _as_number(value)
    return number is not None and number >= 0 and number == int(number)


def _is_percentage(value: object) -> bool:
    number = _as_number(value)
    return number is not None and 0 <= number <= 100


def _is_seconds(value: object) -> bool:
    return isinstance(value, str) or _is_whole(value)


def _is_time(value: object) -> bool:
    return not isinstance(value, str) or is_timestamp(value)


_WHOLE: Final = "the state fails without a whole number of 0 or more"
_TIMESTAMP: Final = 'the state fails without a timestamp such as "2026-05-31T09:00:00Z"'
DEMANDS: Final[dict[str, tuple[str, Callable[[object], bool]]]] = {
    "MaxConcurrencyPath": (_WHOLE, _is_whole),
    "ToleratedFailureCountPath": (_WHOLE, _is_whole),
    "ToleratedFailurePercentagePath": (
        "the state fails without a number from 0 to 100",
        _is_percentage,
    ),
    "MaxItemsPath": (_WHOLE, _is_whole),
    "SecondsPath": (_WHOLE, _is_seconds),
    "TimestampPath": (_TIMESTAMP, _is_time),
    "Timestamp": (_TIMESTAMP, _is_time),  # of numbers in JSONata nothing was recorded
}
"""What each field takes, in words, and whether it takes a text or a number."""
