r"""Recorded executions, as `aws stepfunctions get-execution-history` prints them.

    {"events": [{"id": 1, "previousEventId": 0, "type": "ExecutionStarted",
                 "executionStartedEventDetails": {"input": "{\"id\": 7}"}}, …]}

Source: API reference, "GetExecutionHistory" and "HistoryEvent". What is left out there (a text that
is cut, an execution whose data are not to be shown) is not known here.
"""

from __future__ import annotations

import json

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

_RESULTS = {
    "TaskSucceeded": "taskSucceededEventDetails",
    "LambdaFunctionSucceeded": "lambdaFunctionSucceededEventDetails",
    "ActivitySucceeded": "activitySucceededEventDetails",
}
"""The events that say what a Task was answered, each with the field that holds it."""


class HistoryError(Exception):
    """A value that is no history; the text is what follows the name of the file."""


class Recorded:
    """What one execution shows."""

    __slots__ = ("entered", "inputs", "results", "start")

    def __init__(self) -> None:
        self.start: str | None = None
        """The state that was entered first; None where none was."""
        self.entered: set[str] = set()
        """The names of all states that were entered."""
        self.inputs: list[Any] = []
        """The input of the execution, as `json` has it; none where it is not known."""
        self.results: dict[str, list[Any]] = {}
        """By the name of a Task, what it was answered each time."""


def read_history(value: Any) -> Recorded:
    """What a history shows. Raises `HistoryError`."""
    events = value.get("events") if isinstance(value, dict) else None
    if not isinstance(events, list):
        raise HistoryError('is no history of an execution: that is an object with "events"')
    by_id = {}
    for event in events:
        known = isinstance(event, dict) and isinstance(event.get("type"), str)
        number = event.get("id") if known else None
        if not isinstance(number, int):
            raise HistoryError(
                'is no history of an execution: its events have an "id" and a "type"'
            )
        by_id[number] = event
    found = Recorded()
    for number in sorted(by_id):
        _note(by_id[number], by_id, found)
    return found


def _note(event: dict[str, Any], by_id: dict[int, dict[str, Any]], found: Recorded) -> None:
    """Take note of one event; those before it have been seen."""
    name = _entered(event)
    if name is not None:
        found.start = name if found.start is None else found.start
        found.entered.add(name)
    elif event["type"] == "ExecutionStarted":
        found.inputs += _data(event.get("executionStartedEventDetails"), "input")
    elif event["type"] in _RESULTS:
        for result in _data(event.get(_RESULTS[event["type"]]), "output"):
            state = _state_of(event, by_id)
            if state is not None:
                found.results.setdefault(state, []).append(result)


def _entered(event: dict[str, Any]) -> str | None:
    """The name of the state that an event says is entered, if it does."""
    details = event.get("stateEnteredEventDetails")
    name = details.get("name") if isinstance(details, dict) else None
    return name if isinstance(name, str) else None


def _state_of(event: dict[str, Any], by_id: dict[int, dict[str, Any]]) -> str | None:
    """The state in which an event happened: the one that was entered last on the way to it."""
    number, before = event["id"], event.get("previousEventId")
    while isinstance(before, int) and before < number and before in by_id:
        name = _entered(by_id[before])
        if name is not None:
            return name
        number, before = before, by_id[before].get("previousEventId")
    return None


def _data(details: Any, name: str) -> Iterator[Any]:
    """The value that an event holds as a text; none where that is missing or cut."""
    if not isinstance(details, dict) or not isinstance(details.get(name), str):
        return
    about = details.get(f"{name}Details")
    if isinstance(about, dict) and about.get("truncated"):
        return
    try:
        yield json.loads(details[name])
    except (ValueError, RecursionError):
        return
