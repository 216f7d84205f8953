"""Completion in shells: a script that knows all commands, options, formats and rules."""

from __future__ import annotations

from argparse import ArgumentParser

from asllint.reporters import FORMATS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

SHELLS = ("bash", "zsh", "fish", "tcsh", "powershell")

# `asllint FILE` is `asllint check FILE`: what stands first is a command or a file. Where shtab can
# not offer both, files come after `asllint check`.
_FIRST_WORD = {"bash": "_shtab_asllint_pos_0_COMPGEN=_shtab_compgen_files"}


def script(
    shell: str,
    options: Callable[[ArgumentParser], None],
    parsers: Mapping[str, Callable[[], ArgumentParser]],
    rules: Sequence[str],
    categories: Sequence[str],
    topics: Sequence[str] = (),
) -> str:
    """The script to source in a shell.

    `options` adds the options that need no command, `parsers` makes the parser of each command.
    What can stand for a value is told by its metavar, so that a new option needs no word here.
    """
    import shtab

    top = ArgumentParser(prog="asllint")
    options(top)
    values = {"RULE": [*rules, *topics], "RULE=LEVEL": rules, "RULES": [*categories, *rules]}
    values["FORMAT[=FILE]"] = FORMATS
    _describe(top, values)
    commands = top.add_subparsers()
    for name, make in parsers.items():
        parser = make()
        _describe(parser, values)
        commands.add_parser(name, help=parser.description, parents=[parser], add_help=False)
    if shell in _FIRST_WORD:
        top.add_argument("paths", nargs="*", metavar="PATH").complete = shtab.FILE  # type: ignore[attr-defined]
    return str(shtab.complete(top, shell=shell, preamble=_FIRST_WORD.get(shell, "")))


def _describe(parser: ArgumentParser, values: Mapping[str, Sequence[str]]) -> None:
    """Say what can stand for the value of each argument."""
    import shtab

    for action in parser._actions:
        name = str(action.metavar)
        if name in ("FILE", "PATH"):
            action.complete = shtab.FILE  # type: ignore[attr-defined]
        elif name == "FOLDER":
            action.complete = shtab.DIRECTORY  # type: ignore[attr-defined]
        elif name in values:
            action.choices = list(values[name])
