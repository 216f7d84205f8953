"""Every fix that a finding offers repairs just that finding."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import pytest

from asllint import Diagnostic, analyze, lint, load_rulebook
from asllint.authoring import pages
from asllint.authoring.pages import Example
from asllint.ide.actions import actions
from tests.conftest import Run

ROOT = Path(__file__).parent.parent
RULES = load_rulebook().select()
PAGES = sorted([*(ROOT / "rules").rglob("*.md"), *(ROOT / "tests/cases").glob("*.md")])
"""The pages of rules, and the cases: every finding with a fix on one of them is repaired."""


def repaired(text: str, one: Diagnostic) -> str:
    assert one.fix is not None
    for edit in sorted(one.fix.edits, key=lambda edit: -edit.span.start):
        text = text[: edit.span.start] + edit.replacement + text[edit.span.end :]
    return text


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_fix_takes_its_finding_away_and_brings_no_new_one(page: Path) -> None:
    for example in pages.examples(page.read_text()):
        found = example.lint(RULES)
        for one in found:
            if one.fix is not None:
                spans = sorted((edit.span.start, edit.span.end) for edit in one.fix.edits)
                assert all(end <= start for (_, end), (start, _) in pairwise(spans))
                check(example, one, found)


def check(example: Example, one: Diagnostic, before: list[Diagnostic]) -> None:
    """Hold what is found after the repair against what was found before."""
    kind = "EXPRESS" if "express" in example.options else "STANDARD"
    text = repaired(one.file.text, one)
    if example.files:
        after = pages.lint_folder({**example.files, one.file.path: text}, RULES)
    else:
        after = lint(analyze(text, example.path, workflow_type=kind), RULES)
    told_before = [(other.rule, other.message) for other in before]
    told_after = [(other.rule, other.message) for other in after if other.ignored_by is None]
    told = one.rule, one.message
    if one.rule not in DATA:
        assert told_after.count(told) < told_before.count(told), told
    new = {told[0] for told in told_after if told not in told_before} - set(DATA)
    # What somebody has to fill in may well be wrong until then.
    assert one.fix is None or one.fix.draft or new <= set(HIDDEN.get(one.rule, ())), told


DATA = (
    "impossible-path", "sometimes-missing-path", "unknown-answer-field", "undefined-result",
    "sometimes-undefined-result", "data-type", "result-path-target", "impossible-test",
)  # fmt: skip
"""A state fails at the first of them: what stands behind it comes to light with the next repair."""

HIDDEN: dict[str, tuple[str, ...]] = {
    # An error that has its right name can be one that comes from elsewhere, or lack its companion.
    "unknown-error-name": ("impossible-error", "unretried-throttling"),
    "impossible-error": ("unretried-throttling",),
    # Once there is a definition, it is known that a state is missing in it.
    "definition-fragment": ("unknown-target",),
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
    # Once it is tried again, it is asked what follows when that has not helped.
    "unguarded-undoing": ("unfinished-rollback",),
    # Once the query language is known, it is known which fields are of the other one.
    "unknown-value": ("wrong-query-language",),
}
"""What a mistake can hide, by the rule that finds the mistake: the repair brings it to light."""


def test_what_has_to_be_filled_in_is_offered_in_editors_only(asllint: Run, tmp_path: Path) -> None:
    text = (
        '{"StartAt": "Send", "States": {"Send": {"Type": "Task", "Parameters": '
        '{"MessageBody": "hello"}, "Resource": "arn:aws:states:::sqs:sendMessage", "End": true}}}'
    )
    analysis = analyze(text, "x.asl.json")
    (one,) = [each for each in lint(analysis, RULES) if each.rule == "missing-parameter"]
    assert one.fix is not None
    assert (one.fix.title, one.fix.safe, one.fix.draft) == ('add "QueueUrl"', False, True)
    (offered,) = [
        each for each in actions(analysis, one.span, [one]) if each.title == one.fix.title
    ]
    (edit,) = offered.edits
    assert edit.replacement == ', "QueueUrl": ""'
    path = tmp_path / "x.asl.json"
    path.write_text(text)
    asllint("--fix", "--unsafe")
    assert path.read_text() == text
    (told,) = json.loads(asllint("--format", "json").stdout)["diagnostics"]
    assert told["fixable"] is False
    (result,) = json.loads(asllint("--format", "sarif").stdout)["runs"][0]["results"]
    assert "fixes" not in result


ONE_EDIT = {
    "the scheme of an HTTP Task": (
        '"Resource": "arn:aws:states:::http:invoke", "Parameters": {"ApiEndpoint": '
        '"http://example.com/pay", "Method": "POST", "Authentication": {"ConnectionArn": '
        '"arn:aws:events:eu-west-1:123456789012:connection/a/b"}}',
        ("http://", "https://"),
    ),
    "the letter case of a value": (
        '"Resource": "arn:aws:states:::aws-sdk:dynamodb:putItem", "Parameters": {"TableName": "t", '
        '"Item": {"id": {"S": "1"}}, "ReturnValues": "all_old"}',
        ("all_old", "ALL_OLD"),
    ),
    "a number that DynamoDB takes as a text": (
        '"Resource": "arn:aws:states:::dynamodb:putItem", "Parameters": {"TableName": "t", '
        '"Item": {"id": {"N": 5}}}',
        ('{"N": 5}', '{"N": "5"}'),
    ),
}
"""Safe repairs of a Task, each by one edit."""


@pytest.mark.parametrize("case", ONE_EDIT)
def test_a_remedy_of_one_edit(asllint: Run, tmp_path: Path, case: str) -> None:
    fields, (old, new) = ONE_EDIT[case]
    text = f'{{"StartAt": "A", "States": {{"A": {{"Type": "Task", {fields}, "End": true}}}}}}'
    path = tmp_path / "x.asl.json"
    path.write_text(text)
    asllint("--fix")
    assert path.read_text() == text.replace(old, new)


UPDATE = """\
StartAt: A
States:
  A:
    Type: Task
    Resource: arn:aws:states:::dynamodb:updateItem
    Parameters:
      TableName: t
      Key: {id: {S: "1"}}
      UpdateExpression: SET "a\\ #b = :b
      ExpressionAttributeNames: {"#b": b}
      ExpressionAttributeValues: {":b": {S: "x"}}
    End: true
"""
PARAMETERS = '{"StartAt": "A", "States": {"A": {"Type": "Pass", "Parameters": {%s}, "End": true}}}'
ASSIGNED = """\
StartAt: A
States:
  A: {Type: Pass, Assign: {größe: 1}, Next: B}
  B: {Type: Pass, Parameters: {v.$: $größ.a}, End: true}
"""
PATTERN = """{"StartAt": "A", "States": {"A": {"Type": "Task", "End": true,
 "Resource": "arn:aws:states:::sqs:sendMessage.wait\\u0046orTaskTokn",
 "Parameters": {"QueueUrl": "https://u", "MessageBody.$": "$$.Task.Token"}}}}"""


@pytest.mark.parametrize(
    ("path", "text", "old", "new"),
    [
        ("x.asl.json", PARAMETERS % r'"its \"so\"\\": "$.x.y"', r'\\"', r'\\.$"'),
        ("x.asl.yaml", ASSIGNED, "$größ.", "$größe."),
        ("x.asl.json", PATTERN, r"wait\u0046orTaskTokn", "waitForTaskToken"),
        ("x.asl.yaml", UPDATE, r'SET "a\ #b = :b', r'"SET \"a\\ #b = :b"'),
    ],
)
def test_a_fix_of_what_has_escapes(
    asllint: Run, tmp_path: Path, path: str, text: str, old: str, new: str
) -> None:
    assert text.count(old) == 1
    (tmp_path / path).write_text(text)
    asllint("--fix", "--unsafe")
    assert (tmp_path / path).read_text() == text.replace(old, new)


def test_a_choice_gets_a_default_that_fails(asllint: Run, tmp_path: Path) -> None:
    text = """\
StartAt: Which
States:
  Done: {Type: Succeed}
  Which:
    Type: Choice
    Choices:
      - {Variable: $.kind, StringEquals: a, Next: Done}
"""
    path = tmp_path / "x.asl.yaml"
    path.write_text(text)
    asllint("--fix")
    assert path.read_text() == text
    asllint("--fix", "--unsafe")
    assert path.read_text() == text + (
        "    Default: Which not matched\n"
        '  Which not matched: {"Type": "Fail", "Error": "NoChoiceMatched", '
        '"Cause": "No rule of \\"Which\\" fired"}\n'
    )
    assert asllint().returncode == 0
