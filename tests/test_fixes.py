"""Every fix that a finding offers repairs just that finding."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from asllint import Diagnostic, analyze, lint, load_rulebook, pages
from asllint.pages import Example

ROOT = Path(__file__).parent.parent
RULES = load_rulebook().select()


def fixable() -> list[tuple[Example, Diagnostic]]:
    """Every finding with a fix on any page or in any case."""
    found = []
    for page in sorted([*(ROOT / "rules").rglob("*.md"), *(ROOT / "tests/cases").glob("*.md")]):
        for example in pages.examples(page.read_text()):
            found += [(example, one) for one in example.lint(RULES) if one.fix]
    return found


def repaired(text: str, one: Diagnostic) -> str:
    assert one.fix is not None
    for edit in sorted(one.fix.edits, key=lambda edit: -edit.span.start):
        text = text[: edit.span.start] + edit.replacement + text[edit.span.end :]
    return text


@pytest.mark.parametrize(
    ("example", "one"), fixable(), ids=lambda value: getattr(value, "rule", "")
)
def test_a_fix_takes_its_finding_away_and_brings_no_new_one(
    example: Example, one: Diagnostic
) -> None:
    kind = "EXPRESS" if "express" in example.options else "STANDARD"
    before = example.lint(RULES)
    text = repaired(one.file.text, one)
    if example.files:
        after = pages.lint_folder({**example.files, one.file.path: text}, RULES)
    else:
        after = lint(analyze(text, example.path, workflow_type=kind), RULES)
    told_before = [(other.rule, other.message) for other in before]
    told_after = [(other.rule, other.message) for other in after if other.ignored_by is None]
    assert told_after.count((one.rule, one.message)) < told_before.count((one.rule, one.message))
    new = {told[0] for told in told_after if told not in told_before}
    assert new <= set(HIDDEN.get(one.rule, ()))


HIDDEN: dict[str, tuple[str, ...]] = {
    # An error that has its right name can be one that comes from elsewhere, or lack its companion.
    "unknown-error-name": ("impossible-error", "unretried-throttling"),
    "impossible-error": ("unretried-throttling",),
    # The variable that was called by a wrong name is not read by its right one either.
    "variable-name": ("unread-variable",),
    # Once the directive names a rule that exists, it is known that this rule finds nothing.
    "unknown-directive": ("unused-directive",),
    # A field that nobody knew now counts: it is an end no more, or one field too many.
    "unknown-field": ("no-terminal-state", "conflicting-fields"),
    # Once it is known where a state leads, it is known what nothing leads to, and what has no end.
    "unknown-target": (
        "unreachable-state",
        "endless-loop",
        "unchanging-loop",
        "no-terminal-state",
    ),
    # Once the query language is known, it is known which fields are of the other one.
    "unknown-value": ("wrong-query-language",),
}
"""What a mistake can hide, by the rule that finds the mistake: the repair brings it to light."""


SYNTAX = {rule.id for rule in RULES if rule.category == "syntax"}


def test_fixes_do_not_overlap() -> None:
    for _, one in fixable():
        assert one.fix is not None
        spans = sorted((edit.span.start, edit.span.end) for edit in one.fix.edits)
        for (_, end), (start, _) in pairwise(spans):
            assert end <= start
