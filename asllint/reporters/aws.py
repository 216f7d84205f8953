"""What `aws stepfunctions validate-state-machine-definition` prints, without asking AWS.

`result` is `FAIL` when AWS would refuse the definition. What only asllint knows is a `WARNING` with
the rule's id as its code, so that scripts that act on `result` behave as they do with AWS. AWS is
asked about one definition; of several files each diagnostic names its own, by the field `file`.
"""

from __future__ import annotations

import json

from asllint.source.finding import ERROR

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from asllint.engine.linting import Diagnostic
    from asllint.workspace.run import Report

_NO_JSON = "INVALID_JSON_DESCRIPTION"


def report(reports: Sequence[Report]) -> str:
    """The answer for one definition, or for all definitions of several files together."""
    several = sum(bool(each.definitions or each.diagnostics) for each in reports) > 1
    diagnostics = [
        _diagnostic(one) | ({"file": one.path} if several else {})
        for each in reports
        for one in each.diagnostics
    ]
    refused = any(one["severity"] == "ERROR" for one in diagnostics)
    document = {
        "result": "FAIL" if refused else "OK",
        "diagnostics": diagnostics,
        "truncated": False,
    }
    return json.dumps(document, indent=4) + "\n"


def _diagnostic(diagnostic: Diagnostic) -> dict[str, str]:
    code = diagnostic.aws_code
    # What is no JSON may be a warning, because something may read it before AWS does.
    refused = code is not None and (diagnostic.severity is ERROR or code == _NO_JSON)
    return {
        "severity": "ERROR" if refused else "WARNING",
        "code": code or diagnostic.rule.replace("-", "_").upper(),
        "message": diagnostic.message,
        "location": diagnostic.pointer,
    }
