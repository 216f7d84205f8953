"""The Code Quality report of GitLab: findings stand in the diff of a merge request.

The format is what GitLab documents: a list of objects with a description, a check name, a
fingerprint that is unique in the report, a severity and a location.
"""

from __future__ import annotations

import json

from asllint.reporters import through
from asllint.reporters.places import fingerprint, numbered, relative, root
from asllint.source.finding import ERROR, INFO, WARNING
from asllint.source.terminal import printable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from asllint.engine.linting import Diagnostic
    from asllint.workspace.run import Report

_SEVERITIES = {ERROR: "critical", WARNING: "major", INFO: "info"}


def report(reports: Sequence[Report]) -> str:
    """All diagnostics as one JSON list; an empty one is what GitLab wants where nothing is."""
    start = root()
    found = [_finding(one, number, start) for each in reports for one, number in numbered(each)]
    return json.dumps(found, indent=2) + "\n"


def _finding(one: Diagnostic, number: int, start: str) -> dict[str, object]:
    path = relative(one.file.path, start)
    line, column = one.file.line_column(one.span.start)
    end_line, end_column = one.file.line_column(one.span.end)
    return {
        "type": "issue",
        "check_name": one.rule,
        "description": printable(one.message) + through(one.templates),
        "categories": ["Bug Risk"],
        "severity": _SEVERITIES[one.severity],
        "fingerprint": fingerprint(path, one.rule, one.pointer, str(number)),
        "location": {
            # As it is, or the diff would not have it; half a surrogate pair is nothing in UTF-8.
            "path": path.encode("utf-8", "replace").decode(),
            "positions": {
                "begin": {"line": line, "column": column},
                "end": {"line": end_line, "column": end_column},
            },
        },
    }
