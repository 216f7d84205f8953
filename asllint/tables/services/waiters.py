"""What AWS's own clients wait for: values with which something is done, and with which it failed.

`waiters.txt` is written by `tools/update_services.py` from botocore's waiters. A line has the call,
the place of the value in its answer, the values waited for and the failing ones:

    rds:describeDBInstances DBInstances[].DBInstanceStatus available deleted|deleting|failed

Names of members are those of the API; Step Functions may write them with other capitals.
"""

from __future__ import annotations

import os
from functools import lru_cache


class Waiter:
    """One thing to wait for.

    `steps` lead to its value in the answer, in small letters; 0 is for the items of a list.
    """

    __slots__ = ("failures", "steps", "successes")

    def __init__(self, place: str, successes: str, failures: str) -> None:
        self.steps = _steps(place)
        self.successes = frozenset(successes.split("|"))
        self.failures = tuple(failures.split("|"))

    def __repr__(self) -> str:
        return f"Waiter({self.steps!r}, {sorted(self.successes)!r}, {self.failures!r})"


def _steps(place: str) -> tuple[str | int, ...]:
    steps: list[str | int] = []
    for name in place.split("."):
        steps.append(name.removesuffix("[]").lower())
        if name.endswith("[]"):
            steps.append(0)
    return tuple(steps)


@lru_cache(maxsize=1)
def _lines() -> dict[str, list[list[str]]]:
    path = os.path.join(os.path.dirname(__file__), "waiters.txt")
    found: dict[str, list[list[str]]] = {}
    with open(path, encoding="utf-8") as file:
        for line in file:
            call, *told = line.split()
            found.setdefault(call.lower(), []).append(told)
    return found


def waiters_of(service: str, action: str) -> list[Waiter]:
    """The waiters for a call, as a resource names it; none where AWS's clients have none."""
    return [Waiter(*told) for told in _lines().get(f"{service}:{action}".lower(), ())]
