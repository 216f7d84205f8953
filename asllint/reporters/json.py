"""The stable JSON format, documented in the README: version 1."""

from __future__ import annotations

import json

from asllint.reporters import count

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from asllint.engine.linting import Diagnostic
    from asllint.source.finding import Related
    from asllint.source.text import SourceFile, Span
    from asllint.workspace.run import Report


def report(reports: Sequence[Report]) -> str:
    """All diagnostics and a summary as one JSON document."""
    totals = count(reports)
    document = {
        "version": 1,
        "diagnostics": [_diagnostic(one) for each in reports for one in each.diagnostics],
        "summary": {
            "files": totals["files"],
            "errors": totals["error"],
            "warnings": totals["warning"],
            "infos": totals["info"],
        },
    }
    return json.dumps(document, indent=2) + "\n"


def _diagnostic(diagnostic: Diagnostic) -> dict[str, object]:
    return {
        "file": diagnostic.file.path,
        "rule": diagnostic.rule,
        "severity": diagnostic.severity.name,
        "message": diagnostic.message,
        "pointer": diagnostic.pointer,
        **_place(diagnostic.file, diagnostic.span),
        "aws_code": diagnostic.aws_code,
        "fixable": diagnostic.fix is not None and not diagnostic.fix.draft,
        "templates": list(diagnostic.templates),
        "related": [_related(diagnostic.file, related) for related in diagnostic.related],
    }


def _related(file: SourceFile, related: Related) -> dict[str, object]:
    other = related.file
    named = {} if other is None else {"file": other.path}
    return {"message": related.message, **named, **_place(other or file, related.span)}


def _place(file: SourceFile, span: Span) -> dict[str, int]:
    line, column = file.line_column(span.start)
    end_line, end_column = file.line_column(span.end)
    return {"line": line, "column": column, "end_line": end_line, "end_column": end_column}
