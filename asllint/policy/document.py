"""The policy as IAM wants it: statements without repetition, in order, with names."""

from __future__ import annotations

import json
import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from asllint.policy.needs import Conditions, Need

VERSION = "2012-10-17"
"""The version of the language of policies."""

MAX_NAMES = 2
"""A statement with more actions than this is named after its service alone."""


class _Statement:
    """Some actions of one service, on the same resources, under the same conditions."""

    __slots__ = ("actions", "conditions", "resources", "service")

    def __init__(self, need: Need) -> None:
        self.service = need.action.partition(":")[0]
        self.actions = {need.action}
        self.resources = {*need.resources}
        self.conditions: Conditions = need.conditions

    @property
    def where(self) -> tuple[str, str, str]:
        """What statements have in common whose actions are joined."""
        return self.service, json.dumps(self.conditions), " ".join(sorted(self.resources))

    @property
    def what(self) -> tuple[str, str, str]:
        """What statements have in common whose resources are joined.

        `*` stands alone, so that the others are there when somebody takes it out.
        """
        conditions = json.dumps(self.conditions) + ("*" if "*" in self.resources else "")
        return self.service, conditions, " ".join(sorted(self.actions))

    @property
    def order(self) -> tuple[str, list[str], list[str]]:
        """Their order in a policy."""
        return self.service, sorted(self.actions), sorted(self.resources)

    @property
    def sid(self) -> str:
        """A name: letters and digits only."""
        names = [action.partition(":")[2] for action in sorted(self.actions)]
        service = "".join(map(_capital, re.split(r"[^a-z0-9]+", self.service)))
        return service + ("".join(map(_capital, names)) if len(names) <= MAX_NAMES else "Access")

    def json(self, sid: str) -> dict[str, object]:
        """The statement itself."""
        found: dict[str, object] = {
            "Sid": sid,
            "Effect": "Allow",
            "Action": sorted(self.actions),
            "Resource": sorted(self.resources),
        }
        if self.conditions:
            found["Condition"] = self.conditions
        return found


def _capital(word: str) -> str:
    return word[:1].upper() + re.sub(r"[^A-Za-z0-9]", "", word[1:])


def document(needs: Iterable[Need]) -> dict[str, object]:
    """The policy that allows what is needed, and no more."""
    by_action: dict[tuple[str, str, str], _Statement] = {}
    for need in needs:
        statement = _Statement(need)
        if need.resources:
            same = by_action.setdefault(statement.what, statement)
            same.resources |= statement.resources
    joined: dict[tuple[str, str, str], _Statement] = {}
    for statement in by_action.values():
        same = joined.setdefault(statement.where, statement)
        same.actions |= statement.actions
    taken: dict[str, int] = {}
    statements = []
    for statement in sorted(joined.values(), key=lambda one: one.order):
        sid = statement.sid
        taken[sid] = taken.get(sid, 0) + 1
        statements.append(statement.json(sid if taken[sid] == 1 else f"{sid}{taken[sid]}"))
    return {"Version": VERSION, "Statement": statements}
