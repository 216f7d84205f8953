"""Twice the file is twice the work, whatever it is full of: no family of texts grows like a square.

CPU time is compared with itself, at eight times the size: a busy machine can not make a test fail.
Work that grows with n log n takes about ten times as long then, with n² sixty-four times.
"""

from __future__ import annotations

import gc
import tracemalloc

import pytest

from tests.growth.families import FAMILIES, Family
from tests.growth.work import WORKS, seconds

TIMES = 8
ALLOWED = 2.8
"""How much more than the text the work may grow, for caches that get too small, and the like."""

LEAST = 0.01
"""What takes no longer than this, in seconds, may take that long at any size."""

ROUNDS = 4
"""So often a size is measured before we believe that it takes too long; the best time counts."""

LISTED = [one for one in FAMILIES.values() if not one.name.endswith(", on one line")]

MANY_FINDINGS = (
    "unknown fields", "unknown fields, on one line", "unknown fields, in YAML",
    "misspelt targets, on one line", "unreachable states", "read before assigned",
    "a large text in a template", "machines in one yaml template",
)  # fmt: skip


def grows(family: Family, work: str, small: int) -> str | None:
    """Does the work grow faster than the text? Then what was measured."""
    few = family.size(small)
    many = family.size(small * TIMES)
    text = len(family.make(many)) / len(family.make(few))
    least = most = float("inf")
    for _ in range(ROUNDS):
        least = min(least, seconds(family, few, work))
        most = min(most, seconds(family, many, work))
        if most <= ALLOWED * text * max(least, LEAST):
            return None
    return f"{few}: {least:.3f} s, {many}: {most:.3f} s, with {text:.1f} times the text"


@pytest.mark.parametrize("family", LISTED, ids=[one.name for one in LISTED])
def test_reading_and_linting_grow_with_the_text(family: Family) -> None:
    small = 8_000 if family.path.endswith("json") else 3_000
    assert grows(family, "lint", small) is None


@pytest.mark.parametrize("name", MANY_FINDINGS)
@pytest.mark.parametrize("work", [work for work in WORKS if work != "lint"])
def test_whatever_is_done_with_many_findings_grows_with_their_number(work: str, name: str) -> None:
    assert grows(FAMILIES[name], work, 4_000) is None


@pytest.mark.parametrize(
    "name",
    ["assigned and all used at the end", "diamonds", "unknown targets", "an unreachable chain",
     "yaml aliases of a state", "machines in one template"],
)  # fmt: skip
def test_memory_grows_with_the_text(name: str) -> None:
    family = FAMILIES[name]
    few, many = (peak(family, family.size(size)) for size in (8_000, 64_000))
    assert many < ALLOWED * TIMES * few


def peak(family: Family, size: int) -> int:
    """The most memory in use, in bytes, while a text is read and linted."""
    ready = WORKS["lint"](family.make(size), family.path)
    gc.collect()
    tracemalloc.start()
    try:
        ready()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
