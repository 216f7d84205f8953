"""What the functions get that a machine calls, and what they must answer."""

from __future__ import annotations

import json
from typing import Any

import pytest

from asllint import analyze
from asllint.data.shape import NOTHING
from asllint.data.words import words
from asllint.facts.dataflow.contract import shape_of
from asllint.facts.dataflow.handlers import functions_called
from tests.test_dataflow import CALL, States, choice, machine, made, passed

ACTIVITY = "arn:aws:states:eu-west-1:123456789012:activity:pay"
INVOKE: dict[str, Any] = {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke"}

MAP = {"Type": "Map", "ItemProcessor": machine({"C": made(**{"x.$": "$.id"})})}


def called(states: States, **more: object) -> dict[str, tuple[str, str]]:
    """What each function gets and must answer, by the state that calls it."""
    analysis = analyze(json.dumps(machine(states, **more)), "machine.asl.json")
    found = analysis.ask(functions_called, analysis.definitions[0].machine)
    return {
        one.state.name: (words(one.given), words(shape_of(one.answer, NOTHING))) for one in found
    }


def invoke(**payload: object) -> dict[str, Any]:
    return INVOKE | {"Parameters": {"FunctionName": "pay", "Payload": payload}}


def test_which_tasks_call_functions() -> None:
    states = {
        "A": CALL,
        "B": invoke(),
        "C": {"Type": "Task", "Resource": "${PayFunctionArn}"},
        "D": {"Type": "Task", "Resource": "arn:aws:states:::sqs:sendMessage", "Parameters": {}},
        "E": {"Type": "Task", "Resource": ACTIVITY},
        "M": {"Type": "Map", "ItemProcessor": machine({"F": CALL})},
    }  # fmt: skip
    assert list(called(states)) == ["A", "B", "C", "F"]


@pytest.mark.parametrize(
    ("task", "given"),
    [
        (CALL, "{id: 7, order: {total: 5}}"),
        (CALL | {"InputPath": "$.order"}, "{total: 5}"),
        (CALL | {"Parameters": {"t.$": "$.order.total", "k": "x"}}, '{t: 5, k: "x"}'),
        (invoke(**{"t.$": "$.order.total"}), "{t: 5}"),
        (INVOKE | {"Parameters": {"FunctionName": "pay"}}, "{}"),
        (
            INVOKE | {"Parameters": {"FunctionName": "pay", "Payload.$": "$"}},
            "{id: 7, order: {total: 5}}",
        ),
    ],
)  # fmt: skip
def test_what_a_function_gets(task: dict[str, Any], given: str) -> None:
    assert called({"P": passed({"id": 7, "order": {"total": 5}}), "A": task})["A"][0] == given


def test_it_gets_what_the_machine_needs() -> None:
    kind = choice(
        {"Variable": "$.kind", "StringEquals": "card", "Next": "B"},
        {"Variable": "$.kind", "StringEquals": "cash", "Next": "B"},
        Default="No",
    )
    task = CALL | {"Parameters": {"k.$": "$.kind", "n.$": "$.order.note"}}
    states = {"A": kind, "B": task, "No": {"Type": "Fail"}}
    assert called(states)["B"][0] == '{k: "card" | "cash", n: anything}'


@pytest.mark.parametrize(
    ("states", "answer"),
    [
        ({"A": CALL}, "anything"),
        ({"A": CALL, "B": made(**{"x.$": "$.id"})}, "{id: anything}"),
        ({"A": CALL | {"OutputPath": "$.id"}}, "{id: anything}"),
        (
            {"A": CALL | {"ResultSelector": {"x.$": "$.a.b"}}},
            "{a: {b: anything}}",
        ),
        (
            {"A": CALL | {"ResultPath": "$.a"}, "B": made(**{"x.$": "$.a.id", "y.$": "$.id"})},
            "{id: anything}",
        ),
        ({"A": invoke(), "B": made(**{"x.$": "$.Payload.id"})}, "{id: anything}"),
        (
            {"A": CALL, "B": MAP | {"ItemsPath": "$.l"}},
            "{l: {id: anything}[]}",
        ),
        (
            {
                "A": CALL,
                "B": choice({"Variable": "$.s", "StringEquals": "ok", "Next": "C"}, Default="D"),
                "C": made(**{"x.$": "$.id"}) | {"End": True},
                "D": {"Type": "Fail"},
            },
            '{s: "ok", id: anything}',
        ),
        (
            {
                "A": CALL,
                "B": choice({"Variable": "$.s", "StringEquals": "ok", "Next": "C"}, Default="D"),
                "C": made(**{"x.$": "$.id"}) | {"End": True},
                "D": {"Type": "Succeed"},
            },
            "{s: anything, id?: anything}",
        ),
    ],
)  # fmt: skip
def test_what_it_must_answer(states: States, answer: str) -> None:
    assert called(states)["A"][1] == answer


def test_what_it_must_answer_in_jsonata() -> None:
    call = CALL | {
        "Output": "{% $states.result.order.id %}",
        "Assign": {"o": "{% $states.result %}"},
    }
    states: States = {"A": call, "B": {"Type": "Pass", "Output": "{% $o.total %}"}}
    assert called(states, QueryLanguage="JSONata")["A"][1] == (
        "{order: {id: anything}, total: anything}"
    )


def test_a_catcher_makes_no_answer_good() -> None:
    catch = [{"ErrorEquals": ["States.ALL"], "Next": "Z"}]
    task = CALL | {"ResultSelector": {"x.$": "$.id"}, "Catch": catch, "End": True}
    states: States = {"A": task, "Z": {"Type": "Succeed"}}
    assert called(states)["A"][1] == "{id: anything}"


def test_asking_changes_nothing_that_is_known() -> None:
    from asllint.facts.dataflow.flow import DataFlow

    catch = [{"ErrorEquals": ["E"], "Next": "Z"}]
    states: States = {"A": {**CALL, "Catch": catch, "End": True}, "Z": {"Type": "Succeed"}}
    analysis = analyze(json.dumps(machine(states)), "machine.asl.json")
    outermost = analysis.definitions[0].machine
    flow = analysis.ask(DataFlow, outermost)
    analysis.ask(functions_called, outermost)
    passed_by = flow.passed(outermost.states[0])
    assert passed_by is not None
    assert [len(turn.exits) for _, turn in passed_by] == [2]


def test_what_no_input_lets_pass_is_worked_out_with_any() -> None:
    parameters = {"at.$": "$$.State.EnteredTime", "x.$": "$.a.b", "y.$": "$[0].c"}
    assert called({"A": CALL | {"Parameters": parameters}})["A"][0] == (
        "{at: string, x: anything, y: anything}"
    )
