"""`asllint explain`: print a rule's page."""

from __future__ import annotations

from asllint.commands import CLEAN
from asllint.commands.options import Parser, UsageError, add_config, rules_here
from asllint.outputs import write

_INTERNAL_ERROR = """\
# internal-error

A rule has crashed. That is a mistake in the rule, not in your definition: nothing is known about
what this one rule would have said, all other rules went on, and the exit status is 3. The traceback
stands on standard error; please report it together with the definition. `--severity RULE=off` does
without the rule until it is repaired."""


def parser() -> Parser:
    """What the command takes."""
    made = Parser(prog="asllint explain", description="Print a rule's page.")
    made.add_argument("rule", metavar="RULE", help="the rule's id, as diagnostics show it")
    add_config(made)
    return made


def run(arguments: list[str]) -> int:
    """Do it; returns the exit status."""
    options = parser().parse_args(arguments)
    from asllint.rulebook import INTERNAL_ERROR

    book = rules_here(options.config)
    if options.rule == INTERNAL_ERROR:
        print(_INTERNAL_ERROR)
        return CLEAN
    rule = book.rules.get(options.rule)
    if rule is None:
        raise UsageError(f'there is no rule "{options.rule}"{book.suggestion(options.rule)}')
    with open(rule.page, encoding="utf-8") as page:
        write(page.read())
    return CLEAN
