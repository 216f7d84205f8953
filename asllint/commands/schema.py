"""`asllint schema`: print the JSON Schema of the language."""

from __future__ import annotations

from asllint.commands import CLEAN
from asllint.commands.options import Parser
from asllint.commands.outputs import write


def parser() -> Parser:
    """What the command takes."""
    return Parser(
        prog="asllint schema",
        description="Print the JSON Schema (2020-12) of the language.",
    )


def run(arguments: list[str]) -> int:
    """Do it; returns the exit status."""
    parser().parse_args(arguments)
    import json

    from asllint.language.schema import json_schema

    write(json.dumps(json_schema(), indent=2) + "\n")
    return CLEAN
