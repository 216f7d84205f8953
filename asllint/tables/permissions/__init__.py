"""What a role needs for a call: IAM actions, and the resources that each is about.

`iam.txt` and `prefixes.txt` are written by `tools/update_permissions.py`, from what the
Service Authorization Reference says of every service; `kept.py` has, by hand, what that does not
say. A service has its name on a line, a line for each type of resource, and one for each action
with the types it is about, those that a statement has to name marked with `!`; without any it is
about `*`:

    = sqs
    @queue arn:${Partition}:sqs:${Region}:${Account}:${QueueName}
    SendMessage queue!
    ListQueues

Nothing is read before somebody asks. All services are in one file, since so many small ones would
take more room in a wheel than what is in them.
"""

from __future__ import annotations

import os
import re
from functools import lru_cache

_HERE = os.path.dirname(__file__)


class Permissions:
    """The actions and the types of resources of one IAM service."""

    __slots__ = ("_actions", "_text", "prefix")

    def __init__(self, prefix: str, text: str) -> None:
        self.prefix = prefix
        """What stands before the colon of its actions: `sqs`."""
        self._text = f"\n{text}"
        self._actions: dict[str, tuple[str, tuple[str, ...]]] | None = None

    @property
    def actions(self) -> dict[str, tuple[str, tuple[str, ...]]]:
        """By the name in small letters: the name, and its types of resources, marks included."""
        if self._actions is None:
            lines = [line.split() for line in self._text.splitlines() if line[:1] not in ("", "@")]
            self._actions = {line[0].lower(): (line[0], tuple(line[1:])) for line in lines}
        return self._actions

    def name(self, action: str) -> str | None:
        """The action as IAM spells it; None when the service has none of this name."""
        found = self.actions.get(action.lower())
        return None if found is None else found[0]

    def types(self, action: str) -> tuple[str, ...]:
        """The types of resources that an action is about, with `!` behind those it has to be."""
        found = self.actions.get(action.lower())
        return () if found is None else found[1]

    def arn(self, type: str) -> str:  # noqa: A002
        """The ARN of a type of resource, with `${Name}` for what differs; empty if unknown."""
        match = re.search(rf"\n@{re.escape(type)} (.*)", self._text)
        return match[1] if match else ""

    def __repr__(self) -> str:
        return f"Permissions({self.prefix!r})"


@lru_cache(maxsize=64)
def permissions(prefix: str) -> Permissions:
    """The tables of an IAM service; empty ones when nobody knows it."""
    text = _all()
    head = f"\n= {prefix}\n"
    start = text.find(head) if re.fullmatch(r"[a-z0-9-]+", prefix) else -1
    if start < 0:
        return Permissions(prefix, "")
    start += len(head)
    return Permissions(prefix, text[start : text.find("\n= ", start) + 1])


@lru_cache(maxsize=1)
def _all() -> str:
    """The tables of all services, each between two lines that begin with `= `."""
    with open(os.path.join(_HERE, "iam.txt"), encoding="utf-8") as file:
        return f"\n{file.read()}= "


@lru_cache(maxsize=1)
def _prefixes() -> dict[str, str]:
    with open(os.path.join(_HERE, "prefixes.txt"), encoding="utf-8") as file:
        return dict(line.split() for line in file.read().splitlines())


def prefix_of(sdk: str) -> str | None:
    """The IAM service behind `aws-sdk:<sdk>:…`: `logs` for `cloudwatchlogs`; None if unknown."""
    from asllint.tables.permissions.kept import PREFIXES

    return PREFIXES.get(sdk) or _prefixes().get(sdk)
