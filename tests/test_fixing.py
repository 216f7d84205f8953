"""Repairing files: what was right stays as it is, character for character.

A correct definition is spoilt, and written in one of many styles. After the repair it must be what
was written from the correct one.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from asllint.authoring import pages
from asllint.authoring.pages import Example
from asllint.workspace.fixing import repair_text
from asllint.workspace.run import Linter, Options
from tests.test_embedding import FOLDED, OBJECTS, TEXTS

ROOT = Path(__file__).parent.parent
LINTER = Linter(Options(config=None))

Definition = dict[str, Any]
Spoil = Callable[[Definition], None]

BASE: Definition = {
    "Comment": "orders, é😀",
    "StartAt": "Check stock",
    "States": {
        "Check stock": {
            "Type": "Task",
            "Resource": "arn:aws:states:::lambda:invoke",
            "Parameters": {"FunctionName": "check", "Payload": {"id.$": "$.order.id", "n": 1}},
            "Retry": [
                {"ErrorEquals": ["States.Timeout", "Busy"], "MaxAttempts": 0},
                {"ErrorEquals": ["States.ALL"], "IntervalSeconds": 2, "BackoffRate": 1.5},
            ],
            "Catch": [
                {"ErrorEquals": ["Sold out"], "ResultPath": "$.error", "Next": "Sorry"},
                {"ErrorEquals": ["States.ALL"], "Next": "Sorry"},
            ],
            "OutputPath": "$.Payload",
            "Next": "Each item",
        },
        "Each item": {
            "Type": "Map",
            "ItemsPath": "$.items",
            "ItemSelector": {"key.$": "States.Format('{}-{}', $.id, $$.Map.Item.Index)"},
            "ItemProcessor": {
                "StartAt": "Pack",
                "States": {"Pack": {"Type": "Pass", "Comment": "it's packed", "End": True}},
            },
            "ResultPath": "$.packed",
            "Next": "Large?",
        },
        "Large?": {
            "Type": "Choice",
            "Choices": [
                {"Variable": "$.total", "NumericGreaterThan": 100, "Next": "Hold"},
                {"Variable": "$.gift", "BooleanEquals": True, "Next": "Hold"},
            ],
            "Default": "Done",
        },
        "Hold": {"Type": "Wait", "Seconds": 30, "Next": "Done"},
        "Sorry": {"Type": "Fail", "Error": "SoldOut", "Cause": "nothing is left"},
        "Done": {"Type": "Pass", "End": True},
    },
}


def state(definition: Definition, name: str) -> Definition:
    found: Definition = definition["States"][name]
    return found


def renamed(old: str, new: str, *where: str | int) -> Spoil:
    """Another name for a field, at the same place among the others."""

    def spoil(definition: Definition) -> None:
        node: Any = definition
        for step in where:
            node = node[step]
        items = [(new if key == old else key, value) for key, value in node.items()]
        node.clear()
        node.update(items)

    return spoil


def changed(value: object, *where: str | int) -> Spoil:
    """Another value of a field, or one more field at the end."""

    def spoil(definition: Definition) -> None:
        node: Any = definition
        for step in where[:-1]:
            node = node[step]
        node[where[-1]] = value

    return spoil


def inserted(name: str, value: object, at: int, *where: str | int) -> Spoil:
    """One more field, before the one at an index."""

    def spoil(definition: Definition) -> None:
        node: Any = definition
        for step in where:
            node = node[step]
        items = list(node.items())
        node.clear()
        node.update([*items[:at], (name, value), *items[at:]])

    return spoil


def reversed_items(*where: str | int) -> Spoil:
    def spoil(definition: Definition) -> None:
        node: Any = definition
        for step in where:
            node = node[step]
        node.reverse()

    return spoil


def deleted(*where: str | int) -> Spoil:
    def spoil(definition: Definition) -> None:
        node: Any = definition
        for step in where[:-1]:
            node = node[step]
        del node[where[-1]]

    return spoil


CHECK, EACH = ("States", "Check stock"), ("States", "Each item")
SPOILS: dict[str, Spoil] = {
    "a misspelt field": renamed("Resource", "Ressource", *CHECK),
    "a field in the wrong letter case": renamed("Next", "next", "States", "Hold"),
    "a misspelt field of the machine": renamed("StartAt", "StartsAt", *EACH, "ItemProcessor"),
    "a misspelt target": changed("Each itm", *CHECK, "Next"),
    "a target in the wrong letter case": changed("done", "States", "Large?", "Default"),
    "a misspelt target of a catcher": changed("Sory", *CHECK, "Catch", 0, "Next"),
    "a misspelt type": changed("Waits", "States", "Hold", "Type"),
    "a misspelt error name": changed("States.Timeuot", *CHECK, "Retry", 0, "ErrorEquals", 0),
    "a misspelt function": changed(
        "States.Fromat('{}-{}', $.id, $$.Map.Item.Index)", *EACH, "ItemSelector", "key.$"
    ),
    "Iterator": renamed("ItemProcessor", "Iterator", *EACH),
    "Parameters of a Map": renamed("ItemSelector", "Parameters", *EACH),
    "States.ALL in front of another catcher": reversed_items(*CHECK, "Catch"),
    "States.ALL in front of another retrier": reversed_items(*CHECK, "Retry"),
    "no End": deleted("States", "Done", "End"),
    "End is false": changed(False, "States", "Hold", "End"),
    "End is false, in front": inserted("End", False, 0, "States", "Hold"),
    "a retrier that never retries": changed(3, *CHECK, "Retry", 0, "IntervalSeconds"),
    "two settings of one that never retries": inserted("BackoffRate", 2, 1, *CHECK, "Retry", 0),
    "an error name twice": changed(
        ["States.Timeout", "Busy", "Busy"], *CHECK, "Retry", 0, "ErrorEquals"
    ),
    "a number in quotes": changed("30", "States", "Hold", "Seconds"),
    "true in quotes": changed("true", "States", "Done", "End"),
    "a blank behind a path": changed("$.items ", *EACH, "ItemsPath"),
    "an unused directive": changed(
        "orders, é😀 asllint: ignore[unknown-target]", "Comment"
    ),
    "an unused field of a directive": changed(
        "asllint: ignore[unknown-target, endless-loop]", "States", "Done", "Comment"
    ),
    "the end of a Fail state": changed(True, "States", "Sorry", "End"),
}  # fmt: skip
"""What can go wrong, with a safe fix; the fix gives the correct definition again."""

NEED_QUOTES = {"a blank behind a path", "an unused directive"}
"""Mistakes that make YAML need quotes, which are still there after the repair."""

EXCLUDES = [
    {"End is false", "End is false, in front", "a field in the wrong letter case"},
    {"States.ALL in front of another retrier", "a misspelt error name", "an error name twice",
     "a retrier that never retries", "two settings of one that never retries"},
    {"States.ALL in front of another catcher", "a misspelt target of a catcher"},
    {"true in quotes", "no End", "an unused field of a directive"},
    {"a misspelt function", "Parameters of a Map"},
    {"a misspelt field of the machine", "Iterator"},
]  # fmt: skip
"""Mistakes that can not be made together, because one of them takes the place of the other."""


def spoilt(names: list[str]) -> Definition:
    definition = deepcopy(BASE)
    done: set[str] = set()
    for name in names:
        if not any(name in group and done & group for group in EXCLUDES):
            done.add(name)
            SPOILS[name](definition)
    return definition


# --- styles -------------------------------------------------------------------------------------


def in_yaml(value: object, indent: int = 0, quote: str = "") -> str:
    """A value in the block style of YAML, with comments in between."""
    lead = " " * indent
    lines = []
    if isinstance(value, dict) and value:
        for key, inner in value.items():
            if key == "Catch":
                lines.append(f"{lead}# what can go wrong: much")
            lines.append(f"{lead}{text_in_yaml(key, quote)}:{in_yaml_value(inner, indent, quote)}")
    elif isinstance(value, list) and value:
        for item in value:
            inner = in_yaml(item, indent + 2, quote)
            lines.append(f"{lead}- {inner.lstrip()}" if inner.strip() else "")
    else:
        return lead + scalar_in_yaml(value, quote)
    return "\n".join(lines)


def in_yaml_value(value: object, indent: int, quote: str) -> str:
    if isinstance(value, dict | list) and value:
        return "\n" + in_yaml(value, indent + (2 if isinstance(value, dict) else 0), quote)
    comment = "  # seconds" if value in (30, "30") else ""
    return f" {scalar_in_yaml(value, quote)}{comment}"


def scalar_in_yaml(value: object, quote: str) -> str:
    return text_in_yaml(value, quote) if isinstance(value, str) else json.dumps(value)


def text_in_yaml(text: str, quote: str) -> str:
    if quote == "'":
        return "'" + text.replace("'", "''") + "'"
    plain = re.fullmatch(r"[A-Za-z$][\w é😀.,:?'$/-]*", text) and text != "true"
    if quote == "" and plain and not re.search(r": |\s\Z|:\Z", text):
        return text
    return json.dumps(text, ensure_ascii=False)


def in_hcl(value: object, indent: int = 2) -> str:
    """A value of Terraform."""
    lead = " " * indent
    if isinstance(value, dict):
        lines = [
            f"{lead}  {key if re.fullmatch('[A-Za-z_]+', key) else json.dumps(key)}"
            f" = {in_hcl(inner, indent + 2)}\n"
            for key, inner in value.items()
        ]
        return "{\n" + "".join(lines) + lead + "}"
    if isinstance(value, list):
        return "[" + ", ".join(in_hcl(item, indent) for item in value) + "]"
    return json.dumps(value, ensure_ascii=False)


SAM = (
    "Resources:\n  M:\n    Type: AWS::Serverless::StateMachine\n    Properties:\n"
    "      Definition:  # here\n"
)
STYLES: dict[str, tuple[str, Callable[[Definition], str]]] = {
    "two blanks": ("x.asl.json", lambda value: json.dumps(value, indent=2, ensure_ascii=False)),
    "tabs": ("x.asl.json", lambda value: json.dumps(value, indent="\t") + "\n"),
    "escapes": ("x.asl.json", lambda value: json.dumps(value, indent=4) + "\n\n"),
    "one line": ("x.asl.json", lambda value: json.dumps(value, ensure_ascii=False)),
    "no blanks": ("x.asl.json", lambda value: json.dumps(value, separators=(",", ":"))),
    "blocks": ("x.asl.yaml", lambda value: f"# orders\n{in_yaml(value)}\n"),
    "blocks in single quotes": ("x.asl.yaml", lambda value: in_yaml(value, quote="'")),
    "blocks in double quotes": ("x.asl.yaml", lambda value: in_yaml(value, quote='"') + "\n\n"),
    "brackets in YAML": ("x.asl.yaml", lambda value: json.dumps(value, indent=3)),
    "SAM": ("template.yaml", lambda value: SAM + in_yaml(value, 8) + "\nOutputs: {}\n"),
    "jsonencode": (
        "main.tf",
        lambda value: (
            'resource "aws_sfn_state_machine" "m" {\n  definition = jsonencode('
            f"{in_hcl(value)})\n}}\n"
        ),
    ),
}


def repaired(path: str, text: str, *, unsafe: bool = False) -> str:
    outcome = repair_text(LINTER, text, path, unsafe=unsafe)
    return outcome.repaired[0].text if outcome.repaired else text


def left(path: str, text: str) -> list[str]:
    return [str(one) for one in LINTER.lint_text(text, path).diagnostics]


@pytest.mark.parametrize("style", STYLES)
def test_the_correct_definition_needs_no_repair(style: str) -> None:
    path, written = STYLES[style]
    assert left(path, written(BASE)) == []


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("mistake", SPOILS)
def test_one_mistake(style: str, mistake: str) -> None:
    path, written = STYLES[style]
    text = written(spoilt([mistake]))
    assert left(path, text) != []
    now = repaired(path, text)
    if mistake in NEED_QUOTES and style in ("blocks", "SAM"):
        now = re.sub(r'"((?:orders,|\$)[^"]*)"', r"\1", now)
    assert now == written(BASE)


@settings(deadline=None)
@given(
    st.sampled_from(sorted(STYLES)),
    st.lists(
        st.sampled_from(sorted(SPOILS.keys() - NEED_QUOTES)), min_size=2, max_size=8, unique=True
    ),
    st.booleans(),
    st.booleans(),
)
def test_several_mistakes(style: str, mistakes: list[str], crlf: bool, bom: bool) -> None:
    path, written = STYLES[style]
    text, right = written(spoilt(mistakes)), written(BASE)
    if crlf:
        text, right = text.replace("\n", "\r\n"), right.replace("\n", "\r\n")
    if bom and path.endswith(".yaml"):
        text, right = "\ufeff" + text, "\ufeff" + right
    now = repaired(path, text)
    assert now == right
    assert repaired(path, now) == now


# --- definitions in templates -------------------------------------------------------------------

IN_STRINGS = {"JSON, Fn::Join"}
"""Hosts that cut a text into several strings, across which nothing can be changed."""


@pytest.mark.parametrize("host", [*TEXTS, *OBJECTS])
@pytest.mark.parametrize("mistake", SPOILS)
def test_one_mistake_in_a_template(host: str, mistake: str) -> None:
    path, put = (TEXTS | OBJECTS)[host]
    text = json.dumps(spoilt([mistake]), indent=2, ensure_ascii=False)
    right = json.dumps(BASE, indent=2, ensure_ascii=False)
    before = put(text).text
    now = repaired(path, before)
    if host in IN_STRINGS:
        assert now == before or left(path, now) == []
    else:
        assert now == put(right).text
        assert left(path, now) == []


@pytest.mark.parametrize("host", FOLDED)
@pytest.mark.parametrize("mistake", SPOILS)
def test_one_mistake_on_one_line_of_a_template(host: str, mistake: str) -> None:
    """What is folded is written anew as far as that is possible, and never wrong."""
    path, put = FOLDED[host]
    before = put(json.dumps(spoilt([mistake]), ensure_ascii=False)).text
    now = repaired(path, before)
    found = LINTER.lint_text(now, path).diagnostics
    assert all(one.fix is None for one in found)
    assert {one.rule for one in found} <= {
        one.rule for one in LINTER.lint_text(before, path).diagnostics
    }


# --- every example ------------------------------------------------------------------------------


def examples() -> list[Example]:
    found = []
    for page in sorted([*(ROOT / "rules").rglob("*.md"), *(ROOT / "tests/cases").glob("*.md")]):
        found += pages.examples(page.read_text())
    return [example for example in found if not example.options and not example.files]


@pytest.mark.parametrize("unsafe", [False, True], ids=["safe", "unsafe"])
def test_a_second_repair_changes_nothing(unsafe: bool) -> None:
    changed = 0
    for example in examples():
        outcome = repair_text(LINTER, example.body, example.path, unsafe=unsafe)
        for one in outcome.repaired:
            changed += 1
            again = repair_text(LINTER, one.text, example.path, unsafe=unsafe)
            assert again.repaired == [], example.body
    assert changed > (100 if unsafe else 75)


def test_nothing_that_can_be_repaired_is_left() -> None:
    for example in examples():
        outcome = repair_text(LINTER, example.body, example.path, unsafe=True)
        for one in outcome.reports[0].diagnostics:
            assert one.fix is None or one.fix.draft, f"{one}\n{example.body}"
