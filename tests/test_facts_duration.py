"""How long an execution can take, as it is written."""

from __future__ import annotations

import json
from typing import Any

import pytest

from asllint import analyze
from asllint.facts.duration import (
    Duration,
    Stay,
    waits,
)
from asllint.language.machine import StateMachine

FUNCTION = "arn:aws:lambda:eu-west-1:123456789012:function:pay"
INVOKE = "arn:aws:states:::lambda:invoke"
JOB = "arn:aws:states:::batch:submitJob.sync"
ACTIVITY = "arn:aws:states:eu-west-1:123456789012:activity:pay"
CALL = "arn:aws:states:::dynamodb:putItem"
HTTP = "arn:aws:states:::http:invoke"

Machine = dict[str, Any]


def read(definition: Machine, kind: str = "STANDARD") -> tuple[Any, StateMachine]:
    analysis = analyze(json.dumps(definition), "x.asl.json", workflow_type=kind)
    return analysis.ask, analysis.definitions[0].machine


def stay(state: Machine) -> tuple[float, list[tuple[str, str]]]:
    ask, machine = read({"StartAt": "A", "States": {"A": state}})
    found = ask(Stay, machine.states[0])
    return found.seconds, [(one.state.name, one.why) for one in found.endless]


def duration(definition: Machine) -> tuple[float, list[str], list[tuple[str, str]]]:
    ask, machine = read(definition)
    found = ask(Duration, machine)
    assert found.is_exact
    endless = [(one.state.name, one.why) for one in found.endless]
    return found.seconds, [state.name for state in found.way], endless


# --- one state ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "seconds", "why"),
    [
        ({"Type": "Pass"}, 0, ""),
        ({"Type": "Wait", "Seconds": 7}, 7, ""),
        ({"Type": "Wait", "SecondsPath": "$.s"}, 0, "waits as long as its data say"),
        ({"Type": "Wait", "Seconds": 100_000_000}, 0, "waits as long as its data say"),
        ({"Type": "Task", "Resource": FUNCTION}, 900, ""),
        ({"Type": "Task", "Resource": INVOKE}, 900, ""),
        ({"Type": "Task", "Resource": INVOKE + ".waitForTaskToken"}, 0, 'has no "TimeoutSeconds"'),
        ({"Type": "Task", "Resource": FUNCTION, "TimeoutSeconds": 30}, 30, ""),
        ({"Type": "Task", "Resource": FUNCTION, "TimeoutSeconds": 3600}, 900, ""),
        ({"Type": "Task", "Resource": HTTP}, 60, ""),
        ({"Type": "Task", "Resource": CALL}, 0, ""),
        ({"Type": "Task", "Resource": CALL, "TimeoutSeconds": 30}, 30, ""),
        ({"Type": "Task", "Resource": JOB}, 0, 'has no "TimeoutSeconds"'),
        ({"Type": "Task", "Resource": JOB, "TimeoutSeconds": 3600}, 3600, ""),
        ({"Type": "Task", "Resource": ACTIVITY}, 0, 'has no "TimeoutSeconds"'),
        ({"Type": "Task", "Resource": ACTIVITY, "HeartbeatSeconds": 9}, 0,
         'has no "TimeoutSeconds"'),
        ({"Type": "Task", "Resource": JOB, "TimeoutSecondsPath": "$.t"}, 0,
         "waits as long as its data say"),
        ({"Type": "Task", "Resource": JOB, "TimeoutSeconds": "${T}"}, 0,
         "waits as long as its data say"),
        ({"Type": "Parallel", "Branches": []}, 0, ""),
    ],
)  # fmt: skip
def test_one_visit(state: Machine, seconds: float, why: str) -> None:
    assert stay({**state, "End": True}) == (seconds, [("A", why)] if why else [])


def test_each_attempt_may_take_as_long() -> None:
    retrier = {"ErrorEquals": ["States.ALL"], "IntervalSeconds": 10, "MaxAttempts": 2}
    task = {"Type": "Task", "Resource": JOB, "TimeoutSeconds": 100, "Retry": [retrier]}
    assert stay(task) == (3 * 100 + 10 + 20, [])


def wait(seconds: int) -> Machine:
    return {"StartAt": "W", "States": {"W": {"Type": "Wait", "Seconds": seconds, "End": True}}}


def test_branches_run_at_once() -> None:
    assert stay({"Type": "Parallel", "Branches": [wait(5), wait(9)], "End": True}) == (9, [])


def each(items: int, **more: Any) -> float:
    states = {
        "Load": {"Type": "Pass", "Result": list(range(items)), "Next": "Each"},
        "Each": {"Type": "Map", "ItemProcessor": wait(10), "End": True, **more},
    }
    seconds, _, endless = duration({"StartAt": "Load", "States": states})
    assert endless == []
    return seconds


def test_items_run_as_many_at_once_as_allowed() -> None:
    assert each(40) == each(40, MaxConcurrency=0) == each(40, MaxConcurrency=1000) == 10
    assert each(41) == each(4, MaxConcurrency=2) == 20
    assert each(5, MaxConcurrency=2) == each(3, MaxConcurrency=1) == 30
    assert each(2, MaxConcurrencyPath="$[0]") == each(2, MaxConcurrency="${N}") == 20
    assert each(0) == 0


def test_items_that_nobody_counts() -> None:
    over = {"Type": "Map", "ItemProcessor": wait(10), "End": True}
    assert stay(over) == (0, [("A", "has as many items as its data say")])
    assert stay({**over, "ItemProcessor": wait(0)}) == (0, [])
    config = {"ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"}}
    elsewhere = [("A", "runs its items in executions of their own")]
    assert stay({**over, "ItemProcessor": {**config, **wait(0)}}) == (0, elsewhere)


# --- a machine ------------------------------------------------------------------------------------


def test_the_way_that_takes_longest() -> None:
    states = {
        "Which": {
            "Type": "Choice",
            "Choices": [{"Variable": "$.x", "IsNull": True, "Next": "Long"}],
            "Default": "Short",
        },
        "Short": {"Type": "Wait", "Seconds": 5, "Next": "End"},
        "Long": {"Type": "Wait", "Seconds": 9, "Next": "End"},
        "End": {"Type": "Succeed"},
        "Never": {"Type": "Task", "Resource": JOB, "End": True},
    }
    definition = {"StartAt": "Which", "States": states}
    assert duration(definition) == (9, ["Which", "Long", "End"], [])


def test_a_loop_has_no_end() -> None:
    states = {
        "Wait": {"Type": "Wait", "Seconds": 5, "Next": "Done?"},
        "Done?": {
            "Type": "Choice",
            "Choices": [{"Variable": "$.x", "IsNull": True, "Next": "Wait"}],
            "Default": "End",
        },
        "End": {"Type": "Succeed"},
    }
    definition = {"StartAt": "Wait", "States": states}
    assert duration(definition) == (5, ["Wait", "Done?", "End"], [("Wait", "stands in a loop")])
    alone = {"StartAt": "A", "States": {"A": {"Type": "Pass", "Next": "A"}}}
    assert duration(alone) == (0, [], [("A", "stands in a loop")])


def test_what_one_turn_waits() -> None:
    states = {
        "A": {"Type": "Wait", "Seconds": 5, "Next": "B"},
        "B": {"Type": "Wait", "Seconds": 7, "Next": "C"},
        "C": {"Type": "Wait", "SecondsPath": "$.s", "Next": "A"},
        "D": {"Type": "Task", "Resource": FUNCTION, "TimeoutSeconds": 9, "End": True},
    }
    _, machine = read({"StartAt": "A", "States": states})
    assert waits([]) == 0
    assert waits([machine.states[0], machine.states[1], machine.states[3]]) == 12
    assert waits(machine.states) is None
