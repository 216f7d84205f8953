"""The context object: what `$$` (JSONPath) and `$states.context` (JSONata) give access to.

Source: developer guide, "Accessing execution data from the Context object", read in autumn 2026.
AWS creates a machine that reads a member which does not exist; the state fails when it runs
(recorded for a path into `Execution.Input`).
"""

from __future__ import annotations

ALWAYS = "everywhere"
REDRIVEN = "after a redrive"
WAITING = 'in a Task that waits for a token (".waitForTaskToken") and in activities'
ITERATING = 'in the "ItemSelector" of a Map'

ANY = "any"
OBJECT = "object"
STRING = "string"
NUMBER = "number"


class ContextField:
    """One member of the context object, under its dotted name.

    `type` is a JSON type, or `ANY` for what the user's own data decides; `where` says where it
    exists.
    """

    __slots__ = ("name", "type", "where")

    def __init__(self, name: str, type: str, where: str = ALWAYS) -> None:  # noqa: A002
        self.name = name
        self.type = type
        self.where = where

    def __repr__(self) -> str:
        return f"ContextField({self.name!r}, {self.type!r}, {self.where!r})"


MEMBERS: dict[str, ContextField] = {
    member.name: member
    for member in (
        ContextField("Execution", OBJECT),
        ContextField("Execution.Id", STRING),
        ContextField("Execution.Input", ANY),
        ContextField("Execution.Name", STRING),
        ContextField("Execution.RoleArn", STRING),
        ContextField("Execution.StartTime", STRING),
        ContextField("Execution.RedriveCount", NUMBER),
        ContextField("Execution.RedriveTime", STRING, REDRIVEN),
        ContextField("State", OBJECT),
        ContextField("State.EnteredTime", STRING),
        ContextField("State.Name", STRING),
        ContextField("State.RetryCount", NUMBER),
        ContextField("StateMachine", OBJECT),
        ContextField("StateMachine.Id", STRING),
        ContextField("StateMachine.Name", STRING),
        ContextField("Task", OBJECT, WAITING),
        ContextField("Task.Token", STRING, WAITING),
        ContextField("Map", OBJECT, ITERATING),
        ContextField("Map.Item", OBJECT, ITERATING),
        ContextField("Map.Item.Index", NUMBER, ITERATING),
        ContextField("Map.Item.Value", ANY, ITERATING),
        ContextField("Map.Item.Key", STRING, ITERATING),
        ContextField("Map.Item.Source", STRING, ITERATING),
    )
}
"""Every member by its dotted name. What lies below a member of type `ANY` is the user's."""


def members_of(name: str) -> tuple[str, ...]:
    """The names of the members directly below a dotted name; below `""` those of the whole."""
    return _BELOW.get(name, ())


def _by_parent() -> dict[str, tuple[str, ...]]:
    below: dict[str, tuple[str, ...]] = {}
    for dotted in MEMBERS:
        parent, _, name = dotted.rpartition(".")
        below[parent] = (*below.get(parent, ()), name)
    return below


_BELOW = _by_parent()
