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


class Member:
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
        return f"Member({self.name!r}, {self.type!r}, {self.where!r})"


MEMBERS: dict[str, Member] = {
    member.name: member
    for member in (
        Member("Execution", OBJECT),
        Member("Execution.Id", STRING),
        Member("Execution.Input", ANY),
        Member("Execution.Name", STRING),
        Member("Execution.RoleArn", STRING),
        Member("Execution.StartTime", STRING),
        Member("Execution.RedriveCount", NUMBER),
        Member("Execution.RedriveTime", STRING, REDRIVEN),
        Member("State", OBJECT),
        Member("State.EnteredTime", STRING),
        Member("State.Name", STRING),
        Member("State.RetryCount", NUMBER),
        Member("StateMachine", OBJECT),
        Member("StateMachine.Id", STRING),
        Member("StateMachine.Name", STRING),
        Member("Task", OBJECT, WAITING),
        Member("Task.Token", STRING, WAITING),
        Member("Map", OBJECT, ITERATING),
        Member("Map.Item", OBJECT, ITERATING),
        Member("Map.Item.Index", NUMBER, ITERATING),
        Member("Map.Item.Value", ANY, ITERATING),
        Member("Map.Item.Key", STRING, ITERATING),
        Member("Map.Item.Source", STRING, ITERATING),
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
