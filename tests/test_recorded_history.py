"""The script that holds the arithmetic of histories against recorded executions."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tools.recorded_history import Walk, is_straight, main, recorded_events

CALL = "arn:aws:states:::lambda:invoke"
TOKEN = "arn:aws:states:::sqs:sendMessage.waitForTaskToken"


def row(state: dict[str, Any], *events: str, outcome: str = "SUCCEEDED") -> dict[str, Any]:
    """One execution of a machine with the state `A`, which may hold `B`; `Aborted:B` is of `B`."""
    kinds = ["ExecutionStarted", *events, "ExecutionSucceeded"]
    parts = [kind.partition(":") for kind in kinds]
    return {
        "id": "x", "definition": {"StartAt": "A", "States": {"A": {"End": True, **state}}},
        "type": "STANDARD", "outcome": outcome, "strength": "proven",
        "events": [
            {"i": number, "type": kind, "state": name or "A"}
            for number, (kind, _, name) in enumerate(parts, start=1)
        ],
    }  # fmt: skip


RETRY = [{"ErrorEquals": ["E"]}]
TASK = {"Type": "Task", "Resource": CALL, "Retry": RETRY}
ATTEMPT = ("TaskScheduled", "TaskStarted")
INNER = {"StartAt": "B", "States": {"B": {"Type": "Pass", "End": True}}}
ITEM = (
    "MapIterationStarted", "PassStateEntered:B", "PassStateExited:B", "MapIterationSucceeded",
)  # fmt: skip
MAP = {"Type": "Map", "ItemProcessor": INNER}
OVER = ("MapStateEntered", "MapStateStarted", *ITEM, *ITEM, "MapStateSucceeded", "MapStateExited")
FORK = {"Type": "Parallel", "Branches": [INNER], "Retry": RETRY}
BRANCH = ("ParallelStateStarted", "PassStateEntered:B", "PassStateExited:B")


@pytest.mark.parametrize(
    "one",
    [
        row({"Type": "Pass"}, "PassStateEntered", "PassStateExited"),
        row(TASK, "TaskStateEntered", *ATTEMPT, "TaskSucceeded", "TaskStateExited"),
        row(TASK, "TaskStateEntered", *ATTEMPT, "TaskFailed", *ATTEMPT, "TaskSucceeded",
            "TaskStateExited"),
        row(TASK, "TaskStateEntered", *ATTEMPT, "TaskFailed", outcome="FAILED"),
        row({**TASK, "Resource": TOKEN}, "TaskStateEntered", *ATTEMPT, "TaskSubmitted",
            "TaskSucceeded", "TaskStateExited"),
        row({"Type": "Pass"}, "PassStateEntered", "EvaluationFailed", outcome="FAILED"),
        row(MAP, *OVER),
        row(FORK, "ParallelStateEntered", *BRANCH, *BRANCH, "ParallelStateSucceeded",
            "ParallelStateExited"),
    ],
    ids=str,
)  # fmt: skip
def test_what_comes_out(one: dict[str, Any]) -> None:
    walk = Walk(one)
    assert walk.is_followed
    assert walk.events == recorded_events(one) == len(one["events"])


def test_what_failed_before_it_did_anything_is_not_followed() -> None:
    assert not Walk(row(TASK, "TaskStateEntered", outcome="FAILED")).is_followed
    assert not Walk(row(MAP, "MapStateEntered", "MapStateStarted", outcome="FAILED")).is_followed
    refused = row({**TASK, "Resource": TOKEN}, "TaskStateEntered", *ATTEMPT, "TaskFailed")
    assert not Walk(refused).is_followed


def test_ways_have_bounds_where_nothing_is_tried_again() -> None:
    walk = Walk(row(MAP, *OVER))
    assert is_straight(walk)
    assert walk.bounds == (6, 14)
    assert not is_straight(Walk(row(TASK, "TaskStateEntered", *ATTEMPT, "TaskStateExited")))
    twice = row({"Type": "Pass"}, *("PassStateEntered", "PassStateExited") * 2)
    assert not is_straight(Walk(twice))


def test_what_differs_is_printed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "executions.jsonl"
    good = row({"Type": "Pass"}, "PassStateEntered", "PassStateExited")
    early = row(TASK, "TaskStateEntered", outcome="FAILED")
    file.write_text(json.dumps(good) + "\n" + json.dumps(early))
    assert main([str(file), "1", "1"]) == 0
    said = "1 of 1 come out by their states (1 failed before they did anything), 1 by their ways, "
    assert capsys.readouterr().out == said + "1 of these have but one\n"
    assert main([str(file), "2", "1"]) == main([str(file), "1", "2"]) == 1
    capsys.readouterr()
    good["events"][-1]["i"] = 6
    file.write_text(json.dumps(good))
    assert main([str(file)]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[:2] == [
        "x: recorded 6, its states come to 4",
        "x: recorded 6, its ways have 4 to 4",
    ]
