"""Texts that are timestamps."""

from __future__ import annotations

import datetime
import re
from functools import lru_cache
from typing import Final

TYPE_CHECKING = False
if TYPE_CHECKING:
    from re import Pattern

NO_TIMESTAMP: Final = "no timestamp"
UNSURE: Final = "unsure"

_MILLISECOND = datetime.timedelta(milliseconds=1)
_EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)


def instant(text: str) -> int | str:
    """The instant that a text names, in milliseconds since 1970; or `NO_TIMESTAMP`, or `UNSURE`.

    A timestamp is one of RFC 3339 with a capital "T", and a capital "Z" or an offset (States
    Language, "Timestamps"). Of texts that are almost one (without a zone, with a small "t", with a
    leap second or more than milliseconds) it is not known what Step Functions makes of them.
    """
    exactly, almost = _patterns()
    match = exactly.fullmatch(text)
    if match is None:
        return UNSURE if almost.match(text) else NO_TIMESTAMP
    date, fraction, zone = match.groups()
    try:
        there = datetime.datetime.fromisoformat(date + ("+00:00" if zone == "Z" else zone))
        whole = (there - _EPOCH) // _MILLISECOND
    except (ValueError, OverflowError):
        return UNSURE
    return whole + int((fraction or "").ljust(3, "0"))


@lru_cache(maxsize=1)
def _patterns() -> tuple[Pattern[str], Pattern[str]]:
    date, time = r"[0-9]{4}-[0-9]{2}-[0-9]{2}", r"[0-9]{2}:[0-9]{2}:[0-9]{2}"
    zone = r"[+-][0-9]{2}:[0-9]{2}"
    exactly = rf"({date}T{time})(?:\.([0-9]{{1,3}}))?(Z|{zone})"
    return re.compile(exactly), re.compile(r"\s*[+-]?[0-9]{4,9}-?[0-9]")
