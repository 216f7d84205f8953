"""What became of machines since another version of them: added, removed, changed.

States are the same if they have the same name in the same machine; a state that was renamed is one
that was removed and one that was added, as for everybody who refers to it.
"""

from __future__ import annotations

from asllint.graph.model import ADDED, CHANGED, REMOVED, STATE, Box, Chart, Line, Picture

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


def compared(before: Sequence[Picture], now: Sequence[Picture]) -> list[Picture]:
    """The pictures of one file as it is now, with what is new, gone and different in them.

    A machine that is no longer there is drawn as it was, all of it removed.
    """
    old = {picture.name: picture for picture in before}
    if len(before) == len(now) == 1:
        old = {now[0].name: before[0]}  # it may have got another name
    for picture in now:
        _compare(old.pop(picture.name, None), picture)
    for picture in old.values():
        _mark(picture.chart, REMOVED)
        picture.notes = []
        picture.change = REMOVED
    return [*now, *old.values()]


def kinds(picture: Picture) -> list[str]:
    """Which changes are to be seen in a picture, in the order of a legend."""
    charts = list(picture.chart.walk())
    found = {box.change for chart in charts for box in chart.boxes}
    found |= {line.change for chart in charts for line in chart.lines}
    return [change for change in (ADDED, REMOVED, CHANGED) if change in found]


def named(picture: Picture) -> dict[str, list[str]]:
    """What has changed in a picture, by `added`, `removed` and `changed`.

    Names of states, and `A → B` for transitions between states that were there and still are.
    """
    found: dict[str, list[str]] = {ADDED: [], REMOVED: [], CHANGED: []}
    for chart in picture.chart.walk():
        boxes = {box.key: box for box in chart.boxes}
        for box in chart.boxes:
            if box.change:
                found[box.change].append(box.name)
        for line in chart.lines:
            ends = boxes[line.source], boxes[line.target]
            if line.change and all(end.change in ("", CHANGED) for end in ends):
                source, target = (end.name or end.kind.capitalize() for end in ends)
                found[line.change].append(f"{source} → {target}")
    return {change: names for change, names in found.items() if names}


def _compare(before: Picture | None, now: Picture) -> None:
    if before is None:
        _mark(now.chart, ADDED)
        now.change = ADDED
        return
    _merge(before.chart, now.chart)
    if kinds(now) or before.chart.digest != now.chart.digest:
        now.change = CHANGED


def _mark(chart: Chart, change: str) -> None:
    """Mark all of a machine."""
    for each in chart.walk():
        for box in each.boxes:
            box.change = change if box.kind == STATE else ""
            if change == REMOVED:
                box.notes = []
        for line in each.lines:
            line.change = change


def _merge(before: Chart, now: Chart) -> None:
    """Mark what differs in one machine, and put in what is gone."""
    old = {box.key: box for box in before.boxes}
    for box in now.boxes:
        other = old.pop(box.key, None)
        if box.kind == STATE:
            _compare_boxes(other, box)
    end = [box for box in now.boxes if box.key in _ends(now)]
    rest = [box for box in now.boxes if box not in end]
    for box in old.values():
        box.change = REMOVED if box.kind == STATE else ""
        box.notes = []
        for inner in box.inner:
            _mark(inner, REMOVED)
    now.boxes[:] = [*rest, *old.values(), *end]
    _merge_lines(before.lines, now.lines)
    now.start = now.start or before.start


def _ends(chart: Chart) -> set[str]:
    return {box.key for box in chart.boxes if box.kind == "end"}


def _compare_boxes(before: Box | None, now: Box) -> None:
    if before is None:
        now.change = ADDED
        for inner in now.inner:
            _mark(inner, ADDED)
        return
    if before.digest != now.digest:
        now.change = CHANGED
    old = {chart.title: chart for chart in before.inner}
    for chart in now.inner:
        other = old.pop(chart.title, None)
        if other is None:
            _mark(chart, ADDED)
            continue
        _merge(other, chart)
        if other.digest != chart.digest:
            now.change = CHANGED
    for chart in old.values():
        _mark(chart, REMOVED)
        now.inner.append(chart)


def _merge_lines(before: list[Line], now: list[Line]) -> None:
    old = {(line.source, line.target, line.kind): line for line in before}
    for line in now:
        other = old.pop((line.source, line.target, line.kind), None)
        if other is None:
            line.change = ADDED
        elif other.labels != line.labels:
            line.change = CHANGED
    for line in old.values():
        line.change = REMOVED
        now.append(line)
