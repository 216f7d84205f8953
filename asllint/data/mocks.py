"""Mock files of Step Functions Local: what the Tasks of a machine answer in a test case.

    {"StateMachines": {"Order": {"TestCases": {"Declined": {"Pay": "PayDeclined"}}}},
     "MockedResponses": {"PayDeclined": {"0-1": {"Throw": {"Error": "Busy", "Cause": "…"}},
                                         "2": {"Return": {"status": "declined"}}}}}

Source: developer guide, "Using mocked service integrations for testing in Step Functions Local".
"""

from __future__ import annotations

import itertools
import re
from functools import lru_cache

from asllint.source.suggest import hint

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

MAX_ATTEMPT = 1_000_000
"""A larger number of an attempt is a mistake: no Task is tried so often."""


class MocksError(Exception):
    """A value that is no mock file; the text is one line that names the place in it."""


class Reply:
    """What a Task answers at some of its attempts: a value that it returns, or an error."""

    __slots__ = ("cause", "error", "fails", "first", "last", "value")

    def __init__(
        self,
        first: int,
        last: int,
        value: Any = None,
        *,
        fails: bool = False,
        error: str = "",
        cause: str = "",
    ) -> None:
        self.first = first
        """The first attempt that gets it; 0 is the one before all retries."""
        self.last = last
        """The last attempt that gets it."""
        self.fails = fails
        """Is it a `Throw`?"""
        self.value = value
        """What `Return` holds, as `json` has it; None where it fails."""
        self.error = error
        self.cause = cause

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Reply) and self._all() == other._all()

    __hash__ = None  # type: ignore[assignment]

    def _all(self) -> tuple[object, ...]:
        return self.first, self.last, self.fails, self.value, self.error, self.cause

    def __repr__(self) -> str:
        said = f"fails=True, error={self.error!r}, cause={self.cause!r}"
        return f"Reply({self.first}, {self.last}, {said if self.fails else repr(self.value)})"


class MockedMachine:
    """The test cases of one state machine."""

    __slots__ = ("cases", "name")

    def __init__(self, name: str, cases: dict[str, dict[str, list[Reply]]]) -> None:
        self.name = name
        """What the mock file calls it: the name with which it was created."""
        self.cases = cases
        """By test case and state, its replies in the order of the attempts."""

    @property
    def states(self) -> set[str]:
        """The names of all states that a test case gives a reply to."""
        return {state for case in self.cases.values() for state in case}

    def answers(self) -> Iterator[tuple[str, Any]]:
        """What its test cases let states return, with the states."""
        for case in self.cases.values():
            for state, replies in case.items():
                yield from ((state, one.value) for one in replies if not one.fails)


def read_mocks(value: Any) -> dict[str, MockedMachine]:
    """The machines of a mock file, as `json` has it, by name. Raises `MocksError`."""
    whole = _object(value, "the mock file", ("StateMachines", "MockedResponses"))
    responses = {
        name: _replies(one, f'"{name}" in "MockedResponses"')
        for name, one in _object(whole.get("MockedResponses", {}), '"MockedResponses"').items()
    }
    found = {}
    machines = whole.get("StateMachines")
    if machines is None:
        raise MocksError('the mock file has no "StateMachines"')
    for name, machine in _object(machines, '"StateMachines"').items():
        held = _object(machine, f'"{name}" in "StateMachines"')
        cases = _object(held.get("TestCases", {}), f'"TestCases" of "{name}"')
        found[name] = MockedMachine(
            name, {case: _case(states, case, responses) for case, states in cases.items()}
        )
    return found


def _case(states: Any, case: str, responses: dict[str, list[Reply]]) -> dict[str, list[Reply]]:
    found = {}
    for state, response in _object(states, f'the test case "{case}"').items():
        if not isinstance(response, str):
            raise MocksError(f'"{state}" in the test case "{case}" takes the name of a response')
        if response not in responses:
            raise MocksError(
                f'"{state}" in the test case "{case}" takes "{response}", which is not in '
                '"MockedResponses"' + hint(response, responses)
            )
        found[state] = responses[response]
    return found


def _replies(value: Any, what: str) -> list[Reply]:
    """The replies of one response, in the order of their attempts."""
    found = []
    for attempts, reply in _object(value, what).items():
        first, last = _attempts(attempts, what)
        place = f'"{attempts}" of {what}'
        said = _object(reply, place)
        if len(said.keys() & {"Return", "Throw"}) != 1:
            raise MocksError(f'{place} takes either "Return" or "Throw"')
        if "Return" in said:
            found.append(Reply(first, last, said["Return"]))
            continue
        thrown = _object(said["Throw"], f'"Throw" in {place}')
        error, cause = thrown.get("Error", ""), thrown.get("Cause", "")
        if not (isinstance(error, str) and isinstance(cause, str)):
            raise MocksError(f'"Error" and "Cause" in {place} are texts')
        found.append(Reply(first, last, fails=True, error=error, cause=cause))
    found.sort(key=lambda one: one.first)
    for one, following in itertools.pairwise(found):
        if following.first <= one.last:
            raise MocksError(f"{what} has two replies for attempt {following.first}")
    return found


def _attempts(text: str, what: str) -> tuple[int, int]:
    """`0` or `0-2`: the first and the last of some attempts."""
    match = _range().fullmatch(text)
    if match is None:
        raise MocksError(f'{what} has the key "{text}": write a number of an attempt, or "0-2"')
    first, last = int(match[1]), int(match[2] or match[1])
    if not first <= last <= MAX_ATTEMPT:
        raise MocksError(f'{what} has the key "{text}", which is no range of attempts')
    return first, last


@lru_cache(maxsize=1)
def _range() -> re.Pattern[str]:
    return re.compile(r"([0-9]{1,9})(?:-([0-9]{1,9}))?")


def _object(value: Any, what: str, keys: tuple[str, ...] = ()) -> dict[str, Any]:
    if isinstance(value, dict):
        return value
    raise MocksError(f"{what} is no object" + (f" with {' and '.join(keys)}" if keys else ""))
