"""What editors say of the services that Tasks call: resources, parameters, errors."""

from __future__ import annotations

from collections.abc import Callable
from json import dumps

import pytest

from asllint.ide.calls import MAX_MEMBERS, ServiceCall, resource_markdown, text_of_type
from asllint.ide.completion import complete
from asllint.ide.completion.items import Completion
from asllint.ide.hover import hover
from asllint.tables import services
from tests.cost import assert_in_proportion
from tests.cursor import at_cursor, marked

TASK = '{"StartAt": "A", "States": {"A": {"Type": "Task", "Resource": "%s", %s "End": true}}}'
YAML = """StartAt: A
States:
  A:
    Type: Task
    Resource: arn:aws:states:::%s
    Parameters:
      %s
    End: true
"""


def task(resource: str, rest: str = "") -> str:
    return TASK % (f"arn:aws:states:::{resource}", rest)


def offers(source: str, path: str = "x.asl.json") -> list[Completion]:
    analysis, offset = at_cursor(source, path)
    return complete(analysis, offset)


def labels(source: str, path: str = "x.asl.json") -> list[str]:
    return [one.label for one in offers(source, path)]


def inserted(source: str, label: str, path: str = "x.asl.json") -> str:
    """What an offer writes."""
    (found,) = [one for one in offers(source, path) if one.label == label]
    return found.insert


def said(source: str, path: str = "x.asl.json") -> tuple[str, str] | None:
    """The word under the cursor, and what is said about it."""
    analysis, offset = at_cursor(source, path)
    found = hover(analysis, offset)
    if found is None:
        return None
    text = marked(analysis.file.text, [found.span])
    return text[text.index("‹") + 1 : text.index("›")], found.markdown


# --- resources ------------------------------------------------------------------------------------


def test_optimised_integrations_with_their_patterns() -> None:
    found = labels(task("‹|›"))
    assert found[:2] == [
        "arn:aws:states:::lambda:invoke",
        "arn:aws:states:::lambda:invoke.waitForTaskToken",
    ]
    for end in ("batch:submitJob.sync", "sagemaker:createModel", "states:startExecution.sync:2"):
        assert found.count(f"arn:aws:states:::{end}") == 1
    assert "arn:aws:states:::sagemaker:createModel.sync" not in found
    assert found[-1] == "arn:aws:states:::aws-sdk:"


def test_services_of_the_sdk() -> None:
    found = labels(task("aws-sdk:s‹|›"))
    assert found == [f"arn:aws:states:::aws-sdk:{name}:" for name in services.sdk_names()]


def test_actions_of_the_sdk() -> None:
    found = labels(task("aws-sdk:sts:get‹|›"))
    assert "arn:aws:states:::aws-sdk:sts:getCallerIdentity" in found
    assert "arn:aws:states:::aws-sdk:sts:assumeRole" not in found  # which no Task can call
    assert all(one.startswith("arn:aws:states:::aws-sdk:sts:") for one in found)


def test_the_pattern_of_the_sdk() -> None:
    found = labels(task("aws-sdk:sqs:sendMessage.‹|›"))
    assert "arn:aws:states:::aws-sdk:sqs:sendMessage.waitForTaskToken" in found
    assert not [one for one in found if ".sync" in one]


def test_another_partition() -> None:
    found = labels(TASK % ("arn:aws-cn:states:::aws-sdk:sqs:‹|›", ""))
    assert "arn:aws-cn:states:::aws-sdk:sqs:sendMessage" in found


@pytest.mark.parametrize(
    ("resource", "expected"),
    [
        (
            "arn:aws:states:::ecs:runTask.sync",
            "**ecs:runTask** — optimised integration of Amazon Elastic Container Service\n\n"
            "Needs `TaskDefinition`, and takes 18 more\n\n"
            "Waits for the end of the job; also `.waitForTaskToken`\n\n"
            "[Developer guide]"
            "(https://docs.aws.amazon.com/step-functions/latest/dg/connect-ecs.html)",
        ),
        (
            "arn:aws:states:::aws-sdk:sqs:deleteMessage",
            "**sqs:deleteMessage** — SDK integration of Amazon Simple Queue Service\n\n"
            "Needs `QueueUrl`, `ReceiptHandle`\n\n"
            "Goes on as soon as the service has answered; also `.waitForTaskToken`\n\n"
            "[SDK reference](https://sdk.amazonaws.com/java/api/latest/software/amazon/awssdk/"
            "services/sqs/model/DeleteMessageRequest.html)",
        ),
        (
            "arn:aws:states:::sns:publish",
            "**sns:publish** — optimised integration of Amazon Simple Notification Service\n\n"
            "Needs `Message`, one of `TopicArn`, `TargetArn`, `PhoneNumber`, and takes 8 more\n\n"
            "Goes on as soon as the service has answered; also `.waitForTaskToken`\n\n"
            "[Developer guide]"
            "(https://docs.aws.amazon.com/step-functions/latest/dg/connect-sns.html)",
        ),
        (
            "arn:aws:lambda:eu-west-1:123456789012:function:pay:live",
            "**pay** — Lambda function, version or alias `live`",
        ),
        (
            "arn:aws:states:eu-west-1:123456789012:activity:print",
            "**print** — activity: a worker of your own asks for it",
        ),
        (
            "arn:aws:states:::aws-sdk:sqs:doNothing",
            "**sqs** — SDK integration of Amazon Simple Queue Service",
        ),
        ("${PayFunctionArn}", None),
        ("arn:aws:states:::aws-sdk:nobody:knows", None),
    ],
)
def test_what_a_resource_calls(resource: str, expected: str | None) -> None:
    assert resource_markdown(resource) == expected


def test_the_resource_under_the_cursor() -> None:
    found = said(task("dynamodb:get‹|›Item"))
    assert found is not None
    assert found[0] == '"arn:aws:states:::dynamodb:getItem"'
    assert found[1].startswith("**dynamodb:getItem** — optimised integration of Amazon DynamoDB")


def test_a_reader_takes_little() -> None:
    assert resource_markdown("arn:aws:states:::s3:getObject", "ItemReader") == (
        "**s3:getObject** — optimised integration of Amazon Simple Storage Service\n\n"
        "Takes `Bucket`, `Key`, `VersionId`, `ExpectedBucketOwner`\n\n"
        "[SDK reference](https://sdk.amazonaws.com/java/api/latest/software/amazon/awssdk/"
        "services/s3/model/GetObjectRequest.html)"
    )


# --- parameters -----------------------------------------------------------------------------------


def test_parameters_the_required_ones_first() -> None:
    found = offers(task("dynamodb:putItem", '"Parameters": {‹|›},'))
    assert [one.label for one in found][:3] == ["TableName", "Item", "Expected"]
    assert [one.label for one in found if one.required] == ["TableName", "Item"]
    assert found[0].detail == "string · required"
    assert found[0].insert == '"TableName": "$1"'


def test_what_is_there_is_not_offered_again() -> None:
    found = labels(task("dynamodb:putItem", '"Parameters": {"TableName.$": "$.t", "It‹|›},'))
    assert "TableName" not in found
    assert "Item" in found


@pytest.mark.parametrize(
    ("source", "path", "expected"),
    [
        (
            task("events:putEvents", '"Parameters": {"Entries": [{"‹|›"}]},'),
            "x.asl.json",
            ["Time", "Source", "Resources", "DetailType", "Detail", "EventBusName", "TraceHeader"],
        ),
        (
            YAML % ("events:putEvents", "Entries:\n        - ‹|›"),
            "x.asl.yaml",
            ["Time", "Source", "Resources", "DetailType", "Detail", "EventBusName", "TraceHeader"],
        ),
        (
            YAML % ("events:putEvents", "Entries:\n        - Source: shop\n          De‹|›"),
            "x.asl.yaml",
            ["Time", "Resources", "DetailType", "Detail", "EventBusName", "TraceHeader"],
        ),
        (
            YAML
            % ("ecs:runTask", "NetworkConfiguration:\n        AwsvpcConfiguration:\n          ‹|›"),
            "x.asl.yaml",
            ["Subnets", "SecurityGroups", "AssignPublicIp"],
        ),
        (
            task("dynamodb:putItem", '"Parameters": {"Item": {"seat": {‹|›}}},'),
            "x.asl.json",
            ["S", "N", "B", "SS", "NS", "BS", "M", "L", "NULL", "BOOL"],
        ),
        (
            '{"QueryLanguage": "JSONata", '
            + task("sqs:sendMessage", '"Arguments": {"Mes‹|›"},')[1:],
            "x.asl.json",
            [
                "QueueUrl", "MessageBody", "DelaySeconds", "MessageAttributes",
                "MessageSystemAttributes", "MessageDeduplicationId", "MessageGroupId",
            ],
        ),
    ],
)  # fmt: skip
def test_members_at_every_depth(source: str, path: str, expected: list[str]) -> None:
    assert labels(source, path) == expected


def test_parameters_of_readers_and_writers() -> None:
    for part, action, expected in (
        ("ItemReader", "s3:listObjectsV2", ["Bucket", "Prefix", "ExpectedBucketOwner"]),
        ("ResultWriter", "s3:putObject", ["Bucket", "Key", "ExpectedBucketOwner"]),
    ):
        state = f'"{part}": {{"Resource": "arn:aws:states:::{action}", "Parameters": {{‹|›}}}}'
        source = f'{{"StartAt": "A", "States": {{"A": {{"Type": "Map", {state}}}}}}}'
        assert labels(source) == expected


@pytest.mark.parametrize(
    ("label", "written"),
    [
        ("LaunchType", '"LaunchType": "${1|EC2,FARGATE,EXTERNAL,MANAGED_INSTANCES|}"'),
        ("Count", '"Count": ${1:0}'),
        ("EnableExecuteCommand", '"EnableExecuteCommand": ${1|true,false|}'),
        (
            "CapacityProviderStrategy",
            '"CapacityProviderStrategy": [\n  {\n    "CapacityProvider": "$1"\n  \\}\n]',
        ),
    ],
)
def test_a_value_of_the_right_shape(label: str, written: str) -> None:
    assert inserted(task("ecs:runTask", '"Parameters": {‹|›},'), label) == written


def test_values_of_enumerations() -> None:
    source = task("dynamodb:putItem", '"Parameters": {"ReturnValues": "‹|›"},')
    assert labels(source) == ["NONE", "ALL_OLD", "UPDATED_OLD", "ALL_NEW", "UPDATED_NEW"]
    listed = YAML % ("aws-sdk:sqs:getQueueAttributes", "AttributeNames:\n        - ‹|›")
    assert "ApproximateNumberOfMessages" in labels(listed, "x.asl.yaml")
    typed = YAML % ("ecs:runTask", "LaunchType: FAR‹|›")
    assert labels(typed, "x.asl.yaml") == ["EC2", "FARGATE", "EXTERNAL", "MANAGED_INSTANCES"]


def test_no_values_for_a_path() -> None:
    assert "ALL_OLD" not in labels(
        task("dynamodb:putItem", '"Parameters": {"ReturnValues.$": "‹|›"},')
    )


@pytest.mark.parametrize(
    "source",
    [
        task("lambda:invoke", '"Parameters": {"Payload": {"‹|›"}},'),  # data of the user's own
        task("aws-sdk:nobody:knows", '"Parameters": {"‹|›"},'),
        TASK % ("${Function}", '"Parameters": {"‹|›"},'),
        '{"StartAt": "A", "States": {"A": {"Type": "Pass", "Parameters": {"‹|›"}}}}',
    ],
)
def test_nothing_where_nothing_is_known(source: str) -> None:
    assert labels(source) == []


@pytest.mark.parametrize(
    ("source", "word", "head"),
    [
        (
            task("dynamodb:putItem", '"Parameters": {"Return‹|›Values": "NONE"},'),
            '"ReturnValues"',
            "**ReturnValues** — parameter of `dynamodb:putItem`\n\nstring\n\nOne of `NONE`, ",
        ),
        (
            task("dynamodb:putItem", '"Parameters": {"Table‹|›Name.$": "$.t"},'),
            '"TableName.$"',
            "**TableName** — parameter of `dynamodb:putItem`\n\nstring · required\n\n",
        ),
        (
            task("events:putEvents", '"Parameters": {"Entries": [{"Det‹|›ail": 1}]},'),
            '"Detail"',
            "**Detail** — member of a parameter of `events:putEvents`\n\nany value\n\n",
        ),
    ],
)
def test_a_parameter_under_the_cursor(source: str, word: str, head: str) -> None:
    found = said(source)
    assert found is not None
    assert found[0] == word
    assert found[1].startswith(head)


def test_a_parameter_that_does_not_exist() -> None:
    assert said(task("sqs:sendMessage", '"Parameters": {"Queue‹|›": "q"},')) is None


def test_types_in_words() -> None:
    action = ServiceCall("arn:aws:states:::aws-sdk:dynamodb:putItem").action
    assert action is not None
    members = action.input.members
    assert text_of_type(members["Item"].type) == "object with objects by name"
    assert text_of_type(members["TableName"].type) == "string"


# --- errors ---------------------------------------------------------------------------------------


def test_errors_of_the_called_action_come_first() -> None:
    found = labels(task("dynamodb:putItem", '"Retry": [{"ErrorEquals": ["‹|›"]}],'))
    assert found[0] == "DynamoDB.ConditionalCheckFailedException"
    assert found.index("DynamoDB.AmazonDynamoDBException") < found.index("States.ALL")
    assert found.index("States.ALL") < found.index("DynamoDB.BackupInUseException")


def test_errors_are_spelt_as_the_kind_of_integration_does() -> None:
    source = YAML % ("aws-sdk:dynamodb:putItem", "TableName: t") + (
        "    Catch:\n      - ErrorEquals:\n          - ‹|›\n"
    )
    found = labels(source, "x.asl.yaml")
    assert "DynamoDb.ConditionalCheckFailedException" in found
    assert not [one for one in found if one.startswith("DynamoDB.")]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (
            "DynamoDB.ConditionalCheckFailedException",
            "**DynamoDB.ConditionalCheckFailedException** — error of Amazon DynamoDB: `putItem` is "
            "known to raise it",
        ),
        (
            "DynamoDB.BackupInUseException",
            "**DynamoDB.BackupInUseException** — error of Amazon DynamoDB",
        ),
        (
            "DynamoDB.AmazonDynamoDBException",
            "**DynamoDB.AmazonDynamoDBException** — any error of the service without a name of its "
            "own",
        ),
        (
            "DynamoDB.SdkClientException",
            "**DynamoDB.SdkClientException** — the service could not be reached",
        ),
        ("DynamoDb.ConditionalCheckFailedException", None),
        ("CardDeclined", None),
    ],
)
def test_an_error_under_the_cursor(name: str, expected: str | None) -> None:
    source = task("dynamodb:putItem", f'"Retry": [{{"ErrorEquals": ["‹|›{name}"]}}],')
    found = said(source.replace("‹|›D", "D‹|›").replace("‹|›C", "C‹|›"))
    assert (found and found[1]) == expected


# --- speed, and text that is being typed ----------------------------------------------------------


def machine(count: int, insert: str, path: str) -> str:
    """Many Tasks, with something typed in the one in the middle."""
    names = [f"S{index}" for index in range(count)]
    middle = names[count // 2]
    resource = "arn:aws:states:::aws-sdk:ec2:runInstances"
    if path.endswith(".json"):
        states = [
            f'"{name}": {{"Type": "Task", "Resource": "{resource}", "Parameters": '
            f'{{"MinCount": 1, {insert if name == middle else ""} "MaxCount": 1}}, "End": true}}'
            for name in names
        ]
        return '{"StartAt": "S0", "States": {' + ",\n".join(states) + "}}"
    lines = ["StartAt: S0", "States:"]
    for name in names:
        lines += [f"  {name}:", "    Type: Task", f"    Resource: {resource}", "    Parameters:"]
        lines += ["      MinCount: 1"] + ([f"      {insert}"] if name == middle else [])
        lines += ["    End: true"]
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("path", ["x.asl.json", "x.asl.yaml"])
def test_many_states_take_time_in_proportion(path: str) -> None:
    def work(count: int) -> Callable[[], object]:
        analysis, offset = at_cursor(machine(count, "‹|›", path), path)
        for feature in (complete, hover):
            feature(analysis, offset)  # the tables of EC2 are read once
        return lambda: [feature(analysis, offset) for feature in (complete, hover)]

    assert_in_proportion(work, 125)


@pytest.mark.parametrize("path", ["x.asl.json", "x.asl.yaml"])
def test_at_every_offset_of_every_prefix_of_a_line(path: str) -> None:
    line = '"Overrides": {"ContainerOverrides": [{"Name": "x", "Environment": [{"Name": "‹|›'
    if path.endswith(".yaml"):
        line = "Overrides: {ContainerOverrides: [{Name: x, Environment: [{‹|›"
    whole = line.removesuffix("‹|›")
    for end in range(len(whole) + 1):
        for close in ("", "}]}]}" if end == len(whole) else ""):
            body = f"{whole[:end]}‹|›{close}"
            source = (
                task("ecs:runTask", f'"Parameters": {{{body}}},')
                if path.endswith(".json")
                else YAML % ("ecs:runTask", body)
            )
            for one in offers(source, path):
                assert "\n" not in source[one.span.start : one.span.end]
            said(source, path)


def test_the_link_leads_to_the_request_of_the_action() -> None:
    for name in ("dynamodb", "s3", "cloudwatchlogs", "sfn"):
        service = services.sdk_service(name)
        assert service is not None
        for action in service.actions[:5]:
            text = resource_markdown(f"arn:aws:states:::aws-sdk:{name}:{action}") or ""
            request = f"{action[0].upper()}{action[1:]}Request"
            assert text.endswith(f"/services/{name}/model/{request}.html)")


def test_an_offer_is_valid_json() -> None:
    source = task("ecs:runTask", '"Parameters": {‹|›},')
    for one in offers(source):
        assert dumps(one.label)[1:-1] in one.insert


def members(parameter: str, resource: str = "ecs:runTask") -> list[str]:
    """What a hover over a parameter lists."""
    found = said(task(resource, f'"Parameters": {{"{parameter[:2]}‹|›{parameter[2:]}": 1}},'))
    assert found is not None
    (block,) = [one for one in found[1].split("\n\n- ") if one.startswith("`")] or [""]
    return block.split("\n\n")[0].split("\n- ") if block else []


def test_a_hover_names_the_members_of_an_object() -> None:
    assert members("NetworkConfiguration") == ["`AwsvpcConfiguration`: object"]
    assert members("Tags") == ["`Key`: string", "`Value`: string"]
    assert members("Count") == []
    found = said(task("ecs:runTask", '"Parameters": {"Ta‹|›gs": 1},'))
    assert found is not None
    assert "\n\nEach with\n\n- `Key`: string\n" in found[1]


def test_members_that_are_needed_come_first_and_the_rest_is_counted() -> None:
    found = members("AttributeUpdates", "dynamodb:updateItem")
    assert found == ["`Value`: object", "`Action`: string"]
    found = members("ContainerProperties", "aws-sdk:batch:registerJobDefinition")
    assert len(found) == MAX_MEMBERS + 1
    assert found[-1] == "and 12 more"
