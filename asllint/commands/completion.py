"""`asllint completion`: print the script that completes commands in a shell."""

from __future__ import annotations

from asllint.commands import CLEAN, COMMANDS, check
from asllint.commands.options import Parser
from asllint.source.suggest import listed
from asllint.source.terminal import data


def parser() -> Parser:
    """What the command takes."""
    from asllint.commands.shells import SHELLS

    made = Parser(
        prog="asllint completion",
        description="Print the script that completes commands, options and rules in a shell.",
    )
    made.add_argument("shell", metavar="SHELL", choices=SHELLS, help=listed(SHELLS, "or"))
    return made


def run(arguments: list[str]) -> int:
    """Do it; returns the exit status."""
    options = parser().parse_args(arguments)
    from importlib import import_module

    from asllint.commands.shells import script
    from asllint.engine.rulebook import load_rulebook
    from asllint.engine.topics import topics

    book = load_rulebook()
    parsers = {name: import_module(f"asllint.commands.{name}").parser for name in COMMANDS}
    rules = [*book.rules]
    made = script(options.shell, check.add_options, parsers, rules, book.categories, [*topics()])
    data(made.encode())
    return CLEAN
