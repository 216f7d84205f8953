"""What rules say on the pages of others: `python -m tests.noise`, which `make pages` calls.

A page shows its own rule. What the others find on it stands in `noise.md`, by the rule that finds
it, so that a new rule is one block there: read it as what the rule would say in somebody's files.
"""

from __future__ import annotations

from pathlib import Path

from asllint import load_rulebook
from asllint.authoring import pages
from asllint.engine.linting import Diagnostic
from asllint.engine.rulebook import Rulebook

NOISE = Path(__file__).parent / "noise.md"

HEAD = """\
# What rules say on the pages of others

A page shows what its own rule says. This is the rest, by the rule that says it, written by
`make pages`. What a change adds here is its noise.
"""


def noise(book: Rulebook) -> str:
    """The text of the file: for each rule the examples of others in which it finds something."""
    lines: dict[str, list[str]] = {}
    for rule in book.rules.values():
        for example, found in pages.others(Path(rule.page).read_text(), book, rule):
            for one in found:
                place = f"{rule.id}, {example.heading}: {one.path}:{one.line}:{one.column}"
                lines.setdefault(one.rule, []).append(f"- {place}: {_told(one)}")
    blocks = [f"## {rule}\n\n" + "\n".join(lines[rule]) + "\n" for rule in sorted(lines)]
    return "\n".join([HEAD, *blocks])


def _told(one: Diagnostic) -> str:
    return f"{one.severity.name}: {one.message}"


if __name__ == "__main__":
    NOISE.write_text(noise(load_rulebook()))
