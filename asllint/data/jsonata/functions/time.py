"""The functions of dates and times.

Sources: docs.jsonata.org, "Date/Time functions", and JSONata 2.0.6. What time it is nobody knows
beforehand; of pictures those are understood that consist of numbers.
"""

from __future__ import annotations

from typing import Final

from asllint.data.jsonata.call import Call
from asllint.data.jsonata.functions.computed import (
    ABSENT,
    FailureError,
    UnsureError,
    argument,
    computed,
)
from asllint.data.outside import outside
from asllint.data.shape import NOTHING, NUMBER, TEXT, Shape, of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    Answer = Callable[[Call], Shape]

_FIRST, _LAST = -62_135_596_800_000, 253_402_300_799_999
"""The milliseconds of the years 1 to 9999."""
_ISO: Final = "[Y0001]-[M01]-[D01]T[H01]:[m01]:[s01].[f001]"
_TIME: Final = (
    r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2})(?:T([0-9]{2}):([0-9]{2}):([0-9]{2})"
    r"(?:\.([0-9]{1,3}))?(Z|[+-][0-9]{2}:[0-9]{2}))?)?)?"
)
"""Times that JavaScript reads everywhere alike; other texts may be times, too."""
_PARTS: Final = {"Y": "year", "M": "month", "D": "day", "H": "hour", "m": "minute", "s": "second"}
MAX_PICTURE: Final = 200
"""Longer pictures are not understood."""


def now(call: Call) -> Shape:
    """`$now`: some text, or the time that is given, written as the arguments say."""
    moment = outside().moment
    if moment is None:
        return TEXT
    written = Call("fromMillis", (of(moment), *call.arguments), call.start, call.end, call.refuse)
    return TIMES["fromMillis"](written)


def millis(call: Call) -> Shape:
    """`$millis`: some number, or the time that is given."""
    moment = outside().moment
    return NUMBER if moment is None else of(moment)


def _from_millis(number: float, picture: object, zone: object) -> str:
    from datetime import UTC, datetime, timedelta

    minutes = _offset(zone)
    if not _FIRST + 86_400_000 < number < _LAST - 86_400_000:
        raise UnsureError
    epoch = datetime(1970, 1, 1, tzinfo=UTC)
    moment = epoch + timedelta(milliseconds=int(number)) + timedelta(minutes=minutes)
    if picture is ABSENT:
        return _shown(moment, _ISO) + _zone(minutes)
    if not isinstance(picture, str) or len(picture) > MAX_PICTURE:
        raise UnsureError
    return _shown(moment, picture)


def _offset(zone: object) -> int:
    """A zone such as `+0130` in minutes."""
    if zone is ABSENT:
        return 0
    if not isinstance(zone, str) or len(zone) != 5 or zone[0] not in "+-":
        raise UnsureError
    if not (zone.isascii() and zone[1:].isdigit()):
        raise UnsureError
    minutes = int(zone[1:3]) * 60 + int(zone[3:])
    if zone[0] == "-" and minutes:
        raise UnsureError  # hours and minutes are parted in a way that is not recorded
    return minutes


def _zone(minutes: int) -> str:
    return f"+{minutes // 60:02}:{minutes % 60:02}" if minutes else "Z"


def _shown(moment: datetime, picture: str) -> str:
    """A picture such as `[Y0001]-[M01]`; raises `UnsureError` for what is not understood."""
    if "]]" in picture or "[[" in picture:
        raise UnsureError
    first, *parts = picture.split("[")
    if "]" in first:
        raise UnsureError
    found = [first]
    for part in parts:
        marker, closed, text = part.partition("]")
        if not closed or "]" in text or len(marker) < 2:
            raise UnsureError
        found += (_component(moment, marker[0], marker[1:]), text)
    return "".join(found)


def _component(moment: datetime, name: str, form: str) -> str:
    width = len(form)
    if form.strip("0") != "1" or form[-1] != "1" or width > 4:
        raise UnsureError
    if name == "f":
        if width != 3:
            raise UnsureError
        return f"{moment.microsecond // 1000:03}"
    if name not in _PARTS:
        raise UnsureError
    value = int(getattr(moment, _PARTS[name]))
    if name == "Y" and width > 1:
        value %= 10**width
    return f"{value:0{width}}"


def to_millis(call: Call) -> Shape:
    """`$toMillis`: with a picture, a text that does not fit it yields nothing."""
    found = computed(_to_millis, NUMBER, 2)(call)
    pictured = argument(call, 1) != NOTHING
    return found.or_nothing if pictured and not found.is_never else found


def _to_millis(text: str, picture: object) -> int:
    import re
    from datetime import UTC, datetime, timedelta

    if picture is not ABSENT:
        raise UnsureError
    if not (text[:4].isascii() and text[:4].isdigit() and len(text) >= 4):
        raise FailureError('"$toMillis" takes a time such as "2026-01-31T12:00:00Z"')
    read = re.compile(_TIME).fullmatch(text)
    if read is None:
        raise UnsureError
    year, month, day, hour, minute, second, fraction, zone = read.groups()
    try:
        moment = datetime(
            int(year), int(month or 1), int(day or 1), int(hour or 0), int(minute or 0),
            int(second or 0), tzinfo=UTC,
        )  # fmt: skip
    except ValueError:
        raise UnsureError from None
    moment -= timedelta(minutes=_minutes(zone or "Z"))
    epoch = datetime(1970, 1, 1, tzinfo=UTC)
    return (moment - epoch) // timedelta(milliseconds=1) + int((fraction or "0").ljust(3, "0"))


def _minutes(zone: str) -> int:
    if zone == "Z":
        return 0
    minutes = int(zone[1:3]) * 60 + int(zone[4:])
    return -minutes if zone[0] == "-" else minutes


TIMES: Final[dict[str, Answer]] = {
    "now": now,
    "millis": millis,
    "fromMillis": computed(_from_millis, TEXT, 3),
    "toMillis": to_millis,
}
"""The functions of dates and times, by name."""
