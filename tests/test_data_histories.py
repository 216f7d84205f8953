"""What recorded executions show."""

from __future__ import annotations

import json
from typing import Any

import pytest

from asllint.data.histories import HistoryError, read_history


def entered(number: int, before: int, name: str, kind: str = "Task") -> dict[str, Any]:
    details = {"name": name, "input": "{}"}
    return {
        "id": number, "previousEventId": before, "type": f"{kind}StateEntered",
        "stateEnteredEventDetails": details,
    }  # fmt: skip


def answered(number: int, before: int, output: Any, kind: str = "Task") -> dict[str, Any]:
    field = f"{kind[0].lower()}{kind[1:]}SucceededEventDetails"
    return {
        "id": number, "previousEventId": before, "type": f"{kind}Succeeded",
        field: {"output": json.dumps(output), "outputDetails": {"truncated": False}},
    }  # fmt: skip


def started(text: object, **about: Any) -> dict[str, Any]:
    details = {"input": text, **about}
    return {
        "id": 1, "previousEventId": 0, "type": "ExecutionStarted",
        "executionStartedEventDetails": details,
    }  # fmt: skip


EVENTS = [
    started('{"id": 7}'),
    entered(2, 0, "Both", "Parallel"),
    entered(3, 2, "Pay"),
    entered(4, 2, "Ship"),
    {"id": 5, "previousEventId": 3, "type": "TaskScheduled"},
    answered(6, 4, {"parcel": 1}, "LambdaFunction"),
    answered(7, 5, {"receipt": "r"}),
    entered(8, 6, "Ask"),
    answered(9, 8, None, "Activity"),
    {"id": 10, "previousEventId": 9, "type": "ExecutionSucceeded"},
]


@pytest.mark.parametrize("events", [EVENTS, EVENTS[::-1]])
def test_what_a_history_shows(events: list[dict[str, Any]]) -> None:
    found = read_history({"events": events})
    assert found.start == "Both"
    assert found.entered == {"Both", "Pay", "Ship", "Ask"}
    assert found.inputs == [{"id": 7}]
    assert found.results == {"Ship": [{"parcel": 1}], "Pay": [{"receipt": "r"}], "Ask": [None]}


def test_a_task_that_is_called_twice_has_two_answers() -> None:
    events = [entered(1, 0, "A"), answered(2, 1, 1), entered(3, 2, "A"), answered(4, 3, 2)]
    assert read_history({"events": events}).results == {"A": [1, 2]}


@pytest.mark.parametrize(
    "event",
    [
        started('{"id": 7', inputDetails={"truncated": True}),
        started('{"id": 7}', inputDetails={"truncated": True}),
        started('{"id": 7'),
        started("[" * 100_000),
        started(7),
        {"id": 1, "type": "ExecutionStarted"},
        {"id": 1, "type": "ExecutionStarted", "executionStartedEventDetails": 1},
    ],
)
def test_an_input_that_is_not_there_or_cut(event: dict[str, Any]) -> None:
    assert read_history({"events": [event]}).inputs == []


def test_an_answer_outside_of_a_state_is_left_out() -> None:
    loop = {**answered(2, 2, 1), "previousEventId": 2}
    later = {**answered(3, 4, 1), "previousEventId": 4}
    nowhere = answered(5, 1, 1)
    found = read_history({"events": [loop, later, nowhere, entered(4, 3, "A")]})
    assert (found.results, found.start) == ({}, "A")


def test_a_name_that_is_no_text() -> None:
    event = {"id": 1, "type": "PassStateEntered", "stateEnteredEventDetails": {"name": 1}}
    assert read_history({"events": [event]}).start is None


def test_an_empty_history() -> None:
    found = read_history({"events": []})
    assert (found.start, found.inputs, found.results) == (None, [], {})


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ([], 'is no history of an execution: that is an object with "events"'),
        ({}, 'is no history of an execution: that is an object with "events"'),
        ({"events": 1}, 'is no history of an execution: that is an object with "events"'),
        ({"events": [1]}, 'is no history of an execution: its events have an "id" and a "type"'),
        ({"events": [{"type": "A"}]},
         'is no history of an execution: its events have an "id" and a "type"'),
        ({"events": [{"id": 1}]},
         'is no history of an execution: its events have an "id" and a "type"'),
    ],
)  # fmt: skip
def test_what_is_none(value: Any, message: str) -> None:
    with pytest.raises(HistoryError) as error:
        read_history(value)
    assert str(error.value) == message
