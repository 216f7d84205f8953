"""The command line: which command is meant, and what becomes of errors."""

from __future__ import annotations

import gc
import os
import sys

from asllint.commands import CLEAN, COMMANDS, USAGE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import NoReturn


OFTEN_MEANT = {
    "fix": "--fix", "help": "--help", "lint": "check", "validate": "check", "version": "--version",
}  # fmt: skip
"""What other programs call a command, or what is an option here."""


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and exit with its status."""
    arguments = list(sys.argv[1:] if arguments is None else arguments)
    # Nodes live as long as their file, and are freed with it (`Analysis.release`): a third of the
    # time would go into finding that out.
    gc.disable()
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
    from importlib import import_module

    from asllint.commands.options import UsageError
    from asllint.files import FilesError
    from asllint.outputs import OutputError
    from asllint.rule import RuleError
    from asllint.settings import SettingsError

    command = arguments[0] if arguments and arguments[0] in COMMANDS else "check"
    if arguments and arguments[0] == command:
        arguments = arguments[1:]
    elif arguments and (unknown := _misspelt_command(arguments[0])):
        print(f"asllint: {unknown}", file=sys.stderr)
        return USAGE
    try:
        return int(import_module(f"asllint.commands.{command}").run(arguments))
    except (UsageError, OutputError, FilesError, SettingsError, RuleError) as error:
        print(f"asllint: {error}", file=sys.stderr)
    except BrokenPipeError:
        raise
    except OSError as error:
        reason = error.strerror or str(error)
        print(f'asllint: can not read or write "{error.filename}": {reason}', file=sys.stderr)
    return USAGE


def _misspelt_command(word: str) -> str:
    """What to say of a first word that is nearly a command, and no file; or an empty text."""
    from asllint.suggest import nearest

    if word.startswith("-") or os.path.lexists(word):
        return ""
    meant = OFTEN_MEANT.get(word) or nearest(word, COMMANDS)
    return f'there is no file and no command "{word}"; did you mean `asllint {meant}`?' * bool(
        meant
    )
