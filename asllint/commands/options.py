"""What several commands take, and what comes of it: options, paths, the linter, its reports."""

from __future__ import annotations

import argparse
import os
import sys

from asllint.source.finding import SEVERITIES
from asllint.source.suggest import listed, nearest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NoReturn

    from asllint.engine.rulebook import Rulebook
    from asllint.workspace.run import Linter, Report

STDIN = ["-"]
"""The paths that stand for standard input."""


class UsageError(Exception):
    """Something is wrong with what the user asked for; the text is one clear line."""


class _Help(argparse.RawDescriptionHelpFormatter):
    """As wide as the terminal, asked in a way that costs nothing where nobody asks for help."""

    def __init__(self, prog: str) -> None:
        try:
            width = os.get_terminal_size().columns
        except OSError:
            width = 100
        super().__init__(prog, width=max(40, min(width, 100) - 2))


class Parser(argparse.ArgumentParser):
    """Says what is wrong in one line, in our words, without the usage in front of it."""

    def __init__(self, prog: str, description: str, epilog: str = "") -> None:
        super().__init__(
            prog=prog,
            description=description,
            epilog=epilog,
            formatter_class=_Help,
            allow_abbrev=False,
        )

    def error(self, message: str) -> NoReturn:
        """Raise `UsageError`."""
        raise UsageError(self._reworded(message))

    def _reworded(self, message: str) -> str:
        more = f"; `{self.prog} --help` lists what exists"
        kind, _, rest = message.partition(": ")
        if kind == "unrecognized arguments":
            option = next(iter(rest.split()), "").partition("=")[0]
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
        if rest.startswith("ignored explicit argument "):
            return f"{kind.removeprefix('argument ')} takes no value: leave out what follows it"
        if rest == "expected one argument":
            return f"{kind.removeprefix('argument ')} takes a value{more}"
        if kind == "the following arguments are required":
            return f"{rest} is missing{more}"
        return message + more


def add_selection(parser: argparse.ArgumentParser) -> None:
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
    add_own_rules(parser)
    text = "how many processes may work at once (default: one for each processor)"
    add("-j", "--jobs", type=positive, metavar="N", help=text)
    add("--no-cache", action="store_true", help="lint what has not changed, too")
    text = "leave out what the settings exclude even where it is named (for hooks)"
    add("--force-exclude", action="store_true", help=text)


def add_input(parser: argparse.ArgumentParser) -> None:
    """The options of commands that can assume an execution."""
    add = parser.add_argument
    text = "assume an execution of one state machine, with this input (JSON; -: standard input)"
    add("--input", metavar="FILE", help=text)
    text = "which state machine is meant: its name in the template, or its file"
    add("--machine", metavar="NAME", help=text)


def add_own_rules(parser: argparse.ArgumentParser) -> None:
    """Whether the rule folders of settings files are loaded."""
    text = "do not run the Python in rule folders that settings name (for repositories of others)"
    parser.add_argument("--no-own-rules", action="store_true", help=text)


def add_paths(parser: argparse.ArgumentParser) -> None:
    """The files and folders that are named."""
    text = "file, folder, or - for standard input"
    parser.add_argument("paths", nargs="*", metavar="PATH", help=text)


def positive(text: str) -> int:
    """A number of processes, from 1."""
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f'write a number from 1, not "{text}"')
    return int(text)


def add_config(parser: argparse.ArgumentParser) -> None:
    """The settings file, for commands that only want to know which rules there are."""
    parser.add_argument("--config", metavar="FILE", help="settings file that names rule folders")
    add_own_rules(parser)


def rules_here(options: argparse.Namespace) -> Rulebook:
    """The rules that exist in the current folder, by its settings or by those in a file."""
    from asllint.workspace.run import Linter, Options

    linter = Linter(Options(config=options.config, own_rules=not options.no_own_rules))
    return linter.rulebook(linter.settings_for(os.getcwd()))


def linter_of(options: argparse.Namespace) -> tuple[Linter, list[str]]:
    """The linter that the options ask for, and the paths it is to look at.

    Raises `UsageError` for options that mean nothing.
    """
    paths = options.paths or ["."]
    if "-" in paths and len(paths) > 1:
        raise UsageError('"-" reads standard input, and can not be combined with other paths')
    from asllint.workspace.run import Linter, Options

    linter = Linter(
        Options(
            config=options.config,
            select=_names(options.select),
            ignore=_names(options.ignore),
            severity=_levels(options.severity),
            workflow_type=options.type,
            own_rules=not options.no_own_rules,
        )
    )
    linter.look_in(paths)
    for path in paths:
        if path != "-":
            linter.settings_of(path)  # workers tell nobody which settings are not used any more
    if options.force_exclude:
        paths = [path for path in paths if not _is_excluded(linter, path)]
    return linter, paths


def reports_of(linter: Linter, paths: list[str], options: argparse.Namespace) -> list[Report]:
    """What comes of files and folders, or of standard input."""
    if paths == STDIN:
        from asllint.workspace.files import decode, read_stream

        text, problems = decode(read_stream(sys.stdin.buffer))
        return [linter.lint_text(text, problems=problems)]
    from asllint.commands.progress import watched
    from asllint.workspace import batch

    cache = not (options.no_cache or os.environ.get("ASLLINT_NO_CACHE"))
    reports = batch.run(linter, paths, jobs=options.jobs, cache=cache)
    return list(watched(reports, linter))


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


def _is_excluded(linter: Linter, path: str) -> bool:
    return path != "-" and linter.settings_of(path).leaves_out(os.path.abspath(path))
