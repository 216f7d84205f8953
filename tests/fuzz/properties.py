"""What must hold for every mutant. Each function raises `AssertionError`, or what crashed."""

from __future__ import annotations

import re
from collections import Counter
from random import Random

from asllint import Analysis, Diagnostic, analyze, lint_text
from asllint.lsp.session import Session
from asllint.workspace.fixing import repair_text
from asllint.workspace.run import Linter, Options
from tests.fuzz.mutate import mutant

LINTER = Linter(Options(config=None))
WORD = re.compile(r"\w+")
ESCAPE = re.compile(r"\\+.", re.DOTALL)
SCALAR = re.compile(r'\s*(?:"(?:[^"\\]|\\.)*"|[^\n{}\[\],]*)\s*:?\s*')
DELETES = ("delete", "remove", "leave", "move")
EDITS = 20
"""So many edits follow each other in one text that is open in an editor."""


def library(path: str, text: str, random: Random) -> None:
    """Linting ends without a crash, and every place is a place of the text."""
    text = mutant(text, random)
    found = lint_text(text, path)
    assert [one.message for one in found if one.rule == "internal-error"] == []
    for one in found:
        spans = [one.span, *(each.span for each in one.related if each.file is None)]
        spans += [edit.span for edit in one.fix.edits] if one.fix else []
        assert all(0 <= span.start <= span.end <= len(text) for span in spans), one


def session(path: str, text: str, random: Random) -> None:
    """After every edit an open text is told what a new one would be."""
    name = f"/nowhere/{path}"
    opened = Session()
    opened.open(name, text)
    opened.lint(name)
    for _ in range(EDITS):
        before, text = text, mutant(text, random) if random.random() < 0.3 else typed(text, random)
        for version in (text, before) if random.random() < 0.3 else (text,):
            opened.open(name, version)
            now = [_plain(one) for one in opened.lint(name).diagnostics]
            fresh = Session()
            fresh.open(name, version)
            assert now == [_plain(one) for one in fresh.lint(name).diagnostics]
            text = version


def typed(text: str, random: Random) -> str:
    """A few characters more or less, as somebody types them."""
    at = random.randint(0, len(text))
    until = at + random.choice([0, 0, 0, 1, 1, 3])
    return (
        text[:at]
        + random.choice(["", "a", "A", '"', "{", "}", ",", ":", " ", "\n", "1"])
        + text[until:]
    )


def fixer(path: str, text: str, random: Random) -> None:
    """`--fix` never makes a text harder to read, loses nothing that it does not say, and ends."""
    text = mutant(text, random)
    unsafe = random.random() < 0.25
    outcome = repair_text(LINTER, text, path, unsafe=unsafe)
    for report in outcome.reports:
        assert [one.message for one in report.diagnostics if one.rule == "internal-error"] == []
    for one in outcome.repaired:
        assert troubles(analyze(one.text, path)) <= troubles(analyze(text, path))
        for repair in one.repairs:
            loses_nothing(repair)
        if path.endswith(".json"):
            assert torn_lines(one.text) <= torn_lines(text)
        again = repair_text(LINTER, one.text, path, unsafe=unsafe)
        assert again.repaired == [], again.repaired[0].text


def troubles(analysis: Analysis) -> int:
    """How many problems the readers met, in texts inside of the text, too."""
    return len(analysis.problems) + sum(map(troubles, analysis.embedded))


def loses_nothing(repair: Diagnostic) -> None:
    """A fix deletes only what it says: other fixes put one text or word in the place of another."""
    fix, text = repair.fix, repair.file.text
    assert fix is not None
    removed = [ESCAPE.sub(" ", text[edit.span.start : edit.span.end]) for edit in fix.edits]
    written = Counter(
        WORD.findall(ESCAPE.sub(" ", " ".join(edit.replacement for edit in fix.edits)))
    )
    lost = Counter(WORD.findall(" ".join(removed))) - written
    if lost and not fix.title.startswith(DELETES):
        assert all(map(SCALAR.fullmatch, removed)), (fix.title, removed)


def torn_lines(text: str) -> int:
    """How many lines of JSON hold a string that does not end there."""
    return sum(re.sub(r"\\.", "", line).count('"') % 2 for line in text.split("\n"))


def _plain(one: Diagnostic) -> tuple[object, ...]:
    fix = one.fix and (
        one.fix.title,
        one.fix.safe,
        [(edit.span.start, edit.span.end, edit.replacement) for edit in one.fix.edits],
    )
    return one.rule, one.span.start, one.span.end, one.message, one.pointer, fix
