"""What each Task calls."""

from __future__ import annotations

import json

import pytest

from asllint import analyze
from asllint.facts.integrations import (
    ACTIVITY,
    FOREIGN,
    LAMBDA,
    NO_ARN,
    OPTIMISED,
    SDK,
    UNKNOWN,
    Integrations,
    Resource,
    Task,
)

GET_ITEM = {"TableName": "t", "Key": {"id": {"S.$": "$.id"}}}


def task_of(text: str, path: str = "x.asl.json") -> Task:
    analysis = analyze(text, path)
    (definition,) = analysis.definitions
    (task,) = analysis.fact(Integrations, definition).tasks
    return task


def definition(resource: str, **fields: object) -> str:
    state = {"Type": "Task", "Resource": resource, "End": True, **fields}
    return json.dumps({"StartAt": "A", "States": {"A": state}})


@pytest.mark.parametrize(
    ("text", "kind", "parts"),
    [
        ("arn:aws:lambda:eu-west-1:123456789012:function:pay:3", LAMBDA,
         {"partition": "aws", "function": "pay", "qualifier": "3"}),
        ("arn:${AWS::Partition}:lambda:${AWS::Region}:${AWS::AccountId}:function:pay:$LATEST",
         LAMBDA, {"partition": None, "region": None, "function": "pay", "qualifier": "$LATEST"}),
        ("arn:aws:lambda:eu-west-1:123456789012:function:${Name}", LAMBDA, {"function": None}),
        ("arn:aws:states:eu-west-1:123456789012:activity:print", ACTIVITY, {"activity": "print"}),
        ("arn:aws:states:::lambda:invoke.waitForTaskToken", OPTIMISED,
         {"service": "lambda", "action": "invoke", "pattern": "waitForTaskToken", "region": ""}),
        ("arn:aws:states:::states:startExecution.sync:2", OPTIMISED,
         {"service": "states", "action": "startExecution", "pattern": "sync:2"}),
        ("arn:aws-cn:states:::aws-sdk:s3:getObject", SDK,
         {"partition": "aws-cn", "service": "s3", "action": "getObject", "pattern": None}),
        ("arn:aws:states:::aws-sdk:${Service}:getObject", SDK,
         {"service": None, "action": "getObject"}),
        ("arn:aws:states:::${Call}", UNKNOWN, {}),
        ("arn:aws:states:::${Service}:invoke", UNKNOWN, {"action": "invoke"}),
        ("arn:aws:${Vendor}:eu-west-1:123456789012:function:pay", UNKNOWN,
         {"partition": "aws", "vendor": None, "function": None}),
        ("${FunctionArn}", UNKNOWN, {}),
        ("${Prefix}:function:pay", UNKNOWN, {}),
        ("<the function>", UNKNOWN, {}),
        ("PAY_FUNCTION_ARN", UNKNOWN, {}),
        ("arn:aws:lambda:<region>:<account>:function:pay", LAMBDA, {"region": None}),
        ("$(function)", UNKNOWN, {}),
        ("$<function>", UNKNOWN, {}),
        ("{{ function }}", UNKNOWN, {}),
        ("${Function", UNKNOWN, {}),
        ("pay", NO_ARN, {}),
        ("", NO_ARN, {}),
        (" \n", NO_ARN, {}),
        ("{% $handler %}", NO_ARN, {}),
        (" {% $states.input['${Name}'] %}", NO_ARN, {}),
        ("States.Format('arn:${AWS::Partition}:lambda:{}', $.rest)", NO_ARN, {}),
        ("$.handler", NO_ARN, {}),
        ("$['${Handler}']", NO_ARN, {}),
        ("$$.Execution.Input.handlers[0]", NO_ARN, {}),
        ("$handler[0]", NO_ARN, {}),
        ("$", NO_ARN, {}),
        ("https://example.com/pay", NO_ARN, {}),
        ("arn:aws:sqs:eu-west-1:123456789012:orders", FOREIGN, {"vendor": "sqs"}),
        ("arn:aws:states:eu-west-1:123456789012:stateMachine:pay", FOREIGN, {}),
        ("arn:aws:lambda:eu-west-1:123456789012:layer:pay", FOREIGN, {}),
    ],
)  # fmt: skip
def test_parts(text: str, kind: str, parts: dict[str, str | None]) -> None:
    resource = Resource(text)
    assert resource.kind == kind
    assert {name: resource.part(name) for name in parts} == parts


@pytest.mark.parametrize(
    ("text", "pattern"),
    [
        ("arn:aws:states:::glue:startJobRun", ""),
        ("arn:aws:states:::glue:startJobRun.sync", "sync"),
        ("arn:aws:states:::glue:startJobRun.${Pattern}", None),
        ("arn:aws:states:::glue:startJobRun${Pattern}", None),
        ("arn:aws:lambda:eu-west-1:123456789012:function:pay", ""),
        ("${Anything}", None),
    ],
)
def test_patterns(text: str, pattern: str | None) -> None:
    assert Resource(text).pattern == pattern


def test_tables_and_arguments() -> None:
    task = task_of(definition("arn:aws:states:::dynamodb:getItem", Parameters=GET_ITEM))
    assert task.service is not None
    assert task.action is not None
    assert task.action.required == ("TableName", "Key")
    assert task.input_type is task.action.input
    assert list(task.parameters or ()) == ["TableName", "Key"]
    assert "DynamoDB.ResourceNotFoundException" in task.errors
    sdk = task_of(definition("arn:aws:states:::aws-sdk:dynamodb:getItem", Parameters=GET_ITEM))
    assert "DynamoDb.ResourceNotFoundException" in sdk.errors
    assert "DynamoDb.DynamoDbException" in sdk.errors


def test_a_path_is_the_same_parameter() -> None:
    text = definition("arn:aws:states:::lambda:invoke", Parameters={"FunctionName.$": "$.f"})
    assert list(task_of(text).parameters or ()) == ["FunctionName"]


def test_what_is_unknown() -> None:
    for resource in ("${Arn}", "arn:aws:states:::aws-sdk:new:call", "pay"):
        task = task_of(definition(resource, Arguments={"a": 1}))
        assert (task.service, task.action, task.input_type, task.errors) == (None, None, None, ())
        assert task.parameters is None  # "Arguments" belongs to the other query language


@pytest.mark.parametrize(
    ("text", "path"),
    [
        (definition("arn:aws:states:::aws-sdk:s3:getObject.waitForTaskToken"), "x.asl.json"),
        (definition(r"arn:aws:states:::aws-sdk:s3:getObject.waitForTaskToken").replace(
            "s3:", r"\u00733:"), "x.asl.json"),
        ("StartAt: A\nStates:\n  A:\n    Type: Task\n    End: true\n    Resource: >-\n"
         "      arn:aws:states:::aws-sdk:s3:getObject.waitForTaskToken\n", "x.asl.yaml"),
    ],
)  # fmt: skip
def test_spans(text: str, path: str) -> None:
    task = task_of(text, path)

    def at(part: str) -> str:
        span = task.span(part)
        return text[span.start : span.end]

    assert at("service") in ("s3", r"\u00733")
    assert at("action") == "getObject"
    assert at("pattern") == "waitForTaskToken"
    assert task.node is not None
    assert task.span() == task.node.span


def test_a_task_without_a_resource() -> None:
    text = '{"StartAt": "A", "States": {"A": {"Type": "Task", "End": true}}}'
    task = task_of(text)
    assert task.kind == UNKNOWN
    assert task.node is None
    assert task.span() == task.span("action") == task.state.key.span
    assert text[task.span().start : task.span().end] == '"A"'


def test_a_part_that_is_not_there_is_the_whole_resource() -> None:
    text = definition("arn:aws:states:::lambda:invoke")
    for part in ("pattern", "function", "qualifier", "activity"):
        span = task_of(text).span(part)
        assert text[span.start : span.end] == '"arn:aws:states:::lambda:invoke"'


@pytest.mark.parametrize("value", ["null", "[]", '{"Ref": "Pay"}'])
def test_a_resource_that_is_no_text_is_underlined_as_a_whole(value: str) -> None:
    text = f'{{"StartAt": "A", "States": {{"A": {{"Type": "Task", "Resource": {value}}}}}}}'
    span = task_of(text).span("action")
    assert text[span.start : span.end] == value


@pytest.mark.parametrize("text", ["$.x", "$", "$x", "{% $x %}", "States.Format('{}', $.x)"])
def test_what_would_have_to_be_evaluated(text: str) -> None:
    assert Resource(text).computed


@pytest.mark.parametrize("text", ["", "pay", "${Pay}", "States", "arn:aws:states:::lambda:invoke"])
def test_what_is_there_as_it_is(text: str) -> None:
    assert not Resource(text).computed


@pytest.mark.parametrize("value", ["null", "7", "[]", '{"Ref": "Pay"}'])
def test_of_a_resource_that_is_no_text_nothing_is_known(value: str) -> None:
    text = f'{{"StartAt": "A", "States": {{"A": {{"Type": "Task", "Resource": {value}}}}}}}'
    assert task_of(text).kind == UNKNOWN
