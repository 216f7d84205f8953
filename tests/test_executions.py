"""Machines of one template that start each other: what is sent is held against what is read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from asllint.hosts.machines import meant
from asllint.reporters import concise
from asllint.workspace import batch
from asllint.workspace.run import Linter
from tests.conftest import ROOT

RULES = ("execution-input", "impossible-path", "impossible-test", "data-type", "internal-error")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project of its own."""
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def told(folder: Path) -> list[str]:
    """What is found in a folder, a line each, as far as it is about data."""
    done = concise.report(list(batch.run(Linter(), ["."], jobs=1, cache=False)))
    return [line for line in done.splitlines() if any(f"[{rule}]" in line for rule in RULES)]


def starting(arn: Any, more: Any = None, *, pattern: str = "", **arguments: Any) -> dict[str, Any]:
    """A machine that starts another one."""
    task = {
        "Type": "Task",
        "Resource": f"arn:aws:states:::states:startExecution{pattern}",
        "Parameters": {"StateMachineArn": arn, **arguments},
        "End": True,
    } | (more or {})
    return {"StartAt": "Call", "States": {"Call": task}}


def reading(path: str, **more: Any) -> dict[str, Any]:
    """A machine that reads something of its input."""
    state = {"Type": "Pass", "Parameters": {"found.$": path}, "End": True} | more
    return {"StartAt": "Read", "States": {"Read": state}}


def sam(parent: Any, child: Any, **properties: Any) -> str:
    """A template of two machines."""
    kind = "AWS::Serverless::StateMachine"
    return json.dumps({
        "Resources": {
            "Parent": {"Type": kind, "Properties": {"Definition": parent}},
            "Child": {"Type": kind, "Properties": {"Definition": child, **properties}},
        }
    })  # fmt: skip


def both(folder: Path, text: str, name: str = "template.json") -> list[str]:
    """What is found in a template, without the places."""
    (folder / name).write_text(text)
    found = (line.partition(" ")[2].partition(" (through")[0] for line in told(folder))
    return sorted(found, key=lambda line: (not line.startswith("warning[execution"), line))


FAILS = [
    'warning[execution-input] "Child" fails with what is sent to it here: "$.id" is not there: the '
    'input has only "order"',
    'warning[impossible-path] with what "Call" of "Parent" sends, "$.id" is not there: the input '
    'has only "order"',
]


# --- which machine is meant -----------------------------------------------------------------------


@pytest.mark.parametrize(
    "arn",
    [
        {"Ref": "Child"},
        {"Fn::GetAtt": ["Child", "Arn"]},
        {"Fn::GetAtt": "Child.Arn"},
        {"Fn::Sub": "${Child}"},
        {"Fn::Sub": "${Child.Arn}"},
        "arn:aws:states:eu-central-1:123456789012:stateMachine:the-child",
        {"Fn::Sub": "arn:aws:states:${AWS::Region}:${AWS::AccountId}:stateMachine:the-child"},
    ],
)
def test_a_template_says_which_machine_is_meant(folder: Path, arn: object) -> None:
    text = sam(starting(arn, Input={"order": 1}), reading("$.id"), Name="the-child")
    assert both(folder, text) == FAILS


@pytest.mark.parametrize(
    "arn",
    [
        {"Ref": "Other"},
        {"Fn::GetAtt": ["Child", "Name"]},
        {"Fn::Sub": "${Child.Name}"},
        {"Fn::Sub": ["${Child}", {"Child": "arn"}]},
        {"Fn::ImportValue": "Child"},
        "${Child}",
        "arn:aws:states:eu-central-1:123456789012:stateMachine:the-child:live",
        "arn:aws:states:eu-central-1:123456789012:stateMachine:another",
        "the-child",
    ],
)
def test_any_other_is_nobody_s(folder: Path, arn: object) -> None:
    text = sam(starting(arn, Input={"order": 1}), reading("$.id"), Name="the-child")
    assert both(folder, text) == []


def test_a_computed_arn_is_nobody_s(folder: Path) -> None:
    parent = starting(None, Input={"order": 1})
    parent["States"]["Call"]["Parameters"] = {
        "StateMachineArn.$": "$.machine",
        "Input": {"order": 1},
    }
    assert both(folder, sam(parent, reading("$.id"))) == []


def test_an_arn_with_a_name_of_its_stack(folder: Path) -> None:
    arn = "arn:${AWS::Partition}:states:${AWS::Region}:${AWS::AccountId}:stateMachine:"
    parent = starting({"Fn::Sub": arn + "${AWS::StackName}-child"}, Input={"order": 1})
    text = sam(parent, reading("$.id"), Name={"Fn::Sub": "${AWS::StackName}-child"})
    assert both(folder, text) == FAILS


def test_two_machines_of_one_name_are_nobody_s() -> None:
    assert meant("arn:aws:states:eu-west-1:1:stateMachine:a", {":a": ""}) == ""
    assert meant("arn:aws:states:eu-west-1:1:stateMachine:a", {":a": "A", "A": "A"}) == "A"
    assert meant("${A}", {":a": "A", "A": "A"}) == "A"
    assert meant("${A.Arn} ", {"A": "A"}) == ""
    assert meant("aws_sfn_state_machine.a-b_c.arn", {"a-b_c": "a-b_c"}) == "a-b_c"
    assert meant("${aws_sfn_state_machine.a[0].id}", {"a": "a"}) == "a"
    assert meant("data.aws_sfn_state_machine.a.arn", {"a": "a"}) == ""
    assert meant("aws_sfn_state_machine.a.name", {"a": "a"}) == ""


def test_a_placeholder_for_which_the_template_gives_it(folder: Path) -> None:
    kind = "AWS::StepFunctions::StateMachine"
    parent = json.dumps(starting("${ChildArn}", Input={"order": 1}))
    resources = {
        "Parent": {
            "Type": kind,
            "Properties": {
                "DefinitionString": parent,
                "DefinitionSubstitutions": {"ChildArn": {"Fn::GetAtt": ["Child", "Arn"]}},
            },
        },
        "Child": {"Type": kind, "Properties": {"Definition": reading("$.id")}},
    }
    assert both(folder, json.dumps({"Resources": resources})) == FAILS


def test_a_text_in_parts_as_the_cdk_writes_it(folder: Path) -> None:
    kind = "AWS::StepFunctions::StateMachine"
    before, after = json.dumps(starting("CHILD", Input={"order": 1})).split("CHILD")
    parent = {"Fn::Join": ["", [before, {"Ref": "Child"}, after]]}
    child = {"Fn::Join": ["", [json.dumps(reading("$.id"))]]}
    resources = {
        "Parent": {"Type": kind, "Properties": {"DefinitionString": parent}},
        "Child": {"Type": kind, "Properties": {"DefinitionString": child}},
    }
    assert both(folder, json.dumps({"Resources": resources})) == FAILS


TERRAFORM = """\
resource "aws_sfn_state_machine" "Child" {{
  name       = "the-child"
  definition = file("${{path.module}}/child.asl.json")
}}

resource "aws_sfn_state_machine" "Parent" {{
  definition = {definition}
}}
"""


@pytest.mark.parametrize(
    ("definition", "arn"),
    [
        (
            'templatefile("${path.module}/parent.asl.json", {'
            " child = aws_sfn_state_machine.Child.arn })",
            "${child}",
        ),
        ("<<EOF\nPARENT\nEOF\n", "${aws_sfn_state_machine.Child.arn}"),
        ("jsonencode(PARENT)", "aws_sfn_state_machine.Child.arn"),
        (
            "<<EOF\nPARENT\nEOF\n",
            "arn:aws:states:${var.region}:${data.aws_caller_identity.a.id}:stateMachine:the-child",
        ),
    ],
)
def test_an_expression_of_terraform(folder: Path, definition: str, arn: str) -> None:
    pytest.importorskip("tree_sitter_hcl")
    parent = json.dumps(starting("CHILD", Input={"order": 1}))
    quoted = '"CHILD"' if definition.startswith("jsonencode") else "CHILD"
    parent = parent.replace(quoted, arn)
    (folder / "child.asl.json").write_text(json.dumps(reading("$.id")))
    if "templatefile" in definition:
        (folder / "parent.asl.json").write_text(parent)
    text = TERRAFORM.format(definition=definition.replace("PARENT", parent))
    assert both(folder, text, "main.tf") == FAILS


def test_a_service_of_serverless(folder: Path) -> None:
    machines = {
        "Parent": {
            "definition": starting(
                {"Fn::GetAtt": ["ChildUnderscore1StepFunctionsStateMachine", "Arn"]},
                Input={"order": 1},
            )
        },
        "child_1": {"definition": reading("$.id")},
    }
    text = json.dumps({"service": "a", "stepFunctions": {"stateMachines": machines}})
    assert both(folder, text, "serverless.json") == [
        line.replace('"Child"', '"child_1"') for line in FAILS
    ]


# --- what is sent ---------------------------------------------------------------------------------

CHILD = {"Ref": "Child"}


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        ({}, '"$.id" is not there: the input has no fields'),
        ({"Input": {}}, '"$.id" is not there: the input has no fields'),
        ({"Input": {"ids": 1}}, '"$.ids" is not there; did you mean "id"?'),
        ({"Input": '{"Id": 1}'}, '"$.id" is not there; did you mean "Id"?'),
        ({"Input": "[1]"}, '"id" is not there: "$" is an array'),
    ],
)
def test_what_is_not_sent_is_told(folder: Path, arguments: Any, why: str) -> None:
    path = "$.ids" if "ids" in why else "$.id"
    arguments = json.loads(json.dumps(arguments).replace('"ids"', '"id"'))
    (first, second) = both(folder, sam(starting(CHILD, **arguments), reading(path)))
    assert first == (f'warning[execution-input] "Child" fails with what is sent to it here: {why}')
    assert second.startswith('warning[impossible-path] with what "Call" of "Parent" sends, ')


@pytest.mark.parametrize(
    "arguments",
    [
        {"Input": {"id": 1}},
        {"Input": {"id.$": "$.order"}},
        {"Input.$": "$"},
        {"Input.$": "$.order"},
        {"Input.$": "States.JsonToString($.order)"},
        {"Input": '{"id": 1}'},
        {"Input": "{no JSON"},
        {"Input": "${Given}"},
    ],
)
def test_what_is_there_or_not_known_is_silent(folder: Path, arguments: dict[str, Any]) -> None:
    assert both(folder, sam(starting(CHILD, **arguments), reading("$.id"))) == []


def test_the_same_path_that_may_be_absent_is_silent(folder: Path) -> None:
    choice = {
        "StartAt": "There?",
        "States": {
            "There?": {
                "Type": "Choice",
                "Choices": [{"Variable": "$.id", "IsPresent": True, "Next": "Read"}],
                "Default": "Done",
            },
            "Done": {"Type": "Succeed"},
            "Read": reading("$.id")["States"]["Read"],
        },
    }
    assert both(folder, sam(starting(CHILD, Input={"order": 1}), choice)) == []


def test_a_call_of_the_sdk_sends_a_text(folder: Path) -> None:
    more = {"Resource": "arn:aws:states:::aws-sdk:sfn:startSyncExecution"}
    text = sam(starting(CHILD, more, Input='{"order": 1}'), reading("$.id"))
    assert both(folder, text) == FAILS
    text = sam(starting(CHILD, more, Input={"order": 1}), reading("$.id"))
    assert both(folder, text) == []  # nobody has recorded what becomes of an object


def test_arguments_in_jsonata(folder: Path) -> None:
    parent = starting(CHILD)
    call = parent["States"]["Call"]
    call["QueryLanguage"] = "JSONata"
    call["Arguments"] = {**call.pop("Parameters"), "Input": "{% {'order': $states.input.id} %}"}
    assert both(folder, sam(parent, reading("$.id"))) == FAILS


def test_a_task_in_a_map(folder: Path) -> None:
    parent = {
        "StartAt": "Each",
        "States": {
            "Each": {
                "Type": "Map",
                "ItemProcessor": starting(CHILD, Input={"order": 1}),
                "End": True,
            }
        },
    }
    assert both(folder, sam(parent, reading("$.id"))) == FAILS


def test_several_that_start_it_are_told_together(folder: Path) -> None:
    parent = starting(CHILD, {"Next": "Again", "End": None}, Input={"order": 1})
    del parent["States"]["Call"]["End"]
    parent["States"]["Again"] = starting(CHILD, Input={"order": 2})["States"]["Call"]
    assert both(folder, sam(parent, reading("$.id"))) == [
        FAILS[0],
        FAILS[0],
        'warning[impossible-path] with what "Call" of "Parent" and "Again" of "Parent" send, '
        '"$.id" is not there: the input has only "order"',
    ]


def test_only_the_one_that_lacks_it_is_named(folder: Path) -> None:
    parent = starting(CHILD, {"Next": "Again", "End": None}, Input={"order": 1})
    del parent["States"]["Call"]["End"]
    parent["States"]["Again"] = starting(CHILD, Input={"id": 2})["States"]["Call"]
    assert both(folder, sam(parent, reading("$.id"))) == FAILS


def test_what_fails_for_everybody_is_an_error_and_told_once(folder: Path) -> None:
    child = reading("$.id")
    child["States"] = {
        "Made": {"Type": "Pass", "Result": {"order": 1}, "Next": "Read"},
        **child["States"],
    }
    child["StartAt"] = "Made"
    assert both(folder, sam(starting(CHILD, Input={"order": 1}), child)) == [
        'error[impossible-path] "$.id" is not there: "Made" replaced its input by what it makes, '
        'which has "order"',
    ]


# --- what comes back ------------------------------------------------------------------------------


def test_the_output_of_another_machine_comes_back(folder: Path) -> None:
    child = reading("$.id")
    parent = starting(CHILD, {"OutputPath": "$.Output.foun"}, pattern=".sync:2", Input={"id": 1})
    assert both(folder, sam(parent, child)) == [
        'error[impossible-path] "$.Output.foun" is not there; did you mean "found"?'
    ]
    parent = starting(CHILD, {"OutputPath": "$.Output.found"}, pattern=".sync:2", Input={"id": 1})
    assert both(folder, sam(parent, child)) == []


def test_machines_in_a_circle_are_unknown(folder: Path) -> None:
    again = starting({"Ref": "Parent"}, {"OutputPath": "$.Output.b"}, pattern=".sync:2", Input={})
    parent = starting(CHILD, {"OutputPath": "$.Output.a"}, pattern=".sync:2", Input={})
    assert both(folder, sam(parent, again)) == []


def test_a_machine_that_starts_itself(folder: Path) -> None:
    own = starting({"Ref": "Parent"}, {"InputPath": "$.id"}, pattern=".sync:2", Input={"order": 1})
    assert both(folder, sam(own, reading("$"))) == []  # a circle: what it ends with is not known
    own = starting({"Ref": "Parent"}, {"InputPath": "$.id"}, Input={"order": 1})
    assert both(folder, sam(own, reading("$"))) == [
        line.replace('"Child"', '"Parent"') for line in FAILS
    ]


# --- both places ----------------------------------------------------------------------------------


def test_both_places_are_told_and_none_after_mending(folder: Path) -> None:
    for path in sorted((ROOT / "tests/examples/calls").iterdir()):
        (folder / path.name).write_text(path.read_text())
    (one, two) = (
        found
        for report in batch.run(Linter(), ["."], jobs=1, cache=False)
        for found in report.diagnostics
    )
    assert [
        (found.rule, found.file.path, found.pointer, related.file.path, related.message)
        for found in (one, two)
        for related in found.related
        if related.file is not None
    ] == [
        (
            "execution-input", "order.asl.json", "/States/Refund it/Parameters/Input",
            "refund.asl.json", 'in "Refund"',
        ),
        (
            "impossible-path", "refund.asl.json",
            "/States/Pay back/Parameters/MessageBody/order.$", "order.asl.json", "started here",
        ),
    ]  # fmt: skip
    written = [
        related.file.text[related.span.start : related.span.end]
        for found in (one, two)
        for related in found.related
        if related.file is not None
    ]
    assert written == ["orderId", '"Input"']
    order = folder / "order.asl.json"
    order.write_text(order.read_text().replace('"id.$"', '"orderId.$"'))
    assert told(folder) == []
