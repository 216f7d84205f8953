"""The small pictures in boxes: a colour and a path on a field of 16 by 16, by what a state does."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from asllint.graph.model import Box

COMPUTE, STORAGE, DATABASE, MESSAGES = "#d86613", "#4f8410", "#b0209a", "#c2185b"
LEARNING, ANALYTICS, OTHER = "#0a7f6c", "#7a3ff2", "#56657a"
FLOW, GOOD, BAD = "#3f5b8a", "#2e7d32", "#c62828"

_LAMBDA = "M4 3h3l5 10h-2.4L7.3 7.6 5 13H2.8l3.4-7.6L5.5 4.6H4z"
_BUCKET = "M2.5 3h11l-1.5 10.2c-1 .8-7 .8-8 0z"
_CYLINDER = "M3 4c0-2 10-2 10 0v8c0 2-10 2-10 0zM3 4.2c0 2 10 2 10 0v1.2c0 2-10 2-10 0z"
_ENVELOPE = "M2 4h12v8.5H2zm1.2 1 4.8 4 4.8-4v1.5l-4.8 4-4.8-4z"
_BARS = "M3 8h2.5v5H3zm3.8-5h2.5v10H6.8zm3.7 3H13v7h-2.5z"
_CHIP = (
    "M4 4h8v8H4zm2-3h1v3H6zm3 0h1v3H9zM6 12h1v3H6zm3 0h1v3H9zM1 6h3v1H1zm0"
    " 3h3v1H1zm11-3h3v1h-3zm0 3h3v1h-3z"
)
_STEPS = "M2 10h3V7h3V4h3V2h3v3h-3v3H8v3H5v3H2z"
_GLOBE = "M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2zm-4.6 5h9.2v1.6H3.4z"
_GEAR = (
    "M7 2h2l.4 2 1.7.8 1.8-1 1.3 1.5-1.2 1.7.3 1 2 .6v1.8l-2 .6-.3 1 1.2 1.7-1.3"
    " 1.5-1.8-1-1.7.8L9 15H7l-.4-2-1.7-.8-1.8 1L1.8 11.7 3"
    " 10l-.3-1-2-.6V6.6l2-.6.3-1L1.8 3.3l1.3-1.5 1.8 1L6.6 4z"
)
_PERSON = "M8 2.5a2.7 2.7 0 1 1 0 5.4 2.7 2.7 0 0 1 0-5.4zM3 13.5c0-6 10-6 10 0z"
_ARROW = "M2 7h7V4l5 4-5 4V9H2z"
_DIAMOND = "M8 1.5 14.5 8 8 14.5 1.5 8z"
_CLOCK = "M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 0 0 8 1.8zM7.3 4.2h1.5v3.6l2.6 1.6-.8 1.3-3.3-2.1z"
_CHECK = "M2 8.6 3.6 7l3 3L12.6 4 14 5.5 6.6 13z"
_CROSS = "M3.3 2 8 6.6 12.7 2 14 3.3 9.4 8l4.6 4.7-1.3 1.3L8 9.4 3.3 14 2 12.7 6.6 8 2 3.3z"
_STACK = "M2 3h9v7H2zm3 8h7V5h2v8H5z"
_FORK = "M7 2h2v3h4v5h-2V7H9v3H7V7H5v3H3V5h4zM2 11h4v3H2zm8 0h4v3h-4z"
_QUESTION = (
    "M5 5.5C5 1 11.5 1.5 11.4 5.5 11.3 8 9 8 9 10H7c0-3 2.3-3 2.3-4.7"
    " 0-1.6-2.2-1.5-2.2.2zM7 11.5h2v2H7z"
)

_BY_TYPE = {
    "Pass": (FLOW, _ARROW),
    "Choice": (FLOW, _DIAMOND),
    "Wait": (FLOW, _CLOCK),
    "Succeed": (GOOD, _CHECK),
    "Fail": (BAD, _CROSS),
    "Map": (FLOW, _STACK),
    "Parallel": (FLOW, _FORK),
}

_FAMILIES = (
    (COMPUTE, _LAMBDA, ("lambda",)),
    (COMPUTE, _CHIP, ("ecs", "eks", "batch", "ec2", "codebuild", "apprunner", "autoscaling")),
    (STORAGE, _BUCKET, (
        "s3", "s3control", "glacier", "efs", "fsx", "backup", "datasync", "transfer",
    )),
    (DATABASE, _CYLINDER, (
        "dynamodb", "rds", "rdsdata", "docdb", "neptune", "elasticache", "timestreamwrite",
        "timestreamquery", "keyspaces", "memorydb", "dax", "qldb",
    )),
    (MESSAGES, _ENVELOPE, (
        "sns", "sqs", "ses", "sesv2", "events", "eventbridge", "pinpoint", "scheduler", "mq",
        "chatbot", "connect",
    )),
    (MESSAGES, _STEPS, ("states", "sfn")),
    (LEARNING, _CHIP, (
        "sagemaker", "sagemakerruntime", "bedrock", "bedrockruntime", "bedrockagentruntime",
        "comprehend", "rekognition", "textract", "transcribe", "translate", "polly", "forecast",
        "personalize",
        "lexruntimev2", "comprehendmedical",
    )),
    (ANALYTICS, _BARS, (
        "glue", "athena", "redshift", "redshiftdata", "elasticmapreduce", "emr", "emrserverless",
        "emr-containers", "emr-serverless", "kinesis", "firehose", "databrew", "quicksight",
        "lakeformation", "opensearch",
    )),
    (OTHER, _GLOBE, ("http", "apigateway", "apigatewayv2", "appsync", "cloudfront", "route53")),
    (OTHER, _PERSON, ("activity",)),
)  # fmt: skip
_BY_SERVICE = {name: (colour, path) for colour, path, names in _FAMILIES for name in names}


def icon(box: Box) -> tuple[str, str]:
    """Colour and path of what stands in a box."""
    if box.type == "Task":
        return _BY_SERVICE.get(box.service, (OTHER, _GEAR))
    return _BY_TYPE.get(box.type, (OTHER, _QUESTION))
