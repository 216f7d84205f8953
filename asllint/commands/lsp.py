"""`asllint lsp`: serve an editor."""

from __future__ import annotations

from asllint.commands import CLEAN
from asllint.commands.options import Parser


def parser() -> Parser:
    """What the command takes."""
    made = Parser(
        prog="asllint lsp",
        description="Serve an editor: the language server, over standard input and output.",
    )
    made.add_argument("--stdio", action="store_true", help="what it does anyway")
    return made


def run(arguments: list[str]) -> int:
    """Do it; returns the exit status."""
    parser().parse_args(arguments)
    from asllint.lsp.server import main as serve

    serve()
    return CLEAN
