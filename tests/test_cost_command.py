"""`asllint cost`: what is printed of ways, loops and time."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Run

CALL = "arn:aws:lambda:eu-west-1:123456789012:function:pay"
JOB = "arn:aws:states:::batch:submitJob.sync"
PAY = {"Type": "Task", "Resource": CALL, "TimeoutSeconds": 10}
LOOK = {
    "Wait": {"Type": "Wait", "Seconds": 60, "Next": "Get"},
    "Get": {**PAY, "Next": "Done?"},
    "Done?": {
        "Type": "Choice",
        "Choices": [{"Variable": "$.status", "StringEquals": "DONE", "Next": "End"}],
        "Default": "Wait",
    },
    "End": {"Type": "Succeed"},
}


@pytest.fixture
def cost(asllint: Run, tmp_path: Path) -> Any:
    """The lines about a definition, without the first one, which is its name."""

    def lines(states: dict[str, Any], *options: str, **more: Any) -> list[str]:
        definition = {"StartAt": next(iter(states)), "States": states, **more}
        (tmp_path / "x.asl.json").write_text(json.dumps(definition))
        done = asllint("cost", "x.asl.json", *options)
        assert (done.returncode, done.stderr) == (0, "")
        head, *said = done.stdout.splitlines()
        assert head == "x.asl.json"
        return said

    return lines


def test_the_shortest_and_the_longest_way(cost: Any) -> None:
    which = {
        "Type": "Choice",
        "Choices": [{"Variable": "$.free", "BooleanEquals": True, "Next": "Done"}],
        "Default": "Pay",
    }
    states = {"Free?": which, "Pay": {**PAY, "Next": "Done"}, "Done": {"Type": "Succeed"}}
    assert cost(states) == [
        '  shortest way   2 transitions, 6 events: "Free?" → "Done"',
        '  longest way    3 transitions, 11 events: "Free?" → "Pay" → "Done"',
        "  worst time     10 s, by its waits and time-outs",
    ]


def test_retries_are_counted_apart(cost: Any) -> None:
    retry = [{"ErrorEquals": ["States.ALL"], "IntervalSeconds": 5, "MaxAttempts": 2}]
    assert cost({"Pay": {**PAY, "Retry": retry, "End": True}}) == [
        '  shortest way   1 transition, 7 events: "Pay"',
        '  longest way    1 transition, 7 events: "Pay"',
        "  with retries   3 transitions, 13 events",
        "  worst time     45 s, by its waits and time-outs",
    ]


def test_a_loop_is_counted_turn_by_turn(cost: Any) -> None:
    loop = '  loop           "Wait" → "Get" → "Done?" → "Wait": 3 transitions, 9 events a turn'
    assert cost(LOOK)[2:] == [
        f"{loop}, 2,777 turns until there are 25,000 events, which takes 1 day 22 h of waiting",
        "  worst time     1 year, the most that AWS gives a Standard workflow: "
        '"Wait" stands in a loop',
    ]
    assert cost(LOOK, TimeoutSeconds=3600)[3] == '  worst time     1 h, by its "TimeoutSeconds"'
    assert cost(LOOK, "--type", "EXPRESS")[2:] == [
        loop,
        "  worst time     5 min, the most that AWS gives an Express workflow: "
        '"Wait" stands in a loop',
    ]
    unknown = {**LOOK, "Wait": {"Type": "Wait", "SecondsPath": "$.s", "Next": "Get"}}
    assert cost(unknown)[2] == f"{loop}, 2,777 turns until there are 25,000 events"


def test_a_loop_in_a_branch_is_seen(cost: Any) -> None:
    fork = {"Type": "Parallel", "Branches": [{"StartAt": "Wait", "States": LOOK}], "End": True}
    assert [line[:43] for line in cost({"Fork": fork}) if "loop  " in line] == [
        '  loop           "Wait" → "Get" → "Done?" →'
    ]


INNER = {"StartAt": "Pay", "States": {"Pay": {**PAY, "End": True}}}


def test_items_that_nobody_counts(cost: Any) -> None:
    assert cost({"Each": {"Type": "Map", "ItemProcessor": INNER, "End": True}})[1:] == [
        '  longest way    1 transition, 6 events: "Each"',
        '                 1 transition, 7 events more for each item of "Each"',
        "  worst time     1 year, the most that AWS gives a Standard workflow: "
        '"Each" has as many items as its data say',
    ]


def test_items_that_the_data_tell(cost: Any) -> None:
    load = {"Type": "Pass", "Result": [1, 2, 3], "Next": "Each"}
    each = {"Type": "Map", "ItemProcessor": INNER, "MaxConcurrency": 1, "End": True}
    assert cost({"Load": load, "Each": each})[1:] == [
        '  longest way    5 transitions, 29 events: "Load" → "Each"',
        "  worst time     30 s, by its waits and time-outs",
    ]


def test_items_in_executions_of_their_own(asllint: Run, tmp_path: Path) -> None:
    config = {"ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "EXPRESS"}}
    each = {"Type": "Map", "ItemProcessor": {**config, **INNER}, "End": True}
    definition = {"StartAt": "Each", "States": {"Each": each}}
    (tmp_path / "x.asl.json").write_text(json.dumps(definition))
    assert asllint("cost", "x.asl.json").stdout == (
        "x.asl.json\n"
        '  shortest way   1 transition, 8 events: "Each"\n'
        '  longest way    1 transition, 8 events: "Each"\n'
        "  worst time     1 year, the most that AWS gives a Standard workflow: "
        '"Each" runs its items in executions of their own\n'
        "\n"
        'x.asl.json: each item of "Each", in an execution of its own\n'
        '  shortest way   1 transition, 7 events: "Pay"\n'
        '  longest way    1 transition, 7 events: "Pay"\n'
        "  worst time     10 s, by its waits and time-outs\n"
    )
    machines = json.loads(asllint("cost", "x.asl.json", "--format", "json").stdout)["machines"]
    assert [(one["item_of"], one["type"]) for one in machines] == [
        (None, "STANDARD"), ("Each", "EXPRESS"),
    ]  # fmt: skip


def test_what_ends_nowhere_and_what_is_hidden(cost: Any) -> None:
    assert cost({"A": {"Type": "Pass", "Next": "A"}})[0] == (
        "  no way         none is seen that comes to an end"
    )
    assert cost({"A": {"Type": "Pass", "Next": "${Next}"}}) == [
        '  shortest way   1 transition, 4 events: "A"',
        '  longest way    1 transition, 4 events: "A"',
        "  worst time     it waits for nothing",
        "                 placeholders may hide further ways",
    ]


def test_where_not_all_ways_can_be_tried(cost: Any) -> None:
    names = [f"S{number}" for number in range(14)]
    states: dict[str, Any] = {
        name: {
            "Type": "Choice",
            "Choices": [
                {"Variable": "$.x", "NumericEquals": number, "Next": other}
                for number, other in enumerate(names)
                if other != name
            ],
            "Default": "End",
        }
        for name in names
    }
    said = cost({**states, "End": {"Type": "Succeed"}})[1]
    assert said.startswith("  longest way    at least 15 transitions, 32 events: ")


def test_states_that_nothing_ends_are_named_by_their_reasons(cost: Any) -> None:
    jobs = {f"J{n}": {"Type": "Task", "Resource": JOB, "Next": f"J{n + 1}"} for n in range(5)}
    states = {**jobs, "J5": {"Type": "Wait", "SecondsPath": "$.s", "End": True}}
    assert cost(states)[-1] == (
        "  worst time     1 year, the most that AWS gives a Standard workflow: "
        '"J0" has no "TimeoutSeconds"; "J1" has no "TimeoutSeconds"; "J2" has no "TimeoutSeconds"; '
        'so do 2 more; "J5" waits as long as its data say'
    )
    long = {"Wait": {"Type": "Wait", "Seconds": 3600, "End": True}}
    assert cost(long, "--type", "EXPRESS")[-1] == (
        "  worst time     5 min, the most that AWS gives an Express workflow: its waits and "
        "time-outs come to 1 h"
    )


def test_for_programs(asllint: Run, tmp_path: Path) -> None:
    (tmp_path / "x.asl.json").write_text(json.dumps({"StartAt": "Wait", "States": LOOK}))
    done = asllint("cost", "x.asl.json", "--format", "json")
    way = {"states": ["Wait", "Get", "Done?", "End"], "transitions": 4, "events": 13}
    assert json.loads(done.stdout) == {
        "version": 1,
        "machines": [
            {
                "file": "x.asl.json",
                "pointer": "/",
                "name": "",
                "item_of": None,
                "type": "STANDARD",
                "shortest": way,
                "longest": {**way, "exact": True, "each_item": []},
                "retried": {"transitions": 4, "events": 13},
                "loops": [
                    {
                        "states": ["Wait", "Get", "Done?"], "transitions": 3, "events": 9,
                        "turns": 2777, "waiting": 166_620,
                    }
                ],
                "worst": {
                    "seconds": 31_536_000, "bound": "AWS",
                    "endless": [{"state": "Wait", "why": "stands in a loop"}],
                },
                "open": False,
            }
        ],
    }  # fmt: skip
    states = {"Each": {"Type": "Map", "ItemProcessor": INNER, "End": True}}
    (tmp_path / "x.asl.json").write_text(json.dumps({"StartAt": "Each", "States": states}))
    (one,) = json.loads(asllint("cost", "x.asl.json", "--format", "json").stdout)["machines"]
    each = {"state": "Each", "transitions": 1, "events": 7}
    assert one["longest"]["each_item"] == [each]
    (tmp_path / "x.asl.json").write_text('{"StartAt": "A", "States": {}}')
    (one,) = json.loads(asllint("cost", "x.asl.json", "--format", "json").stdout)["machines"]
    assert [one[key] for key in ("shortest", "longest", "retried")] == [None, None, None]


TEMPLATE = """\
Resources:
  Refund:
    Type: AWS::Serverless::StateMachine
    Properties:
      Type: EXPRESS
      Definition: {StartAt: A, States: {A: {Type: Pass, End: true}}}
  Ship:
    Type: AWS::Serverless::StateMachine
    Properties:
      Definition: {StartAt: B, States: {B: {Type: Pass, End: true}}}
"""


def test_machines_of_a_template(asllint: Run, tmp_path: Path) -> None:
    (tmp_path / "template.yaml").write_text(TEMPLATE)
    heads = [line for line in asllint("cost", ".").stdout.splitlines() if line[:1].strip()]
    assert heads == ["template.yaml: Refund", "template.yaml: Ship"]
    done = asllint("cost", "template.yaml", "--machine", "Ship")
    assert done.stdout.splitlines()[0] == "template.yaml: Ship"
    assert "Refund" not in done.stdout
    done = asllint("cost", "template.yaml", "--machine", "Shp")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        'asllint: there is no state machine "Shp" in "template.yaml"; did you mean "Ship"?\n'
    )
    machines = json.loads(asllint("cost", ".", "--format", "json").stdout)["machines"]
    assert [(one["name"], one["pointer"], one["type"]) for one in machines] == [
        ("Refund", "/Resources/Refund/Properties/Definition", "EXPRESS"),
        ("Ship", "/Resources/Ship/Properties/Definition", "STANDARD"),
    ]


def test_what_can_not_be_counted(asllint: Run, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    done = asllint("cost", "empty")
    assert (done.returncode, done.stderr) == (2, 'asllint: there is no state machine in "empty"\n')
    done = asllint("cost", "-")
    said = "asllint: costs are counted of files and folders, not of a definition in a pipe\n"
    assert (done.returncode, done.stderr) == (2, said)
    done = asllint("cost", "missing.asl.json")
    assert (done.returncode, done.stdout) == (2, "")
