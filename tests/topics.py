"""The pages of topics, written anew: `python -m tests.topics`, which `make pages` calls."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

from asllint.authoring import pages
from asllint.engine.rulebook import Rulebook, load_rulebook
from asllint.engine.topics import topics
from tests import pictures, readme

_RULE = re.compile(r"^- `([a-z0-9-]+)`: .*$", re.MULTILINE)


def rules_of(page: str) -> list[str]:
    """The rules that a page lists, by their ids."""
    return _RULE.findall(_rules_section(page)[1])


def _rules_section(page: str) -> tuple[str, str, str]:
    before, head, after = page.partition("\n## Rules\n")
    section, end, rest = after.partition("\n## ")
    return before + head, section, end + rest


def rewritten(page: str, book: Rulebook) -> str:
    """A page with the reports of its examples, the outputs of its commands, its flowcharts, and
    what rules find.

    The commands run in a folder with the files of the examples.
    """
    page = pages.rewritten(page, book)
    with tempfile.TemporaryDirectory() as folder:
        for example in pages.examples(page):
            for name, text in example.files.items():
                (Path(folder) / name).write_text(text)
        page = readme.rewritten(page, Path(folder))
    before, section, after = _rules_section(pictures.redrawn(page))
    section = _RULE.sub(lambda found: f"- `{found[1]}`: {book.rules[found[1]].summary}", section)
    return before + section + after


if __name__ == "__main__":
    for path in topics().values():
        Path(path).write_text(rewritten(Path(path).read_text(), load_rulebook()))
