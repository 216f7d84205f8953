"""What a state can become, shown by what the text becomes."""

from __future__ import annotations

import json

import pytest

from asllint import analyze
from asllint.ide.actions import actions
from asllint.ide.refactoring import variable_of
from asllint.source.text import Span
from tests.cursor import at_cursor

ORDER = """{
  "StartAt": "Pay",
  "States": {
    "Pay": {<here>"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke",
      "Parameters": {"FunctionName": "pay", "Payload.$": "$.order", "x": {"id.$": "$.id"}},
      "Retry": [{"ErrorEquals": ["States.ALL"]}], "Next": "Which?"},
    "Which?": {"Type": "Choice", "Choices": [{"Variable": "$.a", "IsNull": true, "Next": "Pay"}]},
    "Sorry": {"Type": "Fail"}
  }
}
"""
JSONATA = """{
  "QueryLanguage": "JSONata",
  "StartAt": "Get order",
  "States": {
    "Get order": {<here>"Type": "Task", "Resource": "arn:aws:states:::dynamodb:getItem",
      "Arguments": {"TableName": "t", "Key": {"id": {"S": "{% $states.input.id %}"}}},
      "End": true}
  }
}
"""


def becomes(text: str, path: str = "x.asl.json") -> dict[str, str]:
    """The text after each of the actions at the cursor, by their titles."""
    analysis, offset = at_cursor(text.replace("<here>", "‹|›"), path)
    found = {}
    for one in actions(analysis, Span(offset, offset), []):
        new = analysis.file.text
        for edit in sorted(one.edits, key=lambda edit: -edit.span.start):
            new = new[: edit.span.start] + edit.replacement + new[edit.span.end :]
        assert not analyze(new, path).problems, one.title
        found[one.title] = new
    return found


def state(text: str, title: str, name: str) -> dict[str, object]:
    found = json.loads(becomes(text)[title])["States"][name]
    assert isinstance(found, dict)
    return found


# --- fields ---------------------------------------------------------------------------------------


def test_the_input_is_kept() -> None:
    title = 'keep the input, and write the result to "$.pay"'
    assert state(ORDER, title, "Pay")["ResultPath"] == "$.pay"
    title = 'keep the input, and write the result to "getOrder"'
    output = "{% $merge([$states.input, {'getOrder': $states.result}]) %}"
    assert state(JSONATA, title, "Get order")["Output"] == output


@pytest.mark.parametrize(
    "text",
    [
        ORDER.replace("<here>", '<here>"ResultPath": "$.x", '),
        JSONATA.replace("<here>", '<here>"Output": "{% 1 %}", '),
        '{"StartAt": "A", "States": {"A": {<here>"Type": "Pass", "End": true}}}',
        '{"StartAt": "A", "States": {"A": {<here>"Type": "Wait", "Seconds": 1, "End": true}}}',
        '{"StartAt": "!", "States": {"!": {<here>"Type": "Pass", "Result": 1, "End": true}}}',
    ],
)
def test_where_the_input_is_kept_already_or_nothing_is_made(text: str) -> None:
    assert not [title for title in becomes(text) if title.startswith("keep")]


def test_a_default() -> None:
    text = ORDER.replace("<here>", "").replace('"Which?": {', '"Which?": {<here>')
    assert state(text, 'add "Default" to "Which?"', "Which?")["Default"] == "Sorry"
    text = text.replace('"Choices"', '"Default": "Pay", "Choices"')
    assert not [title for title in becomes(text) if "Default" in title]


# --- a state around it ----------------------------------------------------------------------------


def test_a_state_in_a_parallel() -> None:
    found = state(ORDER, 'wrap "Pay" in a Parallel', "Pay")
    branches = found.pop("Branches")
    assert found == {"Type": "Parallel", "Next": "Which?"}
    branch = {
        "StartAt": "Pay (inner)",
        "States": {
            "Pay (inner)": {
                "Type": "Task",
                "Resource": "arn:aws:states:::lambda:invoke",
                "Parameters": {
                    "FunctionName": "pay", "Payload.$": "$.order", "x": {"id.$": "$.id"},
                },
                "Retry": [{"ErrorEquals": ["States.ALL"]}],
                "End": True,
            }
        },
    }  # fmt: skip
    assert branches == [branch]


def test_a_state_in_a_map_keeps_its_catchers_outside_and_its_language() -> None:
    text = '{"StartAt": "A", "States": {"A": {<here>"QueryLanguage": "JSONata", "Type": "Task", '
    text += '"Output": 1, "Catch": [], "End": true}, "A (inner)": {"Type": "Succeed"}}}'
    assert state(text, 'wrap "A" in a Map', "A") == {
        "QueryLanguage": "JSONata", "Type": "Map", "Catch": [], "End": True,
        "ItemProcessor": {
            "ProcessorConfig": {"Mode": "INLINE"},
            "StartAt": "A (inner) 2",
            "States": {
                "A (inner) 2": {
                    "Type": "Task", "QueryLanguage": "JSONata", "Output": 1, "End": True,
                },
            },
        },
    }  # fmt: skip


@pytest.mark.parametrize(
    "body",
    [
        '"Type": "Succeed"',
        '"Type": "Fail"',
        '"Type": "Choice", "Choices": []',
        '"Type": "Task"',
        '"Type": "Pass", "Result": 1, "End": true',
        '"Type": "Task", "Comment": 1, "End": true, "Parameters": ${Value}',
    ],
)
def test_what_is_not_wrapped(body: str) -> None:
    text = f'{{"StartAt": "A", "States": {{"A": {{<here>{body}}}}}}}'
    analysis, offset = at_cursor(text.replace("<here>", "‹|›"))
    found = actions(analysis, Span(offset, offset), [])
    assert not [one.title for one in found if one.title.startswith("wrap")]


@pytest.mark.parametrize(
    ("body", "wrapped"),
    [
        ('"Next": "B", "Type": "Task", "Resource": "r"', True),
        ('"Type": "Task", "Resource": "r", "Next": "B", "TimeoutSeconds": 9', True),
        ('"Resource": "r", "Next": "B", "Type": "Task"', True),
        ('"Resource": "r", "Next": "B", "Type": "Task", "TimeoutSeconds": 9', False),
    ],
)
def test_fields_in_any_order(body: str, *, wrapped: bool) -> None:
    text = f'{{"StartAt": "A", "States": {{"A": {{<here>{body}}}, "B": {{"Type": "Succeed"}}}}}}'
    titles = [title for title in becomes(text) if title.startswith("wrap")]
    assert titles == ['wrap "A" in a Parallel', 'wrap "A" in a Map'] * wrapped
    for title in titles:
        found = state(text, title, "A")
        assert found["Next"] == "B"
        assert "Resource" not in found


# --- variables ------------------------------------------------------------------------------------


def test_arguments_become_variables() -> None:
    new = json.loads(becomes(ORDER)['extract the arguments of "Pay" into variables'])
    states = new["States"]
    assert new["StartAt"] == "Prepare Pay"
    assert states["Which?"]["Choices"][0]["Next"] == "Prepare Pay"
    assert states["Prepare Pay"] == {
        "Type": "Pass", "Assign": {"payload.$": "$.order", "id.$": "$.id"}, "Next": "Pay",
    }  # fmt: skip
    assert states["Pay"]["Parameters"] == {
        "FunctionName": "pay", "Payload.$": "$payload", "x": {"id.$": "$id"},
    }  # fmt: skip


def test_arguments_of_jsonata_become_variables() -> None:
    title = 'extract the arguments of "Get order" into variables'
    states = json.loads(becomes(JSONATA)[title])["States"]
    assert states["Prepare Get order"]["Assign"] == {"s": "{% $states.input.id %}"}
    assert states["Get order"]["Arguments"]["Key"] == {"id": {"S": "{% $s %}"}}


def test_a_variable_has_a_name_of_its_own() -> None:
    other = '"B": {"Type": "Pass", "Assign": {"payload": 1, "id": 2}, "End": true}'
    text = ORDER.replace('"Sorry": {"Type": "Fail"}', other)
    states = json.loads(becomes(text)['extract the arguments of "Pay" into variables'])["States"]
    assert list(states["Prepare Pay"]["Assign"]) == ["payload2.$", "id2.$"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"$.order"', '"$$.State.Name"'),
        ('"Retry"', '"InputPath": "$.x", "Retry"'),
        ('"Payload.$": "$.order", "x": {"id.$": "$.id"}', '"Payload.$": "$made"'),
        ('"Payload.$": "$.order", "x": {"id.$": "$.id"}', '"Payload": 1'),
    ],
)
def test_where_arguments_can_not_be_worked_out_before(old: str, new: str) -> None:
    assert not [title for title in becomes(ORDER.replace(old, new)) if "extract" in title]


@pytest.mark.parametrize(
    ("name", "variable"),
    [("Get order", "getOrder"), ("2nd try!", "ndTry"), ("Päy", "pY"), ("!", ""), ("ID", "iD")],
)
def test_names(name: str, variable: str) -> None:
    assert variable_of(name) == variable


# --- other notations ------------------------------------------------------------------------------


def test_in_yaml_templates_and_terraform() -> None:
    yaml = "StartAt: A\nStates:\n  A:\n    <here>Type: Task\n    Resource: r\n    End: true\n"
    found = becomes(yaml, "x.asl.yaml")
    assert found['keep the input, and write the result to "$.a"'].endswith("    ResultPath: $.a\n")
    assert "\n    Type: Parallel\n    End: true\n    Branches: [" in found['wrap "A" in a Parallel']
    machine = (
        '{"StartAt": "A", "States": {"A": {<here>"Type": "Task", "Resource": "r", "End": true}}}'
    )
    sam = "Resources:\n  M:\n    Type: AWS::StepFunctions::StateMachine\n    Properties:\n"
    found = becomes(f"{sam}      DefinitionString: |\n        {machine}\n", "template.yaml")
    assert '"ItemProcessor": {"ProcessorConfig"' in found['wrap "A" in a Map']
    hcl = 'resource "aws_sfn_state_machine" "m" {\n  definition = jsonencode({ StartAt = "A", '
    hcl += 'States = { A = { <here>Type = "Task", Resource = "r", End = true } } })\n}\n'
    found = becomes(hcl, "main.tf")
    assert 'ResultPath = "$.a"' in found['keep the input, and write the result to "$.a"']
