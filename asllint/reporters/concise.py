"""One line for each diagnostic: `order.asl.json:12:15: error[unknown-target] message`.

Editors and scripts read it; lines and columns count from 1, columns in code points.
"""

from __future__ import annotations

from asllint.reporters import printable, through

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from asllint.run import Report


def report(reports: Sequence[Report]) -> str:
    """All diagnostics, a line each."""
    lines = []
    for one in reports:
        for diagnostic in one.diagnostics:
            line, column = one.file.line_column(diagnostic.span.start)
            lines.append(
                f"{one.file.path}:{line}:{column}: {diagnostic.severity.name}"
                f"[{diagnostic.rule}] {printable(diagnostic.message)}"
                f"{through(diagnostic.templates)}\n"
            )
    return "".join(lines)
