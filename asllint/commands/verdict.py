"""What a run comes to: the findings that count, and the exit status."""

from __future__ import annotations

import argparse
import os

from asllint.commands import CLEAN, CRASHED, FOUND, USAGE
from asllint.commands.options import STDIN
from asllint.source.finding import SEVERITIES
from asllint.source.terminal import say

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from asllint.workspace.baseline import Baseline
    from asllint.workspace.run import Linter, Report


def without_known(reports: list[Report], known: Baseline | None) -> list[Report]:
    """The reports without what the baseline knows; what is gone from it is told."""
    if known is None:
        return reports
    reports, _, gone = known.apply(reports)
    if gone:
        are = "finding is" if len(gone) == 1 else "findings are"
        say(
            f"{len(gone)} known {are} gone: `asllint baseline --prune` takes "
            f"{'it' if len(gone) == 1 else 'them'} out of {known.path}"
        )
    return reports


def fail_on_of(options: argparse.Namespace, linter: Linter, paths: Sequence[str]) -> str:
    """From which severity on the exit status is 1: the option, or the first path's settings."""
    if options.fail_on:
        return str(options.fail_on)
    path = os.path.abspath(paths[0] if paths and paths != STDIN else ".")
    return linter.settings_for(path if os.path.isdir(path) else os.path.dirname(path)).fail_on


def status_of(reports: list[Report], fail_on: str) -> int:
    """The exit status for some reports."""
    if fail_on == "never":
        return CLEAN
    limit = SEVERITIES[fail_on]
    found = (one for report in reports for one in report.diagnostics)
    return FOUND if any(one.severity >= limit for one in found) else CLEAN


def trouble(linter: Linter) -> int:
    """Say which rules have crashed, and what could not be read; the status of that, or 0."""
    for note in dict.fromkeys((*linter.notes, *linter.unread)):
        say(note)
    for crash in dict.fromkeys(linter.crashes):  # each round of a repair meets the same ones
        head, _, trace = crash.partition("\n")
        say(f"internal error {head}", trace)
    if linter.crashes:
        return CRASHED
    return USAGE if linter.unread else CLEAN
