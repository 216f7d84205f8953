"""What AWS answers, in our own minimal definitions: the code, and the place.

Each line was measured on AWS or recorded from it. What AWS accepts must not be called refused.
Where AWS names the object that holds a field, we may name the field.
"""

from __future__ import annotations

import json

import pytest

from asllint import analyze, lint, load_rulebook
from asllint.source.finding import ERROR

RULES = load_rulebook().select()
SCHEMA = "SCHEMA_VALIDATION_FAILED"
TARGET = "MISSING_TRANSITION_TARGET"

Object = dict[str, object]

LAMBDA = "arn:aws:lambda:eu-west-1:123456789012:function:f"
END: Object = {"End": True}
ITEMS: Object = {"StartAt": "I", "States": {"I": {"Type": "Pass", "End": True}}}
FAR: Object = {"ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"}, **ITEMS}


def machine(state: Object, **top: object) -> Object:
    """A machine of the state X, followed by a way to end for those that need one."""
    return {"StartAt": "X", "States": {"X": state, **after(state)}, **top}


def after(state: Object) -> Object:
    return {"Z": {"Type": "Succeed"}} if '"Z"' in json.dumps(state) else {}


def task(**fields: object) -> Object:
    return machine({"Type": "Task", "Resource": LAMBDA, "End": True, **fields})


def calling(action: str, **fields: object) -> Object:
    return task(Resource=f"arn:aws:states:::{action}", **fields)


def passing(**fields: object) -> Object:
    return machine({"Type": "Pass", "End": True, **fields})


def waiting(**fields: object) -> Object:
    return machine({"Type": "Wait", "End": True, **fields})


def mapping(**fields: object) -> Object:
    return machine({"Type": "Map", "ItemProcessor": FAR, "End": True, **fields})


def choice(*rules: object, **fields: object) -> Object:
    return machine({"Type": "Choice", "Choices": list(rules), "Default": "Z", **fields})


def reader(**config: object) -> Object:
    parameters = {"Bucket": "b", "Key": "k"}
    resource = "arn:aws:states:::s3:getObject"
    return mapping(
        ItemReader={"Resource": resource, "ReaderConfig": config, "Parameters": parameters}
    )


TEST: Object = {"Variable": "$.x", "StringEquals": "a"}
ALL: Object = {"ErrorEquals": ["States.ALL"]}
ROLE = "arn:aws:iam::123456789012:role/R"

REFUSED: list[tuple[Object, str, str]] = [
    # fields
    ({}, SCHEMA, "/"),
    ({"StartAt": "X"}, SCHEMA, "/"),
    (machine({"Type": "Succeed"}, startAt="X"), SCHEMA, "/startAt"),
    (machine({"Type": "Succeed"}, Version="2.0"), SCHEMA, "/Version"),
    (machine({"Type": "Teleport", "End": True}), SCHEMA, "/States/X/Type"),
    (machine({"End": True}), SCHEMA, "/States/X"),
    (machine({"Type": "Task", "End": True}), SCHEMA, "/States/X"),
    (passing(resultPath="$.r"), SCHEMA, "/States/X/resultPath"),
    (passing(TimeoutSeconds=1), SCHEMA, "/States/X/TimeoutSeconds"),
    (passing(Retry=[ALL]), SCHEMA, "/States/X/Retry"),
    (waiting(Seconds=1, ResultPath=None), SCHEMA, "/States/X/ResultPath"),
    (machine({"Type": "Succeed", "End": True}), SCHEMA, "/States/X/End"),
    (machine({"Type": "Fail", "OutputPath": "$"}), SCHEMA, "/States/X/OutputPath"),
    (choice({**TEST, "Next": "Z"}, End=True), SCHEMA, "/States/X/End"),
    (mapping(QueryLanguage="JSONata", Arguments={}), SCHEMA, "/States/X/Arguments"),
    (passing(Next="Z"), SCHEMA, "/States/X/Next"),
    (machine({"Type": "Pass"}), SCHEMA, "/States/X"),
    # types and numbers
    (waiting(Seconds="5"), SCHEMA, "/States/X/Seconds"),
    (waiting(Seconds=100_000_000), SCHEMA, "/States/X/Seconds"),
    (waiting(Seconds=-1), SCHEMA, "/States/X/Seconds"),
    (task(TimeoutSeconds=0), SCHEMA, "/States/X/TimeoutSeconds"),
    (task(TimeoutSeconds=100_000_000), SCHEMA, "/States/X/TimeoutSeconds"),
    (task(HeartbeatSeconds=0), SCHEMA, "/States/X/HeartbeatSeconds"),
    (mapping(MaxConcurrency=-1), SCHEMA, "/States/X/MaxConcurrency"),
    (mapping(ToleratedFailurePercentage=101), SCHEMA, "/States/X/ToleratedFailurePercentage"),
    (mapping(ToleratedFailurePercentage="5"), SCHEMA, "/States/X/ToleratedFailurePercentage"),
    (mapping(ItemBatcher={"MaxItemsPerBatch": -1}), SCHEMA,
     "/States/X/ItemBatcher/MaxItemsPerBatch"),
    (reader(InputType="JSON", MaxItems=100_000_001), SCHEMA,
     "/States/X/ItemReader/ReaderConfig/MaxItems"),
    (mapping(ToleratedFailureCountPath="$$.Execution.Input.n"), SCHEMA,
     "/States/X/ToleratedFailureCountPath"),
    # fields that exclude each other
    (task(TimeoutSeconds=1, TimeoutSecondsPath="$.t"), SCHEMA, "/States/X/TimeoutSecondsPath"),
    (mapping(MaxConcurrency=1, MaxConcurrencyPath="$.c"), SCHEMA, "/States/X/MaxConcurrencyPath"),
    (mapping(Iterator=ITEMS), SCHEMA, "/States/X/Iterator"),
    (machine({"Type": "Map", "End": True}), SCHEMA, "/States/X"),
    (machine({"Type": "Fail", "Error": "e", "ErrorPath": "$.e"}), SCHEMA, "/States/X/ErrorPath"),
    (waiting(Seconds=1, SecondsPath="$.s"), SCHEMA, "/States/X/SecondsPath"),
    (waiting(Timestamp="2030-01-31 09:30:00Z"), SCHEMA, "/States/X/Timestamp"),
    (waiting(Timestamp="2030-01-31T09:30:00"), SCHEMA, "/States/X/Timestamp"),
    (waiting(Timestamp="2030-01-31T25:30:00Z"), SCHEMA, "/States/X/Timestamp"),
    # retriers, catchers, choice rules
    (task(Retry=[{"MaxAttempts": 1}]), SCHEMA, "/States/X/Retry[0]"),
    (task(Retry=[{"ErrorEquals": []}]), SCHEMA, "/States/X/Retry[0]/ErrorEquals"),
    (task(Retry=[{"ErrorEquals": ["States.ALL", "E"]}]), SCHEMA,
     "/States/X/Retry[0]/ErrorEquals[0]"),
    (task(Retry=[ALL, {"ErrorEquals": ["E"]}]), SCHEMA, "/States/X/Retry[0]/ErrorEquals[0]"),
    (task(Retry=[{**ALL, "BackoffRate": 0.5}]), SCHEMA, "/States/X/Retry[0]/BackoffRate"),
    (task(Retry=[{**ALL, "MaxDelaySeconds": 31_622_401}]), SCHEMA,
     "/States/X/Retry[0]/MaxDelaySeconds"),
    (task(Retry=[{**ALL, "JitterStrategy": "SOME"}]), SCHEMA, "/States/X/Retry[0]/JitterStrategy"),
    (task(Catch=[ALL]), SCHEMA, "/States/X/Catch[0]"),
    (choice(), SCHEMA, "/States/X/Choices"),
    (machine({"Type": "Choice", "Default": "Z"}), SCHEMA, "/States/X"),
    (choice(TEST), SCHEMA, "/States/X/Choices[0]"),
    (choice({"Next": "Z"}), SCHEMA, "/States/X/Choices[0]"),
    (choice({"And": [{**TEST, "Next": "Z"}], "Next": "Z"}), SCHEMA,
     "/States/X/Choices[0]/And[0]/Next"),
    (choice({"And": [], "Next": "Z"}), SCHEMA, "/States/X/Choices[0]/And"),
    (choice({**TEST, "NumericEquals": 1, "Next": "Z"}), SCHEMA,
     "/States/X/Choices[0]/NumericEquals"),
    (choice({"And": [TEST], **TEST, "Next": "Z"}), SCHEMA, "/States/X/Choices[0]/Variable"),
    # query language
    (passing(Output=1), SCHEMA, "/States/X/Output"),
    (passing(QueryLanguage="JSONata", InputPath="$.a"), SCHEMA, "/States/X/InputPath"),
    (passing(QueryLanguage="jsonata"), SCHEMA, "/States/X/QueryLanguage"),
    (passing(QueryLanguage=5), SCHEMA, "/States/X/QueryLanguage"),
    (machine({"Type": "Pass", "QueryLanguage": "JSONPath", "End": True}, QueryLanguage="JSONata"),
     SCHEMA, "/States/X/QueryLanguage"),
    (machine({"Type": "Map", "ItemProcessor": {"QueryLanguage": "JSONata", **ITEMS}, "End": True}),
     SCHEMA, "/States/X/ItemProcessor/QueryLanguage"),
    # nested machines and the parts of a Map
    (machine({"Type": "Parallel", "Branches": [], "End": True}), SCHEMA, "/States/X/Branches"),
    (machine({"Type": "Parallel", "Branches": [{"StartAt": "B"}], "End": True}), SCHEMA,
     "/States/X/Branches[0]"),
    (mapping(ItemProcessor={"ProcessorConfig": {"Mode": "DISTRIBUTED"}, **ITEMS}), SCHEMA,
     "/States/X/ItemProcessor/ProcessorConfig"),
    (mapping(ItemProcessor={"ProcessorConfig": {"Mode": "INLINE", "ExecutionType": "EXPRESS"},
                            **ITEMS}),
     SCHEMA, "/States/X/ItemProcessor/ProcessorConfig/ExecutionType"),
    (reader(InputType="CSV"), SCHEMA, "/States/X/ItemReader/ReaderConfig"),
    (reader(InputType="CSV", CSVHeaderLocation="GIVEN"), SCHEMA,
     "/States/X/ItemReader/ReaderConfig"),
    (reader(InputType="JSON", CSVHeaderLocation="FIRST_ROW"), SCHEMA,
     "/States/X/ItemReader/ReaderConfig/CSVHeaderLocation"),
    (mapping(ItemReader={"Resource": "arn:aws:states:::s3:getBucket"}), SCHEMA,
     "/States/X/ItemReader/Resource"),
    (task(Credentials={}), SCHEMA, "/States/X/Credentials"),
    (task(Credentials={"Role": ROLE}), SCHEMA, "/States/X/Credentials"),
    (task(Resource="arn:aws:states:eu-west-1:123456789012:activity:a",
          Credentials={"RoleArn": ROLE}), SCHEMA, "/States/X/Credentials"),
    # the graph
    ({"StartAt": "Y", "States": {"X": {"Type": "Succeed"}}}, TARGET, "/StartAt"),
    (machine({"Type": "Pass", "Next": "Gone for good"}), TARGET, "/States/X/Next"),
    (task(Catch=[{**ALL, "Next": "Gone for good"}]), TARGET, "/States/X/Catch[0]/Next"),
    (choice({**TEST, "Next": "Gone for good"}), TARGET, "/States/X/Choices[0]/Next"),
    (choice({**TEST, "Next": "Z"}, Default="Gone for good"), TARGET, "/States/X/Default"),
    ({"StartAt": "X", "States": {"X": {"Type": "Succeed"}, "Y": {"Type": "Fail"}}}, TARGET,
     "/States/Y"),
    (machine({"Type": "Pass", "Next": "X"}), "MISSING_END_STATE", "/"),
    (mapping(ItemProcessor={"StartAt": "X", "States": {"X": {"Type": "Succeed"}}}),
     "DUPLICATE_STATE_NAME", "/States/X/ItemProcessor/States/X"),
    ({"StartAt": "n" * 81, "States": {"n" * 81: {"Type": "Succeed"}}}, "INVALID_STATE_NAME",
     f"/States/{'n' * 81}"),
    (mapping(Label="n" * 41), "INVALID_LABEL_NAME", "/States/X/Label"),
    (mapping(Label="a b"), "INVALID_LABEL_NAME", "/States/X/Label"),
    # what calls hand over
    (calling("lambda:invoke"), SCHEMA, "/States/X/Resource"),
    (calling("aws-sdk:s3:listBuckets"), SCHEMA, "/States/X/Resource"),
    (calling("lambda:invoke", QueryLanguage="JSONata"), SCHEMA, "/States/X/Resource"),
    (calling("lambda:invoke", Parameters={"Payload": {}}), SCHEMA, "/States/X/Parameters"),
    (calling("sqs:sendMessage", Parameters={"QueueUrl": "q"}), SCHEMA, "/States/X/Parameters"),
    (calling("states:startExecution", Parameters={}), SCHEMA, "/States/X/Parameters"),
    (calling("batch:submitJob", Parameters={
        "JobName": "n", "JobQueue": "q", "JobDefinition": "d",
        "ContainerOverrides": {"Environment": [{"Name": "a", "Comment": "b"}]}}),
     SCHEMA, "/States/X/Parameters/ContainerOverrides/Environment[0]/Comment"),
    (mapping(QueryLanguage="JSONata", ResultWriter={"Resource": "arn:aws:states:::s3:putObject"}),
     SCHEMA, "/States/X/ResultWriter"),
]  # fmt: skip

ACCEPTED: list[Object] = [
    task(Retry=[{**ALL, "IntervalSeconds": 0}]),
    task(Retry=[]),
    machine({"Type": "Succeed"}, TimeoutSeconds=0),
    machine({"Type": "Succeed", "InputPath": None, "OutputPath": None}, Version="1.0"),
    passing(InputPath=None, OutputPath=None, ResultPath=None),
    passing(Result={"x.$": "$.y"}),
    task(TimeoutSecondsPath="$.t", HeartbeatSecondsPath="$.h"),
    machine({"Type": "Map", "Iterator": ITEMS, "End": True}),
    machine({"Type": "Map", "ItemProcessor": ITEMS, "ToleratedFailurePercentage": 50, "End": True}),
    mapping(ToleratedFailurePercentage=0.5),
    mapping(Label="n" * 40),
    reader(InputType="JSON", MaxItemsPath="$.limit"),
    machine({"Type": "Fail", "ErrorPath": "States.Format('{}', $.e)", "CausePath": "$.c"}),
    choice({**TEST, "Comment": "why", "Next": "Z"}),
    choice({"Variable": "$$.Execution.Name", "IsPresent": True, "Next": "Z"}),
    choice({"Condition": True, "Output": 1, "Assign": {"a": 1}, "Next": "Z"},
           QueryLanguage="JSONata"),
    passing(QueryLanguage="JSONata", Output="text"),
    {"StartAt": "n" * 80, "States": {"n" * 80: {"Type": "Succeed"}}},
    calling("aws-sdk:s3:listBuckets", Parameters={}),
    calling("lambda:invoke", QueryLanguage="JSONata", Arguments="{% $states.input %}"),
    calling("lambda:invoke.waitForTaskToken", Parameters={
        "FunctionName": "f", "TaskToken.$": "$$.Task.Token"}),
    calling("lambda:invoke", HeartbeatSeconds=5, Parameters={"FunctionName": "f"}),
    task(Parameters={"FunctionName": "f", "Payload": {}}),
    calling("dynamodb:putItem", Parameters={"TableName": "t", "Item": {"id": "a"}}),
]  # fmt: skip


def claims(definition: Object) -> list[tuple[str | None, str, str]]:
    """What we say AWS refuses, as code, pointer and message."""
    found = lint(analyze(json.dumps(definition), "x.asl.json"), RULES)
    return [
        (one.aws_code, one.pointer, one.message)
        for one in found
        if one.aws_code or one.severity is ERROR
    ]


@pytest.mark.parametrize(("definition", "code", "pointer"), REFUSED, ids=str)
def test_what_aws_refuses_is_reported_at_its_place(
    definition: Object, code: str, pointer: str
) -> None:
    told = claims(definition)
    if code == "MISSING_END_STATE":  # AWS gives no place
        told = [(one, "/", text) for one, _, text in told]
    assert (code, pointer) in [(one, place) for one, place, _ in told], told


@pytest.mark.parametrize("definition", ACCEPTED, ids=str)
def test_what_aws_accepts_is_no_error(definition: Object) -> None:
    assert claims(definition) == []
