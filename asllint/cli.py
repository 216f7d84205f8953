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

    from asllint.fixing import Outcome
    from asllint.run import Linter, Report

CLEAN, FOUND, USAGE, CRASHED = 0, 1, 2, 3

COMMANDS = ("check", "explain", "lsp", "rules", "schema", "test")

_EPILOG = """\
commands:
  asllint [check] [PATH ...]   lint files and folders (none: the current folder, -: standard input)
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
    add = parser.add_argument
    add("paths", nargs="*", metavar="PATH", help="file, folder, or - for standard input")
    add("--format", choices=FORMATS, default="text", help="how to print findings (default: text)")
    add("--output", metavar="FILE", help="write to a file instead of standard output")
    levels = (*SEVERITIES, "never")
    add("--fail-on", choices=levels, help="exit with 1 from this severity up (default: warning)")
    add("--type", choices=("STANDARD", "EXPRESS"), help="workflow type where nothing else says it")
    for name, effect in (("--select", "run only"), ("--ignore", "do not run")):
        text = f"{effect} these rules or categories (with commas between them)"
        add(name, metavar="RULES", action="append", default=[], help=text)
    text = "change a rule's severity: error, warning, info or off"
    add("--severity", metavar="RULE=LEVEL", action="append", default=[], help=text)
    text = "settings file (default: asllint.toml or pyproject.toml, nearest upward)"
    add("--config", metavar="FILE", help=text)
    text = "colour in the text format (default: auto, which respects NO_COLOR)"
    add("--color", choices=("auto", "always", "never"), default="auto", help=text)
    add("--fix", action="store_true", help="repair what has a safe fix, and report what is left")
    add("--unsafe", action="store_true", help="with --fix: repair what has any other fix, too")
    add("--diff", action="store_true", help="show what --fix would change, and write nothing")
    add("--version", action="version", version=f"asllint {__version__}")
    return parser


def _check(arguments: list[str]) -> int:
    options = _check_parser().parse_args(arguments)
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
    if options.unsafe and not (options.fix or options.diff):
        raise UsageError("--unsafe says which fixes are applied: write --fix --unsafe")
    if options.fix or options.diff:
        return _fix(linter, paths, options)
    reports = _stdin(linter) if paths == ["-"] else list(linter.run(paths))
    _print(_report(reports, options.format, _colour(options)), options.output)
    return _crashed(linter) or _status(reports, options.fail_on or _fail_on(linter, paths))


def _fix(linter: Linter, paths: list[str], options: argparse.Namespace) -> int:
    """Repair, or show what would be repaired; then report what is left."""
    from asllint import fixing

    data, outcome = _repair(linter, paths, unsafe=options.unsafe)
    if options.diff:
        colour = _colour(options)
        diffs = [fixing.diff(one, colour=colour) for one in outcome.repaired]
        _print("".join(diffs), options.output)
        return _crashed(linter) or (FOUND if diffs else CLEAN)
    failed = {}
    if data is None:
        failed = {one: why for one in outcome.repaired if (why := fixing.write(one))}
        outcome = outcome.without(failed)
    else:
        repaired = [one.text.encode() for one in outcome.repaired]
        sys.stdout.buffer.write(repaired[0] if repaired else data)
    sys.stdout.flush()
    report = _report(outcome.reports, options.format, _colour(options))
    if data is not None and options.output is None:  # standard output has the repaired text
        sys.stderr.write(report)
    else:
        _print(report, options.output)
    sys.stdout.flush()
    for why in failed.values():
        print(f"asllint: {why}", file=sys.stderr)
    if outcome.repaired or not failed:
        print(outcome.summary(), file=sys.stderr)
    status = _status(outcome.reports, options.fail_on or _fail_on(linter, paths))
    return _crashed(linter) or (USAGE if failed else status)


def _repair(linter: Linter, paths: list[str], *, unsafe: bool) -> tuple[bytes | None, Outcome]:
    """What comes of a repair, and what was read from standard input, if anything was."""
    from asllint import fixing

    if paths != ["-"]:
        return None, fixing.repair_files(linter, paths, unsafe=unsafe)
    from asllint.files import decode

    data = sys.stdin.buffer.read()
    text, problems = decode(data)
    return data, fixing.repair_text(linter, text, problems=problems, unsafe=unsafe)


def _crashed(linter: Linter) -> int:
    """Say which rules have crashed; the status of that, or 0."""
    for crash in dict.fromkeys(linter.crashes):  # each round of a repair meets the same ones
        print(f"asllint: internal error {crash}", file=sys.stderr)
    return CRASHED if linter.crashes else CLEAN


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
                print(f"  {rule.id:{width}}  {rule.severity.name:7}  {rule.summary}")
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
    "check": _check, "explain": _explain, "lsp": _lsp, "rules": _rules, "schema": _schema,
    "test": _test,
}  # fmt: skip
