"""`asllint test`: run the examples on the pages of a rule folder."""

from __future__ import annotations

import os

from asllint.commands import CLEAN, FOUND
from asllint.commands.options import Parser, UsageError
from asllint.outputs import write


def parser() -> Parser:
    """What the command takes."""
    made = Parser(
        prog="asllint test",
        description="Lint the examples on the pages of a rule folder, and compare the reports.",
    )
    made.add_argument("folder", metavar="FOLDER", help="a rule folder, such as one of your own")
    made.add_argument("--write", action="store_true", help="write what is stale instead")
    return made


def run(arguments: list[str]) -> int:
    """Do it; returns the exit status."""
    options = parser().parse_args(arguments)
    from asllint import pages
    from asllint.rulebook import builtin_pack, load_rulebook

    folder = os.path.abspath(options.folder)
    own = folder == builtin_pack()
    book = load_rulebook() if own else load_rulebook([folder])
    status = CLEAN
    for rule in book.rules.values():
        if not rule.path.startswith(folder + os.sep):
            continue
        if not os.path.exists(rule.page):
            raise UsageError(f'the rule "{rule.id}" has no page: {rule.page}')
        with open(rule.page, encoding="utf-8") as file:
            page = file.read()
        if options.write:
            written = pages.rewritten(page, book, rule)
            if written != page:
                write(written, rule.page)
                print(f"wrote {rule.page}")
            continue
        for problem in pages.check(page, book, rule):
            status = FOUND
            print(f"{rule.page}: {problem}\n")
    if options.write and own:
        write(pages.catalogue(book), os.path.join(folder, "README.md"))
    if not options.write:
        print("every page is right" if status == CLEAN else "some pages are not right")
    return status
