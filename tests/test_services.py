"""The tables of AWS services, and the script that writes them."""

from __future__ import annotations

import re
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

from asllint.tables import services
from asllint.tables.services.optimised import RETIRED, SERVICES, UNSUPPORTED
from asllint.tables.services.source import BOTOCORE
from tests.cost import seconds
from tools import update_services as update

SDK = Path(services.__file__).parent / "sdk"
ANSWERS = Path(services.__file__).parent / "answers"


@pytest.mark.skipif(version("botocore") != BOTOCORE, reason="another botocore")
@pytest.mark.parametrize(
    "folder", ["dynamodb", "ec2", "rds", "s3", "sts", "wafv2", "cur", "cloudfront"]
)
def test_the_tables_are_what_the_script_writes(folder: str) -> None:
    table = update.Table(update.read_model(update.models()[folder]))
    text = table.text()
    assert (SDK / f"{table.prefix}.txt").read_text(encoding="utf-8") == text
    answers = update.Answers(update.read_model(update.models()[folder]), text)
    assert (ANSWERS / f"{table.prefix}.txt").read_text(encoding="utf-8") == answers.text()


@pytest.mark.skipif(version("botocore") != BOTOCORE, reason="another botocore")
def test_the_waiters_are_what_the_script_writes() -> None:
    assert (SDK.parent / "waiters.txt").read_text(encoding="utf-8") == update.waits()


def test_of_a_waiter_only_a_place_with_texts_for_both_ends_is_kept() -> None:
    def one(
        state: str, place: str, expected: object, matcher: str = "pathAll"
    ) -> dict[str, object]:
        return {"matcher": matcher, "argument": place, "expected": expected, "state": state}

    told = update._waited(
        [
            one("success", "Jobs[].Status", "DONE"),
            one("failure", "Jobs[].Status", "FAILED", "pathAny"),
            one("failure", "Jobs[].Status", "STOPPED", "pathAny"),
            one("retry", "Jobs[].Status", "RUNNING"),
            one("success", "length(Jobs) > `0`", "DONE"),
            one("success", "Other", True),
            one("success", "Lonely", "DONE"),
            {"matcher": "error", "expected": "NotFound", "state": "success"},
        ]
    )
    assert list(told) == ["Jobs[].Status DONE FAILED|STOPPED"]


@pytest.mark.skipif(version("botocore") != BOTOCORE, reason="another botocore")
def test_there_is_a_table_for_each_service() -> None:
    ids = {update.read_model(path)["metadata"]["serviceId"] for path in update.models().values()}
    assert sorted({update.prefix_of(name) for name in ids}) == list(services.sdk_names())


@pytest.mark.parametrize(
    ("service_id", "prefix", "errors"),
    [
        ("DynamoDB", "dynamodb", "DynamoDb"),
        ("CloudWatch Logs", "cloudwatchlogs", "CloudWatchLogs"),
        ("Cost and Usage Report Service", "costandusagereport", "CostAndUsageReport"),
        ("Config Service", "config", "Config"),
        ("IoT", "iot", "Iot"),
        ("IoT Wireless", "iotwireless", "IotWireless"),
        ("IoTSiteWise", "iotsitewise", "IoTSiteWise"),
        ("FSx", "fsx", "FSx"),
        ("WAFV2", "wafv2", "Wafv2"),
        ("SESv2", "sesv2", "SesV2"),
        ("ApiGatewayV2", "apigatewayv2", "ApiGatewayV2"),
        ("ACM PCA", "acmpca", "AcmPca"),
        ("SFN", "sfn", "Sfn"),
    ],
)
def test_names_of_services(service_id: str, prefix: str, errors: str) -> None:
    assert update.prefix_of(service_id) == prefix
    assert update.pascal(update.service_title(service_id)) == errors


@pytest.mark.parametrize(
    ("member", "parameter"),
    [
        ("DBInstanceIdentifier", "DbInstanceIdentifier"),
        ("KMSKeyId", "KmsKeyId"),
        ("VPCId", "VpcId"),
        ("SSEKMSKeyId", "SsekmsKeyId"),
        ("ACL", "Acl"),
        ("jobName", "JobName"),
        ("TemplateURL", "TemplateURL"),
        ("WebACLId", "WebACLId"),
        ("equals", "EqualsValue"),
        ("S", "S"),
    ],
)
def test_names_of_parameters(member: str, parameter: str) -> None:
    assert update.parameter(member) == parameter


@pytest.mark.parametrize(
    ("member", "spellings"),
    [
        ("jobName", ["JobName"]),
        ("DBInstances", ["DbInstances", "DBInstances"]),
        ("BOOL", ["Bool", "BOOL"]),
        ("NULL", ["Null", "NULL", "Nul"]),
        ("Return", ["Return", "ReturnValue"]),
        ("getClass", ["GetClass", "GetClassValue"]),
        ("equals", ["EqualsValue", "Equals"]),
        ("ETag", ["ETag"]),
    ],
)
def test_how_a_member_of_an_answer_may_be_spelt(member: str, spellings: list[str]) -> None:
    assert list(update.spellings(member)) == spellings


@pytest.mark.parametrize(
    ("shape", "error"),
    [
        ("NoSuchKey", "NoSuchKeyException"),
        ("BucketAlreadyExists", "BucketAlreadyExistsException"),
        ("ConditionalCheckFailedException", "ConditionalCheckFailedException"),
        ("DBInstanceNotFoundFault", "DbInstanceNotFoundException"),
    ],
)
def test_names_of_errors(shape: str, error: str) -> None:
    assert update.exception(shape) == error


def test_an_action_of_the_sdk() -> None:
    service = services.sdk_service("rds")
    assert service is not None
    assert (service.title, service.error_prefix) == ("Amazon Relational Database Service", "Rds")
    assert "describeDBInstances" in service.actions
    action = service.action("createDBInstance")
    assert action is not None
    assert action.required == ("DbInstanceIdentifier", "DbInstanceClass", "Engine")
    assert action.patterns == ("", "waitForTaskToken")
    assert "Rds.DbInstanceAlreadyExistsException" in action.errors
    assert service.client_errors == ("Rds.RdsException", "Rds.SdkClientException")
    assert service.action("createDbInstance") is None


MODEL = {
    "metadata": {"serviceId": "Some Thing"},
    "operations": {
        "Read": {"name": "Read", "input": {"shape": "In"}, "output": {"shape": "Out"}},
        "Wipe": {"name": "Wipe", "output": {"shape": "Empty"}},
        "Ping2020_01_02": {"name": "Ping2020_01_02"},
        "List": {"name": "List", "output": {"shape": "Listed"}},
    },
    "shapes": {
        "In": {"type": "structure", "members": {"Both": {"shape": "Both"}}},
        "Out": {
            "type": "structure",
            "required": ["Both", "Token"],
            "members": {
                "Both": {"shape": "Both"},
                "Token": {"shape": "Text", "idempotencyToken": True},
                "OwnID": {"shape": "Long"},
                "ARN": {"shape": "Ids"},
                "loose": {"shape": "Text", "jsonvalue": True},
            },
        },
        "Both": {"type": "structure", "members": {"Tree": {"shape": "Both"}}},
        "Ids": {"type": "map", "key": {"shape": "Text"}, "value": {"shape": "Kind"}},
        "Listed": {"type": "structure", "members": {"Items": {"shape": "Outs"}}},
        "Outs": {"type": "list", "member": {"shape": "Out"}},
        "Empty": {"type": "structure", "members": {}},
        "Text": {"type": "string"},
        "Long": {"type": "string", "enum": [f"V{at}" for at in range(41)]},
        "Kind": {"type": "string", "enum": [f"K{at}" for at in range(3)]},
    },
}


def test_a_table_of_tokens() -> None:
    token = {"shape": "Token", "idempotencyToken": True}
    shapes = {
        "In": {"type": "structure", "members": {"Text": {"shape": "Text"}, "clientToken": token}},
        "Short": {
            "type": "structure",
            "members": {"Key": {"shape": "Text", "idempotencyToken": True}},
        },
        "Stop": {"type": "structure", "members": {"QueryExecutionId": token}},
        "Text": {"type": "string"},
        "Token": {"type": "string", "min": 1, "max": 64},
    }
    operations = {name: {"name": name, "input": {"shape": name}} for name in ("Short", "Stop")}
    operations["Run"] = {"name": "Run", "input": {"shape": "In"}}
    model = {"metadata": {"serviceId": "S"}, "operations": operations, "shapes": shapes}
    lines = update.Table(model).text().splitlines()
    assert [line for line in lines if line.startswith("~")] == [
        "~run ClientToken 1 64",
        "~short Key 0",
    ]


def test_a_table_of_answers() -> None:
    table = update.Table(MODEL).text()
    assert table == (
        "SomeThing\tSome Thing\n\n>list - -\n>ping - -\n>read In -\n>wipe - -\n"
        ".Both Tree:.Both\n.In Both:.Both\n"
    )
    out = "Both!:.Both Token:s OwnID:=Long Arn~ARN:{=Kind Loose:*"
    assert update.Answers(MODEL, table).text() == (
        f"<list Items:[.Out\n<read {out}\n.Out {out}\n=Kind K0|K1|K2\n"
    )


LINE = re.compile(
    r"(?:<\w+|[.|]\w+)(?: [A-Za-z_]\w*(?:~\w+)*!?:[\[{]*(?:[s+inbtx*]|[.=]\w+))*"
    r"|=\w+ [^|\n]*(?:\|[^|\n]*){0,39}"
)


def test_every_table_of_answers_can_be_read() -> None:
    assert {path.stem for path in ANSWERS.iterdir()} == set(services.sdk_names())
    for path in ANSWERS.iterdir():
        lines = path.read_text(encoding="utf-8").splitlines()
        assert [line for line in lines if not LINE.fullmatch(line)] == [], path.stem
        starts = [line.partition(" ")[0] for line in lines]
        assert len(set(starts)) == len(starts), path.stem
        sent = (SDK / path.name).read_text(encoding="utf-8").splitlines()
        assert set(lines).isdisjoint(sent), path.stem
        known = {start.replace("|", ".") for start in starts}
        known |= {line.partition(" ")[0].replace("|", ".") for line in sent}
        held = {at for line in lines if line[0] != "=" for at in re.findall(r"\.\w+", line)}
        assert held <= known, path.stem
        actions = {start[1:] for start in starts if start[0] == "<"}
        assert actions <= {line.split(" ")[0][1:] for line in sent if line[0:1] == ">"}, path.stem


def test_a_table_of_answers_knows_what_is_sent() -> None:
    answers = services.sdk_answers("dynamodb")
    assert answers is not None
    assert repr(answers) == "Answers('dynamodb')"
    found = answers.action("updateTimeToLive")
    assert (found.kind, found.name) == (services.STRUCTURE, "updateTimeToLive")
    specification = found.members["TimeToLiveSpecification"]
    assert specification.others == ()
    # It is sent, too, and has its line in the first table only.
    assert ".TimeToLiveSpecification " not in (ANSWERS / "dynamodb.txt").read_text("utf-8")
    assert list(specification.type.members) == ["Enabled", "AttributeName"]
    assert answers.type(".AttributeValue").members["Bool"].others == ("BOOL",)
    assert answers.action("nothing").members == {}
    assert answers.action("nothing") is answers.type("<nothing")


def test_services_of_which_no_answer_is_known() -> None:
    assert services.sdk_answers("nothing") is None
    assert services.sdk_answers("qldb") is None  # closed
    assert services.optimised_answers("nothing") is None
    http = services.optimised_answers("http")
    assert http is not None
    assert list(http.action("http:invoke").members) == [
        "Headers", "ResponseBody", "StatusCode", "StatusText",
    ]  # fmt: skip


def test_a_table_of_answers_is_opened_when_an_answer_is_read() -> None:
    code = """
import sys
opened = []
sys.addaudithook(lambda event, values: event == "open" and opened.append(str(values[0])))
from asllint.tables import services
from asllint.data.answers import answer_of
def tables():
    found = sorted("/".join(name.replace("\\\\", "/").split("/")[-2:]) for name in opened
                   if name.endswith(".txt"))
    opened.clear()
    return found
services.sdk_service("s3").action("getObject").input.members
services.optimised_service("sns").action("publish").input.members
assert tables() == ["sdk/s3.txt", "sdk/sns.txt"]
answer_of("sqs", "sendMessage", "waitForTaskToken")
answer_of("lambda", None, "")
answer_of("sqs", "sendMessage", "sync", sdk=True)
assert tables() == []
answer_of("s3", "getObject", "", sdk=True)
answer_of("sns", "publish", "")
assert tables() == ["answers/s3.txt", "answers/sns.txt"]
answer_of("s3", "getObject", "", sdk=True)
answer_of("s3", "headObject", "", sdk=True)
answer_of("http", "invoke", "")
assert tables() == []
"""
    subprocess.run([sys.executable, "-c", code], check=True)


def test_the_date_in_an_operation_of_cloudfront_is_no_part_of_the_action() -> None:
    service = services.sdk_service("cloudfront")
    assert service is not None
    assert "createInvalidation" in service.actions
    assert "createInvalidation2020_05_31" not in service.actions


def test_shapes_at_every_depth() -> None:
    service = services.sdk_service("dynamodb")
    assert service is not None
    action = service.action("putItem")
    assert action is not None
    assert action.input.members["ReturnValues"].type.enum == (
        "NONE", "ALL_OLD", "UPDATED_OLD", "ALL_NEW", "UPDATED_NEW",
    )  # fmt: skip
    value = action.input.members["Item"].type.element
    assert value is not None
    assert (value.kind, value.name) == (services.STRUCTURE, "AttributeValue")
    assert value.members["M"].type.element is value  # a structure that holds itself
    assert value.members["Ss"].type.kind == services.LIST
    assert value.member("SS") is value.members["Ss"]
    assert value.member("X") is None


@pytest.mark.parametrize(
    ("service", "action", "parameter", "filled"),
    [
        ("lambda", "invoke", "FunctionName", True),  # its length has a minimum
        ("s3", "getObject", "Bucket", True),  # a part of the request's path
        ("sqs", "sendMessage", "QueueUrl", True),  # by the reference of the API
        ("sns", "publish", "Subject", False),
        ("lambda", "invoke", "Payload", False),  # no text
        ("dynamodb", "putItem", "ReturnValues", False),  # an enumeration
    ],
)
def test_texts_that_can_not_be_empty(
    service: str, action: str, parameter: str, filled: bool
) -> None:
    tables = services.sdk_service(service)
    assert tables is not None
    found = tables.action(action)
    assert found is not None
    assert found.input.members[parameter].type.filled is filled


def test_an_enumeration_value_may_hold_blanks() -> None:
    service = services.sdk_service("ec2")
    assert service is not None
    assert "Windows with SQL Server" in service.type("=CapacityReservationInstancePlatform").enum


def test_an_optimised_action_takes_json_where_the_api_takes_text() -> None:
    service = services.optimised_service("sqs")
    assert service is not None
    action = service.action("sendMessage")
    assert action is not None
    assert action.required == ("QueueUrl", "MessageBody")
    assert action.measured
    assert action.input.members["MessageBody"].type.kind == services.ANY
    sdk = services.sdk_service("sqs")
    assert sdk is not None
    twin = sdk.action("sendMessage")
    assert twin is not None
    assert twin.input.members["MessageBody"].type.kind == services.STRING


@pytest.mark.parametrize("prefix", services.optimised_names())
def test_the_optimised_table_agrees_with_the_sdk(prefix: str) -> None:
    """Required parameters exist; a structure written by hand has the members of the API."""
    service = services.optimised_service(prefix)
    assert service is not None
    sdk = services.sdk_service(service.sdk)
    for name in service.actions:
        action = service.action(name)
        assert action is not None
        assert set(action.required) <= action.input.members.keys(), name
        assert {one for group in action.one_of for one in group} <= action.input.members.keys()
        assert set(action.patterns) <= set(services.PATTERNS) - set(service.never), name
        twin = sdk.action(name) if sdk is not None else None
        if twin is not None and twin.input.name == action.input.name:
            assert action.input.members.keys() == twin.input.members.keys(), name


def test_names_that_no_longer_exist_or_can_not_be_called() -> None:
    retired = services.sdk_service("qldb")
    assert retired is not None
    assert retired.retired
    assert not RETIRED & set(services.sdk_names())
    for prefix, actions in UNSUPPORTED.items():
        service = services.sdk_service(prefix)
        assert service is not None
        assert not set(actions) & set(service.actions)
    runtime = services.sdk_service("bedrockruntime")
    assert runtime is not None
    stream = runtime.action("converseStream")
    assert stream is not None
    assert stream.unsupported
    assert "converseStream" not in runtime.actions


@pytest.mark.parametrize("name", ["", "nothing", "../sdk/s3", "S3", "s3.txt", "ŝ3", "con"])
def test_a_name_from_a_definition_opens_no_other_file(name: str) -> None:
    assert services.sdk_service(name) is None


def test_other_names_of_services() -> None:
    assert services.meant_by("logs") == "cloudwatchlogs"
    assert services.meant_by("Cognito-IDP") == "cognitoidentityprovider"
    assert services.meant_by("s3") is None


def test_of_the_largest_service_only_the_lines_asked_for_are_read() -> None:
    services.optimised_names()  # loads what all services share
    text = (SDK / "ec2.txt").stat().st_size
    assert text == max(path.stat().st_size for path in SDK.iterdir())
    table = (SDK / "ec2.txt").read_text(encoding="utf-8")

    def work() -> None:
        services.sdk_service.cache_clear()
        service = services.sdk_service("ec2")
        assert service is not None
        action = service.action("runInstances")
        assert action is not None
        assert len(action.input.members) > 40

    def all_lines() -> None:
        assert [line.split() for line in table.splitlines()]

    few, every = (min(seconds(each) for _ in range(10)) for each in (work, all_lines))
    assert few < every / 2


def test_nothing_is_read_for_a_file_without_integrations(tmp_path: Path) -> None:
    (tmp_path / "a.asl.json").write_text(
        '{"StartAt": "A", "States": {"A": {"Type": "Task", "End": true, "Resource": '
        '"arn:aws:lambda:eu-west-1:123456789012:function:a"}}}'
    )
    code = (
        "import sys\nfrom asllint.cli import run\nassert run(['a.asl.json']) == 0\n"
        "assert 'asllint.tables.services.optimised' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], cwd=tmp_path, check=True, capture_output=True)


def test_every_optimised_service_names_its_source() -> None:
    sources = {entry.source for service in SERVICES.values() for entry in service.entries.values()}
    assert all(
        source.startswith(("connect-", "call-https-apis", "API", "published")) for source in sources
    )
