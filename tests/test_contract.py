"""What a machine needs of its input: what is read there, what must be there, and of which type."""

from __future__ import annotations

import json
from typing import Any

import pytest

from asllint import analyze
from asllint.facts.dataflow.contract import Contract, needed_paths, schema_of_input
from tests.test_dataflow import CALL, choice, machine, made

States = dict[str, dict[str, Any]]
PAY: dict[str, Any] = {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke"}
END = {"Type": "Succeed"}
NO = {"Type": "Fail"}


def contract(states: States, **more: object) -> Contract:
    analysis = analyze(json.dumps(machine(states, **more)), "machine.asl.json")
    return analysis.ask(Contract, analysis.definitions[0].machine)


def required(states: States, **more: object) -> list[str]:
    return [need.written for need in contract(states, **more).required]


def schema(states: States, **more: object) -> Any:
    return schema_of_input(contract(states, **more))


def task(**payload: object) -> dict[str, Any]:
    return PAY | {"Parameters": {"FunctionName": "pay", "Payload": payload}}


def in_jsonata(**fields: object) -> dict[str, Any]:
    return {"Type": "Pass", "QueryLanguage": "JSONata", **fields}


# --- what must be there ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("states", "paths"),
    [
        pytest.param({"A": made(**{"a.$": "$.id"})}, ["$.id"], id="a path"),
        pytest.param({"A": task(**{"a.$": "$.order.id"})}, ["$.order", "$.order.id"], id="deep"),
        pytest.param({"A": task(**{"a.$": "$['an id']"})}, ["$['an id']"], id="no plain name"),
        pytest.param({"A": task(**{"a.$": "States.Format('{}', $.id)"})}, ["$.id"], id="a call"),
        pytest.param({"A": task(**{"a.$": "$$.Execution.Input.id"})}, ["$.id"], id="context"),
        pytest.param({"A": CALL, "B": made(**{"a.$": "$.id"})}, [], id="what a function answers"),
        pytest.param(
            {"A": CALL | {"ResultPath": "$.paid"}, "B": made(**{"a.$": "$.id", "b.$": "$.paid.x"})},
            ["$.id"],
            id="beside an answer",
        ),
        pytest.param(
            {"A": made(**{"o.$": "$.order"}), "B": made(**{"a.$": "$.o.id"})},
            ["$.order", "$.order.id"],
            id="under another name",
        ),
        pytest.param(
            {
                "A": CALL | {"InputPath": "$.order", "ResultPath": None},
                "B": made(**{"a.$": "$.id"}),
            },
            ["$.order", "$.id"],
            id="ResultPath keeps the raw input",
        ),
        pytest.param(
            {"A": {"Type": "Pass", "Assign": {"o.$": "$.order"}}, "B": made(**{"a.$": "$o.id"})},
            ["$.order", "$.order.id"],
            id="by way of a variable",
        ),
        pytest.param(
            {"A": in_jsonata(Output="{% $states.input.order.id %}")},
            ["$.order", "$.order.id"],
            id="JSONata",
        ),
        pytest.param(
            {
                "A": in_jsonata(Assign={"o": "{% $states.input.order %}"}),
                "B": in_jsonata(Output="{% $o.id %}"),
            },
            ["$.order", "$.order.id"],
            id="a variable in JSONata",
        ),
        pytest.param(
            {"A": in_jsonata(Output="{% $exists($states.input.a) ? $states.input.a : 1 %}")},
            [],
            id="tested in JSONata",
        ),
        pytest.param(
            {"A": in_jsonata(Output={"a": "{% 'id ' & $states.input.id %}"})},
            [],
            id="nothing is an empty text there",
        ),
    ],
)
def test_what_is_required(states: States, paths: list[str]) -> None:
    assert required(states) == paths


def test_what_is_read_on_some_ways_only_is_not_required() -> None:
    states = {
        "A": choice({"Variable": "$.kind", "StringEquals": "b", "Next": "B"}, Default="C"),
        "B": made(**{"a.$": "$.card"}) | {"End": True},
        "C": END,
    }
    found = contract(states)
    assert [need.written for need in found.required] == ["$.kind"]
    assert [need.written for need in found.input.walk()] == ["$.kind", "$.card"]


def test_what_only_a_fail_state_follows_without_is_required() -> None:
    guard = choice({"Variable": "$.id", "IsPresent": True, "Next": "B"}, Default="No")
    assert required({"A": guard, "B": END, "No": NO}) == ["$.id"]
    assert required({"A": guard | {"Default": "B"}, "B": END, "No": NO}) == []


def test_a_catcher_that_gets_the_failure_makes_it_optional() -> None:
    caught = {"ErrorEquals": ["States.ALL"], "Next": "B"}
    arguments = {"FunctionName": "{% $states.input.name %}"}
    call = PAY | {"QueryLanguage": "JSONata", "Arguments": arguments}
    assert required({"A": call, "B": END}) == ["$.name"]
    assert required({"A": call | {"Catch": [caught]}, "B": END}) == []


def test_a_machine_that_never_ends_well_needs_nothing() -> None:
    found = contract({"A": made(**{"a.$": "$.id"}), "No": NO})
    assert (found.is_known, found.required, schema_of_input(found)) == (False, [], True)


def test_what_is_written_is_not_read() -> None:
    assert list(contract({"A": {"Type": "Pass", "ResultPath": "$.a"}, "B": END}).input.walk()) == []


def test_where_it_is_read() -> None:
    found = contract({"A": made(**{"a.$": "$.id", "b.$": "$"}), "B": made(**{"c.$": "$.b.id"})})
    (need,) = found.required
    assert need.states == ("A", "B")
    assert [site.text for site in need.sites] == ["$.id", "$.b.id"]
    assert repr(need) == "Demand('$.id', True)"


def test_plain_paths_for_other_files() -> None:
    states = {"A": made(**{"a.$": "$.order.id"}), "B": END}
    analysis = analyze(json.dumps(machine(states)), "machine.asl.json")
    assert analysis.ask(needed_paths, analysis.definitions[0].machine) == [
        (("order",), ""),
        (("order", "id"), "A"),
    ]


# --- as a schema ----------------------------------------------------------------------------------


def test_types_and_values() -> None:
    kind = choice(
        {"Variable": "$.kind", "StringEquals": "card", "Next": "Wait"},
        {"Variable": "$.kind", "StringEquals": "cash", "Next": "Wait"},
        Default="No",
    )
    states = {"A": kind, "No": NO, "Wait": {"Type": "Wait", "SecondsPath": "$.pause"}, "B": END}
    kinds = ["null", "boolean", "number", "string", "array"]  # only of objects it is recorded
    assert schema(states) == {
        "type": "object",
        "properties": {
            "kind": {"type": "string", "description": "read in A", "enum": ["card", "cash"]},
            "pause": {"type": kinds, "description": "read in Wait"},
        },
        "required": ["kind", "pause"],
    }


def test_values_are_examples_where_others_go_well() -> None:
    kind = choice({"Variable": "$.kind", "StringEquals": "card", "Next": "B"}, Default="B")
    found = schema({"A": kind, "B": END})
    assert found["properties"]["kind"] == {"description": "read in A", "examples": ["card"]}
    pattern = choice(
        {"Variable": "$.kind", "StringEquals": "card", "Next": "B"},
        {"Variable": "$.kind", "StringMatches": "c*", "Next": "B"},
        Default="No",
    )
    found = schema({"A": pattern, "No": NO, "B": END})
    assert found["properties"]["kind"] == {
        "type": "string", "description": "read in A", "examples": ["card"],
    }  # fmt: skip


def test_values_in_jsonata() -> None:
    test = "{% $states.input.kind = 'card' or $states.input.kind = \"cash\" %}"
    rule = {"Condition": test.replace("'", '"'), "Next": "B"}
    states = {"A": choice(rule, Default="B", QueryLanguage="JSONata"), "B": END}
    assert schema(states)["properties"]["kind"]["examples"] == ["card", "cash"]


def test_items() -> None:
    inner = machine({"T": task(**{"a.$": "$.id"})})
    states = {"M": {"Type": "Map", "ItemsPath": "$.orders", "ItemProcessor": inner}}
    assert schema(states) == {
        "type": "object",
        "properties": {
            "orders": {
                "type": "array",
                "description": "read in M",
                "items": {
                    "type": "object",
                    "properties": {"id": {"description": "read in T"}},
                    "required": ["id"],
                },
            }
        },
        "required": ["orders"],
    }


def test_an_input_that_is_an_array() -> None:
    inner = machine({"T": made(**{"a.$": "$.id"})})
    assert schema({"M": {"Type": "Map", "ItemProcessor": inner}}) == {
        "type": "array",
        "items": {
            "type": "object",
            "properties": {"id": {"description": "read in T"}},
            "required": ["id"],
        },
    }
