# ruff: noqa: E501
"""Calls that are made twice: what their tokens are made of, and which retrier repeats them."""

from __future__ import annotations

import json
from typing import Any

import pytest

from asllint import analyze, lint, load_rulebook
from asllint.engine.analysis import Analysis
from asllint.facts.idempotency import (
    CONSTANT,
    FRESH,
    OF_EXECUTION,
    OTHER,
    items_around,
    repeating,
    runs_once,
    token_of,
)
from asllint.facts.integrations import Task
from asllint.language.machine import State
from asllint.tables.services import optimised_service, sdk_service

RULES = [
    rule
    for name, rule in load_rulebook().rules.items()
    if name.endswith("-idempotency-token") or name in ("retried-increment", "racing-writes")
]
RUN = "arn:aws:states:::aws-sdk:ec2:runInstances"
COUNT = "arn:aws:states:::dynamodb:updateItem"


def task(arguments: dict[str, Any], resource: str = RUN, **fields: Any) -> dict[str, Any]:
    field = "Arguments" if fields.get("QueryLanguage") == "JSONata" else "Parameters"
    return {"Type": "Task", "Resource": resource, field: arguments, "End": True, **fields}


def analysis_of(state: dict[str, Any]) -> Analysis:
    return analyze(json.dumps({"StartAt": "A", "States": {"A": state}}), "x.asl.json")


def read(state: dict[str, Any]) -> tuple[Analysis, Task]:
    analysis = analysis_of(state)
    (found,) = analysis.definitions[0].machine.states
    return analysis, analysis.fact(Task, found)


def kind(value: str, key: str = "ClientToken.$", **fields: Any) -> str | None:
    analysis, call = read(task({key: value}, **fields))
    token = token_of(call, analysis.ask)
    assert token is not None
    return token.kind


def told(state: dict[str, Any]) -> list[str]:
    return [one.rule for one in lint(analysis_of(state), RULES)]


# --- the tables ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("prefix", "action", "token"),
    [
        ("ec2", "runInstances", ("ClientToken", 0, None)),
        ("athena", "startQueryExecution", ("ClientRequestToken", 32, 128)),
        ("emrserverless", "startJobRun", ("ClientToken", 1, 64)),
        ("dynamodb", "transactWriteItems", ("ClientRequestToken", 1, 36)),
        ("dynamodb", "putItem", None),
    ],
)
def test_the_token_of_an_action(prefix: str, action: str, token: object) -> None:
    service = sdk_service(prefix)
    found = service.action(action) if service else None
    known = found.token if found else None
    assert (known and (known.name, known.least, known.most)) == token


def test_an_optimised_action_has_that_of_the_sdk() -> None:
    service = optimised_service("athena")
    action = service.action("startQueryExecution") if service else None
    assert action and repr(action.token) == "IdempotencyToken('ClientRequestToken', 32, 128)"
    lambdas = optimised_service("lambda")
    invoke = lambdas.action("invoke") if lambdas else None
    assert invoke and invoke.token is None


# --- what a token is made of ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "made_of"),
    [
        ("States.UUID()", FRESH),
        ("States.Format('a-{}', States.UUID())", FRESH),
        ("States.Format('{}', States.MathRandom(1, 9))", FRESH),
        ("$$.Execution.Id", OF_EXECUTION),
        ("$$.Execution.StartTime", OF_EXECUTION),
        (
            "States.Hash(States.Format('{}{}', $$.Execution.Name, $$.State.Name), 'MD5')",
            OF_EXECUTION,
        ),
        ("States.Format('{}-a', $$.StateMachine.Name)", CONSTANT),
        ("States.Format('a')", CONSTANT),
        ("$$.Execution.Input.id", OTHER),
        ("$$.State.EnteredTime", OTHER),
        ("$.id", OTHER),
        ("$token", OTHER),
        ("States.Format('{}-{}', $$.Execution.Id, $.n)", OTHER),
        ("States.Hash(", OTHER),
    ],
)
def test_in_jsonpath(value: str, made_of: str) -> None:
    assert kind(value) == made_of


@pytest.mark.parametrize(
    ("value", "made_of"),
    [
        ("{% $uuid() %}", FRESH),
        ("{% 'a' & $string($millis()) %}", FRESH),
        ("{% $now() %}", FRESH),
        ("{% $string($random()) %}", FRESH),
        ("{% $states.context.Execution.Id %}", OF_EXECUTION),
        ("{% $hash($states.context.Execution.Name & $states.context.State.Name, 'MD5') %}", OF_EXECUTION),
        ("{% 'a' %}", CONSTANT),
        ("{% $states.context.StateMachine.Id %}", CONSTANT),
        ("{% $states.input.id %}", OTHER),
        ("{% $token %}", OTHER),
        ("{% $states.context %}", OTHER),
        ("{% name %}", OTHER),
        ("{% $hash( %}", OTHER),
        ("abc", CONSTANT),
    ],
)  # fmt: skip
def test_in_jsonata(value: str, made_of: str) -> None:
    assert kind(value, "ClientToken", QueryLanguage="JSONata") == made_of


@pytest.mark.parametrize(
    ("value", "made_of"),
    [("abc", CONSTANT), ("", OTHER), ("${Token}", OTHER), ("a-${Token}", OTHER), ("$.id", OTHER)],
)
def test_as_it_is_written(value: str, made_of: str) -> None:
    assert kind(value, "ClientToken") == made_of


def test_none_is_given_or_wanted() -> None:
    analysis, call = read(task({"MinCount": 1}))
    token = token_of(call, analysis.ask)
    assert token is not None
    assert (token.kind, token.pair) == (None, None)
    for other in (COUNT, "arn:aws:states:::aws-sdk:ec2:nothing", "arn:aws:lambda:::function:f"):
        analysis, call = read(task({}, other))
        assert token_of(call, analysis.ask) is None


@pytest.mark.parametrize(
    ("least", "most", "algorithm"),
    [(0, 64, "SHA-256"), (64, None, "SHA-256"), (1, 63, "SHA-1"), (36, 40, "SHA-1"), (1, 36, "MD5"), (0, 31, None)],
)  # fmt: skip
def test_the_hash_that_fits(least: int, most: int | None, algorithm: str | None) -> None:
    analysis, call = read(task({}))
    token = token_of(call, analysis.ask)
    assert token is not None
    token.wanted.least, token.wanted.most = least, most
    expected = f"States.Hash($$.Execution.Id, '{algorithm}')" if algorithm else None
    assert token.steady(call.state) == expected


# --- which retrier repeats -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("retrier", "name"),
    [
        ({"ErrorEquals": ["States.ALL"]}, "States.ALL"),
        ({"ErrorEquals": ["States.Timeout"]}, "States.Timeout"),
        ({"ErrorEquals": ["Ec2.ThrottlingException", "States.TaskFailed"]}, "States.TaskFailed"),
        ({"ErrorEquals": ["Ec2.SdkClientException"]}, "Ec2.SdkClientException"),
        ({"ErrorEquals": ["Ec2.Ec2Exception"]}, "Ec2.Ec2Exception"),
        ({"ErrorEquals": ["Ec2.ThrottlingException"]}, None),
        ({"ErrorEquals": ["States.ALL"], "MaxAttempts": 0}, None),
        ({"ErrorEquals": ["States.ALL"], "MaxAttempts": 1}, "States.ALL"),
    ],
)
def test_a_retrier_after_an_accepted_call(retrier: dict[str, Any], name: str | None) -> None:
    _, call = read(task({}, Retry=[retrier]))
    found = repeating(call)
    assert (found and found[1].value) == name


# --- how often a state runs ----------------------------------------------------------------------


def inner(state: dict[str, Any], kind_of_map: str | None = None) -> tuple[Analysis, State]:
    processor: dict[str, Any] = {"StartAt": "T", "States": {"T": state}}
    if kind_of_map:
        processor["ProcessorConfig"] = {"Mode": kind_of_map, "ExecutionType": "STANDARD"}
    analysis = analysis_of({"Type": "Map", "ItemProcessor": processor, "End": True})
    (around,) = analysis.definitions[0].machine.states
    return analysis, around.machines[0].states[0]


def test_for_each_item() -> None:
    analysis, state = inner(task({}))
    around = items_around(state)
    assert around is not None
    assert around.name == "A"
    assert not runs_once(state, analysis.ask)
    analysis, state = inner(task({}), "DISTRIBUTED")
    assert items_around(state) is None
    assert runs_once(state, analysis.ask)


def test_a_branch_in_an_item() -> None:
    branch = {"StartAt": "B", "States": {"B": task({})}}
    analysis, state = inner({"Type": "Parallel", "Branches": [branch], "End": True})
    (deep,) = state.machines[0].states
    around = items_around(deep)
    assert around is not None
    assert around.name == "A"
    assert not runs_once(deep, analysis.ask)
    alone = analysis_of({"Type": "Parallel", "Branches": [branch], "End": True})
    (parallel,) = alone.definitions[0].machine.states
    (deep,) = parallel.machines[0].states
    assert items_around(deep) is None
    assert runs_once(deep, alone.ask)


def test_in_a_loop() -> None:
    again = {
        "Type": "Choice",
        "Choices": [{"Variable": "$.a", "IsNull": True, "Next": "A"}],
        "Default": "E",
    }
    states = {"A": {**task({}), "Next": "C"}, "C": again, "E": task({})}
    del states["A"]["End"]
    analysis = analyze(json.dumps({"StartAt": "A", "States": states}), "x.asl.json")
    found = {
        one.name: runs_once(one, analysis.ask) for one in analysis.definitions[0].machine.states
    }
    assert found == {"A": False, "C": False, "E": True}


# --- rules ---------------------------------------------------------------------------------------

ALL = [{"ErrorEquals": ["States.ALL"]}]
EXPRESSION = {"TableName": "t", "Key": {"id": {"S": "a"}}, "UpdateExpression": "ADD n :n"}
SYNC = "arn:aws:states:::athena:startQueryExecution.sync"
QUERY = {"QueryString": "SELECT 1", "WorkGroup": "w"}


@pytest.mark.parametrize(
    ("arguments", "fields", "rules"),
    [
        ({"ClientToken": "a"}, {}, ["constant-idempotency-token"]),
        ({"ClientToken": "a"}, {"Retry": ALL}, ["constant-idempotency-token"]),
        ({"ClientToken.$": "States.UUID()"}, {"Retry": ALL}, ["fresh-idempotency-token"]),
        ({"ClientToken.$": "States.UUID()"}, {}, []),
        ({"ClientToken.$": "$$.Execution.Name"}, {"Retry": ALL}, []),
        ({}, {"Retry": ALL}, ["missing-idempotency-token"]),
        ({}, {"Retry": [{"ErrorEquals": ["Ec2.ThrottlingException"]}]}, []),
        ({}, {}, []),
        # what is waited for is started again on purpose
        ({**QUERY, "ClientRequestToken.$": "States.UUID()"}, {"resource": SYNC, "Retry": ALL}, []),
        (QUERY, {"resource": SYNC, "Retry": ALL}, []),
        ({**QUERY, "ClientRequestToken": "a" * 32}, {"resource": SYNC}, ["constant-idempotency-token"]),
    ],
)  # fmt: skip
def test_tokens(arguments: dict[str, Any], fields: dict[str, Any], rules: list[str]) -> None:
    assert told(task(arguments, **fields)) == rules


@pytest.mark.parametrize(
    ("token", "mode", "rules"),
    [
        ("$$.Execution.Id", "INLINE", ["shared-idempotency-token"]),
        ("$$.Execution.Id", "DISTRIBUTED", []),
        ("States.Format('{}-{}', $$.Execution.Id, $.index)", "INLINE", []),
        ("States.Format('a')", "INLINE", ["constant-idempotency-token"]),
    ],
)
def test_tokens_of_items(token: str, mode: str, rules: list[str]) -> None:
    analysis, _ = inner(task({"ClientToken.$": token}), mode)
    found = lint(analysis, RULES)
    assert [one.rule for one in found] == rules
    assert [one.fix for one in found] == [None for _ in rules]


@pytest.mark.parametrize(
    ("more", "fields", "counted"),
    [
        ({"ExpressionAttributeValues": {":n": {"N": "1"}}}, {}, True),
        ({"ExpressionAttributeValues": {":n": {"N.$": "$.n"}}}, {}, True),
        ({"ExpressionAttributeValues": {":n": {"SS": ["a"]}}}, {}, False),
        ({"ExpressionAttributeValues.$": "$.values"}, {}, False),
        ({"UpdateExpression": "SET n = n + :n"}, {}, True),
        ({"UpdateExpression": "SET n = :n"}, {}, False),
        ({"UpdateExpression.$": "$.n"}, {}, False),
        ({"UpdateExpression": "SET ${N} = ${N} + :n"}, {}, False),
        ({"UpdateExpression": "SET n = n + :n", "ConditionExpression": "attribute_exists(n)"}, {}, False),
        ({"UpdateExpression": "SET n = n + :n"}, {"Retry": []}, False),
        ({"UpdateExpression": "SET n = n + :n"}, {"resource": COUNT + ".waitForTaskToken"}, False),
        ({"UpdateExpression": "SET n = n + :n"}, {"resource": COUNT.replace("update", "put")}, False),
        ({"UpdateExpression": "SET n = n + :n"}, {"resource": "arn:aws:states:::aws-sdk:dynamodb:updateItem"}, True),
    ],
)  # fmt: skip
def test_increments(more: dict[str, Any], fields: dict[str, Any], counted: bool) -> None:
    arguments = {**EXPRESSION, **more}
    if "UpdateExpression.$" in more:
        del arguments["UpdateExpression"]
    state = task(arguments, **{"resource": COUNT, "Retry": ALL, **fields})
    assert told(state) == (["retried-increment"] if counted else [])


PUT = "arn:aws:states:::aws-sdk:s3:putObject"
OBJECT = {"Bucket": "b", "Key": "k", "Body.$": "$"}
ITEM = {"TableName": "${Table}", "Key": {"id": {"S": "a"}}, "UpdateExpression": "SET a = :a",
        "ExpressionAttributeValues": {":a": {"S.$": "$.a"}}}  # fmt: skip
PARAMETER = {"Name": "/a", "Value.$": "$.a", "Overwrite": True}


@pytest.mark.parametrize(
    ("resource", "arguments", "races"),
    [
        (PUT, OBJECT, True),
        (PUT, {**OBJECT, "Key": "${Name}.json"}, True),
        (PUT, {"Bucket.$": "$.b", "Key": "k", "Body.$": "$"}, False),
        (PUT, {"Bucket": "b", "Key.$": "$.k", "Body.$": "$"}, False),
        (PUT, {"Bucket": "b", "Key": "k", "Body": "same"}, False),
        (PUT, {"Bucket": "b", "Key": "k", "Body.$": "$$.Execution.StartTime"}, False),
        (PUT, {"Bucket": "b", "Key": "k", "Body": {"a.$": "$.a"}}, True),
        (PUT, {"Bucket": "b", "Key": "k"}, False),
        ("arn:aws:states:::aws-sdk:ssm:putParameter", PARAMETER, True),
        ("arn:aws:states:::aws-sdk:ssm:getParameter", PARAMETER, False),
        (COUNT, ITEM, True),
        (COUNT, {**ITEM, "Key": {"id": {"S.$": "$.id"}}}, False),
        (COUNT, {**ITEM, "Key": {"id": {"S": "a"}, "at": {"N.$": "$.id"}}}, False),
        (COUNT, {**ITEM, "ExpressionAttributeValues": {":a": {"S": "a"}}}, False),
        (COUNT, {**ITEM, "UpdateExpression": "SET a = a + :a"}, False),
        (COUNT, {**ITEM, "UpdateExpression": "SET a = list_append(a, :a)"}, False),
        (COUNT, {**ITEM, "UpdateExpression": "ADD a :a"}, False),
        (COUNT, {**ITEM, "ConditionExpression": "attribute_not_exists(a)"}, False),
    ],
)
def test_items_that_race(resource: str, arguments: dict[str, Any], races: bool) -> None:
    analysis, _ = inner(task(arguments, resource))
    assert [one.rule for one in lint(analysis, RULES)] == (["racing-writes"] if races else [])


@pytest.mark.parametrize(("most", "races"), [(1, False), (2, True), (0, True)])
def test_items_one_after_the_other_do_not(most: int, races: bool) -> None:
    processor = {"StartAt": "T", "States": {"T": task(OBJECT, PUT)}}
    state = {"Type": "Map", "ItemProcessor": processor, "MaxConcurrency": most, "End": True}
    assert told(state) == (["racing-writes"] if races else [])


@pytest.mark.parametrize(
    "fields",
    [
        {"MaxConcurrencyPath": "$.n"},
        {"MaxConcurrency": "${Most}"},
        {"MaxConcurrency": "{% $n %}", "QueryLanguage": "JSONata"},
    ],
)
def test_how_many_run_at_a_time_may_be_open(fields: dict[str, Any]) -> None:
    write = {**task({**OBJECT, "Body.$": "$"}, PUT), "QueryLanguage": "JSONPath"}
    if "QueryLanguage" in fields:
        write = task({"Bucket": "b", "Key": "k", "Body": "{% $n %}"}, PUT, QueryLanguage="JSONata")
    processor = {"StartAt": "T", "States": {"T": write}}
    state = {"Type": "Map", "ItemProcessor": processor, "End": True}
    assert told({**state, **fields}) == []
    fields = {key: 2 if key == "MaxConcurrency" else value for key, value in fields.items()}
    fields.pop("MaxConcurrencyPath", None)
    assert told({**state, **fields}) == ["racing-writes"]


PASS = {"Type": "Pass", "Next": "T"}
CHOICE = {"Type": "Choice", "Choices": [{"Variable": "$.a", "IsNull": True, "Next": "T"}]}
CATCH = {"Type": "Task", "Resource": "${Try}", "End": True,
         "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "T"}]}  # fmt: skip
NEXT = {"Type": "Task", "Resource": "${Try}", "Next": "T"}
BESIDE = {"Type": "Parallel", "End": True,
          "Branches": [{"StartAt": "T", "States": {"T": task(OBJECT, PUT)}}]}  # fmt: skip
INNER = {"Type": "Map", "End": True, "MaxConcurrency": 1,
         "ItemProcessor": {"StartAt": "T", "States": {"T": task(OBJECT, PUT)}}}  # fmt: skip


@pytest.mark.parametrize(
    ("before", "races"),
    [
        (PASS, True),
        (NEXT, True),
        (BESIDE, True),
        (INNER, False),
        (CHOICE, False),
        ({**CHOICE, "Default": "T"}, False),
        (CATCH, False),
    ],
)
def test_items_race_where_each_of_them_writes(before: dict[str, Any], races: bool) -> None:
    processor = {"StartAt": "S", "States": {"S": before, "T": task(OBJECT, PUT)}}
    state = {"Type": "Map", "ItemProcessor": processor, "End": True}
    assert told(state) == (["racing-writes"] if races else [])


def test_items_that_go_round_are_looked_at_once() -> None:
    loop = {"S": {"Type": "Pass", "Next": "T"}, "T": {**task(OBJECT, PUT), "Next": "S"}}
    del loop["T"]["End"]
    state = {"Type": "Map", "ItemProcessor": {"StartAt": "S", "States": loop}, "End": True}
    assert told(state) == ["racing-writes"]


@pytest.mark.parametrize(
    ("one", "other", "races"),
    [
        (OBJECT, OBJECT, True),
        (OBJECT, {**OBJECT, "Key": "other"}, False),
        (OBJECT, {**OBJECT, "Bucket": "other"}, False),
        ({"Bucket": "b", "Key": "k", "Body": "x"}, {"Bucket": "b", "Key": "k", "Body": "x"}, False),
        ({"Bucket": "b", "Key": "k", "Body": "x"}, {"Bucket": "b", "Key": "k", "Body": "y"}, True),
    ],
)
def test_branches(one: dict[str, Any], other: dict[str, Any], races: bool) -> None:
    branches = [{"StartAt": "T", "States": {"T": task(each, PUT)}} for each in (one, other)]
    parallel = {"Type": "Parallel", "Branches": branches, "End": True}
    assert told(parallel) == (["racing-writes"] if races else [])
    after = {**task(one, PUT), "Next": "U"}
    del after["End"]
    branch = {"StartAt": "T", "States": {"T": after, "U": task(other, PUT)}}
    assert told({"Type": "Parallel", "Branches": [branch], "End": True}) == []


def test_branches_that_write_other_attributes_do_not_race() -> None:
    other = {**ITEM, "UpdateExpression": "SET #b = :a", "ExpressionAttributeNames": {"#b": "b"}}
    same = {**other, "ExpressionAttributeNames": {"#b": "a"}}
    for second, rules in ((other, []), (same, ["racing-writes"])):
        branches = [{"StartAt": "T", "States": {"T": task(each, COUNT)}} for each in (ITEM, second)]
        assert told({"Type": "Parallel", "Branches": branches, "End": True}) == rules


def test_the_identity_of_a_thing_is_no_token() -> None:
    stop = task({"QueryExecutionId": "q"}, "arn:aws:states:::aws-sdk:athena:stopQueryExecution")
    analysis, call = read(stop)
    assert token_of(call, analysis.ask) is None
    assert told(stop) == []
