"""Texts that are timestamps."""

from __future__ import annotations

import pytest

from asllint.data.timestamps import NO_TIMESTAMP, UNSURE, instant


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1970-01-01T00:00:00Z", 0),
        ("1970-01-01T00:00:01Z", 1_000),
        ("1970-01-01T00:00:00.5Z", 500),
        ("1970-01-01T00:00:00.05Z", 50),
        ("1970-01-01T00:00:00.005Z", 5),
        ("1970-01-01T02:00:00+02:00", 0),
        ("1969-12-31T22:30:00-01:30", 0),
        ("1969-12-31T23:59:59.999Z", -1),
        ("2024-02-29T00:00:00Z", 1_709_164_800_000),
        ("1970-01-01T00:00:00.0005Z", UNSURE),
        ("1970-01-01T00:00:60Z", UNSURE),
        ("1970-01-01T24:00:00Z", UNSURE),
        ("1970-02-30T00:00:00Z", UNSURE),
        ("0000-01-01T00:00:00Z", UNSURE),
        ("0001-01-01T00:00:00+01:00", -62_135_600_400_000),
        ("1970-01-01T00:00:00+24:00", UNSURE),
        ("1970-01-01t00:00:00Z", UNSURE),
        ("1970-01-01T00:00:00z", UNSURE),
        ("1970-01-01 00:00:00Z", UNSURE),
        ("1970-01-01T00:00:00", UNSURE),
        ("1970-01-01T00:00Z", UNSURE),
        ("1970-01-01", UNSURE),
        (" 1970-01-01T00:00:00Z", UNSURE),
        ("+1970-01-01T00:00:00Z", UNSURE),
        ("1714557600", UNSURE),
        ("19700101T000000Z", UNSURE),
        ("1970", NO_TIMESTAMP),
        ("1", NO_TIMESTAMP),
        ("", NO_TIMESTAMP),
        ("now", NO_TIMESTAMP),
        ("T1970-01-01T00:00:00Z", NO_TIMESTAMP),
        ("${When}", NO_TIMESTAMP),
    ],
)
def test_a_text_is_an_instant(text: str, expected: int | str) -> None:
    assert instant(text) == expected
