"""How long an execution can take, as it is written."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asllint import analyze
from asllint.facts.duration import (
    TOP,
    Backoff,
    Duration,
    Stay,
    in_words,
    limit_of,
    seconds_of,
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


def backoff(**fields: Any) -> Backoff:
    task = {"Type": "Task", "Resource": CALL, "Retry": [{"ErrorEquals": ["A"], **fields}]}
    _, machine = read({"StartAt": "A", "States": {"A": task}})
    return Backoff(machine.states[0].retriers[0])


# --- the waits of a retrier -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "last", "total"),
    [
        ({}, 4, 1 + 2 + 4),
        ({"IntervalSeconds": 5, "BackoffRate": 1, "MaxAttempts": 4}, 5, 20),
        ({"IntervalSeconds": 2, "BackoffRate": 3, "MaxAttempts": 3}, 18, 2 + 6 + 18),
        ({"IntervalSeconds": 5, "MaxDelaySeconds": 30, "MaxAttempts": 5}, 30, 5 + 10 + 20 + 60),
        ({"IntervalSeconds": 5, "MaxDelaySeconds": 40, "MaxAttempts": 4}, 40, 5 + 10 + 20 + 40),
        ({"IntervalSeconds": 60, "MaxDelaySeconds": 10, "MaxAttempts": 2}, 10, 20),
        ({"MaxAttempts": 1}, 1, 1),
        ({"MaxAttempts": 0}, 0, 0),
        ({"IntervalSeconds": 0}, 0, 0),
        ({"MaxAttempts": "${N}"}, 0, 0),
        ({"IntervalSeconds": "${N}"}, 0, 0),
        ({"BackoffRate": "${N}"}, 0, 0),
        ({"BackoffRate": 0.5}, 0, 0),
        ({"MaxDelaySeconds": "${N}"}, 0, 0),
    ],
)
def test_the_waits_of_a_retrier(fields: dict[str, Any], last: float, total: float) -> None:
    found = backoff(**fields)
    assert [found.last, found.total] == pytest.approx([last, total])


def test_waits_that_no_number_holds() -> None:
    found = backoff(MaxAttempts=99_999_999, BackoffRate=10)
    assert found.last == TOP
    assert found.total == pytest.approx(TOP * 99_999_987, rel=1e-6)


def test_what_is_said_of_a_retrier_beside_its_waits() -> None:
    assert (backoff().attempts, backoff().is_capped, backoff().is_random) == (3, False, False)
    assert backoff(MaxDelaySeconds=9).is_capped
    assert backoff(JitterStrategy="FULL").is_random
    assert backoff(IntervalSeconds="${N}").attempts == 0


@given(
    st.integers(1, 100),
    st.sampled_from([1, 1.1, 1.5, 2, 2.5, 10]),
    st.integers(0, 9),
    st.none() | st.integers(1, 5_000),
)
def test_waits_one_by_one(interval: int, rate: float, attempts: int, cap: int | None) -> None:
    found = backoff(
        IntervalSeconds=interval,
        BackoffRate=rate,
        MaxAttempts=attempts,
        **({} if cap is None else {"MaxDelaySeconds": cap}),
    )
    wait, each = float(interval), []
    for _ in range(attempts):
        each.append(min(wait, cap or wait))
        wait *= rate
    assert found.total == pytest.approx(sum(each), rel=1e-9)
    assert found.last == pytest.approx(each[-1] if each else 0, rel=1e-9)


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


@pytest.mark.parametrize(
    ("timeout", "kind", "limit"),
    [
        (None, "STANDARD", (31_536_000, "")),
        (None, "EXPRESS", (300, "")),
        (60, "EXPRESS", (60, "TimeoutSeconds")),
        (300, "EXPRESS", (300, "TimeoutSeconds")),
        (301, "EXPRESS", (300, "")),
        (3600, "STANDARD", (3600, "TimeoutSeconds")),
        ("${T}", "STANDARD", (31_536_000, "")),
    ],
)
def test_how_long_an_execution_lasts(timeout: object, kind: str, limit: object) -> None:
    more = {} if timeout is None else {"TimeoutSeconds": timeout}
    assert limit_of(read({**wait(1), **more}, kind)[1]) == limit


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


@pytest.mark.parametrize(
    ("written", "seconds"),
    [(0, 0), (99_999_999, 99_999_999), (100_000_000, None), (-1, None), ("5", None), (None, None)],
)
def test_seconds_that_aws_takes(written: object, seconds: int | None) -> None:
    state = {"Type": "Wait", "Seconds": written, "End": True}
    _, machine = read({"StartAt": "A", "States": {"A": state}})
    assert seconds_of(machine.states[0].field("Seconds")) == seconds


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "0 s"),
        (0.5, "0 s"),
        (1, "1 s"),
        (59.9, "59 s"),
        (60, "1 min"),
        (63, "1 min 3 s"),
        (3600, "1 h"),
        (3659, "1 h"),
        (3660, "1 h 1 min"),
        (86_400, "1 day"),
        (180_000, "2 days 2 h"),
        (31_536_000, "1 year"),
        (2 * 31_536_000 + 86_400, "2 years 1 day"),
        (1e12, "31,709 years 289 days"),
    ],
)
def test_a_time_in_words(seconds: float, words: str) -> None:
    assert in_words(seconds) == words
