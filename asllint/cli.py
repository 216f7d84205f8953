"""The command line.

Exit status: 0 clean, 1 findings, 2 usage, settings or unreadable input, 3 a rule has crashed.
"""

from __future__ import annotations

import argparse
import gc
import os
import sys

from asllint import __version__
from asllint.finding import SEVERITIES
from asllint.reporters import FORMATS
from asllint.suggest import listed, nearest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import NoReturn

    from asllint.run import Linter, Report

CLEAN, FOUND, USAGE, CRASHED = 0, 1, 2, 3

COMMANDS = ("baseline", "check", "explain", "lsp", "rules", "schema", "test")

_EPILOG = """\
commands:
  asllint [check] [PATH ...]   lint files and folders (none: the current folder, -: standard input)
  asllint baseline [PATH ...]  remember what is found now, so that only new findings are reported
  asllint explain RULE         print a rule's page
  asllint rules                list all rules
  asllint lsp                  serve an editor over standard input and output
  asllint schema               print the JSON Schema of the language
  asllint test FOLDER          run the examples on the pages of a rule folder

exit status: 0 clean, 1 findings at or above --fail-on, 2 usage or unreadable input,
             3 internal error
"""


_INTERNAL_ERROR = """\
# internal-error

A rule has crashed. That is a mistake in the rule, not in your definition: nothing is known about
what this one rule would have said, all other rules went on, and the exit status is 3. The traceback
stands on standard error; please report it together with the definition. `--severity RULE=off` does
without the rule until it is repaired."""


class UsageError(Exception):
    """Something is wrong with what the user asked for; the text is one clear line."""


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in one line, in our words, without the usage in front of it."""

    def error(self, message: str) -> NoReturn:
        raise UsageError(self._reworded(message))

    def _reworded(self, message: str) -> str:
        more = f"; `{self.prog} --help` lists what exists"
        kind, _, rest = message.partition(": ")
        if kind == "unrecognized arguments":
            option = rest.split()[0].partition("=")[0]
            near = nearest(option, self._option_string_actions)
            return f'there is no option "{option}"' + (
                f'; did you mean "{near}"?' if near else more
            )
        if rest.startswith("invalid choice: "):
            name = kind.removeprefix("argument ")
            action = self._option_string_actions[name]
            value = rest.removeprefix("invalid choice: ").partition(" (choose")[0].strip("'\"")
            return f'{name} can not be "{value}": write {listed(action.choices or (), "or")}'
        if kind == "the following arguments are required":
            return f"{rest} is missing{more}"
        return message + more


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and exit with its status."""
    arguments = list(sys.argv[1:] if arguments is None else arguments)
    # Nodes live as long as their file: by default a third of the time goes into finding that out.
    gc.set_threshold(200_000, 20, 20)
    try:
        status = run(arguments)
        if not sys.stdout.closed:  # the language server closes it
            sys.stdout.flush()
    except BrokenPipeError:  # the reader, such as `head`, has had enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        status = CLEAN
    except KeyboardInterrupt:
        status = 130
    sys.exit(status)


def run(arguments: list[str]) -> int:
    """Run one command; returns the exit status. User errors become one line on standard error."""
    from asllint.files import FilesError
    from asllint.rule import RuleError
    from asllint.settings import SettingsError

    command = arguments[0] if arguments and arguments[0] in COMMANDS else "check"
    if arguments and arguments[0] == command:
        arguments = arguments[1:]
    try:
        return _COMMANDS[command](arguments)
    except (UsageError, FilesError, SettingsError, RuleError) as error:
        print(f"asllint: {error}", file=sys.stderr)
    except BrokenPipeError:
        raise
    except OSError as error:
        reason = error.strerror or str(error)
        print(f'asllint: can not read or write "{error.filename}": {reason}', file=sys.stderr)
    return USAGE


# --- check --------------------------------------------------------------------------------------


def _check_parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="asllint",
        description="Find mistakes in Amazon States Language definitions (AWS Step Functions).",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    _add_selection(parser)
    add = parser.add_argument
    add("--format", choices=FORMATS, default="text", help="how to print findings (default: text)")
    add("--output", metavar="FILE", help="write to a file instead of standard output")
    levels = (*SEVERITIES, "never")
    add("--fail-on", choices=levels, help="exit with 1 from this severity up (default: warning)")
    add("--baseline", metavar="FILE", help="known findings (default: asllint-baseline.json)")
    add("--no-baseline", action="store_true", help="report known findings, too")
    text = "colour in the text format (default: auto, which respects NO_COLOR)"
    add("--color", choices=("auto", "always", "never"), default="auto", help=text)
    add("--version", action="store_true", help="print the version, and exit")
    add("--verbose", action="store_true", help="with --version: how old the tables of services are")
    return parser


def _add_selection(parser: argparse.ArgumentParser) -> None:
    """What is linted, by which rules, and how: the options of all commands that lint."""
    add = parser.add_argument
    add("paths", nargs="*", metavar="PATH", help="file, folder, or - for standard input")
    add("--type", choices=("STANDARD", "EXPRESS"), help="workflow type where nothing else says it")
    for name, effect in (("--select", "run only"), ("--ignore", "do not run")):
        text = f"{effect} these rules or categories (with commas between them)"
        add(name, metavar="RULES", action="append", default=[], help=text)
    text = "change a rule's severity: error, warning, info or off"
    add("--severity", metavar="RULE=LEVEL", action="append", default=[], help=text)
    text = "settings file (default: asllint.toml or pyproject.toml, nearest upward)"
    add("--config", metavar="FILE", help=text)
    text = "how many processes may work at once (default: one for each processor)"
    add("-j", "--jobs", type=_jobs, metavar="N", help=text)
    add("--no-cache", action="store_true", help="lint what has not changed, too")


def _jobs(text: str) -> int:
    """A number of processes, from 1."""
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f'write a number from 1, not "{text}"')
    return int(text)


def _check(arguments: list[str]) -> int:
    options = _check_parser().parse_args(arguments)
    if options.version:
        _print_version(verbose=options.verbose)
        return CLEAN
    if options.verbose:
        raise UsageError('"--verbose" says more about "--version", and goes with nothing else')
    linter, reports = _linted(options)
    if not options.no_baseline:
        reports = _without_known(reports, options.baseline)
    _print(_report(reports, options.format, _colour(options)), options.output)
    if linter.crashes:
        return _crashed(linter)
    return _status(reports, options.fail_on or _fail_on(linter, options.paths or ["."]))


def _crashed(linter: Linter) -> int:
    for crash in linter.crashes:
        print(f"asllint: internal error {crash}", file=sys.stderr)
    return CRASHED


def _linted(options: argparse.Namespace) -> tuple[Linter, list[Report]]:
    """What comes of the paths that the user named, with the linter that did it."""
    paths = options.paths or ["."]
    if "-" in paths and len(paths) > 1:
        raise UsageError('"-" reads standard input, and can not be combined with other paths')
    from asllint.run import Linter, Options

    linter = Linter(
        Options(
            config=options.config,
            select=_names(options.select),
            ignore=_names(options.ignore),
            severity=_levels(options.severity),
            workflow_type=options.type,
        )
    )
    if paths == ["-"]:
        return linter, _stdin(linter)
    from asllint import batch

    cache = not (options.no_cache or os.environ.get("ASLLINT_NO_CACHE"))
    return linter, list(batch.run(linter, paths, jobs=options.jobs, cache=cache))


def _without_known(reports: list[Report], path: str | None) -> list[Report]:
    """The reports without what the baseline knows; what is gone from it is told."""
    from asllint import baseline

    path = path or baseline.find()
    if path is None:
        return reports
    reports, _, gone = baseline.load(path).apply(reports)
    if gone:
        are = "finding is" if len(gone) == 1 else "findings are"
        print(
            f"asllint: {len(gone)} known {are} gone: `asllint baseline --prune` takes "
            f"{'it' if len(gone) == 1 else 'them'} out of {path}",
            file=sys.stderr,
        )
    return reports


def _print_version(*, verbose: bool) -> None:
    print(f"asllint {__version__}")
    if verbose:
        from asllint.data.services.source import BOTOCORE, RELEASED

        print(f"services as of {RELEASED} (botocore {BOTOCORE})")


def _names(lists: list[str]) -> list[str]:
    return [name.strip() for names in lists for name in names.split(",") if name.strip()]


def _levels(pairs: list[str]) -> dict[str, str]:
    levels = {}
    for pair in _names(pairs):
        name, _, level = pair.partition("=")
        if level not in (*SEVERITIES, "off"):
            raise UsageError(f"--severity {pair}: write RULE=error, =warning, =info or =off")
        levels[name] = level
    return levels


def _stdin(linter: Linter) -> list[Report]:
    from asllint.files import decode

    text, problems = decode(sys.stdin.buffer.read())
    return [linter.lint_text(text, problems=problems)]


def _report(reports: list[Report], name: str, colour: bool) -> str:
    if name == "text":
        from asllint.reporters import text

        return text.report(reports, colour=colour)
    from importlib import import_module

    return str(import_module(f"asllint.reporters.{name}").report(reports))


def _colour(options: argparse.Namespace) -> bool:
    """Colour only on a terminal, and not where `NO_COLOR` is set (no-color.org)."""
    if options.color != "auto":
        return bool(options.color == "always")
    return not options.output and sys.stdout.isatty() and not os.environ.get("NO_COLOR")


def _print(text: str, output: str | None) -> None:
    """Print, or write a file as a whole: it appears under its name only when it is complete."""
    if output is None:
        sys.stdout.buffer.write(text.encode("utf-8", "backslashreplace"))
        return
    special = os.path.exists(output) and not os.path.isfile(output)
    target = os.path.realpath(output)
    # A pipe or a device is written to; a file in its place would be the end of it.
    partial = target if special else f"{target}.{os.getpid()}.tmp"
    try:
        with open(partial, "w", encoding="utf-8", errors="backslashreplace", newline="\n") as file:
            file.write(text)
        if not special:
            os.replace(partial, target)
    except OSError as error:
        if not special and os.path.exists(partial):
            os.unlink(partial)
        raise UsageError(f'can not write "{output}": {error.strerror}') from None


def _fail_on(linter: Linter, paths: list[str]) -> str:
    """What the settings nearest to the first path say."""
    path = os.path.abspath(paths[0] if paths != ["-"] else ".")
    return linter.settings_for(path if os.path.isdir(path) else os.path.dirname(path)).fail_on


def _status(reports: list[Report], fail_on: str) -> int:
    if fail_on == "never":
        return CLEAN
    limit = SEVERITIES[fail_on]
    found = (one for report in reports for one in report.diagnostics)
    return FOUND if any(one.severity >= limit for one in found) else CLEAN


# --- other commands -----------------------------------------------------------------------------


def _baseline(arguments: list[str]) -> int:
    parser = _Parser(
        prog="asllint baseline",
        description="Remember what is found now, so that only new findings are reported.",
        allow_abbrev=False,
    )
    _add_selection(parser)
    text = "the file to write (default: the one that holds here, or asllint-baseline.json)"
    parser.add_argument("--baseline", metavar="FILE", help=text)
    text = "add nothing: only take out what is not found any more"
    parser.add_argument("--prune", action="store_true", help=text)
    options = parser.parse_args(arguments)
    if options.paths == ["-"]:
        raise UsageError("what comes from standard input is in no file, and can not be remembered")
    from asllint import baseline

    path = options.baseline or baseline.find() or baseline.FILE_NAME
    there = os.path.exists(path)
    if options.prune and not there:
        raise UsageError(f'there is no baseline "{path}" to take anything out of')
    # A damaged file is no reason not to write a new one, but it is one not to drop what it says.
    known = baseline.load(path) if there else baseline.Baseline(path)
    linter, reports = _linted(options)
    if linter.crashes:
        return _crashed(linter)
    if options.prune:
        _, _, gone = known.apply(reports)
        after = known.without(gone)
    else:
        after = known.updated(reports)
    _print(after.text(), path)
    files = len({entry.file for entry in after.entries})
    print(
        f"wrote {path}: {len(after.entries)} finding{'' if len(after.entries) == 1 else 's'} in "
        f"{files} file{'' if files == 1 else 's'} ({len(known.entries)} before)"
    )
    return CLEAN


def _explain(arguments: list[str]) -> int:
    parser = _Parser(prog="asllint explain", description="Print a rule's page.", allow_abbrev=False)
    parser.add_argument("rule", metavar="RULE", help="the rule's id, as diagnostics show it")
    parser.add_argument("--config", metavar="FILE", help="settings file that names rule folders")
    options = parser.parse_args(arguments)
    from asllint.rulebook import INTERNAL_ERROR
    from asllint.run import Linter, Options

    linter = Linter(Options(config=options.config))
    book = linter.rulebook(linter.settings_for(os.getcwd()))
    if options.rule == INTERNAL_ERROR:
        print(_INTERNAL_ERROR)
        return CLEAN
    rule = book.rules.get(options.rule)
    if rule is None:
        raise UsageError(f'there is no rule "{options.rule}"{book.suggestion(options.rule)}')
    with open(rule.page, encoding="utf-8") as page:
        _print(page.read(), None)
    return CLEAN


def _rules(arguments: list[str]) -> int:
    parser = _Parser(prog="asllint rules", description="List all rules.", allow_abbrev=False)
    parser.add_argument("--config", metavar="FILE", help="settings file that names rule folders")
    options = parser.parse_args(arguments)
    from asllint.run import Linter, Options

    linter = Linter(Options(config=options.config))
    book = linter.rulebook(linter.settings_for(os.getcwd()))
    width = max(map(len, book.rules))
    for category in book.categories:
        print(f"{category}/")
        for rule in book.rules.values():
            if rule.category == category:
                off = "" if rule.default else " (off by default)"
                print(f"  {rule.id:{width}}  {rule.severity.name:7}  {rule.summary}{off}")
    return CLEAN


def _schema(arguments: list[str]) -> int:
    parser = _Parser(
        prog="asllint schema",
        description="Print the JSON Schema (2020-12) of the language.",
        allow_abbrev=False,
    )
    parser.parse_args(arguments)
    import json

    from asllint.schema import json_schema

    _print(json.dumps(json_schema(), indent=2) + "\n", None)
    return CLEAN


def _lsp(arguments: list[str]) -> int:
    parser = _Parser(
        prog="asllint lsp",
        description="Serve an editor: the language server, over standard input and output.",
        allow_abbrev=False,
    )
    parser.add_argument("--stdio", action="store_true", help="what it does anyway")
    parser.parse_args(arguments)
    from asllint.lsp.server import main as serve

    serve()
    return CLEAN


def _test(arguments: list[str]) -> int:
    parser = _Parser(
        prog="asllint test",
        description="Lint the examples on the pages of a rule folder, and compare the reports.",
        allow_abbrev=False,
    )
    parser.add_argument("folder", metavar="FOLDER", help="a rule folder, such as one of your own")
    parser.add_argument("--write", action="store_true", help="write what is stale instead")
    options = parser.parse_args(arguments)
    from asllint import pages
    from asllint.rulebook import builtin_pack, load_rulebook

    folder = os.path.abspath(options.folder)
    own = folder == builtin_pack()
    book = load_rulebook() if own else load_rulebook([folder])
    status = CLEAN
    for rule in book.rules.values():
        if not rule.path.startswith(folder + os.sep):
            continue
        if not os.path.exists(rule.page):
            raise UsageError(f'the rule "{rule.id}" has no page: {rule.page}')
        with open(rule.page, encoding="utf-8") as file:
            page = file.read()
        if options.write:
            written = pages.rewritten(page, book, rule)
            if written != page:
                _print(written, rule.page)
                print(f"wrote {rule.page}")
            continue
        for problem in pages.check(page, book, rule):
            status = FOUND
            print(f"{rule.page}: {problem}\n")
    if options.write and own:
        _print(pages.catalogue(book), os.path.join(folder, "README.md"))
    if not options.write:
        print("every page is right" if status == CLEAN else "some pages are not right")
    return status


_COMMANDS = {
    "baseline": _baseline, "check": _check, "explain": _explain, "lsp": _lsp, "rules": _rules,
    "schema": _schema, "test": _test,
}  # fmt: skip
