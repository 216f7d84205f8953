"""What is wrong with a picture, told from the places alone, however they were found."""

from __future__ import annotations

import re
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from asllint.authoring import pages
from asllint.engine.linting import lint
from asllint.engine.reading import analyze
from asllint.engine.rulebook import load_rulebook
from asllint.graph.drawing import pictures
from asllint.graph.mermaid import mermaid
from asllint.graph.svg import svg
from asllint.workspace.run import Linter

if TYPE_CHECKING:
    from collections.abc import Iterator

    from asllint.graph.layout import Placed, PlacedBox, PlacedLine
    from asllint.graph.model import Picture
    from asllint.rule import Rule

Area: TypeAlias = tuple[int, int, int, int]
Piece: TypeAlias = tuple[int, int, int, int]
"""From (x, y) to (x, y), the smaller first."""


def mistakes(placed: Placed) -> Iterator[str]:
    """Everything in a machine, and in those nested in it, that should not be so."""
    yield from _boxes(placed)
    pieces = {id(line): list(_pieces(line)) for line in placed.lines}
    for line in placed.lines:
        yield from _way(line, placed, pieces[id(line)])
    for one, other in combinations(placed.lines, 2):
        if _are_strangers(one, other) and any(
            _lies_on(a, b) for a in pieces[id(one)] for b in pieces[id(other)]
        ):
            yield f"{_name(one)} lies on {_name(other)}"
    for box in placed.boxes:
        for inner, x, y in box.inner:
            if x < 0 or y < 0 or x + inner.width > box.width or y + inner.height > box.height:
                yield f"a machine leaves {box.box.name!r}"
            yield from mistakes(inner)
        areas = [(x, y, inner.width, inner.height) for inner, x, y in box.inner]
        for first, second in combinations(areas, 2):
            if _meet(first, second):
                yield f"machines meet in {box.box.name!r}"


def crossings(placed: Placed) -> int:
    """How often lines cross that have neither their source nor their target in common."""
    total = 0
    pieces = {id(line): list(_pieces(line)) for line in placed.lines}
    for one, other in combinations(placed.lines, 2):
        if _are_strangers(one, other):
            total += sum(_cross(a, b) for a in pieces[id(one)] for b in pieces[id(other)])
    return total + sum(crossings(inner) for box in placed.boxes for inner, _, _ in box.inner)


def _are_strangers(one: PlacedLine, other: PlacedLine) -> bool:
    """Have two lines neither their source nor their target in common?"""
    return one.line.source != other.line.source and one.line.target != other.line.target


def every(placed: Placed) -> Iterator[Placed]:
    """A machine and all that are nested in it."""
    yield placed
    for box in placed.boxes:
        for inner, _, _ in box.inner:
            yield from every(inner)


def _boxes(placed: Placed) -> Iterator[str]:
    for one, other in combinations(placed.boxes, 2):
        if _meet(_area(one), _area(other)):
            yield f"{one.box.name!r} meets {other.box.name!r}"
    for box in placed.boxes:
        x, y, width, height = _area(box)
        if x < 0 or y < 0 or x + width > placed.width or y + height > placed.height:
            yield f"{box.box.name!r} is outside"


def _way(line: PlacedLine, placed: Placed, pieces: list[Piece]) -> Iterator[str]:
    name = _name(line)
    if any(x != to_x and y != to_y for x, y, to_x, to_y in pieces):
        yield f"{name} is slanted"
    yield from _ends(line, placed)
    for box in placed.boxes:
        if any(_hits(piece, _area(box)) for piece in pieces):
            yield f"{name} goes through {box.box.name!r}"
    areas = [area for area in (line.label, line.pill) if area is not None]
    for area in areas:
        for box in placed.boxes:
            if _meet(area, _area(box)):
                yield f"what is written at {name} meets {box.box.name!r}"
        for other in placed.lines:
            if other is line:
                continue
            if any(_hits(piece, area) for piece in _pieces(other)):
                yield f"what is written at {name} is hit by {_name(other)}"
            for theirs in (other.label, other.pill):
                if theirs is not None and _meet(area, theirs):
                    yield f"what is written at {name} meets that at {_name(other)}"


def _ends(line: PlacedLine, placed: Placed) -> Iterator[str]:
    """Does it begin at its source, and end at its target or its pill?"""
    areas = {box.box.key: _area(box) for box in placed.boxes}
    if not _touches(line.points[0], areas[line.line.source]):
        yield f"{_name(line)} does not begin at its source"
    target = areas[line.line.target] if line.pill is None else line.pill
    if not _touches(line.points[-1], target):
        yield f"{_name(line)} does not end at its target"


def _touches(point: tuple[int, int], area: Area) -> bool:
    x, y, width, height = area
    return x <= point[0] <= x + width and point[1] in (y, y + height)


def _name(line: PlacedLine) -> str:
    return f"{line.line.source!r} → {line.line.target!r}"


def _area(box: PlacedBox) -> Area:
    return box.x, box.y, box.width, box.height


def _pieces(line: PlacedLine) -> Iterator[Piece]:
    for (x, y), (to_x, to_y) in zip(line.points, line.points[1:], strict=False):
        if (x, y) != (to_x, to_y):
            yield min(x, to_x), min(y, to_y), max(x, to_x), max(y, to_y)


def _meet(one: Area, other: Area) -> bool:
    return (
        one[0] < other[0] + other[2]
        and other[0] < one[0] + one[2]
        and one[1] < other[1] + other[3]
        and other[1] < one[1] + one[3]
    )


def _hits(piece: Piece, area: Area) -> bool:
    x, y, width, height = area
    return piece[0] < x + width and x < piece[2] + (piece[0] == piece[2]) * 0.5 and (
        piece[1] < y + height and y < piece[3] + (piece[1] == piece[3]) * 0.5
    )  # fmt: skip


def _lies_on(one: Piece, other: Piece) -> bool:
    """Do two pieces share more than a point?"""
    if one[0] == one[2] == other[0] == other[2]:
        return max(one[1], other[1]) < min(one[3], other[3])
    if one[1] == one[3] == other[1] == other[3]:
        return max(one[0], other[0]) < min(one[2], other[2])
    return False


def _cross(one: Piece, other: Piece) -> bool:
    if one[0] == one[2] and other[1] == other[3]:
        return other[0] < one[0] < other[2] and one[1] < other[1] < one[3]
    if one[1] == one[3] and other[0] == other[2]:
        return one[0] < other[0] < one[2] and other[1] < one[1] < other[3]
    return False


# --- the pictures that are kept -------------------------------------------------------------------

KEPT = Path(__file__).parent / "graph"


def drawn(*paths: str | Path, **options: Any) -> list[Picture]:
    """The pictures of some files, with what is found in them."""
    linter = Linter()
    found = []
    for analysis in linter.project([str(path) for path in paths]).analyses():
        report = linter.lint(analysis)
        found += pictures(analysis, report.diagnostics, **options)
        analysis.release()
    return found


def kept() -> list[Path]:
    """The definitions whose pictures are kept beside them."""
    return sorted(path for path in KEPT.iterdir() if path.suffix in (".json", ".yaml"))


# --- the flowcharts on pages ----------------------------------------------------------------------


def with_flowcharts() -> list[Rule]:
    """The rules whose pages have flowcharts."""
    rules = load_rulebook().rules.values()
    return [rule for rule in rules if "```mermaid" in Path(rule.page).read_text("utf-8")]


def redrawn(page: str, rule: Rule | None = None) -> str:
    """A page with every flowchart as it is now: of the example above it, with what the rule of the
    page finds there.
    """
    examples = pages.examples(page)

    def fence(match: re.Match[str]) -> str:
        example = [one for one in examples if one.end <= match.start()][-1]
        analysis = analyze(example.body, example.path)
        (picture,) = pictures(analysis, lint(analysis, [] if rule is None else [rule]))
        return f"```mermaid\n{mermaid(picture)}```"

    return re.sub(r"^```mermaid\n(.*?)^```$", fence, page, flags=re.MULTILINE | re.DOTALL)


if __name__ == "__main__":
    for drawn_rule in with_flowcharts():
        page_file = Path(drawn_rule.page)
        page_file.write_text(redrawn(page_file.read_text("utf-8"), drawn_rule), "utf-8")
    for definition in kept():
        (picture,) = drawn(definition)
        picture.path = definition.name
        definition.with_suffix(".svg").write_text(svg(picture), "utf-8")
