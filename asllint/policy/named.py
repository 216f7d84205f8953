"""Resources that a call names in a way of its own: by a URL, a revision, or keys of an object."""

from __future__ import annotations

import re

from asllint.policy.values import HIDDEN, MaskedText, Parameters, pattern_of, value_of
from asllint.syntax.node import Mapping, Sequence
from asllint.syntax.walk import children, walk

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import TypeAlias

    from asllint.policy.environment import Environment
    from asllint.syntax.node import Node

    Resource: TypeAlias = tuple[str, str]
    """A pattern, and why it is no narrower, as it follows "because"; empty when it is exact."""
    Named: TypeAlias = Callable[[Parameters, Environment], list[Resource]]

_QUEUE = re.compile(r"https?://(?:sqs\.([^./]+)|([^./]+)\.queue)\.[^/]+/([^/]+)/([^/]+)/?")
_ENDPOINT = re.compile(r"(?:https://)?([^./]+)\.execute-api\.([^./]+)\.amazonaws\.com(?:\.cn)?/?")
_ACTIONS = ("Put", "Get", "Update", "Delete", "ConditionCheck")
"""What an item of a transaction can do."""
_REGIONS = ("us.", "eu.", "apac.", "jp.", "au.", "us-gov.", "global.")
"""What the name of an inference profile of Bedrock begins with."""


def _one(value: MaskedText, environment: Environment, template: str, **more: str) -> Resource:
    """A resource by its name, or by its whole ARN."""
    if value.is_arn:
        return value.pattern, value.reason
    values = {"Name": value, **{name: MaskedText(text) for name, text in more.items()}}
    return environment.arn(template, values), value.reason


def _queue(parameters: Parameters, environment: Environment) -> list[Resource]:
    value = parameters.value("QueueUrl")
    if value is None:
        return []
    match = _QUEUE.fullmatch(value.text)
    if match is None:
        name = value.text.rstrip("/").rpartition("/")[2]
        template = "arn:${Partition}:sqs:${Region}:${Account}:${Name}"
        return [_one(value.with_text(name or HIDDEN), environment, template)]
    region, account, name = match[1] or match[2], match[3], match[4]
    template = "arn:${Partition}:sqs:${R}:${A}:${Name}"
    return [_one(value.with_text(name), environment, template, R=region, A=account)]


def _function(parameters: Parameters, environment: Environment) -> list[Resource]:
    value = parameters.value("FunctionName")
    if value is None:
        return []
    qualifier = parameters.value("Qualifier")
    text = value.text
    parts = text.split(":")
    if value.is_arn:
        qualified = len(parts) > 7
    else:
        # A name, or the end of an ARN: `123456789012:function:pay:live`.
        parts = parts[2:] if parts[1:2] == ["function"] else parts
        qualified = len(parts) > 1
        text = ":".join(parts)
    reasons = [value.reason]
    if qualifier is not None and not qualified:
        text += f":{qualifier.text}"
        reasons.append(qualifier.reason)
    template = "arn:${Partition}:lambda:${Region}:${Account}:function:${Name}"
    found, _ = _one(MaskedText(text), environment, template)
    return [(found, next(filter(None, reasons), ""))]


def _parameter(parameters: Parameters, environment: Environment) -> list[Resource]:
    found = [value for name in ("Name", "Names", "Path") for value in parameters.values(name)]
    template = "arn:${Partition}:ssm:${Region}:${Account}:parameter/${Name}"
    by_path = parameters.pair("Path") is not None
    return [
        _one(
            one if one.is_arn else one.with_text(one.text.strip("/") + ("/" + HIDDEN) * by_path),
            environment,
            template,
        )
        for one in found
    ]


def _secret(parameters: Parameters, environment: Environment) -> list[Resource]:
    value = parameters.value("SecretId")
    if value is None:
        return []
    template = "arn:${Partition}:secretsmanager:${Region}:${Account}:secret:${Name}"
    found, reason = _one(value, environment, template)
    # A secret's ARN ends in six characters that its name does not have.
    return [(found if value.is_arn or not value.known else f"{found}-??????", reason)]


def _revised(kind: str, parameter: str, service: str) -> Named:
    """What is named with or without a revision."""

    def named(parameters: Parameters, environment: Environment) -> list[Resource]:
        value = parameters.value(parameter)
        if value is None:
            return []
        template = f"arn:${{Partition}}:{service}:${{Region}}:${{Account}}:{kind}/${{Name}}"
        found, reason = _one(value, environment, template)
        name = value.text.rpartition("/")[2]
        return [(found if ":" in name or not value.known else f"{found}:*", reason)]

    return named


def _task(parameters: Parameters, environment: Environment) -> list[Resource]:
    """The tasks of ECS that a call starts; older ARNs do not name the cluster."""
    template = "arn:${Partition}:ecs:${Region}:${Account}:task/${Name}"
    return [_one(MaskedText(HIDDEN), environment, template)]


def _job(parameters: Parameters, environment: Environment) -> list[Resource]:
    """Jobs of Batch have ids that are not known before they are submitted."""
    template = "arn:${Partition}:batch:${Region}:${Account}:job/${Name}"
    value = parameters.value("JobId") or MaskedText(HIDDEN, "jobs get their ids when they start")
    return [_one(value, environment, template)]


def _topic(parameters: Parameters, environment: Environment) -> list[Resource]:
    if parameters.value("PhoneNumber") is not None:
        return [("*", "a text message to a phone has no topic")]
    value = parameters.value("TopicArn") or parameters.value("TargetArn")
    if value is None:
        return []
    return [_one(value, environment, "arn:${Partition}:sns:${Region}:${Account}:${Name}")]


def _event_bus(parameters: Parameters, environment: Environment) -> list[Resource]:
    template = "arn:${Partition}:events:${Region}:${Account}:event-bus/${Name}"
    pair = parameters.pair("Entries")
    if parameters.closed or pair is None or not isinstance(pair.value, Sequence):
        unknown = MaskedText(HIDDEN, '"Entries" are only known when it runs')
        return [_one(unknown, environment, template)]
    found = []
    for entry in pair.value.items:
        own = Parameters(entry).value("EventBusName")
        found.append(_one(own or MaskedText("default"), environment, template))
    return found


def _bucket(parameters: Parameters, environment: Environment) -> list[Resource]:
    value = parameters.value("Bucket")
    if value is None:
        return []
    return [_one(value, environment, "arn:${Partition}:s3:::${Name}")]


def _object(parameters: Parameters, environment: Environment) -> list[Resource]:
    bucket = parameters.value("Bucket")
    if bucket is None:
        return []
    keys = parameters.values("Key") or _deleted(parameters)
    keys = keys or [MaskedText(HIDDEN, "no parameter names the object")]
    found = []
    for key in keys:
        between = "/object/" if ":accesspoint/" in bucket.text else "/"
        joint = f"{bucket.text}{between}{key.text}"
        reason = bucket.reason or key.reason
        found.append(_one(MaskedText(joint, reason), environment, "arn:${Partition}:s3:::${Name}"))
    return found


def _deleted(parameters: Parameters) -> list[MaskedText]:
    """The keys of what `deleteObjects` deletes."""
    pair = parameters.pair("Delete")
    objects = Parameters(pair.value).pair("Objects") if pair is not None else None
    if objects is None or not isinstance(objects.value, Sequence):
        return []
    return [value for item in objects.value.items for value in Parameters(item).values("Key")]


def _tables(parameters: Parameters, environment: Environment) -> list[Resource]:
    template = "arn:${Partition}:dynamodb:${Region}:${Account}:table/${Name}"
    value = parameters.value("TableName")
    if value is not None:
        return [_one(value, environment, template)]
    items = parameters.pair("RequestItems")
    names: list[MaskedText] = []
    if items is not None and isinstance(items.value, Mapping):
        keys = [str(pair.key.value) for pair in items.value.fields.values()]
        names = [MaskedText(key.removesuffix(".$")) for key in keys if "${" not in key]
    transaction = parameters.pair("TransactItems")
    if transaction is not None:
        names = list(_table_names(transaction.value))
    return [_one(name, environment, template) for name in names]


def _table_names(root: Node) -> Iterator[MaskedText]:
    """The tables that the items of a transaction name."""
    for node in walk(root, _in_transaction):
        for key, pair in node.fields.items() if isinstance(node, Mapping) else ():
            if key.removesuffix(".$") == "TableName":
                yield value_of("TableName", key, pair.value)


def _in_transaction(node: Node) -> list[Node]:
    if isinstance(node, Mapping):
        return [pair.value for key, pair in node.fields.items() if key in _ACTIONS]
    return children(node)


def _model(parameters: Parameters, environment: Environment) -> list[Resource]:
    value = parameters.value("ModelId")
    if value is None:
        return []
    model = "arn:${Partition}:bedrock:${Region}::foundation-model/${Name}"
    profile = "arn:${Partition}:bedrock:${Region}:${Account}:inference-profile/${Name}"
    if value.text.startswith(_REGIONS) and not value.is_arn:
        own = value.with_text(value.text.partition(".")[2])
        # A profile sends the call to several regions.
        anywhere = "arn:${Partition}:bedrock:${Any}::foundation-model/${Name}"
        return [_one(value, environment, profile), _one(own, environment, anywhere, Any=HIDDEN)]
    return [_one(value, environment, model)]


def _log_group(parameters: Parameters, environment: Environment) -> list[Resource]:
    value = parameters.value("LogGroupName")
    if value is None:
        return []
    template = "arn:${Partition}:logs:${Region}:${Account}:log-group:${Name}"
    found, reason = _one(value, environment, template)
    return [(found, reason), *([(f"{found}:*", reason)] if value.known else [])]


def _workgroup(parameters: Parameters, environment: Environment) -> list[Resource]:
    value = parameters.value("WorkGroup")
    if value is None:
        takes = parameters.takes("WorkGroup")
        value = (
            MaskedText("primary")
            if takes
            else MaskedText(HIDDEN, "no parameter names the workgroup")
        )
    template = "arn:${Partition}:athena:${Region}:${Account}:workgroup/${Name}"
    return [_one(value, environment, template)]


def _catalog(parameters: Parameters, environment: Environment) -> list[Resource]:
    pair = parameters.pair("QueryExecutionContext")
    value = Parameters(pair.value).value("Catalog") if pair is not None else None
    template = "arn:${Partition}:athena:${Region}:${Account}:datacatalog/${Name}"
    unknown = MaskedText(HIDDEN, "the query itself names its catalogs")
    return [_one(value or unknown, environment, template)]


def _key(parameters: Parameters, environment: Environment) -> list[Resource]:
    value = parameters.value("KeyId")
    if value is None or not re.match(r"(?:arn:.*:)?alias/", value.text):
        return []
    template = "arn:${Partition}:kms:${Region}:${Account}:key/${Name}"
    return [_one(MaskedText(HIDDEN, '"KeyId" names the key by an alias'), environment, template)]


def _execution(parameters: Parameters, environment: Environment) -> list[Resource]:
    """The executions of the machine that a call starts."""
    value = parameters.value("StateMachineArn")
    template = "arn:${Partition}:states:${Region}:${Account}:execution:${Name}:${Id}"
    if value is None:
        return []
    parts = value.text.split(":")
    if len(parts) < 7 or parts[5] != "stateMachine":
        return [_one(MaskedText(HIDDEN, value.reason), environment, template, Id=HIDDEN)]
    head = ":".join(parts[:5])
    return [(pattern_of(f"{head}:execution:{parts[6]}:{HIDDEN}"), value.reason)]


def _api(parameters: Parameters, environment: Environment) -> list[Resource]:
    """What `apigateway:invoke` calls."""
    endpoint = parameters.value("ApiEndpoint")
    if endpoint is None:
        return []
    match = _ENDPOINT.fullmatch(endpoint.text)
    api, region = (match[1], match[2]) if match else (HIDDEN, environment.region)
    stage = parameters.value("Stage")
    method = parameters.value("Method") or MaskedText(HIDDEN, '"Method" is not given')
    # Without a stage of its own the path may begin with it.
    path = MaskedText(HIDDEN) if stage is None else parameters.value("Path") or MaskedText("")
    stage = stage or MaskedText(HIDDEN, '"Stage" is not given')
    name = f"{api}/{stage.text}/{method.text}/{path.text.lstrip('/')}"
    reasons = [endpoint.reason, *([] if match else ['"ApiEndpoint" names no API of this account'])]
    reasons += [stage.reason, method.reason, path.reason]
    template = "arn:${Partition}:execute-api:${R}:${Account}:${Name}"
    return [
        _one(MaskedText(name, next(filter(None, reasons), "")), environment, template, R=region)
    ]


NAMED: dict[tuple[str, str], Named] = {
    ("athena", "datacatalog"): _catalog,
    ("athena", "workgroup"): _workgroup,
    ("batch", "job-definition"): _revised("job-definition", "JobDefinition", "batch"),
    ("batch", "job"): _job,
    ("bedrock", "model"): _model,
    ("dynamodb", "table"): _tables,
    ("ecs", "task"): _task,
    ("ecs", "task-definition"): _revised("task-definition", "TaskDefinition", "ecs"),
    ("events", "event-bus"): _event_bus,
    ("execute-api", "execute-api-general"): _api,
    ("kms", "key"): _key,
    ("lambda", "function"): _function,
    ("logs", "log-group"): _log_group,
    ("s3", "bucket"): _bucket,
    ("s3", "object"): _object,
    ("secretsmanager", "Secret"): _secret,
    ("sns", "topic"): _topic,
    ("sqs", "queue"): _queue,
    ("ssm", "parameter"): _parameter,
    ("states", "execution"): _execution,
}
"""By IAM service and type of resource; what these can not tell is told from the names alone."""
