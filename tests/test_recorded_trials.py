"""The script that tries recorded executions."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from asllint.data.mocks import Reply
from tools.recorded_trials import difference, main, replies, tried

CALL = "arn:aws:states:::lambda:invoke"


def row(state: dict[str, Any], **more: Any) -> dict[str, Any]:
    """One execution of a machine with one state."""
    definition = {"StartAt": "A", "States": {"A": {"End": True, **state}}}
    if state["Type"] == "Fail":
        del definition["States"]["A"]["End"]  # type: ignore[index]
    base: dict[str, Any] = {
        "id": "x", "definition": definition, "type": "STANDARD", "input": {}, "output": {},
        "outcome": "SUCCEEDED", "error": None, "cause": None, "events": [], "opaque": [],
        "opaque_anytype": [], "strength": "proven",
    }  # fmt: skip
    return {**base, **more}


def event(kind: str, **more: Any) -> dict[str, Any]:
    return {"type": kind, "state": "A", **more}


PASS = {"Type": "Pass", "Result": {"a": [1, {"b/c": "x"}]}}
TASK = {"Type": "Task", "Resource": CALL, "Retry": [{"ErrorEquals": ["E"]}]}
EVENTS = [
    event("TaskScheduled"),
    event("TaskFailed", error="E", cause="c"),
    event("TaskSucceeded", output=7),
    {"type": "TaskSucceeded", "output": 8},
]


def said(one: dict[str, Any]) -> str:
    return difference(one, tried(one))


def test_what_ends_as_recorded() -> None:
    assert said(row(PASS, output={"a": [1, {"b/c": "x"}]})) == ""
    assert said(row(PASS, output={"a": [1, {"b/c": "y"}]}, opaque=["/output/a/1/b~1c"])) == ""
    assert said(row(PASS, output={"a": "?"}, opaque_anytype=["/output/a"])) == ""
    assert said(row({"Type": "Fail", "Error": "E"}, outcome="FAILED", error="E")) == ""
    assert said(row(TASK, output=7, events=EVENTS)) == ""


def test_what_ends_otherwise() -> None:
    assert said(row(PASS, output={"a": [True, {"b/c": 2}]})) == (
        "/output/a/0 is 1, recorded True; /output/a/1/b~1c is 'x', recorded 2"
    )
    assert said(row(PASS, output={"a": [1]})) == "/output/a is [1, {'b/c': 'x'}], recorded [1]"
    assert said(row(PASS, outcome="FAILED")) == "recorded FAILED, and it succeeded"
    assert said(row({"Type": "Fail", "Error": "E"}, outcome="FAILED", error="F")) == (
        "recorded F, and it failed with Shape(texts=frozenset({'E'}))"
    )


def test_the_recorded_answers() -> None:
    found = replies(row(TASK, events=EVENTS))
    assert found == {"A": [Reply(0, 0, fails=True, error="E", cause="c"), Reply(1, 1, 7)]}


def test_the_figures(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    unknown = {"Type": "Pass", "Parameters": {"a.$": "States.UUID()"}}
    rows = [
        row(PASS, output={"a": [1, {"b/c": "x"}]}),
        row(unknown),
        row(TASK),
        row(TASK, output=7, events=EVENTS),
        row(PASS, strength="weak"),
        row(PASS, outcome="TIMED_OUT"),
    ]
    file = tmp_path / "executions.jsonl"
    file.write_text("\n".join(map(json.dumps, rows)))
    assert main([str(file), "1", "1"]) == 0
    assert capsys.readouterr().out == (
        "x: not decided: State('A', Pass): what it leaves is not known: $.a\n"
        "without calls: 1 of 2 end as recorded, 1 not decided, 0 otherwise (1 not tried)\n"
        "with the recorded answers: 1 of 1 end as recorded, 0 not decided, 0 otherwise "
        "(0 not tried)\n"
    )
    assert main([str(file), "2", "1"]) == 1
    assert main([str(file), "1", "2"]) == 1
    file.write_text(json.dumps(row(PASS)))
    assert main([str(file)]) == 1
