"""Print diagnostics: one module for each format, each with a function `report`.

`report(reports)` returns the text to print; it reads the reports and changes nothing. What a format
needs besides (colour, rules, the limit of failure) it says by a further parameter.
"""

from __future__ import annotations

from asllint.source.terminal import printable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from asllint.workspace.run import Report

FORMATS = ("text", "concise", "json", "aws", "sarif", "github", "gitlab", "junit")
"""The formats by the names of their modules."""


def count(reports: Iterable[Report]) -> dict[str, int]:
    """How many files were checked, and how many errors, warnings and infos were found."""
    totals = {"files": 0, "error": 0, "warning": 0, "info": 0}
    for report in reports:
        totals["files"] += bool(report.definitions or report.diagnostics)
        for diagnostic in report.diagnostics:
            totals[diagnostic.severity.name] += 1
    return totals


def through(templates: Sequence[str]) -> str:
    """The end of a line about a definition: the templates that use it."""
    if not templates:
        return ""
    more = f" and {len(templates) - 1} more" if len(templates) > 1 else ""
    return f" (through {printable(templates[0])}{more})"
