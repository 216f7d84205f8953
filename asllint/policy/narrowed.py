"""Actions that a call needs for some of its parameters only."""

from __future__ import annotations

from asllint.syntax.node import Mapping, Sequence

TYPE_CHECKING = False
if TYPE_CHECKING:
    from asllint.policy.values import Parameters

_TRANSACTION = {
    "ConditionCheck": "dynamodb:ConditionCheckItem",
    "Delete": "dynamodb:DeleteItem",
    "Put": "dynamodb:PutItem",
    "Update": "dynamodb:UpdateItem",
}
_STATEMENTS = ("Delete", "Insert", "Select", "Update")


def narrowed(called: str, actions: tuple[str, ...], parameters: Parameters) -> tuple[str, ...]:
    """The actions that are left of those that a call may need, by what it is given."""
    if called == "dynamodb:transactWriteItems":
        return _transaction(parameters) or actions
    if called == "dynamodb:executeStatement":
        return _statement(parameters) or actions
    if called == "apigateway:invoke" and _is_of_connections(parameters):
        return ("execute-api:ManageConnections",)
    if called in ("s3:getObject", "s3:headObject") and parameters.pair("VersionId") is not None:
        return ("s3:GetObjectVersion",)
    return actions


def _transaction(parameters: Parameters) -> tuple[str, ...]:
    pair = parameters.pair("TransactItems")
    if pair is None or not isinstance(pair.value, Sequence):
        return ()
    kinds = [item.fields if isinstance(item, Mapping) else {} for item in pair.value.items]
    if not all(len(kind) == 1 and _TRANSACTION.keys() >= kind.keys() for kind in kinds):
        return ()
    return tuple(sorted({_TRANSACTION[name] for kind in kinds for name in kind}))


def _statement(parameters: Parameters) -> tuple[str, ...]:
    value = parameters.value("Statement")
    words = [] if value is None else value.text.split(maxsplit=1)
    verb = words[0].capitalize() if words else ""
    return (f"dynamodb:PartiQL{verb}",) if verb in _STATEMENTS else ()


def _is_of_connections(parameters: Parameters) -> bool:
    """Does it send to a connection of a WebSocket API, or close one?

    Without a `Stage` the path may begin with it (developer guide, "Use @connections commands in
    your backend service"; API Gateway, "Control access to WebSocket APIs").
    """
    path = parameters.value("Path")
    steps = [] if path is None else path.text.lstrip("/").split("/")
    at = 0 if parameters.pair("Stage") is not None else 1
    return "@connections" in steps[: at + 1]
