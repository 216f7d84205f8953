"""The script that holds recorded answers against the tables."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tools.recorded_answers import in_execution, in_mock, main

METADATA = {
    "SdkHttpMetadata": {"AllHttpHeaders": {}, "HttpHeaders": {}, "HttpStatusCode": 200},
    "SdkResponseMetadata": {"RequestId": "id"},
}


def execution(resource: str, answer: object, kind: str = "TaskSucceeded", **more: Any) -> Any:
    return {
        "id": "x",
        "definition": {"States": {"A": {}}},
        "events": [
            {"type": "TaskScheduled", "state": "A", "parameters": {}, "resource": resource},
            {"type": kind, "state": "A", "output": answer, "resource": resource},
        ],
        "opaque": [],
        "opaque_anytype": [],
        **more,
    }


def test_what_the_tables_allow() -> None:
    assert in_execution(execution("sns:publish", {"MessageId": "m", **METADATA})) == (1, [])
    assert in_execution(execution("aws-sdk:dynamodb:getItem", {"Item": {"a": {"S": "b"}}})) == (
        1, [],
    )  # fmt: skip
    assert in_execution(execution("sqs:sendMessage.waitForTaskToken", "text")) == (1, [])


def test_what_was_submitted_is_the_plain_answer() -> None:
    row = execution("states:startExecution.sync", {"ExecutionArn": "a"}, "TaskSubmitted")
    assert in_execution(row) == (
        1,
        [
            f"x: states:startExecution.sync: /events/1/output/{name}: is missing"
            for name in ("SdkHttpMetadata", "SdkResponseMetadata", "StartDate")
        ],
    )


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ({"SecretList": [{"Name": 1}]}, "/SecretList/0/Name: 1"),
        ({"SecretList": {}}, "/SecretList: {}"),
        ({"secrets/~": []}, "/secrets~1~0: is not known"),
        ("text", ': "text"'),
    ],
)
def test_what_the_tables_do_not_allow(answer: object, said: str) -> None:
    resource = "aws-sdk:secretsmanager:listSecrets"
    assert in_execution(execution(resource, answer)) == (
        1, [f"x: {resource}: /events/1/output{said}"],
    )  # fmt: skip


def test_values_that_a_recording_replaced() -> None:
    answer = {"SecretList": "replaced", "NextToken": "replaced"}
    texts = ["/events/1/output/NextToken", "/events/1/output/SecretList"]
    resource = "aws-sdk:secretsmanager:listSecrets"
    assert in_execution(execution(resource, answer, opaque=texts)) == (
        1, [f"x: {resource}: /events/1/output/SecretList: a text"],
    )  # fmt: skip
    assert in_execution(execution(resource, answer, opaque=texts, opaque_anytype=texts)) == (1, [])


@pytest.mark.parametrize(
    ("cause", "said"),
    [
        ("Required field 'ExecutionArn' is missing", None),
        ("Required field 'Name' is missing", "x: there is no Name"),
        ("Required field 'RequestId' is missing", None),
        ("Field 'StartDate' must be a string", None),
        ("Field 'HttpStatusCode' must be a number", None),
        ("Field 'ExecutionArn' must be a number", "x: ExecutionArn is no number"),
    ],
)
def test_what_aws_says_of_mocks(cause: str, said: str | None) -> None:
    row = {
        "id": "x",
        "state": {"Resource": "arn:aws:states:::states:startExecution"},
        "cause": f"Mock result schema validation error: {cause}",
    }
    assert in_mock(row) == (1, [said] if said else [])
    assert in_mock({**row, "cause": cause}) == (0, [])


def test_a_member_that_aws_requires_is_always_there() -> None:
    row = {
        "id": "x",
        "state": {"Resource": "arn:aws:states:::sqs:sendMessage"},
        "cause": "Mock result schema validation error: Required field 'SequenceNumber' is missing",
    }
    assert in_mock(row) == (1, ["x: SequenceNumber may be absent"])


def test_the_script(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "rows.jsonl"
    good = execution("aws-sdk:s3:getObject", {"Body": "text"})
    file.write_text(json.dumps(good) + "\n" + json.dumps({"id": "y", "cause": None}) + "\n")
    assert main([str(file)]) == 0
    assert capsys.readouterr().out == "1 recorded answers, 0 places outside\n"
    file.write_text(json.dumps(execution("aws-sdk:s3:getObject", {"Body": {}})))
    assert main([str(file)]) == 1
    assert capsys.readouterr().out == (
        "x: aws-sdk:s3:getObject: /events/1/output/Body: {}\n1 recorded answers, 1 places outside\n"
    )
