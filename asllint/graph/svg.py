"""A picture as SVG: one file that needs nothing else, in light and dark, and readable as text.

What the user wrote is text here and nothing else: every name passes through `escaped`.
"""

from __future__ import annotations

from asllint.graph import sizes
from asllint.graph.changes import kinds
from asllint.graph.icons import icon
from asllint.graph.layout import Placed, PlacedBox, PlacedLine, laid_out
from asllint.graph.model import END, GHOST, START, STATE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from asllint.graph.layout import Area, Point
    from asllint.graph.model import Box, Picture

MARGIN = 16
RADIUS = 6
"""Of the corners of lines and boxes."""
LEGEND_HEIGHT = 12 + MARGIN
LEGEND_STEP = 88
"""How wide an entry of the legend is."""

FONT = "Arial, 'Liberation Sans', Helvetica, sans-serif"

LIGHT = {
    "paper": "#ffffff", "ink": "#16191f", "faint": "#5f6b7a", "line": "#687078", "box": "#ffffff",
    "edge": "#879196", "group": "#f7f9fa", "catch": "#8a5a1c", "error": "#d13212",
    "warning": "#b45f06", "info": "#0073bb", "added": "#1d8102", "removed": "#d13212",
    "changed": "#9a6700",
}  # fmt: skip
DARK = {
    "paper": "#16191f", "ink": "#e9ebed", "faint": "#a3adb8", "line": "#95a0ab", "box": "#232b37",
    "edge": "#5f6b7a", "group": "#1b212b", "catch": "#d9a560", "error": "#ff6b52",
    "warning": "#f0a742", "info": "#4cb2f0", "added": "#5fc74a", "removed": "#ff6b52",
    "changed": "#e0b13c",
}  # fmt: skip

_SIGNS = {
    "retry": (
        "M8.5.5v3.8H4.7l1.4-1.4a2.9 2.9 0 1 0 1.7 3.6h1.4a4.3 4.3 0 1 1-2.1-4.6z",
        "it is tried again after errors (Retry)",
    ),
    "sync": ("M2 .5h6v2.2L6 5l2 2.3v2.2H2V7.3L4 5 2 2.7z", "waits for the end of the job (.sync)"),
    "token": (
        "M4 .8v2.4h3.2c2.4 0 2.4 6 0 6H4V7.7h2.6c.9 0 .9-2.9 0-2.9H4v2.4L.6 4z",
        "waits for an answer with a token (.waitForTaskToken)",
    ),
}
"""Path and meaning of each mark, on a field of 10 by 10."""


def variables(colours: dict[str, str]) -> str:
    """Colours as custom properties of CSS."""
    return "".join(f"--{name}:{value};" for name, value in colours.items())


STYLE = (
    f"""
.asl{{{variables(LIGHT)}font-family:{FONT}}}
@media (prefers-color-scheme:dark){{.asl{{{variables(DARK)}}}}}
.asl .paper{{fill:var(--paper)}}
.asl .box{{fill:var(--box);stroke:var(--edge);stroke-width:1}}
.asl .group{{fill:var(--group);stroke:var(--edge);stroke-dasharray:5 3}}
.asl .branch{{fill:none;stroke:var(--edge);stroke-width:.6;stroke-dasharray:2 3}}
.asl .name{{fill:var(--ink);font-size:{sizes.NAME_SIZE}px;font-weight:bold}}
.asl .call,.asl .mark{{fill:var(--faint);font-size:{sizes.CALL_SIZE}px}}
.asl .icon{{fill:#fff}}
.asl .end{{fill:var(--box);stroke:var(--edge)}}
.asl .small{{fill:var(--ink);font-size:8px;text-anchor:middle}}
.asl .line{{fill:none;stroke:var(--line);stroke-width:1.2}}
.asl .tip{{fill:var(--line)}}
.asl .catch{{stroke:var(--catch);stroke-dasharray:5 3}}
.asl .catch.tip{{fill:var(--catch);stroke:none}}
.asl .label{{fill:var(--paper)}}
.asl .group~g .label,.asl .branch~g .label{{fill:var(--group)}}
.asl .text{{fill:var(--ink);font-size:{sizes.LABEL_SIZE}px;text-anchor:middle}}
.asl .catch.text{{fill:var(--catch);stroke:none}}
.asl .pill{{fill:var(--group);stroke:var(--line)}}
.asl .ghost .box{{stroke:var(--error);stroke-dasharray:4 3;fill:none}}
.asl .ghost .name{{fill:var(--error)}}
.asl .unreachable .box,.asl .unreachable .group{{stroke-dasharray:3 3;opacity:.75}}
.asl .unreachable .name{{fill:var(--faint)}}
.asl .toggle{{fill:var(--faint);font-size:13px;cursor:pointer}}
.asl .count{{fill:#fff;font-size:9px;font-weight:bold;text-anchor:middle}}
"""
    + "".join(
        f".asl .{name}>.box,.asl .{name}>.group{{stroke:var(--{name});stroke-width:2}}"
        f".asl .badge.{name}{{fill:var(--{name})}}\n"
        for name in ("info", "warning", "error")
    )
    + "".join(
        f".asl .{name}>.box,.asl .{name}>.group{{stroke:var(--{name});stroke-width:2.5}}"
        f".asl .line.{name}{{stroke:var(--{name});stroke-width:2}}"
        f".asl .tip.{name}{{fill:var(--{name})}}\n"
        for name in ("added", "removed", "changed")
    )
    + ".asl .removed{opacity:.75}.asl .removed>.box,.asl .removed>.group,.asl .line.removed"
    "{stroke-dasharray:2 3}\n"
)
"""The style of all pictures; whoever shows one may set the colours anew."""


def svg(
    picture: Picture, *, prefix: str = "", styled: bool = True, with_toggles: bool = False
) -> str:
    """A picture as one SVG document.

    `prefix` keeps apart the places of several pictures on one page, which has the style once.
    `with_toggles` are signs at states that can be closed and opened (`data-toggle`), for editors.
    """
    placed = laid_out(picture.chart)
    changes = kinds(picture)
    width = max(placed.width, LEGEND_STEP * len(changes)) + 2 * MARGIN
    foot = placed.height + 2 * MARGIN
    height = foot + (LEGEND_HEIGHT if changes else 0)
    title = escaped(picture.name)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="asl" role="img" '
        f'width="{width}" height="{height}" viewBox="0 0 {width} {height}">',
        f"<title>{title}</title>",
    ]
    if styled:
        parts.append(f"<style>{STYLE}</style>")
    parts.append(f'<rect class="paper" width="{width}" height="{height}"/>')
    parts += _Writer(prefix, with_toggles=with_toggles).chart(placed, MARGIN, MARGIN)
    for index, change in enumerate(changes):
        parts += _legend(change, MARGIN + LEGEND_STEP * index, foot)
    parts.append("</svg>\n")
    return "\n".join(parts)


def escaped(text: str) -> str:
    """A text as a part of XML: what has a meaning there is written so that it has none."""
    clean = "".join(
        char if char in "\t\n" or " " <= char <= "\ud7ff" or char > "\udfff" else "\ufffd"
        for char in text.replace("\ufffe", "\ufffd").replace("\uffff", "\ufffd")
    )
    for char, entity in (
        ("&", "&amp;"),
        ("<", "&lt;"),
        (">", "&gt;"),
        ('"', "&quot;"),
        ("'", "&#39;"),
    ):
        clean = clean.replace(char, entity)
    return clean


def _legend(change: str, x: int, y: int) -> Iterator[str]:
    """What the colour of a change means."""
    yield f'<g class="legend {change}">'
    yield f'<rect class="box" x="{x}" y="{y}" width="16" height="12" rx="3"/>'
    yield f'<text class="call" x="{x + 22}" y="{y + 10}">{change}</text>'
    yield "</g>"


# --- machines and boxes ---------------------------------------------------------------------------


class _Writer:
    """Writes machines and what is in them."""

    def __init__(self, prefix: str, *, with_toggles: bool) -> None:
        self.prefix = prefix
        self.with_toggles = with_toggles

    def chart(self, placed: Placed, x: int, y: int) -> Iterator[str]:
        """A machine at a place."""
        yield f'<g transform="translate({x} {y})">'
        for line in placed.lines:
            yield from _line(line)
        for line in placed.lines:
            yield from _texts(line)
        for box in placed.boxes:
            yield from self.box(box)
        yield "</g>"

    def box(self, placed: PlacedBox) -> Iterator[str]:
        """A box with the machines in it."""
        box = placed.box
        if box.kind in (START, END):
            yield from _circle(placed)
            return
        classes = [box.kind, box.worst(), box.change, "" if box.reachable else "unreachable"]
        place = escaped(self.prefix + box.pointer)
        pointer = f' data-pointer="{place}"' if box.kind == STATE else ""
        yield f'<g class="{" ".join(filter(None, classes))}"{pointer}>'
        yield f"<title>{escaped(tooltip(box))}</title>"
        shape = "group" if placed.inner else "box"
        yield (
            f'<rect class="{shape}" x="{placed.x}" y="{placed.y}" width="{placed.width}" '
            f'height="{placed.height}" rx="{RADIUS}"/>'
        )
        yield from _head(placed)
        for chart, x, y in placed.inner:
            if len(placed.inner) > 1:
                yield (
                    f'<rect class="branch" x="{placed.x + x - 6}" y="{placed.y + y - 6}" '
                    f'width="{chart.width + 12}" height="{chart.height + 12}" rx="{RADIUS}"/>'
                )
            yield from self.chart(chart, placed.x + x, placed.y + y)
        yield from _badge(placed)
        if self.with_toggles and box.inner:
            x, y = placed.x + placed.width - 16, placed.y + placed.height - 6
            sign = "▸" if box.collapsed else "▾"
            yield f'<text class="toggle" data-toggle="{place}" x="{x}" y="{y}">{sign}</text>'
        yield "</g>"


def _circle(placed: PlacedBox) -> Iterator[str]:
    radius = placed.width // 2
    x, y = placed.x + radius, placed.y + radius
    yield f'<circle class="end" cx="{x}" cy="{y}" r="{radius}"/>'
    yield f'<text class="small" x="{x}" y="{y + 3}">{placed.box.kind.capitalize()}</text>'


def _head(placed: PlacedBox) -> Iterator[str]:
    """Icon, call and name of a box."""
    box, x, y = placed.box, placed.x, placed.y
    names = sizes.name_lines(box)
    if box.kind == GHOST:
        middle = x + placed.width // 2
        for index, line in enumerate(names):
            yield (
                f'<text class="name" text-anchor="middle" x="{middle}" '
                f'y="{y + 18 + 15 * index}">{escaped(line)}</text>'
            )
        return
    colour, path = icon(box)
    yield f'<rect x="{x + 8}" y="{y + 9}" width="24" height="24" rx="4" fill="{colour}"/>'
    yield f'<path class="icon" transform="translate({x + 12} {y + 13})" d="{path}"/>'
    left = x + sizes.ICON
    yield f'<text class="call" x="{left}" y="{y + 16}">{escaped(sizes.shortened_call(box))}</text>'
    for index, line in enumerate(names):
        yield f'<text class="name" x="{left}" y="{y + 31 + 15 * index}">{escaped(line)}</text>'
    right = x + placed.width - 18
    for mark in reversed(box.marks):
        path, meaning = _SIGNS[mark]
        yield (
            f'<path class="mark" transform="translate({right} {y + 7})" d="{path}">'
            f"<title>{meaning}</title></path>"
        )
        right -= 13


def _badge(placed: PlacedBox) -> Iterator[str]:
    """How many findings there are at a box, in the colour of the worst."""
    box = placed.box
    worst = box.worst()
    if worst:
        x, y = placed.x + placed.width - 2, placed.y + 2
        yield f'<circle class="badge {worst}" cx="{x}" cy="{y}" r="8"/>'
        count = len(box.notes)
        yield f'<text class="count" x="{x}" y="{y + 3}">{count if count < 100 else "…"}</text>'


def tooltip(box: Box) -> str:
    """What is said of a box besides."""
    if box.kind == GHOST:
        return f'there is no state "{box.name}"'
    lines = [f"{box.name} ({box.call})", box.change, box.detail]
    if not box.reachable:
        lines.append("no path leads here")
    lines += [f"{note.severity}[{note.rule}]: {note.message}" for note in box.notes]
    return "\n".join(filter(None, lines))


# --- lines ----------------------------------------------------------------------------------------


def _line(placed: PlacedLine) -> Iterator[str]:
    line = placed.line
    classes = " ".join(filter(None, (line.kind, line.change)))
    yield f'<path class="line {classes}" d="{_path(placed.points)}"/>'
    if placed.pill is None:
        yield f'<path class="tip {classes}" d="{_tip(placed.points)}"/>'


def _path(points: list[Point]) -> str:
    """The way of a line, with rounded corners."""
    points = _corners(points)
    parts = [f"M{points[0][0]} {points[0][1]}"]
    for before, here, after in zip(points, points[1:], points[2:], strict=False):
        room = min(RADIUS, _length(before, here) // 2, _length(here, after) // 2)
        x, y = _towards(here, before, room)
        to_x, to_y = _towards(here, after, room)
        parts.append(f"L{x} {y}Q{here[0]} {here[1]} {to_x} {to_y}")
    parts.append(f"L{points[-1][0]} {points[-1][1]}")
    return "".join(parts)


def _corners(points: list[Point]) -> list[Point]:
    """A way without the points at which it goes straight on."""
    found: list[Point] = []
    for point in points:
        if found and found[-1] == point:
            continue
        if len(found) > 1 and (
            found[-2][0] == found[-1][0] == point[0] or found[-2][1] == found[-1][1] == point[1]
        ):
            found[-1] = point
        else:
            found.append(point)
    return found if len(found) > 1 else [*found, found[0]]


def _length(one: Point, other: Point) -> int:
    return abs(one[0] - other[0]) + abs(one[1] - other[1])


def _towards(start: Point, end: Point, distance: int) -> Point:
    """A point so far from the start of an upright or level line."""
    if start[0] == end[0]:
        return start[0], start[1] + (distance if end[1] > start[1] else -distance)
    return start[0] + (distance if end[0] > start[0] else -distance), start[1]


def _tip(points: list[Point]) -> str:
    """The head of an arrow."""
    x, y = points[-1]
    back = -6 if points[-2][1] < y else 6
    return f"M{x} {y}l-4 {back}h8z"


def _texts(placed: PlacedLine) -> Iterator[str]:
    """What is written at a line, and the pill that it ends in."""
    line = placed.line
    if placed.label is not None:
        yield from _written(placed.label, placed.texts, "label", line.kind, "\n".join(line.labels))
    if placed.pill is not None:
        x, y, width, height = placed.pill
        name = _name_of_target(line.target)
        text = sizes.shortened(f"→ {name}", sizes.LABEL_WIDTH, sizes.LABEL_SIZE)
        yield (
            f'<rect class="pill" x="{x}" y="{y}" width="{width}" height="{height}" '
            f'rx="{height // 2}"/>'
        )
        yield f'<text class="text" x="{x + width // 2}" y="{y + 14}">{escaped(text)}</text>'


def _name_of_target(key: str) -> str:
    return key.lstrip("\0").removeprefix("ghost ") if key[:1] == "\0" else key


def _written(
    area: Area, texts: tuple[str, ...], shape: str, kind: str, whole: str
) -> Iterator[str]:
    x, y, width, height = area
    yield f"<g><title>{escaped(whole)}</title>"
    yield f'<rect class="{shape}" x="{x}" y="{y}" width="{width}" height="{height}"/>'
    for index, text in enumerate(texts):
        yield (
            f'<text class="text {kind}" x="{x + width // 2}" '
            f'y="{y + 12 + sizes.LABEL_LINE * index}">{escaped(text)}</text>'
        )
    yield "</g>"
