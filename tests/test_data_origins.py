"""Which states made what stands in an input."""

from __future__ import annotations

import json

import pytest

from asllint import analyze
from asllint.facts.dataflow.origins import made_at

ASK: dict[str, object] = {
    "Type": "Task",
    "Resource": "arn:aws:lambda:us-east-1:123456789012:function:ask",
    "Next": "Here",
}
CATCH = {"ErrorEquals": ["States.ALL"], "Next": "Here"}


def makers(between: dict[str, object], *names: str, made: object = None) -> list[str | None]:
    """Who made what stands at some names behind `First`, which makes `a` and `b`, and `between`."""
    first = {"Type": "Pass", "Result": made or {"a": {"x": 1}, "b": 2}, "Next": "Between"}
    states = {"First": first, "Between": between, "Here": {"Type": "Succeed"}}
    analysis = analyze(json.dumps({"StartAt": "First", "States": states}), "x.asl.json")
    here = analysis.definitions[0].machine.by_name["Here"]
    return [one if one is None else one.name for one in made_at(here, names, analysis.ask)]


def passing(**fields: object) -> dict[str, object]:
    return {"Type": "Pass", "Next": "Here", **fields}


@pytest.mark.parametrize(
    ("between", "maker"),
    [
        (passing(), "First"),
        (passing(InputPath="$"), "First"),
        (passing(InputPath="$.a"), "Between"),
        (passing(OutputPath="$"), "First"),
        (passing(OutputPath="$.a"), "Between"),
        (passing(Result={"x": 1}), "Between"),
        (passing(Parameters={"x": 1}), "Between"),
        (passing(Result=1, ResultPath="$.x"), "Between"),
        (passing(Result=1, ResultPath=None), None),
        ({"Type": "Wait", "Seconds": 1, "Next": "Here"}, None),
        ({"Type": "Wait", "Seconds": 1, "InputPath": "$.a", "Next": "Here"}, "Between"),
    ],
)
def test_a_field_of_the_input(between: dict[str, object], maker: str | None) -> None:
    made = {"x": 0, "a": {"x": 1}}
    assert makers(between, "x", made=made) == [maker or "First"]


@pytest.mark.parametrize(
    ("path", "names", "found"),
    [
        ("$.a", ("a", "x"), []),
        ("$.a", ("b",), ["First"]),
        ("$.a.y", ("a",), ["Between"]),
        ("$.a.y", ("a", "x"), ["First"]),
        ("$.c", ("a",), ["First"]),
        ("$.c", ("c",), ["Between"]),
    ],
)
def test_a_result_path(path: str, names: tuple[str, ...], found: list[str]) -> None:
    assert makers(passing(Result=1, ResultPath=path), *names) == found


def test_a_catcher_and_the_way_beside_it() -> None:
    caught = {**ASK, "ResultPath": "$.answer", "Catch": [CATCH]}
    assert makers(caught, "a") == ["First"]
    assert makers(caught, "Error") == ["Between"]
    keeping = {**CATCH, "ResultPath": "$.problem"}
    assert makers({**ASK, "ResultPath": None, "Catch": [keeping]}, "problem") == ["Between"]


def test_a_task_replaces_its_input() -> None:
    assert makers({**ASK, "ResultPath": None}, "a") == ["First"]
    assert makers(dict(ASK), "a") == ["Between"]


JSONATA: dict[str, object] = {"QueryLanguage": "JSONata"}


@pytest.mark.parametrize(
    ("between", "maker"),
    [
        (passing(**JSONATA), "First"),
        (passing(**JSONATA, Output={"a": 1}), "Between"),
        (passing(**JSONATA, Output="{% $states.input %}"), "First"),
        (passing(**JSONATA, Output="{% $merge([$states.input, {'ab': 1}]) %}"), "First"),
        (passing(**JSONATA, Output="{% $merge([$states.input, {'a': {'x': 1}}]) %}"), "Between"),
        (passing(**JSONATA, Output="{% {'a': $states.input.a} %}"), "Between"),
        ({**ASK, **JSONATA}, "Between"),
    ],
)
def test_in_jsonata(between: dict[str, object], maker: str) -> None:
    assert makers(between, "a") == [maker]


def test_rules_of_a_choice_in_jsonata() -> None:
    rule = {"Condition": "{% $random() < 0.5 %}", "Next": "Here"}
    choice: dict[str, object] = {"Type": "Choice", **JSONATA, "Choices": [rule], "Default": "Here"}
    assert makers(choice, "a") == ["First"]
    assert makers({**choice, "Choices": [{**rule, "Output": {"a": 1}}]}, "a") == [
        "Between", "First",
    ]  # fmt: skip
    assert makers({**choice, "Output": {"a": 1}}, "a") == ["Between", "First"]


def test_a_loop_is_walked_once_and_the_beginning_counts() -> None:
    states = {
        "Here": passing(Result=1, ResultPath="$.n", Next="Again?"),
        "Again?": {
            "Type": "Choice",
            "Choices": [{"Variable": "$.m", "IsPresent": True, "Next": "Here"}],
            "Default": "Done",
        },
        "Done": {"Type": "Succeed"},
    }
    analysis = analyze(json.dumps({"StartAt": "Here", "States": states}), "x.asl.json")
    machine = analysis.definitions[0].machine
    here, done = machine.by_name["Here"], machine.by_name["Done"]
    assert made_at(here, ("n",), analysis.ask) == [None, here]
    assert made_at(here, ("m",), analysis.ask) == [None]
    assert made_at(done, ("m",), analysis.ask) == []
    assert made_at(done, ("n",), analysis.ask) == [here]
