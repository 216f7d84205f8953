"""Workflow commands of GitHub Actions: findings stand beside the code of a pull request.

A step shows ten errors, ten warnings and ten notices (GitHub's documented limit); the worst come
first, and what is beyond stands in a group of the log, where commands are switched off: a name in
somebody's file is text there, whatever it looks like.
"""

from __future__ import annotations

import os

from asllint.reporters import concise, text, through
from asllint.reporters.places import relative, root
from asllint.source.finding import ERROR, INFO, WARNING
from asllint.source.terminal import printable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from asllint.engine.linting import Diagnostic
    from asllint.workspace.run import Report

SHOWN = 10
"""So many of each level are shown of one step."""

_LEVELS = {ERROR: "error", WARNING: "warning", INFO: "notice"}


def report(reports: Sequence[Report]) -> str:
    """A command for each finding that GitHub shows, a group with the others, and a summary."""
    start = root()
    found = [one for each in reports for one in each.diagnostics]
    shown: list[str] = []
    others: list[Diagnostic] = []
    for severity in _LEVELS:
        level = [one for one in found if one.severity is severity]
        shown += [_command(one, start) for one in level[:SHOWN]]
        others += level[SHOWN:]
    group = _group(others) if others else []
    return "".join(f"{line}\n" for line in (*shown, *group)) + text.summary(reports)


def _command(one: Diagnostic, start: str) -> str:
    line, column = one.file.line_column(one.span.start)
    end_line, end_column = one.file.line_column(one.span.end)
    properties = {"file": relative(one.file.path, start), "line": str(line)}
    properties["endLine"] = str(end_line)
    if line == end_line:  # columns of different lines are refused
        properties |= {"col": str(column), "endColumn": str(end_column)}
    properties["title"] = f"asllint ({one.rule})"
    listed = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    # The log shows the message only, so the place is in it, too.
    message = f"{one.file.path}:{line}:{column}: {one.message}{through(one.templates)}"
    return f"::{_LEVELS[one.severity]} {listed}::{_data(printable(message))}"


def _group(others: Sequence[Diagnostic]) -> list[str]:
    """The findings that GitHub does not show, as lines of the log."""
    more = f"{len(others)} more finding{'' if len(others) == 1 else 's'}"
    limit = f"GitHub shows {SHOWN} errors, {SHOWN} warnings and {SHOWN} notices of a step"
    # Nobody who wrote a file can know the word that switches commands on again.
    word = os.urandom(16).hex()
    return [
        f"::group::{more}: {limit}",
        f"::stop-commands::{word}",
        *(concise.line(one) for one in others),
        f"::{word}::",
        "::endgroup::",
    ]


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    # The lines of a name are kept, written as GitHub wants it: it is the name of a file.
    text = "\n".join("\r".join(map(printable, line.split("\r"))) for line in text.split("\n"))
    return _data(text).replace(":", "%3A").replace(",", "%2C")
