"""A definition says the same in JSON and in YAML: same rules, same messages, same places."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from asllint import Diagnostic, analyze, lint, load_rulebook
from asllint.authoring import pages

ROOT = Path(__file__).parent.parent
RULES = load_rulebook().select()


def readable_examples() -> list[str]:
    """The JSON of every page and case, where it is JSON indeed."""
    found = []
    for page in sorted([*(ROOT / "rules").rglob("*.md"), *(ROOT / "tests/cases").glob("*.md")]):
        for example in pages.examples(page.read_text()):
            try:
                value = json.loads(example.body)
            except ValueError:
                continue
            if json.dumps(value).count('"') == example.body.count('"'):  # no key stands twice
                found.append(example.body)
    return found


def in_yaml(text: str) -> str:
    stream = io.StringIO()
    yaml = YAML(typ="safe", pure=True)
    yaml.default_flow_style = False
    yaml.width = 10_000  # no key over two lines
    yaml.sort_base_mapping_type_on_output = False  # type: ignore[assignment]
    yaml.dump(json.loads(text), stream)
    return stream.getvalue()


QUOTED = {"quoted-placeholder"}
"""Rules about quotes, which a text in JSON has, and plain text in YAML has not."""


def told(text: str, path: str) -> list[tuple[str, str, str]]:
    return [
        (one.rule, one.message, place(one))
        for one in lint(analyze(text, path), RULES)
        if one.ignored_by is None and one.rule not in QUOTED
    ]


def place(one: Diagnostic) -> str:
    """The pointer; an object in an array has no bracket in YAML, so its first key is underlined."""
    if one.file.text[one.span.start] == "{":
        return one.pointer
    head, _, _ = one.pointer.rpartition("/")
    return head if head.endswith("]") else one.pointer


@pytest.mark.parametrize("text", readable_examples())
def test_json_and_yaml_say_the_same(text: str) -> None:
    ours = sorted(told(text, "x.asl.json"))
    theirs = sorted(told(in_yaml(text), "x.asl.yaml"))
    assert [one[:2] for one in ours] == [one[:2] for one in theirs]
    for (_, _, json_place), (_, _, yaml_place) in zip(ours, theirs, strict=True):
        assert json_place.startswith(yaml_place) or yaml_place.startswith(json_place)
