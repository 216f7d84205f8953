"""What AWS allows, and what retriers and fields ask for."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asllint import analyze
from asllint.facts.fact import Ask
from asllint.facts.limits import (
    TOP,
    Backoff,
    attempts_of,
    backoffs,
    bytes_of,
    in_words,
    limit_of,
    seconds_of,
)
from asllint.language.machine import StateMachine

CALL = "arn:aws:states:::dynamodb:putItem"

Machine = dict[str, Any]


def read(definition: Machine, kind: str = "STANDARD") -> StateMachine:
    analysis = analyze(json.dumps(definition), "x.asl.json", workflow_type=kind)
    return analysis.definitions[0].machine


def one(state: Machine) -> Machine:
    return {"StartAt": "A", "States": {"A": state}}


def backoff(**fields: Any) -> Backoff:
    task = {"Type": "Task", "Resource": CALL, "Retry": [{"ErrorEquals": ["A"], **fields}]}
    machine = read({"StartAt": "A", "States": {"A": task}})
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


@pytest.mark.parametrize(
    ("number", "attempts"),
    [(0, 0), (7, 7), (99_999_999, 99_999_999), (100_000_000, None), (-1, None), ("${N}", None)],
)
def test_how_often_a_retrier_tries(number: object, attempts: int | None) -> None:
    retrier = {"ErrorEquals": ["A"], "MaxAttempts": number}
    machine = read(one({"Type": "Task", "Resource": CALL, "Retry": [retrier], "End": True}))
    assert attempts_of(machine.states[0].retriers[0]) == attempts


@pytest.mark.parametrize(
    ("timeout", "kind", "limit"),
    [
        (None, "STANDARD", (31_536_000, False)),
        (None, "EXPRESS", (300, False)),
        (60, "EXPRESS", (60, True)),
        (300, "EXPRESS", (300, True)),
        (301, "EXPRESS", (300, False)),
        (3600, "STANDARD", (3600, True)),
        (31_536_001, "STANDARD", (31_536_000, False)),
        ("${T}", "STANDARD", (31_536_000, False)),
    ],
)
def test_how_long_an_execution_lasts(timeout: object, kind: str, limit: object) -> None:
    more = {} if timeout is None else {"TimeoutSeconds": timeout}
    found = limit_of(read({**one({"Type": "Succeed"}), **more}, kind))
    assert (found.seconds, found.node is not None) == limit


def test_the_limit_of_what_runs_inside() -> None:
    express = {"Mode": "DISTRIBUTED", "ExecutionType": "EXPRESS"}
    inner = {"ProcessorConfig": express, **one({"Type": "Pass", "End": True})}
    outer = one({"Type": "Map", "ItemProcessor": inner, "End": True})
    for timeout, seconds in ((None, 300), (60, 60), (3600, 300)):
        more = {} if timeout is None else {"TimeoutSeconds": timeout}
        machine = read({**outer, **more})
        assert limit_of(machine.states[0].machines[0]).seconds == seconds


def test_the_retriers_that_say_how_they_wait() -> None:
    retriers: list[Machine] = [{"ErrorEquals": ["A"]}, {"ErrorEquals": ["B"], "MaxAttempts": 1}]
    definition = one({"Type": "Task", "Resource": CALL, "Retry": retriers, "End": True})

    def found(**more: Any) -> list[float]:
        machine = read({**definition, **more})
        return [waits.total for waits in Ask()(backoffs, machine)]

    assert found() == [1]
    assert found(TimeoutSeconds=7) == [1]
    assert found(TimeoutSeconds=6) == [7, 1]


@pytest.mark.parametrize(
    ("written", "seconds"),
    [(0, 0), (99_999_999, 99_999_999), (100_000_000, None), (-1, None), ("5", None), (None, None)],
)
def test_seconds_that_aws_takes(written: object, seconds: int | None) -> None:
    state = {"Type": "Wait", "Seconds": written, "End": True}
    machine = read({"StartAt": "A", "States": {"A": state}})
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


@pytest.mark.parametrize(
    "value",
    [
        "text",
        "größe",
        'a"b',
        "",
        {},
        [],
        {"a": "b"},
        ["a", {"b": ["c"]}],
        {"a": {"b": "c"}, "d": ""},
    ],
)
def test_the_bytes_of_a_constant_are_no_more_than_it_has(value: object) -> None:
    machine = read(one({"Type": "Pass", "Result": value, "End": True}))
    node = machine.states[0].field("Result")
    assert node is not None
    written = len(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode())
    assert bytes_of(node) == written - (value == 'a"b')  # what escapes add is not counted


def test_what_is_computed_has_no_bytes() -> None:
    fields = {"a.$": "$.x", "b": "{% $y %}", "c": "${Z}", "d": 12345}
    machine = read(one({"Type": "Pass", "Parameters": fields, "End": True}))
    node = machine.states[0].field("Parameters")
    assert node is not None
    assert bytes_of(node) == len('{"b":,"c":,"d":,}')
