"""`asllint test`: run the examples on the pages of rules."""

from __future__ import annotations

import os

from asllint.commands import CLEAN, FOUND
from asllint.commands.options import Parser, UsageError
from asllint.commands.outputs import write
from asllint.source.terminal import name, printable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from asllint.engine.rulebook import Rulebook
    from asllint.engine.rules import Rule


def parser() -> Parser:
    """What the command takes."""
    made = Parser(
        prog="asllint test",
        description="Lint the examples on the pages of rules, and compare the reports.",
    )
    text = (
        "a rule folder, such as one of your own, a folder in it, or the page or check of one rule"
    )
    made.add_argument("folder", metavar="FOLDER", help=text)
    made.add_argument("--write", action="store_true", help="write what is stale instead")
    return made


def run(arguments: list[str]) -> int:
    """Do it; returns the exit status."""
    options = parser().parse_args(arguments)
    from asllint.authoring import pages
    from asllint.engine.rulebook import builtin_pack

    path = os.path.abspath(options.folder)
    book, rules = _rules_at(path)
    stale = [_tested(rule, book, overwrite=options.write) for rule in rules]
    if options.write and path == builtin_pack():
        write(pages.catalogue(book), os.path.join(path, "README.md"))
    if not options.write:
        write("some pages are not right\n" if any(stale) else "every page is right\n")
    return FOUND if any(stale) else CLEAN


def _rules_at(path: str) -> tuple[Rulebook, list[Rule]]:
    """The rules of a pack, of a folder in it, or of one file, and all that run beside them."""
    from asllint.engine.rulebook import builtin_pack, load_rulebook

    if not os.path.exists(path):
        raise UsageError(f'there is no file and no folder "{path}"')
    if f"{path}{os.sep}".startswith(builtin_pack() + os.sep):
        book = load_rulebook()
    else:
        book = load_rulebook([path if os.path.isdir(path) else os.path.dirname(path)])
    inside = os.path.join(path, "")
    found = [
        rule
        for rule in book.rules.values()
        if rule.path.startswith(inside) or path in (rule.path, rule.page)
    ]
    if not found:
        raise UsageError(f'there is no rule in "{path}"')
    return book, found


def _tested(rule: Rule, book: Rulebook, *, overwrite: bool) -> bool:
    """Is something on the rule's page wrong? Says what, or writes it anew."""
    from asllint.authoring import pages
    from asllint.engine.rulebook import page_text

    page = page_text(rule)
    if page is None:
        write(f'the rule "{rule.id}" has no page, and so no examples: {printable(rule.path)}\n')
        return False
    if overwrite:
        written = pages.rewritten(page, book, rule)
        if written != page:
            write(written, rule.page)
            write(f"wrote {printable(rule.page)}\n")
        return False
    problems = pages.check(page, book, rule)
    for problem in problems:
        write(f"{name(rule.page)}: {problem}\n\n")
    return bool(problems)
