"""What starts a machine in its template says what comes in."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from asllint import Analysis, analyze
from asllint.data.schema import schema_of
from asllint.data.shape import ANYTHING, Shape
from asllint.facts.dataflow.events import shape_of
from asllint.reporters import concise
from asllint.workspace import batch
from asllint.workspace.run import Linter

TEXTS = ("version", "id", "detail-type", "source", "account", "time", "region")
MACHINE = {
    "StartAt": "Read",
    "States": {"Read": {"Type": "Pass", "Parameters": {"a.$": "$.orderId"}, "End": True}},
}


def started(analysis: Analysis) -> list[tuple[str, Shape]]:
    """What is known to start the first machine of a template."""
    return [(start.called, shape_of(start)) for start in analysis.uses[0].starts]


def sam(kind: str, **properties: Any) -> tuple[str, Shape]:
    """What an event of SAM starts a machine with."""
    event = {"Type": kind, "Properties": properties}
    machine = {"Definition": MACHINE, "Events": {"Placed": event}}
    resource = {"Type": "AWS::Serverless::StateMachine", "Properties": machine}
    (one,) = started(analyze(json.dumps({"Resources": {"Order": resource}}), "template.json"))
    return one


def field(shape: Shape, *names: str) -> Any:
    """A field of a shape as a JSON Schema."""
    for name in names:
        assert shape.object is not None
        shape = shape.object.get(name)
    return schema_of(shape)


# --- events ---------------------------------------------------------------------------------------


def test_an_event_is_an_envelope() -> None:
    called, shape = sam("EventBridgeRule", Pattern={"source": ["shop"]})
    assert called == 'the event "Placed"'
    assert shape.object is not None and shape.object.is_closed
    assert shape.object.required == {*TEXTS, "resources", "detail"}
    assert field(shape, "source") == {"const": "shop"}
    assert field(shape, "detail-type") == {"type": "string"}
    assert field(shape, "detail")["additionalProperties"] is True
    event = {**dict.fromkeys(TEXTS, ""), "source": "shop", "resources": [], "detail": {"a": 1}}
    assert shape.contains(event)
    assert shape.contains({**event, "replay-name": "again"})
    assert not shape.contains({**event, "orderId": 1})


@pytest.mark.parametrize(
    ("pattern", "takes", "refuses"),
    [
        (["a", "b"], ["a", "b", ["a"]], ["c", 1, None]),
        ([1, None, True], [1, None, True, [1]], ["a", 2, False]),
        ([{"prefix": "a"}], ["a", ["a"]], [1]),
        ([{"numeric": [">", 1]}], [2, [2]], ["a"]),
        ([{"exists": True}], ["a", 1, None], []),
        ([{"anything-but": "a"}], ["b", 1], []),
        ([{"new": 1}], ["b", 1], []),
        (["${Kind}"], ["b", 1], []),
        ({"inner": ["a"]}, [{"inner": "a"}, [{"inner": "a"}]], [{"inner": "b"}, {}, "a"]),
    ],
)
def test_a_pattern_says_what_its_values_are(
    pattern: Any, takes: list[Any], refuses: list[Any]
) -> None:
    _, shape = sam("CloudWatchEvent", Pattern={"detail": {"kind": pattern}})
    assert shape.object is not None
    detail = shape.object.get("detail")
    assert all(detail.contains({"kind": value, "more": 1}) for value in takes)
    assert not any(detail.contains({"kind": value}) for value in refuses)


@pytest.mark.parametrize(
    "pattern",
    [
        {"kind": [{"exists": False}]},
        {"kind": ["a", {"exists": False}]},
        {"kind": [{"anything-but": "a"}]},
        {"kind": {"inner": [{"exists": False}]}},
        {"$or": [{"kind": ["a"]}, {"other": ["b"]}]},
    ],
)
def test_what_a_pattern_does_not_demand_may_be_absent(pattern: Any) -> None:
    _, shape = sam("EventBridgeRule", Pattern={"detail": pattern})
    assert shape.object is not None
    assert shape.object.get("detail").contains({})


def test_the_part_of_an_event_that_is_the_input() -> None:
    pattern = {"detail": {"kind": ["a"]}}
    _, shape = sam("EventBridgeRule", Pattern=pattern, InputPath="$.detail")
    assert field(shape, "kind")["anyOf"][0] == {"const": "a"}
    assert sam("EventBridgeRule", Pattern=pattern, InputPath="$.detail.other")[1] == ANYTHING
    assert sam("EventBridgeRule", Pattern=pattern, InputPath="no path")[1] == ANYTHING


def test_an_input_that_is_written_out() -> None:
    text = '{"id": 1, "at": "in ${Stage}", "stage": "${Stage}"}'
    _, shape = sam("EventBridgeRule", Pattern={}, Input=text)
    assert (field(shape, "id"), field(shape, "at")) == ({"const": 1}, {"type": "string"})
    assert field(shape, "stage") is True
    assert sam("EventBridgeRule", Pattern={}, Input="{no JSON")[1] == ANYTHING


def test_a_template_of_the_input() -> None:
    transformer = {
        "InputPathsMap": {"kind": "$.detail.kind", "who": "$.source", "gone": "$.detail.no"},
        "InputTemplate": '{"who": <who>, "said": "<who> <kind>", "gone": <gone>, "n": 1}',
    }
    _, shape = sam("EventBridgeRule", Pattern={"source": ["shop"]}, InputTransformer=transformer)
    assert {name: field(shape, name) for name in ("who", "said", "gone", "n")} == {
        "who": {"const": "shop"}, "said": {"type": "string"}, "gone": True, "n": {"const": 1},
    }  # fmt: skip


def test_schedules() -> None:
    called, shape = sam("Schedule", Schedule="rate(1 day)")
    assert called == 'the schedule "Placed"'
    assert field(shape, "source") == {"const": "aws.events"}
    assert shape.object is not None and shape.object.get("detail").value == {}
    assert sam("Schedule", Input='{"a": 1}')[1].value == {"a": 1}
    assert sam("ScheduleV2", Schedule="rate(1 day)")[1] == ANYTHING
    _, shape = sam("ScheduleV2", Input='{"at": "<aws.scheduler.scheduled-time>", "b": 1}')
    assert (field(shape, "at"), field(shape, "b")) == ({"type": "string"}, {"const": 1})
    assert sam("Api", Path="/", Method="post")[1] == ANYTHING


# --- other resources ------------------------------------------------------------------------------


def resources(**more: Any) -> list[tuple[str, Shape]]:
    """What the resources of a template start its machine with."""
    machine = {"Type": "AWS::StepFunctions::StateMachine", "Properties": {"Definition": MACHINE}}
    text = json.dumps({"Resources": {"Order": machine, **more}})
    return started(analyze(text, "template.json"))


ARN = {"Fn::GetAtt": ["Order", "Arn"]}


def test_a_rule_of_cloudformation() -> None:
    targets = [{"Arn": ARN, "Id": "1", "Input": '{"id": 1}'}, {"Arn": {"Ref": "Queue"}, "Id": "2"}]
    properties = {"EventPattern": {"source": ["shop"]}, "Targets": targets}
    ((called, shape),) = resources(Placed={"Type": "AWS::Events::Rule", "Properties": properties})
    assert (called, shape.value) == ('the event "Placed"', {"id": 1})
    properties = {"ScheduleExpression": "rate(1 day)", "Targets": [{"Arn": ARN, "Id": "1"}]}
    ((called, shape),) = resources(Daily={"Type": "AWS::Events::Rule", "Properties": properties})
    assert (called, field(shape, "source")) == ('the schedule "Daily"', {"const": "aws.events"})


def test_a_schedule_of_cloudformation() -> None:
    target = {"Arn": ARN, "Input": '{"id": 1}', "RoleArn": "arn"}
    schedule = {"Type": "AWS::Scheduler::Schedule", "Properties": {"Target": target}}
    ((called, shape),) = resources(Daily=schedule)
    assert (called, shape.value) == ('the schedule "Daily"', {"id": 1})


def test_a_pipe_sends_a_list() -> None:
    properties: dict[str, Any] = {"Source": "arn", "Target": ARN}
    ((called, shape),) = resources(Feed={"Type": "AWS::Pipes::Pipe", "Properties": properties})
    assert (called, schema_of(shape)) == ('the pipe "Feed"', {"type": "array", "minItems": 1})
    properties["TargetParameters"] = {"InputTemplate": '{"id": <$.messageId>}'}
    ((_, shape),) = resources(Feed={"Type": "AWS::Pipes::Pipe", "Properties": properties})
    assert shape.contains([{"id": 1}]) and not shape.contains([{"no": 1}])
    del properties["TargetParameters"]
    properties["Enrichment"] = "arn"
    ((_, shape),) = resources(Feed={"Type": "AWS::Pipes::Pipe", "Properties": properties})
    assert shape == ANYTHING


# --- Terraform and Serverless ---------------------------------------------------------------------

TERRAFORM = """\
resource "aws_sfn_state_machine" "order" {
  definition = jsonencode({ StartAt = "A", States = { A = { Type = "Succeed" } } })
}
resource "aws_cloudwatch_event_rule" "placed" {
  event_pattern = jsonencode({ source = ["shop"] })
}
resource "aws_cloudwatch_event_target" "to_order" {
  rule = aws_cloudwatch_event_rule.placed.name
  arn  = aws_sfn_state_machine.order.arn
  input_transformer {
    input_paths    = { who = "$.source" }
    input_template = <<EOF
{"who": <who>}
EOF
  }
}
resource "aws_scheduler_schedule" "daily" {
  target {
    arn   = aws_sfn_state_machine.order.arn
    input = jsonencode({ id = 1 })
  }
}
resource "aws_pipes_pipe" "feed" {
  target = aws_sfn_state_machine.order.arn
}
"""


def test_resources_of_terraform() -> None:
    pytest.importorskip("tree_sitter_hcl")
    one, two, three = started(analyze(TERRAFORM, "main.tf"))
    assert (one[0], one[1].value) == ('the event "to_order"', {"who": "shop"})
    assert (two[0], two[1].value) == ('the schedule "daily"', {"id": 1})
    assert three[0] == 'the pipe "feed"' and three[1].contains([1]) and not three[1].contains({})


def test_events_of_serverless() -> None:
    events = [
        {"eventBridge": {"event": {"source": ["shop"]}, "inputPath": "$.source"}},
        {"schedule": {"rate": "rate(1 day)", "input": {"id": 1}}},
        {"schedule": "rate(1 day)"},
        {"http": {"path": "a", "method": "GET"}},
    ]
    machines = {"order": {"events": events, "definition": MACHINE}}
    text = json.dumps({"service": "a", "stepFunctions": {"stateMachines": machines}})
    found = started(analyze(text, "serverless.json"))
    assert [called for called, _ in found] == [
        'the event "eventBridge"', 'the schedule "schedule"', 'the schedule "schedule"',
        'the event "http"',
    ]  # fmt: skip
    shapes = [shape for _, shape in found]
    assert (shapes[0].value, shapes[1].value, shapes[3]) == ("shop", {"id": 1}, ANYTHING)
    assert field(shapes[2], "source") == {"const": "aws.events"}


# --- what is told ---------------------------------------------------------------------------------


def test_what_an_event_lacks_is_a_warning(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    event = {"Type": "EventBridgeRule", "Properties": {"Pattern": {"source": ["shop"]}}}
    machine = {"Definition": MACHINE, "Events": {"Placed": event}}
    resource = {"Type": "AWS::Serverless::StateMachine", "Properties": machine}
    Path("template.json").write_text(json.dumps({"Resources": {"Order": resource}}))
    done = concise.report(list(batch.run(Linter(), ["."], jobs=1, cache=False)))
    (line,) = done.splitlines()[:1]
    assert line.partition(" ")[2] == (
        'warning[impossible-path] with what the event "Placed" sends, "$.orderId" is not there: '
        'the input has only "version", "id", "detail-type", "source", "account", "time", "region", '
        '"resources" …'
    )


def test_a_name_in_a_text_is_a_part_of_it() -> None:
    transformer = {
        "InputPathsMap": {"who": "$.source"},
        "InputTemplate": '{"a": "\\"<who>", "b": <who>, "c": "\\\\", "d": [<who>]}',
    }
    _, shape = sam("EventBridgeRule", Pattern={"source": ["shop"]}, InputTransformer=transformer)
    assert [field(shape, name) for name in "abc"] == [
        {"type": "string"}, {"const": "shop"}, {"const": "\\"},
    ]  # fmt: skip
    assert shape.contains({"a": "x", "b": "shop", "c": "\\", "d": ["shop"]})
