"""`asllint rules`: list all rules."""

from __future__ import annotations

from asllint.commands import CLEAN
from asllint.commands.options import Parser, add_config, rules_here
from asllint.commands.outputs import write
from asllint.source.terminal import escaped, printable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from asllint.engine.rulebook import Rulebook
    from asllint.engine.rules import Rule


def parser() -> Parser:
    """What the command takes."""
    made = Parser(prog="asllint rules", description="List all rules.")
    text = "a table for people, or json for programs (default: text)"
    made.add_argument("--format", choices=("text", "json"), default="text", help=text)
    add_config(made)
    return made


def run(arguments: list[str]) -> int:
    """Do it; returns the exit status."""
    options = parser().parse_args(arguments)
    book = rules_here(options)
    write(_json(book) if options.format == "json" else _table(book))
    return CLEAN


def _table(book: Rulebook) -> str:
    lines = []
    width = max(map(len, book.rules))
    for category in book.categories:
        lines.append(f"{printable(category)}/")
        for rule in book.rules.values():
            if rule.category == category:
                more = "" if rule.default else " (off by default)"
                former = ", ".join(book.formerly(rule))
                more += f" (formerly {former})" if former else ""
                about = printable(f"{rule.severity.name:7}  {rule.summary}{more}")
                lines.append(f"  {printable(rule.id):{width}}  {about}")
    return "\n".join(lines) + "\n"


def _json(book: Rulebook) -> str:
    import json

    rules = [_value(rule, book) for rule in book.rules.values()]
    return escaped(json.dumps({"version": 1, "rules": rules}, indent=2)) + "\n"


def _value(rule: Rule, book: Rulebook) -> dict[str, object]:
    """What is known of a rule; `page` is an address, null for one of the user's own."""
    from asllint.engine.rulebook import page_address

    return {
        "id": rule.id,
        "formerly": book.formerly(rule),
        "category": rule.category,
        "severity": rule.severity.name,
        "summary": rule.summary,
        "default": rule.default,
        "since": rule.since or None,
        "aws_code": rule.aws_code,
        "page": page_address(rule),
    }
