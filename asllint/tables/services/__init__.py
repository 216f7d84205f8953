"""The tables of AWS services: what a Task can call, with which parameters, raising which errors.

Two kinds of integration have their tables here. An *SDK integration* (`aws-sdk:…`) is any action of
any service: `sdk/<prefix>.txt`, written by `tools/update_services.py` from botocore's models. An
*optimised integration* is made by Step Functions for one action: `optimised.py`, kept by hand.
Nothing is read before somebody asks, and then only the file of the service that is asked for; of
that only the lines that are asked for.

The first file of a service is about what is sent. It holds: the first part of its errors' names, a
tab and the service's name; the errors; and then a line for each action, token, enumeration and
structure, of which the first character tells:

    >putItem PutItemInput - 0,3        action, input, flags (s: streams, d: deprecated), its errors
    ~runTask ClientToken 0 64          action, its idempotency token, the least and most characters
    =ReturnValue NONE|ALL_OLD          enumeration
    .PutItemInput TableName!:+ …       structure: member, "!" if it is required, type
    |AttributeValue S:s N:s …          structure of which exactly one member is given
    <putItem Attributes:{.Attribut…    action, what it answers (none: an empty object)

A type is `s` string, `+` string that is not empty, `i` integer, `n` number, `b` boolean, `t`
timestamp, `x` bytes, `*` anything, `&` anything but an empty string,
`[` list of, `{` map from strings to, `=` enumeration, or `.` structure. All names are in the
spelling of Step Functions. Ranges, other lengths and patterns are not in the tables.

What comes back is in a second file, `answers/<prefix>.txt`, of the last four forms. A line that
both files would have stands in the first only. There a member may have further names, as in
`Bool~BOOL:b`, where nobody knows which of them Step Functions writes; "!" is on what is always
there, and an enumeration without a line has so many values that they are not listed.
"""

from __future__ import annotations

import os
from functools import lru_cache

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from asllint.tables.services.tables import Answers, Service

REQUEST_RESPONSE = ""
SYNC = "sync"
SYNC_2 = "sync:2"
TASK_TOKEN = "waitForTaskToken"
PATTERNS = (REQUEST_RESPONSE, SYNC, SYNC_2, TASK_TOKEN)
"""The service integration patterns, as a resource spells them after the action and a dot."""

STRUCTURE = "structure"
LIST = "list"
MAP = "map"
STRING = "string"
INTEGER = "integer"
NUMBER = "number"
BOOLEAN = "boolean"
TIMESTAMP = "timestamp"
BYTES = "bytes"
ANY = "any"
"""The kinds of `ApiType`; `ANY` takes every value."""

LAMBDA_TRANSIENT = (
    "Lambda.ClientExecutionTimeoutException", "Lambda.ServiceException",
    "Lambda.AWSLambdaException", "Lambda.SdkClientException", "Lambda.TooManyRequestsException",
)  # fmt: skip
"""What AWS recommends to retry (developer guide, "Handle transient Lambda service exceptions")."""

LAMBDA_RETRIER: dict[str, Any] = {
    "ErrorEquals": list(LAMBDA_TRANSIENT),
    "IntervalSeconds": 1,
    "MaxAttempts": 3,
    "BackoffRate": 2,
    "JitterStrategy": "FULL",
}
"""How (the same page)."""

PASSING = (
    r"Throttl|TooManyRequests|RequestLimitExceeded|ThroughputExceeded|SlowDown|ServiceUnavailable"
    r"|SdkClient|Internal(?:Error|Failure|Server|Service)"
)
"""What is in the names of errors of any service that another try may not meet: too many calls at
once, and faults of the service itself (AWS SDKs and tools reference guide, "Retry behavior")."""

_HERE = os.path.dirname(__file__)


@lru_cache(maxsize=64)
def sdk_service(prefix: str) -> Service | None:
    """The service behind `aws-sdk:<prefix>:…`; None when nobody knows it."""
    from asllint.tables.services.optimised import RETIRED, UNSUPPORTED
    from asllint.tables.services.tables import Service

    text = _read("sdk", prefix)
    if not text and prefix not in RETIRED:
        return None
    return Service(
        prefix,
        text,
        retired=not text,
        unsupported=UNSUPPORTED.get(prefix, ()),
        never=(SYNC, SYNC_2),
        sdk=prefix,
    )


@lru_cache(maxsize=64)
def optimised_service(prefix: str) -> Service | None:
    """The service behind `arn:aws:states:::<prefix>:…`; None when nobody knows it."""
    from asllint.tables.services.optimised import SERVICES
    from asllint.tables.services.tables import Service

    known = SERVICES.get(prefix)
    if known is None:
        return None
    return Service(
        prefix,
        _read("sdk", known.sdk) if known.sdk else "",
        entries=known.entries,
        error_prefix=known.error_prefix,
        raised=known.errors,
        extra=known.types,
        sdk=known.sdk,
        never=known.never if prefix == "states" else (*known.never, SYNC_2),
    )


@lru_cache(maxsize=64)
def sdk_answers(prefix: str) -> Answers | None:
    """What actions of the SDK answer; None where nobody knows it."""
    from asllint.tables.services.tables import Answers

    service = sdk_service(prefix)
    if service is None or service.retired:
        return None
    return Answers(prefix, _read("answers", prefix), prefix)


@lru_cache(maxsize=64)
def optimised_answers(prefix: str) -> Answers | None:
    """What the actions of an optimised integration answer; None where nobody knows the service."""
    from asllint.tables.services.answered import LINES
    from asllint.tables.services.tables import Answers

    service = optimised_service(prefix)
    if service is None:
        return None
    text = _read("answers", service.sdk) if service.sdk else ""
    return Answers(prefix, f"{LINES}\n{text}", service.sdk)


def sdk_names() -> tuple[str, ...]:
    """The prefixes of all services of the SDK, in alphabetical order, without closed ones."""
    return _sdk_names()


@lru_cache(maxsize=1)
def _sdk_names() -> tuple[str, ...]:
    names = [
        name.removesuffix(".txt")
        for name in os.listdir(os.path.join(_HERE, "sdk"))
        if name.endswith(".txt")
    ]
    return tuple(sorted(names))


def optimised_names() -> tuple[str, ...]:
    """The names of all services with optimised integrations."""
    from asllint.tables.services.optimised import SERVICES

    return tuple(SERVICES)


def meant_by(name: str) -> str | None:
    """The SDK integration's name of a service that is called otherwise elsewhere (`logs`)."""
    from asllint.tables.services.optimised import MEANT

    found = [prefix for prefix, others in MEANT.items() if name.lower() in others]
    return found[0] if found else None


def _read(folder: str, prefix: str) -> str:
    """A file of a service; empty when there is none. What comes from a definition is checked."""
    if not prefix.isascii() or not prefix.isalnum() or not prefix.islower():
        return ""
    try:
        with open(os.path.join(_HERE, folder, prefix + ".txt"), encoding="utf-8") as file:
            return file.read()
    except OSError:  # there is none, or no file can have so long a name
        return ""


def age() -> str:
    """How old the data is, for messages: "tables of" a day."""
    from asllint.tables.services.source import RELEASED

    return f"tables of {RELEASED}"
