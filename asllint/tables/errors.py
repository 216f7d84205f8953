"""Names of errors: those that Step Functions reserves, and what was meant by one nobody raises.

Sources: States Language, "Errors" and appendix A; Step Functions developer guide, "Handling errors
in Step Functions workflows".
"""

from __future__ import annotations

from functools import lru_cache

from asllint.source.suggest import edit_distance, fold, nearest
from asllint.tables import services

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

ALL = "States.ALL"
RESERVED = (
    ALL, "States.BranchFailed", "States.DataLimitExceeded",
    "States.ExceedToleratedFailureThreshold", "States.HeartbeatTimeout", "States.Http.Socket",
    "States.IntrinsicFailure", "States.ItemReaderFailed", "States.NoChoiceMatched",
    "States.ParameterPathFailure", "States.Permissions", "States.QueryEvaluationError",
    "States.ResultPathMatchFailure", "States.ResultWriterFailed", "States.Runtime",
    "States.TaskFailed", "States.Timeout",
)  # fmt: skip
"""The names that begin with `States.`, beside those of HTTP status codes."""
OF_LAMBDA = (
    "Lambda.AWSLambdaException", "Lambda.ClientExecutionTimeoutException",
    "Lambda.ResourceNotFoundException", "Lambda.SdkClientException", "Lambda.ServiceException",
    "Lambda.TooManyRequestsException", "Lambda.Unknown",
)  # fmt: skip
"""Those of Lambda that everybody handles: nobody has to look into the tables for them."""

_STATES, _LAMBDA = "States.", "Lambda."
_WORDS = ("stats", "status")
"""What is near to "States", and may be the name of somebody's own module."""
_HTTP_STATUS = "States.Http.StatusCode."


def is_reserved(name: str) -> bool:
    """Is it a name that Step Functions itself gives to an error?"""
    return name in RESERVED or name.startswith(_HTTP_STATUS)


def is_pattern(name: str) -> bool:
    """Was it meant to stand for several names? They are compared letter by letter (`*`)."""
    return "*" in name


@lru_cache(maxsize=1_024)
def meant_reserved(name: str) -> str | None:
    """The reserved name that was surely meant by a misspelt one: `State.Timeout`, `States.All`.

    Names of one's own are free, so those that are only similar (`StatusTimeout`) are none.
    """
    if is_reserved(name):
        return None
    prefix, _, rest = name.partition(".")
    word, right = fold(prefix), _STATES + rest
    if word in ("state", "states") and rest:
        return right if is_reserved(right) else nearest(right, RESERVED)
    if rest and word not in _WORDS and edit_distance(word, "states", 1) <= 1:
        return right if is_reserved(right) else _same(right, RESERVED)
    return _same(name, RESERVED)


@lru_cache(maxsize=1_024)
def meant_of_lambda(name: str) -> str | None:
    """The error of Lambda that was surely meant by a misspelt one: `Lambda.ServiceExeption`."""
    prefix, _, rest = name.partition(".")
    word = fold(prefix)
    near = edit_distance(word, "lambda", 1) <= 1
    if name in OF_LAMBDA or not (near or word.startswith("lambda")):
        return None
    service = services.optimised_service("lambda")
    known = () if service is None else service.errors + service.client_errors
    if name in known:
        return None
    if name.casefold().startswith(_LAMBDA.casefold()):
        return meant_by(name, known)
    return _same(_LAMBDA + rest, known, itself=True) if near else _same(name, known)


def meant_by(name: str, known: tuple[str, ...]) -> str | None:
    """Which of the known errors was surely meant: that of another prefix, or the nearest one."""
    bare = _bare(name)
    same = [each for each in known if _bare(each) == bare]
    return same[0] if len(same) == 1 else nearest(name, known)


def _same(name: str, known: Iterable[str], *, itself: bool = False) -> str | None:
    """The known name that differs in letter case, blanks and dots only."""
    folded = fold(name)
    found = [each for each in known if fold(each) == folded and (itself or each != name)]
    return found[0] if len(found) == 1 else None


def _bare(name: str) -> str:
    """An error without the service, letter case, and the ending that all have."""
    return name.rpartition(".")[2].casefold().removesuffix("exception")
