"""Hold the tables of answers against recorded executions, and print what they do not allow.

    PYTHONPATH=. python tools/recorded_answers.py executions.jsonl teststate.jsonl

A line of a file is an execution (`definition`, `events` with what each Task was sent and answered)
or a call of TestState (`state`, `mock`, `cause`): AWS says of a mocked answer what it lacks,
or of what kind one has to be. `opaque` and `opaque_anytype` list what the recording has replaced
by a text: a text, or a value of any kind.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

from asllint.data.answers import answer_of
from asllint.data.shape import Shape, of
from asllint.facts.integrations import SDK, resource_of
from asllint.tables.services import REQUEST_RESPONSE

Record = dict[str, Any]


def answer(resource: str, pattern: str | None, arguments: object, token: bool) -> Shape:
    """What the tables say that a resource answers."""
    parts = resource_of(resource)
    pattern = parts.pattern if pattern is None else pattern
    return answer_of(
        parts.part("service"), parts.part("action"), pattern, of(arguments),
        sdk=parts.kind == SDK, token=token,
    )  # fmt: skip


def outside(shape: Shape, value: object, at: str, texts: set[str], anything: set[str]) -> list[str]:
    """The places in a value, from `at` on, where the shape does not allow what is there."""
    if at in anything or (shape.anything and not isinstance(value, dict | list)):
        return []
    if at in texts:
        return [] if shape.anything or "string" in shape.kinds else [f"{at}: a text"]
    if isinstance(value, dict) and shape.object is not None:
        fields = [*value, *sorted(shape.object.required - value.keys())]
        found = []
        for name in fields:
            there = f"{at}/{name.replace('~', '~0').replace('/', '~1')}"
            inner = shape.object.get(name)
            if name not in value:
                found.append(f"{there}: is missing")
            elif not inner.has_value:
                found.append(f"{there}: is not known")
            else:
                found += outside(inner, value[name], there, texts, anything)
        return found
    if isinstance(value, list) and shape.array is not None:
        return [
            line
            for index, item in enumerate(value)
            for line in outside(shape.array.at(index), item, f"{at}/{index}", texts, anything)
        ]
    return [] if shape.anything or shape.contains(value) else [f"{at}: {json.dumps(value)[:60]}"]


def in_execution(row: Record) -> tuple[int, list[str]]:
    """How many answers an execution has, and what in them is outside of the tables."""
    texts, anything = set(row["opaque"]), set(row["opaque_anytype"])
    token = "Task.Token" in json.dumps(row["definition"])
    sent: dict[str | None, object] = {}
    count, found = 0, []
    for index, event in enumerate(row["events"]):
        name, kind = event.get("state"), event["type"]
        if kind == "TaskScheduled":
            sent[name] = event.get("parameters", {})
        elif kind in ("TaskSubmitted", "TaskSucceeded") and "output" in event:
            # What was submitted is the answer to the plain call.
            pattern = REQUEST_RESPONSE if kind == "TaskSubmitted" else None
            resource = f"arn:aws:states:::{event['resource']}"
            shape = answer(resource, pattern, sent.get(name, {}), token)
            at = f"/events/{index}/output"
            bad = outside(shape, event["output"], at, texts, anything)
            found += [f"{row['id']}: {event['resource']}: {line}" for line in bad]
            count += 1
    return count, found


def in_mock(row: Record) -> tuple[int, list[str]]:
    """Is what AWS says of a mocked answer so in the tables?"""
    said = re.fullmatch(
        r"Mock result schema validation error: (?:Required field '(\w+)' is missing"
        r"|Field '(\w+)' must be an? (\w+))",
        str(row["cause"]),
    )
    if said is None:
        return 0, []
    name = said[1] or said[2]
    shape = answer(row["state"]["Resource"], None, {}, False)
    found = _fields(shape, name)
    if not found:
        return 1, [f"{row['id']}: there is no {name}"]
    if said[1] and any(field.nothing for field in found):
        return 1, [f"{row['id']}: {name} may be absent"]
    if said[2] and not all(said[3] in field.kinds for field in found):
        return 1, [f"{row['id']}: {name} is no {said[3]}"]
    return 1, []


def _fields(shape: Shape, name: str) -> list[Shape]:
    """The fields of a name, at any depth."""
    if shape.object is None:
        return []
    inner = [found for field in shape.object.fields.values() for found in _fields(field, name)]
    return [shape.object.fields[name], *inner] if name in shape.object.fields else inner


def main(files: list[str]) -> int:
    """Print what is outside, and how many answers were looked at."""
    total, found = 0, []
    for file in files:
        for line in Path(file).read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            count, bad = in_execution(row) if "events" in row else in_mock(row)
            total += count
            found += bad
    print("\n".join([*found, f"{total} recorded answers, {len(found)} places outside"]))
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]) if len(sys.argv) > 1 else __doc__)
