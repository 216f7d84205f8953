"""What work costs, by CPU time held against itself: a busy machine can not make a test fail.

No test measures wall time against a constant. Work on eight times as much may take eight times as
long, with a logarithm on top and room for caches that get too small; a square would be 64 times.
"""

from __future__ import annotations

import gc
import os
import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

TIMES = 8
ALLOWED = 2.8
"""How much more than its size the work may grow."""

LEAST = 0.01
"""What takes no longer than this, in seconds, may take that long at any size."""

ROUNDS = 5
"""So often a size is measured before we believe that it takes too long; the best time counts."""

THOROUGH = os.environ.get("ASLLINT_FUZZ") == "all"
"""Are random examples as many as for `make fuzz`?"""

PATIENCE = 600
"""Seconds after which something hangs; nothing is judged by it."""


def often(few: int, many: int) -> int:
    """How many random examples: `few` in each run of all tests, `many` for `make fuzz`."""
    return many if THOROUGH else few


def seconds(work: Callable[[], object]) -> float:
    """The CPU time of this process for some work, the garbage collector's left out."""
    gc.collect()
    gc.disable()
    try:
        before = time.process_time()
        work()
        return time.process_time() - before
    finally:
        gc.enable()


def assert_in_proportion(
    prepare: Callable[[int], Callable[[], object]],
    few: int,
    *,
    times: float = TIMES,
    measure: Callable[[Callable[[], object]], float] = seconds,
) -> None:
    """Does work on `times` as much take about as many times as long?

    `prepare(size)` returns the work, which is measured, each time anew.
    """
    many = int(few * times)
    least = most = float("inf")
    for _ in range(ROUNDS):
        least = min(least, measure(prepare(few)))
        most = min(most, measure(prepare(many)))
        if most <= ALLOWED * times * max(least, LEAST):
            return
    raise AssertionError(f"{few}: {least:.3f} s of CPU time, {many}: {most:.3f} s")
