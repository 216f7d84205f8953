"""`asllint rules`: list all rules."""

from __future__ import annotations

from asllint.commands import CLEAN
from asllint.commands.options import Parser, add_config, rules_here


def parser() -> Parser:
    """What the command takes."""
    made = Parser(prog="asllint rules", description="List all rules.")
    add_config(made)
    return made


def run(arguments: list[str]) -> int:
    """Do it; returns the exit status."""
    options = parser().parse_args(arguments)
    book = rules_here(options.config)
    width = max(map(len, book.rules))
    for category in book.categories:
        print(f"{category}/")
        for rule in book.rules.values():
            if rule.category == category:
                off = "" if rule.default else " (off by default)"
                print(f"  {rule.id:{width}}  {rule.severity.name:7}  {rule.summary}{off}")
    return CLEAN
