"""Pictures as plain data, documented in the README: version 1."""

from __future__ import annotations

import json

from asllint.graph.model import GHOST, STATE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from asllint.graph.model import Box, Chart, Note, Picture


def document(drawn: Sequence[Picture]) -> str:
    """All pictures as one JSON document."""
    return json.dumps({"version": 1, "machines": [machine(one) for one in drawn]}, indent=2) + "\n"


def machine(picture: Picture) -> dict[str, object]:
    """One state machine: its states and transitions, those of nested machines included."""
    return {
        "name": picture.name,
        "file": picture.path,
        "pointer": picture.pointer,
        "query_language": picture.language,
        "comment": picture.summary,
        "change": picture.change or None,
        "findings": [_note(note) for note in picture.notes],
        "states": list(_states(picture.chart, "")),
        "transitions": list(_transitions(picture.chart, "")),
    }


def _states(chart: Chart, around: str) -> Iterator[dict[str, object]]:
    for box in chart.boxes:
        if box.kind not in (STATE, GHOST):
            continue
        yield {
            "pointer": box.pointer if box.kind == STATE else None,
            "name": box.name,
            "known": box.kind == STATE,
            "type": box.type,
            "call": box.call,
            "comment": box.detail,
            "marks": list(box.marks),
            "line": box.line,
            "reachable": box.reachable,
            "parent": around or None,
            "change": box.change or None,
            "findings": [_note(note) for note in box.notes],
            **_data(box),
        }
        for inner in box.inner:
            yield from _states(inner, f"{box.pointer}/{inner.title}")


def _data(box: Box) -> dict[str, object]:
    return {"input": box.comes_in, "output": box.goes_out} if box.comes_in else {}


def _transitions(chart: Chart, around: str) -> Iterator[dict[str, object]]:
    names = {box.key: box.name if box.kind in (STATE, GHOST) else None for box in chart.boxes}
    for line in chart.lines:
        yield {
            "parent": around or None,
            "from": names[line.source],
            "to": names[line.target],
            "kind": line.kind,
            "labels": list(line.labels),
            "change": line.change or None,
        }
    for box in chart.boxes:
        for inner in box.inner:
            yield from _transitions(inner, f"{box.pointer}/{inner.title}")


def _note(note: Note) -> dict[str, object]:
    return {
        "rule": note.rule,
        "severity": note.severity,
        "message": note.message,
        "line": note.line,
    }
