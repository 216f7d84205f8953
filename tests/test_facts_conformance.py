"""What a timestamp is."""

from __future__ import annotations

import pytest

from asllint.facts.conformance import is_timestamp

LAST = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
"""The last day of each month, be it of a leap year or not."""


@pytest.mark.parametrize("month", range(1, 13))
def test_the_last_day_of_a_month(month: int) -> None:
    last = LAST[month - 1]
    assert is_timestamp(f"2028-{month:02}-{last}T00:00:00Z")
    assert not is_timestamp(f"2028-{month:02}-{last + 1}T00:00:00Z")


@pytest.mark.parametrize(
    "text",
    ["2028-01-01T00:00:00Z", "2028-01-01T23:59:59.5+14:00", "2028-01-01T00:00:00.123456789-00:30"],
)
def test_a_timestamp(text: str) -> None:
    assert is_timestamp(text)


@pytest.mark.parametrize(
    "text",
    ["", "2028-01-01", "2028-01-01T00:00Z", "2028-01-01T24:00:01Z", "2028-01-01T00:60:00Z",
     "2028-00-01T00:00:00Z", "2028-13-01T00:00:00Z", "2028-01-00T00:00:00Z", "28-01-01T00:00:00Z",
     "2028-01-01 00:00:00Z", "2028-01-01T00:00:00", "2028-01-01T00:00:00+0100"],
)  # fmt: skip
def test_no_timestamp(text: str) -> None:
    assert not is_timestamp(text)
