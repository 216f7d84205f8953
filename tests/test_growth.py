"""Twice the file is twice the work, whatever it is full of: no family of texts grows like a square.

See `tests/cost.py` for how that is judged, and `tests/growth` for what is made and done.
"""

from __future__ import annotations

import gc
import os
import tracemalloc
from functools import partial

import pytest

from tests.cost import ALLOWED, TIMES, assert_in_proportion
from tests.growth.families import FAMILIES, Family
from tests.growth.work import WORKS

IN_YAML = ("forgotten dollars, in YAML", "template values of other types, in YAML")
"""What has grown like a square in YAML once. `make growth` tries the others in YAML, too."""

ALL = os.environ.get("ASLLINT_GROWTH") == "all"
LEFT_OUT = () if ALL else (", on one line", ", in YAML")
SMALLER = 1 if ALL else 2
"""So many times smaller than for `make growth` the texts are: large enough to see a square."""

LISTED = [
    one for one in FAMILIES.values() if not one.name.endswith(LEFT_OUT) or one.name in IN_YAML
]

MANY_FINDINGS = (
    "unknown fields, on one line", "unknown fields, in YAML", "misspelt targets",
    "a large text in a template",
)  # fmt: skip


def prepared(family: Family, work: str, characters: int) -> partial[object]:
    """Work on a text of the family, of about that size."""
    return partial(WORKS[work](family.make(family.size(characters)), family.path))


@pytest.mark.parametrize("family", LISTED, ids=[one.name for one in LISTED])
def test_reading_and_linting_grow_with_the_text(family: Family) -> None:
    # In YAML the largest is longer than what is repaired in part, which grows like a square below.
    small = 8_000 // SMALLER if family.path.endswith("json") else 3_000
    assert_in_proportion(partial(prepared, family, "lint"), small)


@pytest.mark.parametrize("name", MANY_FINDINGS)
@pytest.mark.parametrize("work", [work for work in WORKS if work != "lint"])
def test_whatever_is_done_with_many_findings_grows_with_their_number(work: str, name: str) -> None:
    assert_in_proportion(partial(prepared, FAMILIES[name], work), 4_000 // SMALLER)


@pytest.mark.parametrize(
    "name",
    ["assigned and all used at the end", "diamonds", "unknown targets", "an unreachable chain",
     "yaml aliases of a state", "machines in one template"],
)  # fmt: skip
def test_memory_grows_with_the_text(name: str) -> None:
    family = FAMILIES[name]
    few, many = (peak(family, family.size(size)) for size in (4_000, 4_000 * TIMES))
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
