"""What the pages do not show: `python -m tests.unshown`, which `make pages` calls, writes it anew.

A page shows what its own rule says. What other rules find on it, and what the fixes of its own rule
write, stands in `unshown.md`, by rule, so that a new one is a block or two there. The cases show
what all rules say, and what the fixes of that write stands there too.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from asllint import Diagnostic, load_rulebook
from asllint.authoring import pages
from asllint.authoring.pages import Example
from asllint.rule import Rule

UNSHOWN = Path(__file__).parent / "unshown.md"
CASES = Path(__file__).parent / "cases"

_HEAD = """\
# What the pages do not show

Written by `make pages`. Read what a change adds here: the first part is the noise that it makes,
the others what it writes into somebody's files.
"""


@lru_cache(1)
def linted() -> list[tuple[Rule, Example, list[Diagnostic]]]:
    """Each example of each page, with what all rules say about it."""
    book = load_rulebook()
    return [
        (rule, example, example.lint(book.select(asked=[rule.id])))
        for rule in book.rules.values()
        for example in pages.examples(Path(rule.page).read_text())
    ]


def fixes_of_cases() -> dict[str, list[str]]:
    """What the fixes write that are offered on the cases, by rule."""
    rules = load_rulebook().select()
    fixes: dict[str, list[str]] = {}
    for path in sorted(CASES.glob("*.md")):
        for example in pages.examples(path.read_text()):
            for one in example.lint(rules):
                if one.fix is not None:
                    place = f"{path.stem}, {example.heading}: {one.path}:{one.line}:{one.column}"
                    fixes.setdefault(one.rule, []).append(f"- {place}: {_written(one)}")
    return fixes


def unshown() -> str:
    """The text of the file."""
    noise: dict[str, list[str]] = {}
    fixes: dict[str, list[str]] = {}
    for rule, example, found in linted():
        for one in found:
            place = f"{example.heading}: {one.path}:{one.line}:{one.column}"
            if one.rule != rule.id:
                told = f"- {rule.id}, {place}: {one.severity.name}: {one.message}"
                noise.setdefault(one.rule, []).append(told)
            elif one.fix is not None:
                fixes.setdefault(one.rule, []).append(f"- {place}: {_written(one)}")
    return "\n".join(
        [
            _HEAD,
            "## What rules say on the pages of others\n",
            *_blocks(noise),
            "## What their fixes write\n",
            *_blocks(fixes),
            "## What fixes write on the cases\n",
            *_blocks(fixes_of_cases()),
        ]
    )


def _blocks(lines: dict[str, list[str]]) -> Iterable[str]:
    return (f"### {rule}\n\n" + "\n".join(lines[rule]) + "\n" for rule in sorted(lines))


def _written(one: Diagnostic) -> str:
    """What a fix is called, whether it is safe, and its edits: what was there, what comes."""
    assert one.fix is not None
    kind = "draft" if one.fix.draft else "safe" if one.fix.safe else "unsafe"
    edits = [
        f"{_quoted(one.file.text[edit.span.start : edit.span.end])} → {_quoted(edit.replacement)}"
        for edit in one.fix.edits
    ]
    return f"{one.fix.title} ({kind}): {', '.join(edits)}"


def _quoted(text: str) -> str:
    quoted = json.dumps(text, ensure_ascii=False)
    return "".join(char if char.isprintable() else f"\\u{ord(char):04x}" for char in quoted)


if __name__ == "__main__":
    UNSHOWN.write_text(unshown())
