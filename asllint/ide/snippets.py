"""Texts to insert, with places to fill in: values of fields, whole states, in each notation.

A value is written down once, as Python data with `Stop` where something is to be typed, and then
written as JSON, YAML or HCL. Lines after the first are indented relative to the line of the cursor.
"""

from __future__ import annotations

import re
from json.encoder import encode_basestring

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
from asllint.source.text import HCL, YAML
from asllint.tables.services import LAMBDA_RETRIER

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TypeAlias

_PLAIN = r"(?:[^\W\d]|[$/(])(?:[^\s:#{}\[\],\"]|(?=:[^\s,\[\]{}]):|(?=\ [^\s#])\ )*+"
_CONSTANT = r"(?i)null|true|false|yes|no|on|off|y|n"
_BARE = r"[^\W\d][\w-]*+"


class Stop:
    """A place to fill in, with what stands there at first; the same one may stand several times."""

    __slots__ = ("choices", "default")

    def __init__(self, default: str = "", choices: tuple[str, ...] = ()) -> None:
        self.default = default or (choices[0] if choices else "")
        self.choices = choices


class Text:
    """A string in which some parts are to be filled in."""

    __slots__ = ("parts",)

    def __init__(self, *parts: str | Stop) -> None:
        self.parts = parts

    @property
    def plain(self) -> str:
        """The string as it is at first."""
        return "".join(part.default if isinstance(part, Stop) else part for part in self.parts)


if TYPE_CHECKING:
    Key: TypeAlias = "str | Text"
    Value: TypeAlias = "str | int | bool | Stop | Text | list[Value] | dict[Key, Value] | None"

BODY = "…"
"""The only key of an object whose fields are all to be filled in."""


class Insert:
    """A text to insert: literal parts, and places to fill in."""

    __slots__ = ("pieces",)

    def __init__(self, pieces: Iterable[str | Stop]) -> None:
        self.pieces = tuple(piece for piece in pieces if piece != "")

    @property
    def plain(self) -> str:
        """The text as it is at first."""
        return Text(*self.pieces).plain

    @property
    def has_stops(self) -> bool:
        """Is there anything to fill in?"""
        return any(isinstance(piece, Stop) for piece in self.pieces)

    @property
    def snippet(self) -> str:
        """The text in the snippet syntax of the Language Server Protocol."""
        numbers: dict[int, int] = {}
        written = []
        for piece in self.pieces:
            if isinstance(piece, str):
                written.append(_escaped(piece))
                continue
            known = id(piece) in numbers
            number = numbers.setdefault(id(piece), len(numbers) + 1)
            if known or not piece.default:
                written.append(f"${number}")
            elif piece.choices:
                choices = ",".join(re.sub(r"([\\$},|])", r"\\\1", one) for one in piece.choices)
                written.append(f"${{{number}|{choices}|}}")
            else:
                written.append(f"${{{number}:{_escaped(piece.default)}}}")
        return "".join(written)


def _escaped(text: str) -> str:
    return re.sub(r"([\\$}])", r"\\\1", text)


# --- notations ------------------------------------------------------------------------------------


def quoted(text: str, notation: str) -> str:
    """A string with its quotes; in YAML without them where it needs none."""
    if notation == YAML and re.fullmatch(_PLAIN, text) and not re.fullmatch(_CONSTANT, text):
        return text
    written = encode_basestring(text)
    return re.sub(r"([$%])(?=\{)", r"\1\1", written) if notation == HCL else written


class Writer:
    """Writes a value in one notation; `compact` on one line, in YAML with brackets."""

    __slots__ = ("compact", "notation", "pieces", "unit")

    def __init__(self, notation: str, *, unit: str = "  ", compact: bool = False) -> None:
        self.notation = notation
        self.unit = unit
        self.compact = compact
        self.pieces: list[str | Stop] = []

    def put(self, *pieces: str | Stop) -> Writer:
        """Add literal text, or a place to fill in."""
        self.pieces += pieces
        return self

    def insert(self) -> Insert:
        """What was written."""
        return Insert(self.pieces)

    def text(self, text: str | Text) -> None:
        """A string."""
        if isinstance(text, str):
            self.put(quoted(text, self.notation))
        elif self.notation == YAML and (not text.plain or quoted(text.plain, YAML) == text.plain):
            self.put(*text.parts)
        else:
            parts = [part if isinstance(part, Stop) else encode_basestring(part)[1:-1]
                     for part in text.parts]  # fmt: skip
            self.put('"', *parts, '"')

    def key(self, key: str | Text) -> None:
        """A key with what follows it, up to the value."""
        if self.notation != HCL:
            self.text(key)
            self.put(":")
            return
        if re.fullmatch(_BARE, key if isinstance(key, str) else key.plain):
            self.put(*([key] if isinstance(key, str) else key.parts))
        else:
            self.text(key)
        self.put(" =")

    def pair(self, key: str | Text, value: Value, indent: str = "") -> None:
        """A key and its value; `indent` is that of the key, relative to the line."""
        self.key(key)
        if self.notation == YAML and not self.compact and _is_block(value):
            self.block(value, indent + "  ")
        else:
            self.put(" ")
            self.value(value, indent)

    def value(self, value: Value, indent: str = "") -> None:
        """A value that begins right here; `indent` is that of the line it begins on."""
        if isinstance(value, Stop):
            self.put(value)
        elif isinstance(value, str | Text):
            self.text(value)
        elif isinstance(value, dict):
            self.brackets("{}", value, indent)
        elif isinstance(value, list):
            self.brackets("[]", value, indent)
        else:
            self.put("null" if value is None else str(value).lower())

    def brackets(self, pair: str, value: dict[Key, Value] | list[Value], indent: str) -> None:
        """An object or an array in brackets."""
        flat = isinstance(value, list) and not any(map(_is_block, value))
        flat = flat or self.compact or not value
        inner = indent + self.unit
        blank = " " if pair == "{}" and value else ""
        comma = "," if pair == "[]" or self.notation != HCL or flat else ""
        self.put(pair[0], blank if flat else f"\n{inner}")
        for index, item in enumerate(value):
            if index:
                self.put(comma, " " if flat else f"\n{inner}")
            if not isinstance(value, dict):
                self.value(item, inner)
            elif item == BODY:
                self.put(value[item])  # type: ignore[arg-type]
            else:
                self.pair(item, value[item], inner)  # type: ignore[arg-type, index]
        self.put(blank if flat else f"\n{indent}", pair[1])

    def block(self, value: Value, indent: str) -> None:
        """An object or an array of YAML on the next lines, each indented by `indent`."""
        if isinstance(value, dict):
            for key, inner in value.items():
                self.put(f"\n{indent}")
                self.entry(key, inner, indent)
        elif isinstance(value, list):
            for item in value:
                self.put(f"\n{indent}")
                self.item(item, indent)

    def item(self, item: Value, indent: str) -> None:
        """An item of a list of YAML, with its dash."""
        self.put("- ")
        if not isinstance(item, dict):
            self.value(item, indent)
            return
        for index, (key, inner) in enumerate(item.items()):
            if index:
                self.put(f"\n{indent}  ")
            self.entry(key, inner, indent + "  ")

    def entry(self, key: str | Text, value: Value, indent: str) -> None:
        """A pair, or what is to be filled in."""
        if key == BODY:
            self.put(value)  # type: ignore[arg-type]
        else:
            self.pair(key, value, indent)


def _is_block(value: Value) -> bool:
    """Does a value stand on lines of its own in YAML?"""
    if isinstance(value, list):
        return any(map(_is_block, value))
    return isinstance(value, dict) and bool(value)


# --- values of fields -----------------------------------------------------------------------------

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


def shape(kind: ObjectKind, field: Field, language: str) -> Value:
    """A value for a field, of the right shape, to be filled in."""
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


def _text(kind: ObjectKind, field: Field, language: str) -> Value:
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


def _array(field: Field, language: str) -> Value:
    if field.of == "string":
        return [Text(Stop("States.ALL" if field.name == "ErrorEquals" else ""))]
    return [item(field, language)] if field.of in KINDS else [Stop()]


def item(field: Field, language: str) -> Value:
    """An item of an array of objects, to be filled in."""
    return machine() if field.of == "Branch" else part(KINDS[field.of], language)


def _object(field: Field, language: str) -> Value:
    if field.of == "ItemProcessor":
        return machine()
    if field.of in KINDS:
        return part(KINDS[field.of], language)
    return {BODY: Stop()}


def part(kind: ObjectKind, language: str) -> Value:
    """An object with the fields that it needs, to be filled in."""
    if kind.name in ("ChoiceRule", "NestedChoiceRule"):
        test: dict[Key, Value] = {"Condition": expression()}
        if language != JSONATA:
            test = {"Variable": Text("$.", Stop()), Text(Stop("StringEquals")): Text(Stop())}
        return {**test, "Next": Text(Stop())} if kind.name == "ChoiceRule" else test
    names = _NESTED.get(kind.name)
    if names is None:
        names = tuple(field.name for field in kind.fields.values() if field.required)
    return {name: shape(kind, kind.fields[name], language) for name in names}


def machine(config: dict[Key, Value] | None = None) -> Value:
    """A machine of one state, for branches and item processors."""
    name = Stop("First")
    body: dict[Key, Value] = {} if config is None else {"ProcessorConfig": config}
    states: dict[Key, Value] = {Text(name): {"Type": "Pass", "End": True}}
    return {**body, "StartAt": Text(name), "States": states}


def definition() -> Value:
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

    def __init__(self, label: str, detail: str, name: str, body: dict[Key, Value]) -> None:
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
    following: dict[Key, Value] = {"Next": Text(Stop())}

    def task(label: str, detail: str, name: str, what: str, given_to: Value) -> StateSnippet:
        body: dict[Key, Value] = {"Type": "Task", "Resource": _ARN + what, given: given_to}
        return StateSnippet(label, detail, name, {**body, **following})

    bare: dict[Key, Value] = {"Type": "Task", "Resource": Text(Stop()), **following}
    waits: dict[Key, Value] = {"Type": "Wait", "Seconds": Stop("10"), **following}
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


def _data(name: str, *, jsonata: bool) -> dict[Key, Value]:
    """A field whose value is the state's input, unless something else is typed."""
    if jsonata:
        return {name: Text("{% ", Stop("$states.input"), " %}")}
    return {f"{name}.$": Text(Stop("$"))}


def _attribute(*, jsonata: bool) -> Value:
    return {"S": expression()} if jsonata else {"S.$": Text("$.", Stop())}


def _message(*, jsonata: bool) -> Value:
    token = "$states.context.Task.Token" if jsonata else "$$.Task.Token"
    body: dict[Key, Value] = {"TaskToken.$": token}
    if jsonata:
        body = {"TaskToken": f"{{% {token} %}}"}
    return {"QueueUrl": Text(Stop()), "MessageBody": body}


def _lambda(given: Key, following: dict[Key, Value], *, jsonata: bool) -> StateSnippet:
    output: dict[Key, Value] = {"OutputPath": "$.Payload"}
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
    body: dict[Key, Value] = {"Type": "Choice", "Choices": [rule], "Default": Text(Stop())}
    return StateSnippet("Choice", "goes one way or another", "Choice", body)


def _map(following: dict[Key, Value], *, jsonata: bool, distributed: bool) -> StateSnippet:
    items: dict[Key, Value] = {"ItemsPath": Text("$.", Stop())}
    if jsonata:
        items = {"Items": expression()}
    config: dict[Key, Value] = {"Mode": "INLINE"}
    label, detail = "Map", "each item of an array, inline"
    if distributed:
        label, detail = "Map: distributed", "each item in an execution of its own"
        kind = Text(Stop(choices=("STANDARD", "EXPRESS")))
        config = {"Mode": "DISTRIBUTED", "ExecutionType": kind}
    body: dict[Key, Value] = {"Type": "Map", **items, "ItemProcessor": machine(config)}
    return StateSnippet(label, detail, "Map", {**body, **following})
