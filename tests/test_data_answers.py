"""What calls of services answer."""

from __future__ import annotations

import pytest

from asllint.data.answers import ERROR_OUTPUT, answer_of, call_name, documented
from asllint.data.shape import (
    ANYTHING,
    EMPTY,
    EVERY,
    KINDS,
    MAYBE,
    OPEN,
    TEXT,
    Array,
    Object,
    Shape,
    object_of,
    of,
)

METADATA = (
    "SdkHttpMetadata: {AllHttpHeaders: {*: any}, HttpHeaders: {*: text}, HttpStatusCode: number}, "
    "SdkResponseMetadata: {RequestId: text}"
)


def shown(shape: Shape, depth: int = 9) -> str:
    """A shape in a few words: `{Name: text, Kind?: "A"|"B", Items?: [number]}`."""
    if shape.anything:
        return "any"
    texts = shape.texts
    parts = {
        "null": "null",
        "boolean": "boolean",
        "number": "number",
        "string": "text" if texts is EVERY else "|".join(f'"{text}"' for text in sorted(texts)),
        "array": _shown_array(shape.array, depth) if shape.array else "",
        "object": _shown_object(shape.object, depth) if shape.object else "",
    }
    return "|".join(parts[kind] for kind in KINDS if kind in shape.kinds)


def _shown_array(array: Array, depth: int) -> str:
    return f"[{shown(array.element, depth - 1)}]" if depth else "[…]"


def _shown_object(shape: Object, depth: int) -> str:
    if not depth:
        return "{…}"
    fields = [
        f"{name}{'?' if field.nothing else ''}: {shown(field.present, depth - 1)}"
        for name, field in shape.fields.items()
    ]
    if not shape.is_closed:
        fields.append(f"*: {shown(shape.rest.present, depth - 1)}")
    return "{" + ", ".join(fields) + "}"


# --- optimised integrations -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("service", "action", "pattern", "answer"),
    [
        ("sns", "publish", "", f"{{MessageId: text, SequenceNumber?: text, {METADATA}}}"),
        (
            "sqs", "sendMessage", "",
            "{MD5OfMessageBody: text, MD5OfMessageAttributes?: text, "
            "MD5OfMessageSystemAttributes?: text, MessageId: text, SequenceNumber?: text, "
            f"{METADATA}}}",
        ),
        (
            "states", "startExecution", "",
            f"{{ExecutionArn: text, StartDate: number|text, {METADATA}}}",
        ),
        (
            "events", "putEvents", "",
            "{Entries: [{EventId?: text, ErrorCode?: text, ErrorMessage?: text}], "
            "FailedEntryCount: number}",
        ),
        (
            "apigateway", "invoke", "",
            "{Headers: {*: any}, ResponseBody?: any, StatusCode: number, StatusText: text}",
        ),
        (
            "http", "invoke", "",
            "{Headers: {*: any}, ResponseBody?: any, StatusCode: number, StatusText: text}",
        ),
    ],
)  # fmt: skip
def test_an_optimised_integration_answers_what_was_recorded(
    service: str, action: str, pattern: str, answer: str
) -> None:
    assert shown(answer_of(service, action, pattern)) == answer


def test_a_function_answers_in_an_envelope() -> None:
    answer = answer_of("lambda", "invoke", "", of({"FunctionName": "f"}))
    assert shown(answer) == (
        "{ExecutedVersion: text, Payload: any, StatusCode: number, LogResult?: text, "
        f"DurableExecutionArn?: text, {METADATA}}}"
    )


@pytest.mark.parametrize(
    ("arguments", "always"),
    [
        (of({"InvocationType": "RequestResponse"}), True),
        (of({"InvocationType": "Event"}), False),
        (object_of({"InvocationType": TEXT}), False),
        (object_of({"InvocationType": of("RequestResponse").or_nothing}), True),
        (EMPTY, True),
        (OPEN, False),
        (ANYTHING, False),
        (of("no object"), False),
    ],
)
def test_a_function_that_is_not_waited_for_may_have_no_payload(
    arguments: Shape, always: bool
) -> None:
    answer = answer_of("lambda", "invoke", "", arguments).object
    assert answer is not None
    assert ("Payload" in answer.required, "ExecutedVersion" in answer.required) == (always, always)
    assert answer.names[:2] == ("ExecutedVersion", "Payload")
    assert answer.answer == "lambda:invoke"


def test_dynamodb_spells_its_values_in_either_way() -> None:
    item = shown(answer_of("dynamodb", "getItem", ""), 3).partition(", Cons")[0]
    assert item == (
        "{Item?: {*: {S?: text, N?: text, B?: text, SS?: […], Ss?: […], NS?: […], Ns?: […], "
        "BS?: […], Bs?: […], M?: {…}, L?: […], NULL?: boolean, Null?: boolean, Nul?: boolean, "
        "BOOL?: boolean, Bool?: boolean}}"
    )


@pytest.mark.parametrize("action", ["putItem", "deleteItem", "updateItem"])
def test_dynamodb_tells_what_was_changed(action: str) -> None:
    assert shown(answer_of("dynamodb", action, ""), 1) == (
        "{Attributes?: {…}, ConsumedCapacity?: {…}, ItemCollectionMetrics?: {…}, "
        "SdkHttpMetadata: {…}, SdkResponseMetadata: {…}}"
    )


def test_a_nested_execution_answers_with_texts_or_with_json() -> None:
    sync = answer_of("states", "startExecution", "sync")
    json = answer_of("states", "startExecution", "sync:2")
    assert shown(sync) == (
        "{Input: text, Output: text, ExecutionArn: text, InputDetails: {Included?: boolean}, "
        "Name: text, OutputDetails: {Included?: boolean}, StartDate: number|text, "
        'StateMachineArn: text, Status: "SUCCEEDED", StopDate: number|text, '
        "StateMachineVersionArn?: text, StateMachineAliasArn?: text, MapRunArn?: text, "
        "TraceHeader?: text, RedriveCount?: number, RedriveDate?: number|text, RedriveStatus?: "
        '"NOT_REDRIVABLE"|"REDRIVABLE"|"REDRIVABLE_BY_MAP_RUN", RedriveStatusReason?: text}'
    )
    assert shown(json) == shown(sync).replace(
        "Input: text, Output: text", "Input: any, Output: any"
    )


def test_a_container_that_is_waited_for_is_answered_as_itself() -> None:
    task = answer_of("ecs", "runTask", "sync", of({"TaskDefinition": "t"})).object
    assert task is not None
    assert (task.answer, task.is_closed, task.required) == ("ecs:runTask.sync", True, frozenset())
    assert {"TaskArn", "LastStatus", "Containers", "StopCode"} <= task.fields.keys()
    assert shown(answer_of("ecs", "runTask", ""), 2).startswith(
        "{Tasks?: [{…}], Failures?: [{…}], SdkHttpMetadata: {"
    )


@pytest.mark.parametrize(
    ("arguments", "known"),
    [
        (of({"Count": 1}), True),
        (of({"Count": 2}), False),
        (object_of({"Count": TEXT}), False),
        (ANYTHING, False),
        (EMPTY, True),
    ],
)
def test_nobody_knows_how_several_containers_are_answered(arguments: Shape, known: bool) -> None:
    assert (answer_of("ecs", "runTask", "sync", arguments) != ANYTHING) == known


def test_documented_jobs() -> None:
    athena = answer_of("athena", "startQueryExecution", "sync")
    assert shown(athena, 1) == (
        "{QueryExecution: {…}, SdkHttpMetadata?: {…}, SdkResponseMetadata?: {…}}"
    )
    build = answer_of("codebuild", "startBuild", "sync")
    assert shown(build, 1) == "{Build: {…}, SdkHttpMetadata?: {…}, SdkResponseMetadata?: {…}}"


@pytest.mark.parametrize("pattern", ["", "sync"])
def test_emr_answers_in_its_own_way(pattern: str) -> None:
    cluster = answer_of("elasticmapreduce", "createCluster", pattern)
    assert shown(cluster) == "{ClusterId: text, *: any}"
    assert cluster.object is not None
    assert cluster.object.get("JobFlowId") == MAYBE


def test_an_error_is_two_texts() -> None:
    assert shown(ERROR_OUTPUT) == "{Error: null|text, Cause?: null|text}"


def test_an_optimised_integration_that_nobody_recorded_has_more_than_the_api() -> None:
    assert shown(answer_of("batch", "submitJob", "")) == (
        "{JobArn?: text, JobName?: text, JobId?: text, *: any}"
    )


@pytest.mark.parametrize(
    ("service", "action", "pattern"),
    [
        (None, None, ""),  # a function's ARN, an activity
        (None, "invoke", ""),
        ("lambda", None, ""),
        ("lambda", "invoke", None),
        ("lambda", "invoke", "waitForTaskToken"),
        ("sqs", "sendMessage", "waitForTaskToken"),
        ("glue", "startJobRun", "sync"),
        ("batch", "submitJob", "sync"),
        ("batch", "submitJob", "sync:2"),
        ("ecs", "runTask", "sync:2"),
        ("bedrock", "invokeModel", ""),
        ("eks", "call", ""),
        ("elasticmapreduce", "terminateCluster", ""),
        ("sns", "nothing", ""),
        ("nothing", "publish", ""),
        ("../sdk/sns", "publish", ""),
        ("sns", "publish SequenceNumber", ""),
        ("sns", "", ""),
        ("sns", "publish", "later"),
    ],
)
def test_what_nobody_knows_is_anything(
    service: str | None, action: str | None, pattern: str | None
) -> None:
    assert answer_of(service, action, pattern) == ANYTHING


@pytest.mark.parametrize("pattern", ["sync", "sync:2"])
def test_who_gets_the_task_token_may_answer(pattern: str) -> None:
    assert answer_of("states", "startExecution", pattern, token=True) == ANYTHING
    assert answer_of("states", "startExecution", pattern, token=False) != ANYTHING
    assert answer_of("states", "startExecution", "", token=True) != ANYTHING


# --- SDK integrations -----------------------------------------------------------------------------


def sdk(service: str, action: str, pattern: str = "") -> Shape:
    return answer_of(service, action, pattern, sdk=True)


def test_an_sdk_integration_answers_what_the_api_does() -> None:
    assert shown(sdk("sfn", "describeStateMachineAlias")) == (
        "{StateMachineAliasArn?: text, Name?: text, Description?: text, RoutingConfiguration?: "
        "[{StateMachineVersionArn: text, Weight: number}], CreationDate?: number|text, "
        "UpdateDate?: number|text}"
    )
    assert shown(sdk("secretsmanager", "listSecrets"), 2) == (
        "{SecretList?: [{…}], NextToken?: text}"
    )


def test_enumerations_are_told_and_by_whom() -> None:
    answer = sdk("athena", "getQueryExecution").object
    assert answer is not None
    execution = answer.get("QueryExecution").object
    assert execution is not None
    status = execution.get("Status").object
    assert status is not None
    state = status.get("State")
    assert shown(state) == '"CANCELLED"|"FAILED"|"QUEUED"|"RUNNING"|"SUCCEEDED"'
    assert state.answer == answer.answer == status.answer == "athena:getQueryExecution"


def test_of_a_long_enumeration_only_the_kind_is_told() -> None:
    shape = shown(sdk("ec2", "describeInstanceTypes"), 3)
    assert shape.startswith("{InstanceTypes?: [{InstanceType?: text, ")


def test_bytes_come_as_text() -> None:
    answer = sdk("s3", "getObject").object
    assert answer is not None
    assert answer.get("Body") == TEXT.or_nothing
    assert answer.get("ETag") == TEXT.or_nothing
    assert (
        answer.get("LastModified")
        == answer_of("states", "startExecution", "")
        .object.get(  # type: ignore[union-attr]
            "StartDate"
        )
        .or_nothing
    )


def test_both_spellings_of_a_name_in_capitals_are_right() -> None:
    answer = sdk("rds", "describeDBInstances").object
    assert answer is not None
    assert answer.names == ("Marker", "DbInstances", "DBInstances")
    assert answer.get("DbInstances") == answer.get("DBInstances")
    assert documented(answer.names) == ("Marker", "DbInstances")


def test_a_required_member_of_which_two_spellings_are_right_may_be_absent() -> None:
    answer = sdk("sqs", "sendMessageBatch").object
    assert answer is not None
    assert answer.required == {"Successful", "Failed"}
    entry = answer.get("Successful").array
    assert entry is not None and entry.element.object is not None
    assert entry.element.object.required == {"Id", "MessageId"}


def test_an_action_that_tells_nothing_answers_an_empty_object() -> None:
    assert shown(sdk("sqs", "deleteMessage")) == "{}"
    assert shown(sdk("sfn", "sendTaskSuccess")) == "{}"


def test_what_holds_itself_ends_in_anything() -> None:
    shape = sdk("dynamodb", "getItem")
    for name in ("Item", "M", "M"):
        assert shape.object is not None
        values = shape.object.get(name)
        assert values.object is not None
        shape = values.object.rest
    assert shape.object is not None
    assert (shape.object.get("S"), shape.object.get("M")) == (TEXT.or_nothing, MAYBE)


@pytest.mark.parametrize(
    ("service", "action", "pattern"),
    [
        ("sqs", "sendMessage", "waitForTaskToken"),
        ("sqs", "sendMessage", "sync"),
        ("sqs", "nothing", ""),
        ("nothing", "sendMessage", ""),
        ("qldb", "describeLedger", ""),  # closed
        ("bedrockruntime", "converseStream", ""),
    ],
)
def test_an_sdk_integration_that_nobody_knows(service: str, action: str, pattern: str) -> None:
    assert sdk(service, action, pattern) == ANYTHING


def test_names_of_calls() -> None:
    assert call_name("dynamodb", "getItem", "") == "dynamodb:getItem"
    assert call_name("ecs", "runTask", "sync") == "ecs:runTask.sync"


def test_names_to_tell_people() -> None:
    assert documented(["S", "SS", "Ss", "NULL", "Null", "Nul"]) == ("S", "SS", "NULL")
    assert documented([]) == ()
