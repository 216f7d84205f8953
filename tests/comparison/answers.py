"""What a version has answered, and how two versions differ in that."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from difflib import unified_diff
from pathlib import Path
from typing import NamedTuple


class Question(NamedTuple):
    """What has been asked."""

    file: str
    """Its path among the inputs; `*` for what is about all of them."""
    kind: str
    """By which differences are counted: `check`, `hover` …"""
    detail: str = ""
    """Where in the file, and after which edits."""


Answers = dict[Question, str]
"""Each answer is a text of lines."""

WHOLE = "*"
"""The file of a question that is not about one."""


LONGEST = 300
"""Longer lines are shown cut off."""


def pretty(value: object) -> str:
    """A value as lines that can be compared: short parts of it on one line each."""
    if isinstance(value, list) and value:
        return "\n".join(_short(each) for each in value)
    return _short(value)


def _short(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True)
    if len(text) < 300:
        return text
    return json.dumps(value, ensure_ascii=False, sort_keys=True, indent=1)


def write(answers: Answers, path: Path) -> None:
    """All answers, one on a line, sorted: file, kind, detail and answer."""
    lines = [
        "\t".join(json.dumps(part) for part in (*question, answer))
        for question, answer in answers.items()
    ]
    path.write_text("\n".join([*sorted(lines), ""]))


def differing(old: Answers, new: Answers) -> list[Question]:
    """The questions that the two answer differently; one that was not asked counts, too."""
    return sorted(one for one in old.keys() | new.keys() if old.get(one) != new.get(one))


def shown(question: Question, old: Answers, new: Answers, few: int) -> Iterator[str]:
    """The lines of a unified diff between two answers, `few` places of it."""
    title = " ".join(part for part in question if part)
    before, after = (
        answers[question].splitlines() if question in answers else ["(no such answer)"]
        for answers in (old, new)
    )  # fmt: skip
    if before == after:  # the ends of lines alone
        before, after = ([repr(answers.get(question))] for answers in (old, new))
    hunks = 0
    for line in unified_diff(before, after, f"old {title}", f"new {title}", n=2, lineterm=""):
        hunks += line.startswith("@@")
        if hunks > few:
            yield "…"
            return
        yield line if len(line) <= LONGEST else f"{line[:LONGEST]} …"


def by_kind(questions: Iterable[Question]) -> dict[str, list[Question]]:
    """Questions in groups: what is about one file comes first."""
    found: dict[str, list[Question]] = {}
    for question in sorted(questions, key=lambda one: (one.file == WHOLE, one.kind, one)):
        found.setdefault(question.kind, []).append(question)
    return found


def counts(questions: Iterable[Question]) -> str:
    """How many of each kind."""
    kinds = Counter(question.kind for question in questions)
    return ", ".join(f"{kind} {number}" for kind, number in sorted(kinds.items()))
