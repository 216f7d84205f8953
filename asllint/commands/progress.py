"""A line on the terminal that says how far a long run has come; nothing of it is left behind."""

from __future__ import annotations

import sys
from time import monotonic

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import NoReturn, TypeVar

    from tqdm import tqdm

    from asllint.workspace.run import Linter

    T = TypeVar("T")

DELAY = 1.0
"""Seconds that a run may take before it has to say anything."""


def watched(reports: Iterable[T], linter: Linter) -> Iterator[T]:
    """The reports as they come; meanwhile the terminal, if there is one, shows how many came."""
    if not sys.stderr.isatty():
        yield from reports
        return
    start = monotonic()
    bar: tqdm[NoReturn] | None = None
    try:
        for done, report in enumerate(reports, 1):
            if bar is not None:
                bar.update()
            elif monotonic() - start > DELAY:
                bar = _bar(done, linter.expected)
            yield report
    finally:
        if bar is not None:
            bar.close()


def _bar(done: int, total: int | None) -> tqdm[NoReturn]:
    from tqdm import tqdm

    tqdm.monitor_interval = 0  # no thread of its own
    return tqdm(
        desc="asllint", unit=" files", initial=done, total=total, leave=False, dynamic_ncols=True,
    )  # fmt: skip
