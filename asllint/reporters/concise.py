"""One line for each diagnostic: `order.asl.json:12:15: error[unknown-target] message`.

Editors and scripts read it; lines and columns count from 1, columns in code points.
"""

from __future__ import annotations

from asllint.reporters import through
from asllint.source.terminal import name, printable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from asllint.engine.linting import Diagnostic
    from asllint.workspace.run import Report


def report(reports: Sequence[Report]) -> str:
    """All diagnostics, a line each."""
    return "".join(f"{line(one)}\n" for each in reports for one in each.diagnostics)


def line(one: Diagnostic) -> str:
    """The line of one diagnostic, without its end."""
    row, column = one.file.line_column(one.span.start)
    return (
        f"{name(one.file.path)}:{row}:{column}: {one.severity.name}"
        f"[{one.rule}] {printable(one.message)}{through(one.templates)}"
    )
