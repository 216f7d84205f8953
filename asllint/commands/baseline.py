"""`asllint baseline`: remember what is found now, so that only new findings are reported."""

from __future__ import annotations

import os

from asllint.commands import CLEAN
from asllint.commands.options import (
    Parser,
    UsageError,
    add_paths,
    add_selection,
    linter_of,
    reports_of,
)
from asllint.commands.outputs import write
from asllint.commands.verdict import trouble
from asllint.source.terminal import printable


def parser() -> Parser:
    """What the command takes."""
    made = Parser(
        prog="asllint baseline",
        description="Remember what is found now, so that only new findings are reported.",
    )
    add_selection(made)
    add_paths(made)
    text = "the file to write (default: the one that holds here, or asllint-baseline.json)"
    made.add_argument("--baseline", metavar="FILE", help=text)
    text = "add nothing: only take out what is not found any more"
    made.add_argument("--prune", action="store_true", help=text)
    return made


def run(arguments: list[str]) -> int:
    """Do it; returns the exit status."""
    options = parser().parse_args(arguments)
    if options.paths == ["-"]:
        raise UsageError("what comes from standard input is in no file, and can not be remembered")
    from asllint.workspace import baseline

    path = options.baseline or baseline.find() or baseline.FILE_NAME
    there = os.path.exists(path)
    if options.prune and not there:
        raise UsageError(f'there is no baseline "{path}" to take anything out of')
    # A damaged file is no reason not to write a new one, but it is one not to drop what it says.
    linter, paths = linter_of(options)
    known = baseline.load(path, linter.former_names) if there else baseline.Baseline(path)
    reports = reports_of(linter, paths, options)
    status = trouble(linter)
    if status != CLEAN:  # what was not looked at would be taken for gone
        return status
    after = known.pruned(reports) if options.prune else known.updated(reports)
    write(after.text(), path)
    files = len({entry.file for entry in after.entries})
    count = len(after.entries)
    write(
        f"wrote {printable(path)}: {count} finding{'' if count == 1 else 's'} in "
        f"{files} file{'' if files == 1 else 's'} ({len(known.entries)} before)\n"
    )
    return CLEAN
