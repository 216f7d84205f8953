"""The command line: which command is meant, and what becomes of errors."""

from __future__ import annotations

import gc
import os
import sys

from asllint.commands import CLEAN, COMMANDS, CRASHED, USAGE
from asllint.source.terminal import say

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import NoReturn

INTERRUPTED = 130
"""What shells say of a program that was ended by Ctrl-C."""


OFTEN_MEANT = {
    "fix": "--fix", "help": "--help", "lint": "check", "validate": "check", "version": "--version",
}  # fmt: skip
"""What other programs call a command, or what is an option here."""


_SURE = ("check", "lsp")
"""Commands that are meant by their name alone, even where a folder is called so: `check` looks into
that folder, too, and editors start the server wherever somebody works."""


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and exit with its status; nothing that is raised goes any farther."""
    arguments = list(sys.argv[1:] if arguments is None else arguments)
    _open_what_is_closed()
    # Nodes live as long as their file, and are freed with it (`Analysis.release`): a third of the
    # time would go into finding that out.
    gc.disable()
    try:
        status = _run(arguments)
    except BrokenPipeError:  # the reader, such as `head`, has had enough
        _silence()
        status = CLEAN
    except KeyboardInterrupt:
        status = INTERRUPTED
    sys.exit(status)


def _run(arguments: list[str]) -> int:
    """Run one command, and write what it has printed."""
    try:
        status = run(arguments)
    except SystemExit as stop:  # after --help, or a signal
        status = stop.code if isinstance(stop.code, int) else CLEAN
    except BrokenPipeError:
        raise
    except Exception as error:
        say(_unforeseen(error))
        status = CRASHED
    try:
        if not sys.stdout.closed:  # the language server closes it
            sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        _give_up(error)
        status = USAGE
    return status


def run(arguments: list[str]) -> int:
    """Run one command; returns the exit status. User errors become one line on standard error."""
    from importlib import import_module

    from asllint.commands.options import UsageError
    from asllint.commands.outputs import OutputError
    from asllint.engine.rules import RuleError
    from asllint.workspace.files import FilesError
    from asllint.workspace.settings import SettingsError

    command = arguments[0] if arguments and arguments[0] in COMMANDS else "check"
    if arguments == [command] and command not in _SURE and os.path.isdir(command):
        say(_ambiguous(command))
        return USAGE
    if arguments and arguments[0] == command:
        arguments = arguments[1:] if arguments[1:] != ["--"] else []
    elif arguments and (unknown := _misspelt_command(arguments[0])):
        say(unknown)
        return USAGE
    try:
        _refuse_disguise(arguments)
        return int(import_module(f"asllint.commands.{command}").run(arguments))
    except (UsageError, OutputError, FilesError, SettingsError, RuleError) as error:
        say(str(error))
    except BrokenPipeError:
        raise
    except OSError as error:
        if error.filename is not None:
            say(f'can not read or write "{error.filename}": {_reason(error)}')
        else:
            _give_up(error)
    return USAGE


def _ambiguous(command: str) -> str:
    """What to say of a word alone that is a command, and a folder beside it."""
    from importlib import import_module

    actions = import_module(f"asllint.commands.{command}").parser()._actions
    operands = [one.metavar for one in actions if not one.option_strings and one.nargs != "*"]
    more = operands[0] if operands else "--"
    return (
        f'"{command}" is a command, and there is a folder of that name: `asllint ./{command}` '
        f"looks into the folder, and `asllint {command} {more}` is the command"
    )


def _misspelt_command(word: str) -> str:
    """What to say of a first word that is nearly a command, and no file; or an empty text."""
    from asllint.source.suggest import nearest

    if word.startswith("-") or os.path.lexists(word):
        return ""
    meant = OFTEN_MEANT.get(word) or nearest(word, COMMANDS)
    return f'there is no file and no command "{word}"; did you mean `asllint {meant}`?' * bool(
        meant
    )


def _refuse_disguise(arguments: list[str]) -> None:
    """Raise `UsageError` for an option that is the name of a file: it may come from a `*`.

    A stranger's file called `--output=x.json` is not to decide what is written.
    """
    from asllint.commands.options import UsageError

    for one in arguments[: arguments.index("--") if "--" in arguments else None]:
        if one.startswith("-") and one != "-" and os.path.lexists(one):
            raise UsageError(
                f'there is a file called "{one}": write "./{one}" if you mean it, and "--" between '
                "options and files if you do not"
            )


def _unforeseen(error: Exception) -> str:
    """What to say of an error that nobody has thought of: what it is, and where it came from."""
    if isinstance(error, MemoryError):
        return "there is not enough memory for this"
    place, trace = "", error.__traceback__
    while trace is not None:
        path = trace.tb_frame.f_code.co_filename
        if os.path.dirname(__file__) in path:
            place = f" in {os.path.basename(path)}, line {trace.tb_lineno}"
        trace = trace.tb_next
    told = " ".join(str(error).split())
    return f"internal error{place} ({type(error).__name__}: {told[:200]}): please report it"


def _give_up(error: OSError) -> None:
    """Say that nothing can be printed any more, as on a full disk."""
    say(f"can not write to standard output: {_reason(error)}")
    _silence()


def _reason(error: OSError) -> str:
    return error.strerror or str(error)


def _open_what_is_closed() -> None:
    """Give a process that was started without standard streams some that lead nowhere."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115 - for good


def _silence() -> None:
    """Let what could not be written go nowhere, instead of failing once more at the very end."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            os.dup2(nowhere, stream.fileno())
