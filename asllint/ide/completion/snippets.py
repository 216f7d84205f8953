"""What to insert: values of fields, and whole states, with places to fill in."""

from __future__ import annotations

from asllint.ide.template import BODY, Stop, Text
from asllint.language.grammar import (
    ANY,
    ARRAY,
    BOOLEAN,
    INTEGER,
    JSONATA,
    KINDS,
    NUMBER,
    OBJECT,
    PATH_OR_INTRINSIC,
    RESOURCE,
    TEMPLATE,
    TIMESTAMP,
    VARIABLES,
    Field,
    ObjectKind,
)
from asllint.tables.services import LAMBDA_RETRIER

TYPE_CHECKING = False
if TYPE_CHECKING:
    from asllint.ide.template import Fillable, Key

_NUMBERS = {
    "TimeoutSeconds": "60", "HeartbeatSeconds": "30", "Seconds": "10", "MaxConcurrency": "10",
    "IntervalSeconds": "1", "MaxAttempts": "3", "BackoffRate": "2", "MaxDelaySeconds": "60",
    "ToleratedFailurePercentage": "5", "MaxItems": "1000", "MaxItemsPerBatch": "100",
    "MaxInputBytesPerBatch": "262144",
}  # fmt: skip
_NESTED = {
    "ProcessorConfig": ("Mode",),
    "ReaderConfig": ("InputType",),
    "ItemReader": ("Resource", "ReaderConfig"),
    "ItemBatcher": ("MaxItemsPerBatch",),
    "ResultWriter": ("Resource",),
    "WriterConfig": ("OutputType",),
    "Credentials": ("RoleArn",),
    "Retrier": ("ErrorEquals", "IntervalSeconds", "MaxAttempts", "BackoffRate"),
}
"""What to begin an object with, where its required fields say too little."""


def expression() -> Text:
    """A JSONata expression to be typed."""
    return Text("{% ", Stop(), " %}")


def value_for(kind: ObjectKind, field: Field, language: str) -> Fillable:
    """A value for a field, of the right type, to be filled in."""
    choices = field.values or field.known
    if field.name == "Type":
        return Text(Stop())
    if choices:
        return Text(Stop(choices=choices) if len(choices) > 1 else choices[0])
    if field.value == BOOLEAN:
        if field.expression and language == JSONATA:
            return expression()
        return Stop(choices=("true", "false"))
    if field.value in (INTEGER, NUMBER):
        return Stop(_NUMBERS.get(field.name, str(field.minimum or 0)))
    if field.value == ARRAY:
        return _array(field, language)
    if field.value == OBJECT:
        return _object(field, language)
    return _text(kind, field, language)


def _text(kind: ObjectKind, field: Field, language: str) -> Fillable:
    if field.value == ANY:
        if field.name == "Arguments":
            return {BODY: Stop()}
        return expression() if language == JSONATA else Stop("{}")
    if field.value == TEMPLATE:
        return {BODY: Stop()}
    if field.value == VARIABLES:
        name = Stop("name")
        if language == JSONATA:
            return {Text(name): expression()}
        return {Text(name, ".$"): Text("$.", Stop())}
    if field.value == TIMESTAMP:
        return Text(Stop("2030-01-31T12:00:00Z"))
    if field.value == RESOURCE:
        return Text(Stop(_resource(kind)))
    if "path" in field.value and field.value != PATH_OR_INTRINSIC:
        return Text("$.", Stop())
    return Text(Stop())


def _resource(kind: ObjectKind) -> str:
    known = resources(kind)
    return known[0] if kind.name != "Task" and known else ""


def _array(field: Field, language: str) -> Fillable:
    if field.of == "string":
        return [Text(Stop("States.ALL" if field.name == "ErrorEquals" else ""))]
    return [item(field, language)] if field.of in KINDS else [Stop()]


def item(field: Field, language: str) -> Fillable:
    """An item of an array of objects, to be filled in."""
    return machine() if field.of == "Branch" else part(KINDS[field.of], language)


def _object(field: Field, language: str) -> Fillable:
    if field.of == "ItemProcessor":
        return machine()
    if field.of in KINDS:
        return part(KINDS[field.of], language)
    return {BODY: Stop()}


def part(kind: ObjectKind, language: str) -> Fillable:
    """An object with the fields that it needs, to be filled in."""
    if kind.name in ("ChoiceRule", "NestedChoiceRule"):
        test: dict[Key, Fillable] = {"Condition": expression()}
        if language != JSONATA:
            test = {"Variable": Text("$.", Stop()), Text(Stop("StringEquals")): Text(Stop())}
        return {**test, "Next": Text(Stop())} if kind.name == "ChoiceRule" else test
    names = _NESTED.get(kind.name)
    if names is None:
        names = tuple(field.name for field in kind.fields.values() if field.required)
    return {name: value_for(kind, kind.fields[name], language) for name in names}


def machine(config: dict[Key, Fillable] | None = None) -> Fillable:
    """A machine of one state, for branches and item processors."""
    name = Stop("First")
    body: dict[Key, Fillable] = {} if config is None else {"ProcessorConfig": config}
    states: dict[Key, Fillable] = {Text(name): {"Type": "Pass", "End": True}}
    return {**body, "StartAt": Text(name), "States": states}


def definition() -> Fillable:
    """A whole definition."""
    return machine()


# --- whole states ---------------------------------------------------------------------------------

_ARN = "arn:aws:states:::"
_TASKS = (
    "lambda:invoke", "lambda:invoke.waitForTaskToken", "states:startExecution.sync:2",
    "states:startExecution", "sns:publish", "sqs:sendMessage", "sqs:sendMessage.waitForTaskToken",
    "dynamodb:getItem", "dynamodb:putItem", "dynamodb:updateItem", "dynamodb:deleteItem",
    "events:putEvents", "batch:submitJob.sync", "ecs:runTask.sync", "ecs:runTask.waitForTaskToken",
    "glue:startJobRun.sync", "athena:startQueryExecution.sync", "codebuild:startBuild.sync",
    "bedrock:invokeModel", "http:invoke", "apigateway:invoke",
)  # fmt: skip


def resources(kind: ObjectKind) -> tuple[str, ...]:
    """Service integrations that are often called, or all that a reader or writer can use."""
    names = {
        "Task": _TASKS,
        "ItemReader": ("s3:getObject", "s3:listObjectsV2"),
        "ResultWriter": ("s3:putObject",),
    }
    return tuple(_ARN + name for name in names.get(kind.name, ()))


class StateSnippet:
    """A whole state to insert: what to call it in a list, its name, and its fields."""

    __slots__ = ("body", "detail", "label", "name")

    def __init__(self, label: str, detail: str, name: str, body: dict[Key, Fillable]) -> None:
        self.label = label
        self.detail = detail
        self.name = name
        self.body = body

    @property
    def type(self) -> str:
        """The state type."""
        return str(self.body["Type"])


def state_snippets(language: str) -> list[StateSnippet]:
    """The states to choose from, in one query language."""
    jsonata = language == JSONATA
    given: Key = "Arguments" if jsonata else "Parameters"
    following: dict[Key, Fillable] = {"Next": Text(Stop())}

    def task(label: str, detail: str, name: str, what: str, given_to: Fillable) -> StateSnippet:
        body: dict[Key, Fillable] = {"Type": "Task", "Resource": _ARN + what, given: given_to}
        return StateSnippet(label, detail, name, {**body, **following})

    bare: dict[Key, Fillable] = {"Type": "Task", "Resource": Text(Stop()), **following}
    waits: dict[Key, Fillable] = {"Type": "Wait", "Seconds": Stop("10"), **following}
    return [
        StateSnippet("Task", "any resource", "Task", bare),
        _lambda(given, following, jsonata=jsonata),
        task("Task: start an execution", "and wait for its end", "Start execution",
             "states:startExecution.sync:2",
             {"StateMachineArn": Text(Stop()), **_data("Input", jsonata=jsonata)}),
        task("Task: wait for a token", "a message to SQS, and an answer", "Wait for answer",
             "sqs:sendMessage.waitForTaskToken", _message(jsonata=jsonata)),
        task("Task: publish to SNS", "a message to a topic", "Notify", "sns:publish",
             {"TopicArn": Text(Stop()), **_data("Message", jsonata=jsonata)}),
        task("Task: get a DynamoDB item", "by its key", "Get item", "dynamodb:getItem",
             {"TableName": Text(Stop()), "Key": {Text(Stop("id")): _attribute(jsonata=jsonata)}}),
        _choice(jsonata=jsonata),
        _map(following, jsonata=jsonata, distributed=False),
        _map(following, jsonata=jsonata, distributed=True),
        StateSnippet("Parallel", "branches at the same time", "Parallel",
                     {"Type": "Parallel", "Branches": [machine()], **following}),
        StateSnippet("Wait", "a number of seconds", "Wait", waits),
        StateSnippet("Pass", "hands on data", "Pass", {"Type": "Pass", **following}),
        StateSnippet("Succeed", "ends with success", "Succeed", {"Type": "Succeed"}),
        StateSnippet("Fail", "ends with an error", "Fail",
                     {"Type": "Fail", "Error": Text(Stop()), "Cause": Text(Stop())}),
    ]  # fmt: skip


def _data(name: str, *, jsonata: bool) -> dict[Key, Fillable]:
    """A field whose value is the state's input, unless something else is typed."""
    if jsonata:
        return {name: Text("{% ", Stop("$states.input"), " %}")}
    return {f"{name}.$": Text(Stop("$"))}


def _attribute(*, jsonata: bool) -> Fillable:
    return {"S": expression()} if jsonata else {"S.$": Text("$.", Stop())}


def _message(*, jsonata: bool) -> Fillable:
    token = "$states.context.Task.Token" if jsonata else "$$.Task.Token"
    body: dict[Key, Fillable] = {"TaskToken.$": token}
    if jsonata:
        body = {"TaskToken": f"{{% {token} %}}"}
    return {"QueueUrl": Text(Stop()), "MessageBody": body}


def _lambda(given: Key, following: dict[Key, Fillable], *, jsonata: bool) -> StateSnippet:
    output: dict[Key, Fillable] = {"OutputPath": "$.Payload"}
    if jsonata:
        output = {"Output": "{% $states.result.Payload %}"}
    return StateSnippet("Task: invoke Lambda", "with a retrier", "Invoke", {
        "Type": "Task",
        "Resource": _ARN + "lambda:invoke",
        given: {"FunctionName": Text(Stop()), **_data("Payload", jsonata=jsonata)},
        **output,
        "Retry": [dict(LAMBDA_RETRIER.items())],
        **following,
    })  # fmt: skip


def _choice(*, jsonata: bool) -> StateSnippet:
    rule = part(KINDS["ChoiceRule"], JSONATA if jsonata else "")
    body: dict[Key, Fillable] = {"Type": "Choice", "Choices": [rule], "Default": Text(Stop())}
    return StateSnippet("Choice", "goes one way or another", "Choice", body)


def _map(following: dict[Key, Fillable], *, jsonata: bool, distributed: bool) -> StateSnippet:
    items: dict[Key, Fillable] = {"ItemsPath": Text("$.", Stop())}
    if jsonata:
        items = {"Items": expression()}
    config: dict[Key, Fillable] = {"Mode": "INLINE"}
    label, detail = "Map", "each item of an array, inline"
    if distributed:
        label, detail = "Map: distributed", "each item in an execution of its own"
        kind = Text(Stop(choices=("STANDARD", "EXPRESS")))
        config = {"Mode": "DISTRIBUTED", "ExecutionType": kind}
    body: dict[Key, Fillable] = {"Type": "Map", **items, "ItemProcessor": machine(config)}
    return StateSnippet(label, detail, "Map", {**body, **following})
