"""The script that holds recorded steps and failures against what is said of the data."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tools.recorded_data import in_runs, in_test, main


def call(state: dict[str, Any], output: object, **more: Any) -> dict[str, Any]:
    """One call of TestState, with {"a": 1}."""
    row = {"id": "x", "state": state, "input": {"a": 1}, "outcome": "SUCCEEDED", "output": output}
    return {**row, "inspection": {}, **more}


PASS = {"Type": "Pass", "InputPath": "$.a", "ResultPath": "$.b", "End": True}
TASK = {
    "Type": "Task",
    "Resource": "arn:aws:states:::lambda:invoke",
    "Parameters": {"FunctionName": "f", "Payload.$": "$.a"},
    "ResultSelector": {"p.$": "$.Payload"},
    "Next": "Z",
}


def test_steps_that_are_computed() -> None:
    steps = {"input": {"a": 1}, "afterInputPath": 1, "afterResultPath": {"a": 1, "b": 1}}
    assert in_test(call(PASS, {"a": 1, "b": 1}, inspection=steps)) == (3, 3, [])
    steps = {"afterParameters": {"FunctionName": "f", "Payload": 1}, "result": {"Payload": 2}}
    row = call(TASK, {"p": 2}, inspection=steps, mock={"result": '{"Payload": 2}'})
    assert in_test({**row, "definition": {"States": {"Z": {}}}, "stateName": "A"}) == (3, 3, [])
    assert in_test(call(TASK, {"p": 2}, inspection={"result": {"Payload": 2}})) == (2, 2, [])
    assert in_test(call(TASK, {"p": 2})) == (1, 0, [])  # nobody knows what a function answers
    variable = {"Type": "Pass", "QueryLanguage": "JSONata", "Output": "{% $v %}", "End": True}
    assert in_test(call(variable, 5, variables={"v": 5})) == (1, 1, [])
    context = {"Type": "Pass", "Parameters": {"c.$": "$$.State.Name"}, "End": True}
    assert in_test(call(context, {"c": "StateName"})) == (1, 1, [])
    assert in_test(call(context, {"c": 7}, context={"State": {"Name": 7}})) == (1, 1, [])


def test_steps_that_are_not() -> None:
    assert in_test(call(PASS, {"a": 1}, inspection={"afterInputPath": 2})) == (
        2, 0, ["x: /afterInputPath: 2", "x: /output/b: is missing"],
    )  # fmt: skip
    missing = {"Type": "Pass", "InputPath": "$.b", "End": True}
    assert in_test(call(missing, {})) == (1, 0, ["x: /output: {}"])


def test_texts_that_a_recording_has_replaced() -> None:
    state = {"Type": "Pass", "Result": {"arn": "OPAQUE_id", "n": ["<x>"]}, "End": True}
    assert in_test(call(state, {"arn": "<id:1>", "n": ["<y>"]})) == (1, 1, [])
    assert in_test(call(state, {"arn": 1, "n": ["<y>"]})) == (1, 0, ["x: /output/arn: 1"])


@pytest.mark.parametrize(
    "more", [{"outcome": "API_ERROR"}, {"mock": {"errorOutput": {"error": "E"}}}]
)
def test_calls_without_steps(more: dict[str, Any]) -> None:
    assert in_test({**call(PASS, {}), **more}) == (0, 0, [])


def run(state: dict[str, Any], given: object = None, mark: str = "") -> dict[str, Any]:
    definition = {"StartAt": "A", "States": {"A": {"Type": "Pass", "End": True, **state}}}
    aws = {"result": "FAILED", "error": "States.Runtime", "cause": "why"}
    row = {"id": "x", "definition": definition, "type": "STANDARD", "input": given, "aws": aws}
    return {**row, "predictability": mark} if mark else row


def test_failures() -> None:
    path, nothing = {"InputPath": "$.b"}, {"Comment": "works"}
    surely = {"Parameters": {"x.$": "States.Nope()"}}
    assert in_runs([run(path, {"a": 1}), run(path, '{"a": 1}')]) == ([0, 0, 0, 2, 2], [])
    assert in_runs([run(surely, {}, "static:x")]) == ([1, 1, 1, 1, 1], [])
    said = "x: not told: States.Runtime: why"
    assert in_runs([run(path, {"b": 1}), run(nothing, {}, "flow:x"), run(nothing, "<x>")]) == (
        [0, 1, 0, 0, 3], [said, said, said],
    )  # fmt: skip
    assert in_runs([run(nothing, {}, "input-dependent:size")]) == ([0, 0, 0, 0, 0], [])
    assert in_runs([{**run(path, {}), "aws": {"result": "SUCCEEDED"}}]) == ([0, 0, 0, 0, 0], [])


def test_the_script(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    steps, runs = tmp_path / "steps.jsonl", tmp_path / "runs.jsonl"
    steps.write_text(json.dumps(call(PASS, {"a": 1, "b": 2})) + "\n")
    runs.write_text(json.dumps(run({"InputPath": "$.b"}, {"a": 1})) + "\n")
    files = [str(steps), str(runs)]
    assert main([*files, "0", "0", "0", "1"]) == 0
    assert capsys.readouterr().out == (
        "x: /output/b: 2\n"
        "0 of 1 recorded steps are computed · failures told: 0 of 0 that the definition decides, "
        "0 of all 1, with the input 1\n"
    )
    assert main([*files, "0", "0", "1"]) == 1
