"""Write the tables of AWS services (`asllint/tables/services/`) from botocore's service models.

    python tools/update_services.py 2026-11-17

The argument is the day botocore's installed version was released. Two text files a service, `sdk/`
for what is sent and `answers/` for what comes back, whose form
`asllint/tables/services/__init__.py` describes; the same models always give the same files.
What Step Functions calls a service, an action, a parameter and an error follows the AWS SDK for
Java 2 (developer guide, "Learning to use AWS service SDK integrations"): its package names, its
operations, the names of its members with a capital, and its exception classes.
"""

from __future__ import annotations

import gzip
import json
import re
import sys
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parent.parent / "asllint" / "tables" / "services"
IDENTITIES = (
    "AssociatedResourceName", "CallbackId", "NamedQueryId", "QueryExecutionId", "RuntimeSessionId",
)  # fmt: skip
"""Parameters that models call idempotency tokens, and that say which thing a call is about."""
SCALARS = {
    "string": "s", "character": "s", "integer": "i", "long": "i", "short": "i", "byte": "i",
    "biginteger": "i", "float": "n", "double": "n", "bigdecimal": "n", "boolean": "b",
    "timestamp": "t", "blob": "x",
}  # fmt: skip
UNIONS = (("dynamodb", "AttributeValue"),)
"""Structures with exactly one member that the models do not mark as such."""
TITLES = {
    "accessanalyzer": "AWS IAM Access Analyzer",
    "amp": "Amazon Managed Service for Prometheus",
    "apigatewaymanagementapi": "Amazon API Gateway Management API",
    "apigatewayv2": "Amazon API Gateway V2",
    "autoscaling": "Amazon EC2 Auto Scaling",
    "billingconductor": "AWS Billing Conductor",
    "braket": "Amazon Braket",
    "cleanrooms": "AWS Clean Rooms",
    "codeartifact": "AWS CodeArtifact",
    "connect": "Amazon Connect",
    "costandusagereport": "AWS Cost and Usage Report",
    "costexplorer": "AWS Cost Explorer",
    "deadline": "AWS Deadline Cloud",
    "drs": "AWS Elastic Disaster Recovery",
    "ecs": "Amazon Elastic Container Service",
    "emrserverless": "Amazon EMR Serverless",
    "firehose": "Amazon Data Firehose",
    "fis": "AWS Fault Injection Service",
    "fms": "AWS Firewall Manager",
    "forecast": "Amazon Forecast",
    "health": "AWS Health",
    "identitystore": "AWS IAM Identity Center Identity Store",
    "inspector": "Amazon Inspector Classic",
    "inspector2": "Amazon Inspector",
    "kafka": "Amazon Managed Streaming for Apache Kafka",
    "kafkaconnect": "Amazon MSK Connect",
    "kendra": "Amazon Kendra",
    "kinesis": "Amazon Kinesis Data Streams",
    "kinesisanalytics": "Amazon Kinesis Data Analytics for SQL Applications",
    "kinesisanalyticsv2": "Amazon Managed Service for Apache Flink",
    "m2": "AWS Mainframe Modernization",
    "macie2": "Amazon Macie",
    "medicalimaging": "AWS HealthImaging",
    "mgn": "AWS Application Migration Service",
    "mq": "Amazon MQ",
    "mwaa": "Amazon Managed Workflows for Apache Airflow",
    "oam": "Amazon CloudWatch Observability Access Manager",
    "omics": "AWS HealthOmics",
    "opensearchserverless": "Amazon OpenSearch Serverless",
    "qapps": "Amazon Q Apps",
    "qbusiness": "Amazon Q Business",
    "rdsdata": "Amazon RDS Data API",
    "redshiftdata": "Amazon Redshift Data API",
    "redshiftserverless": "Amazon Redshift Serverless",
    "rum": "Amazon CloudWatch RUM",
    "sagemaker": "Amazon SageMaker AI",
    "schemas": "Amazon EventBridge Schemas",
    "securityhub": "AWS Security Hub",
    "serverlessapplicationrepository": "AWS Serverless Application Repository",
    "ssm": "AWS Systems Manager",
    "sso": "AWS IAM Identity Center",
    "ssoadmin": "AWS IAM Identity Center Administration",
    "ssooidc": "AWS IAM Identity Center OIDC",
    "synthetics": "Amazon CloudWatch Synthetics",
    "transcribe": "Amazon Transcribe",
    "waf": "AWS WAF Classic",
    "wafregional": "AWS WAF Classic Regional",
    "wafv2": "AWS WAF",
}
"""What AWS calls services of today which the models call by an older name, or run together."""

FILLED = (
    ("batch", "jobDefinition"), ("batch", "jobName"), ("batch", "jobQueue"),
    ("ecs", "taskDefinition"), ("sns", "Message"), ("sns", "TopicArn"), ("sqs", "MessageBody"),
    ("sqs", "QueueUrl"),
)  # fmt: skip
"""Members that can not be empty although the models give no length: what is called, by the API
references of Batch and ECS, and what is sent (SNS, Publish: "Empty message"; SQS, SendMessage:
"The minimum size is one character").
"""

MAX_VALUES = 40
"""An enumeration of more values is a text in an answer: nobody compares with that many."""
TAKEN = frozenset((
    "abstract", "assert", "boolean", "break", "byte", "case", "catch", "char", "class", "clone",
    "const", "continue", "default", "do", "double", "else", "enum", "equals", "extends", "false",
    "final", "finalize", "finally", "float", "for", "getClass", "goto", "hashCode", "if",
    "implements", "import", "instanceof", "int", "interface", "long", "native", "new", "notify",
    "notifyAll", "null", "package", "private", "protected", "public", "return", "short", "static",
    "strictfp", "super", "switch", "synchronized", "this", "throw", "throws", "toString",
    "transient", "true", "try", "void", "volatile", "wait", "while",
))  # fmt: skip
"""What no member of a Java class can be called: the SDK's add "Value" to such a name."""
ALSO = {"NULL": ("Nul",), "Expires": ("ExpiresString",)}
"""Further names of members in the SDK for Java: DynamoDB's lacks a letter, S3 has a second one."""

Model = dict[str, Any]


def words(name: str) -> list[str]:
    """The words of a name, as the SDK for Java 2 tells them apart: `IoTSiteWise`, Io T Site Wise.

    A new word begins where a capital follows a small letter (unless the capital is the last letter
    of all), before the last of several capitals that leads a word, and after a number.
    """
    spaced = re.sub(r"[^A-Za-z0-9]+", " ", name)
    spaced = re.sub(r"([^a-z]{2,})v(\d+)", r"\1 v\2 ", spaced)
    spaced = re.sub(r"([^A-Z]{2,})V(\d+)", r"\1 V\2 ", spaced)
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z][A-Za-z0-9])", " ", spaced)
    spaced = re.sub(r"([A-Z]+)([A-Z][a-z])", r"\1 \2", spaced)
    spaced = re.sub(r"(\d)([A-Za-z])", r"\1 \2", spaced)
    return spaced.split()


def pascal(name: str) -> str:
    """A name as the name of a Java class: `DynamoDB` is `DynamoDb`."""
    return "".join(word[:1].upper() + word[1:].lower() for word in words(name))


def service_title(service_id: str) -> str:
    """The service's name without what all have in common: `Config Service` is `Config`."""
    bare = re.sub(r"^(?:Amazon|AWS)\s+", "", service_id.strip())
    return re.sub(r"\s+Service$", "", bare)


def prefix_of(service_id: str) -> str:
    """What stands for a service in a resource: `Cognito Identity` is `cognitoidentity`."""
    return re.sub(r"[^a-z0-9]", "", service_title(service_id).lower())


def parameter(name: str) -> str:
    """A member as Step Functions spells it: `DBName` is `DbName`, `jobName` is `JobName`.

    Of the capitals it begins with, all become small but the first and one that leads a word.
    """
    capitals = re.match(r"[A-Z]+", name)
    length = len(capitals[0]) if capitals else 0
    if length > 1:
        small = length if length == len(name) or not name[length].islower() else length - 1
        name = name[:small].lower() + name[small:]
    spelt = name[:1].upper() + name[1:]
    return "EqualsValue" if spelt == "Equals" else spelt


def spellings(name: str) -> tuple[str, ...]:
    """How a member of an answer may be spelt, the way of parameters first.

    Nobody has recorded whether Step Functions changes acronyms in every answer (`DBInstances`,
    `DbInstances`), nor what becomes of a name that Java has for something else (`Return`).
    """
    plain = name[:1].upper() + name[1:]
    found = [parameter(name), plain, *ALSO.get(name, ())]
    if name[:1].lower() + name[1:] in TAKEN:
        found.append(plain + "Value")
    return tuple(dict.fromkeys(found))


def exception(name: str) -> str:
    """An error as Step Functions spells it, without the service: it ends in `Exception`."""
    for ending in ("Fault", "Exception"):
        if name.endswith(ending):
            return pascal(name[: -len(ending)]) + "Exception"
    return pascal(name) + "Exception"


class Table:
    """The lines of one service, in the order of their names."""

    def __init__(self, model: Model) -> None:
        self.shapes: dict[str, Model] = model["shapes"]
        self.operations: list[Model] = list(model["operations"].values())
        self.metadata: Model = model["metadata"]
        self.used: dict[str, str] = {}

    @property
    def prefix(self) -> str:
        """What stands for the service in a resource."""
        return prefix_of(self.metadata["serviceId"])

    def text(self) -> str:
        """The whole file."""
        of_operation = {
            operation["name"]: {exception(error["shape"]) for error in operation.get("errors", ())}
            for operation in self.operations
        }
        errors = sorted(set[str]().union(*of_operation.values()))
        number = {error: str(at) for at, error in enumerate(errors)}
        metadata = self.metadata
        title = TITLES.get(self.prefix) or metadata.get("serviceFullName", metadata["serviceId"])
        lines = [f"{pascal(service_title(metadata['serviceId']))}\t{title}", " ".join(errors)]
        actions, tokens = [], []
        for operation in self.operations:
            name = operation["name"]
            tokens += self._token(operation)
            raised = [number[error] for error in sorted(of_operation[name])]
            actions.append(
                " ".join([f">{_action(name)}", self._input(operation), *self._flags(operation)])
                + " "
                + ",".join(raised)
            )
        lines += sorted(line.rstrip() for line in actions)
        lines += sorted(tokens)
        lines += [self.used[name] for name in sorted(self.used)]
        return "\n".join(lines) + "\n"

    def _input(self, operation: Model) -> str:
        shape = operation.get("input", {}).get("shape")
        return self.reference(shape)[1:] if shape else "-"

    def _token(self, operation: Model) -> list[str]:
        """The line of the parameter by which a call is known that was made before, if any."""
        structure = self.shapes.get(operation.get("input", {}).get("shape"), {})
        for member, at in structure.get("members", {}).items():
            if at.get("idempotencyToken") and parameter(member) not in IDENTITIES:
                shape = self.shapes[at["shape"]]
                length = [
                    str(shape.get("min", 0)),
                    *([str(shape["max"])] if "max" in shape else []),
                ]
                return [" ".join([f"~{_action(operation['name'])}", parameter(member), *length])]
        return []

    def _flags(self, operation: Model) -> list[str]:
        """`s`: it streams events, which Step Functions can not; `d`: AWS calls it deprecated."""
        shapes = [operation.get(side, {}).get("shape") for side in ("input", "output")]
        members = [
            self.shapes[member["shape"]]
            for shape in shapes
            if shape
            for member in self.shapes[shape].get("members", {}).values()
        ]
        flags = "s" if any(member.get("eventstream") for member in members) else ""
        return [(flags + ("d" if operation.get("deprecated") else "")) or "-"]

    def reference(self, name: str) -> str:
        """How a line refers to a shape, whose own line is written at the first reference."""
        shape = self.shapes[name]
        kind = shape["type"]
        if kind == "list":
            return "[" + self.reference(shape["member"]["shape"])
        if kind == "map":
            return "{" + self.reference(shape["value"]["shape"])
        if kind == "structure":
            return "*" if shape.get("document") or shape.get("eventstream") else self._own(name)
        if shape.get("enum"):
            self._enumeration(name, shape["enum"])
            return "=" + name
        return "+" if kind == "string" and shape.get("min", 0) > 0 else SCALARS[kind]

    def _own(self, name: str) -> str:
        """The reference to a structure, which may hold itself."""
        shape = self.shapes[name]
        mark = "|" if shape.get("union") or (self.prefix, name) in UNIONS else "."
        if "." + name not in self.used:
            self.used["." + name] = ""
            self.used["." + name] = " ".join([mark + name, *self._members(shape)])
        return "." + name

    def _enumeration(self, name: str, values: list[str]) -> None:
        """Write the line of an enumeration."""
        joined = "|".join(values)
        assert joined.count("|") == len(values) - 1 and joined.isprintable(), name
        self.used["=" + name] = f"={name} {joined}"

    def _members(self, structure: Model) -> list[str]:
        """The words of a line that tell the members of a structure."""
        members = structure.get("members", {})
        required = set(structure.get("required", ()))
        required -= {member for member, at in members.items() if at.get("idempotencyToken")}
        return [
            f"{self._spelt(member)}{'!' if member in required else ''}:{self._member(member, at)}"
            for member, at in members.items()
        ]

    def _spelt(self, name: str) -> str:
        return parameter(name)

    def _member(self, name: str, at: Model) -> str:
        """The reference to what a member is. No part of a path can be empty (Smithy, httpLabel)."""
        if at.get("jsonvalue"):
            return "*"
        found = self.reference(at["shape"])
        filled = at.get("location") == "uri" or (self.prefix, name) in FILLED
        return "+" if filled and found == "s" else found


class Answers(Table):
    """The lines of what the actions of one service answer, without those that `known` has."""

    def __init__(self, model: Model, known: str) -> None:
        super().__init__(model)
        self.known = frozenset(known.split("\n"))

    def text(self) -> str:
        """The whole file."""
        lines = []
        for operation in self.operations:
            output = self.shapes.get(operation.get("output", {}).get("shape"), {})
            members = self._members(output)
            if members:
                lines.append(" ".join([f"<{_action(operation['name'])}", *members]))
        lines.sort()
        lines += [self.used[name] for name in sorted(self.used)]
        return "".join(f"{line}\n" for line in lines if line not in self.known)

    def _spelt(self, name: str) -> str:
        return "~".join(spellings(name))

    def _enumeration(self, name: str, values: list[str]) -> None:
        if len(values) <= MAX_VALUES:
            super()._enumeration(name, values)


def _action(operation: str) -> str:
    """The name of a method of the SDK for Java, which drops the date that CloudFront's have."""
    undated = re.sub(r"\d{4}_\d{2}_\d{2}\Z", "", operation)
    return undated[:1].lower() + undated[1:]


def read_model(path: Path) -> Model:
    """One of botocore's models, compressed or not."""
    data = path.read_bytes()
    model: Model = json.loads(gzip.decompress(data) if path.suffix == ".gz" else data)
    return model


def models() -> dict[str, Path]:
    """The newest model of each service of the installed botocore, by folder name."""
    data = Path(str(files("botocore"))) / "data"
    return {path.parts[-3]: path for path in sorted(data.glob("*/*/service-2.json*"))}


def tables() -> dict[str, tuple[str, str]]:
    """Both texts of a service by its prefix; of two folders for one the first counts."""
    found: dict[str, tuple[str, str]] = {}
    for _, path in sorted(models().items()):
        model = read_model(path)
        table = Table(model)
        text = table.text()
        found.setdefault(table.prefix, (text, Answers(model, text).text()))
    return found


def waits() -> str:
    """A line for each of botocore's waiters that tells failing values, one action after the other.

    The action, where in its answer the value stands, the values waited for, and those that fail.
    """
    data = Path(str(files("botocore"))) / "data"
    newest = {path.parts[-3]: path for path in sorted(data.glob("*/*/waiters-2.json*"))}
    services = models()
    lines: dict[str, None] = {}
    for folder, path in sorted(newest.items()):
        prefix = prefix_of(read_model(services[folder])["metadata"]["serviceId"])
        for _, waiter in sorted(read_model(path)["waiters"].items()):
            call = f"{prefix}:{_action(waiter['operation'])}"
            lines |= dict.fromkeys(f"{call} {told}" for told in _waited(waiter["acceptors"]))
    return "".join(f"{line}\n" for line in lines)


def _waited(acceptors: list[Model]) -> Iterator[str]:
    """Of one waiter, by the place of the value: what is waited for, and what fails."""
    places: dict[str, dict[str, list[str]]] = {}
    for one in acceptors:
        if not one["matcher"].startswith("path") or one["state"] == "retry":
            continue
        place, value = one["argument"], one["expected"]
        if (
            isinstance(value, str)
            and re.fullmatch(r"[\w.\[\]]+", place)
            and value.split() == [value]
        ):
            values = places.setdefault(place, {"success": [], "failure": []})
            values[one["state"]].append(value)
    for place, values in places.items():
        if values["success"] and values["failure"]:
            yield f"{place} {'|'.join(values['success'])} {'|'.join(values['failure'])}"


def write(folder: Path, texts: dict[str, str]) -> None:
    """Write the file of each prefix, and delete those of services that are gone."""
    folder.mkdir(exist_ok=True)
    for old in folder.glob("*.txt"):
        if old.stem not in texts:
            old.unlink()
    for prefix, text in texts.items():
        (folder / f"{prefix}.txt").write_text(text, encoding="utf-8", newline="\n")


def main(released: str) -> None:
    """Write all files."""
    installed = version("botocore")
    new = tables()
    for at, folder in enumerate(("sdk", "answers")):
        texts = {prefix: both[at] for prefix, both in new.items()}
        write(ROOT / folder, texts)
        print(f"{folder}: {sum(len(text.encode()) for text in texts.values()):,} bytes")
    (ROOT / "waiters.txt").write_text(waits(), encoding="utf-8", newline="\n")
    (ROOT / "source.py").write_text(
        '"""Where the tables of services come from; written by `tools/update_services.py`."""\n\n'
        f'BOTOCORE = "{installed}"\nRELEASED = "{released}"\n',
        encoding="utf-8",
        newline="\n",
    )
    print(f"{len(new)} services, botocore {installed}")


if __name__ == "__main__":
    if len(sys.argv) != 2 or not re.fullmatch(r"\d{4}-\d\d-\d\d", sys.argv[1]):
        sys.exit(__doc__)
    main(sys.argv[1])
