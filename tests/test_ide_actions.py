"""What can be done at a place, shown by what the text becomes."""

from __future__ import annotations

import json

import pytest

from asllint import analyze, lint, load_rulebook
from asllint.engine.linting import Diagnostic
from asllint.ide.actions import CodeAction, actions, page_summary
from asllint.source.text import Span

BOOK = load_rulebook()
RULES = BOOK.select()

JSON = """{
  "StartAt": "Pay",
  "States": {
    "Pay": {
      "Type": "Task",
      "Resource": "arn:aws:states:::lambda:invoke",
      "Parameters": {"FunctionName": "pay"},
      "Next": "Done"
    },
    "Sorry": {"Type": "Fail"}
  }
}
"""

YAML = """StartAt: Pay
States:
  Pay:
    Type: Task
    Resource: arn:aws:lambda:eu-west-1:123456789012:function:pay
    Next: Done
  Sorry:
    Type: Fail
"""

SAM = """Resources:
  Orders:
    Type: AWS::StepFunctions::StateMachine
    Properties:
      DefinitionString: !Sub |
        {"StartAt": "Pay", "States": {
          "Pay": {"Type": "Task", "Resource": "${Pay}", "Next": "Done"},
          "Sorry": {"Type": "Fail"}}}
"""

HCL = """resource "aws_sfn_state_machine" "orders" {
  definition = jsonencode({
    StartAt = "Pay"
    States = {
      Pay = { Type = "Pass", Next = "Done" }
    }
  })
}
"""

CASES = {"x.asl.json": JSON, "x.asl.yaml": YAML, "template.yaml": SAM, "main.tf": HCL}


def offered(path: str, at: str) -> tuple[str, dict[str, CodeAction]]:
    """The text, and what can be done where some characters stand first."""
    text = CASES[path]
    analysis = analyze(text, path)
    offset = text.index(at) + 1
    found = [one for one in lint(analysis, RULES) if one.ignored_by is None]
    shown = [one for one in found if one.span.start <= offset <= one.span.end]
    return text, {one.title: one for one in actions(analysis, Span(offset, offset), shown)}


def after(path: str, at: str, title: str) -> tuple[str, str]:
    """The lines that an action takes away, and those that it brings."""
    text, found = offered(path, at)
    new = text
    for edit in sorted(found[title].edits, key=lambda edit: -edit.span.start):
        new = new[: edit.span.start] + edit.replacement + new[edit.span.end :]
    old_lines, new_lines = text.splitlines(), new.splitlines()
    gone = [line for line in old_lines if line not in new_lines]
    come = [line for line in new_lines if line not in old_lines]
    return "\n".join(gone), "\n".join(come)


def remaining(path: str, at: str, title: str) -> list[Diagnostic]:
    text, found = offered(path, at)
    for edit in sorted(found[title].edits, key=lambda edit: -edit.span.start):
        text = text[: edit.span.start] + edit.replacement + text[edit.span.end :]
    return [one for one in lint(analyze(text, path), RULES) if one.ignored_by is None]


@pytest.mark.parametrize(
    ("path", "gone", "come"),
    [
        ("x.asl.json", '    "Sorry": {"Type": "Fail"}',
         '    "Sorry": {"Type": "Fail"},\n    "Done": {"Type": "Pass", "End": true}'),
        ("x.asl.yaml", "", '  Done: {"Type": "Pass", "End": true}'),
        ("template.yaml", '          "Sorry": {"Type": "Fail"}}}',
         '          "Sorry": {"Type": "Fail"},\n'
         '          "Done": {"Type": "Pass", "End": true}}}'),
        ("main.tf", "", '      Done = {"Type": "Pass", "End": true}'),
    ],
)  # fmt: skip
def test_the_missing_state_is_created(path: str, gone: str, come: str) -> None:
    title = 'create the state "Done"'
    assert after(path, '"Done"' if path != "x.asl.yaml" else "Done", title) == (gone, come)
    at = '"Done"' if path != "x.asl.yaml" else "Done"
    assert "unknown-target" not in [one.rule for one in remaining(path, at, title)]


@pytest.mark.parametrize(
    ("path", "gone", "come"),
    [
        ("x.asl.json", "", '      "Comment": "asllint: ignore[unknown-target]",'),
        ("x.asl.yaml", "    Next: Done", "    Next: Done  # asllint: ignore[unknown-target]"),
        ("template.yaml",
         '          "Pay": {"Type": "Task", "Resource": "${Pay}", "Next": "Done"},',
         '          "Pay": {"Comment": "asllint: ignore[unknown-target]", "Type": "Task", '
         '"Resource": "${Pay}", "Next": "Done"},'),
        ("main.tf", '      Pay = { Type = "Pass", Next = "Done" }',
         '      Pay = { Type = "Pass", Next = "Done" }  # asllint: ignore[unknown-target]'),
    ],
)  # fmt: skip
def test_a_finding_is_ignored_where_it_stands(path: str, gone: str, come: str) -> None:
    at = '"Done"' if path != "x.asl.yaml" else "Done"
    title = 'ignore "unknown-target" here'
    assert after(path, at, title) == (gone, come)
    assert "unknown-target" not in [one.rule for one in remaining(path, at, title)]


def test_a_second_rule_joins_the_first_in_the_directive() -> None:
    text = JSON.replace('"Type": "Task"', '"Comment": "asllint: ignore[a] why", "Type": "Task"')
    analysis = analyze(text, "x.asl.json")
    (one,) = [one for one in lint(analysis, RULES) if one.rule == "unknown-target"]
    (ignore,) = [each for each in actions(analysis, one.span, [one]) if "ignore" in each.title]
    (edit,) = ignore.edits
    assert text[: edit.span.start].endswith("ignore[a")
    assert edit.replacement == ", unknown-target"


def test_retry_and_catch_are_added_to_a_task() -> None:
    gone, come = after("x.asl.json", '"Type": "Task"', 'add "Retry" to "Pay"')
    assert gone == '      "Next": "Done"'
    assert come == (
        '      "Next": "Done",\n'
        '      "Retry": [{"ErrorEquals": ["Lambda.ClientExecutionTimeoutException", '
        '"Lambda.ServiceException", "Lambda.AWSLambdaException", "Lambda.SdkClientException", '
        '"Lambda.TooManyRequestsException"], "IntervalSeconds": 1, "MaxAttempts": 3, '
        '"BackoffRate": 2, "JitterStrategy": "FULL"}]'
    )
    assert after("x.asl.yaml", "Type: Task", 'add "Catch" to "Pay"') == (
        "", '    Catch: [{"ErrorEquals": ["States.ALL"], "Next": "Sorry"}]'
    )  # fmt: skip


@pytest.mark.parametrize(
    ("resource", "errors"),
    [
        (
            "arn:aws:states:::dynamodb:getItem",
            ["DynamoDB.InternalServerErrorException",
             "DynamoDB.ProvisionedThroughputExceededException",
             "DynamoDB.RequestLimitExceededException", "DynamoDB.ThrottlingException",
             "DynamoDB.SdkClientException"],
        ),
        ("arn:aws:states:::aws-sdk:ssm:getParameter",
         ["Ssm.InternalServerErrorException", "Ssm.SdkClientException"]),
        ("arn:aws:states:eu-west-1:123456789012:activity:pay", ["States.TaskFailed"]),
        ("${Anything}", ["States.TaskFailed"]),
    ],
)  # fmt: skip
def test_a_retrier_names_what_the_called_service_may_raise_once(
    resource: str, errors: list[str]
) -> None:
    text = JSON.replace("arn:aws:states:::lambda:invoke", resource)
    at = Span(text.index("Resource"), text.index("Resource"))
    (retry,) = [
        each for each in actions(analyze(text, "x.asl.json"), at, []) if "Retry" in each.title
    ]
    (edit,) = retry.edits
    assert json.loads("{" + edit.replacement.lstrip(",") + "}")["Retry"][0]["ErrorEquals"] == errors
    written = text[: edit.span.start] + edit.replacement + text[edit.span.end :]
    found = lint(analyze(written, "x.asl.json"), RULES)
    assert [one.rule for one in found if "error" in one.rule] == []


def test_a_retrier_is_offered_once() -> None:
    (rule,) = [rule for rule in BOOK.rules.values() if rule.id == "unretried-lambda-failure"]
    analysis = analyze(JSON, "x.asl.json")
    shown = lint(analysis, [rule])
    titles = [each.title for each in actions(analysis, shown[0].span, shown)]
    assert titles == [
        "retry what passes",
        'add "Catch" to "Pay"',
        'keep the input, and write the result to "$.pay"',
        'wrap "Pay" in a Parallel',
        'wrap "Pay" in a Map',
        'ignore "unretried-lambda-failure" here',
    ]


def test_nothing_is_offered_where_nothing_can_be_written() -> None:
    text = "StartAt: A\nStates:\n  A:\n    Type: Task\n    Parameters: {a: 1}}\n"
    at = text.index("Task")
    assert actions(analyze(text, "x.asl.yaml"), Span(at, at), []) == []


def test_nothing_is_offered_where_nothing_is() -> None:
    analysis = analyze('{"a": 1}', "x.json")
    assert actions(analysis, Span(0, 0), []) == []


def test_a_page_is_told_up_to_its_first_example() -> None:
    rule = BOOK.rules["unknown-target"]
    page = page_summary(rule, "https://example.org/page")
    assert page.startswith("**unknown-target** ([page](https://example.org/page))\n\nA transition")
    assert "## Example" not in page
