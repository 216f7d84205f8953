"""Where everything in a picture is: layers from the top to the bottom, all lines upright or level.

A machine is placed by itself, and a nested one makes a box of the machine around it, since no
transition leaves a machine. The steps are those of Sugiyama, Tagawa and Toda ("Methods for visual
understanding of hierarchical system structures", 1981): lines that lead back are turned round; a
rank for each box by its longest way; at each rank that a line crosses, a bend of it; an order in
each rank with few crossings; then places, in whole pixels.

A line spans two ranks at least: what is written at it has a rank of its own, and hits nothing.
"""

from __future__ import annotations

from asllint.graph import sizes
from asllint.graph.grid import Edge, Slot, join_items
from asllint.graph.model import CATCH
from asllint.graph.order import ordered
from asllint.graph.ranks import edges_of, ranked
from asllint.graph.route import tracks
from asllint.graph.spread import spread

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

    from asllint.graph.model import Box, Chart, Line

    Point: TypeAlias = tuple[int, int]
    Area: TypeAlias = tuple[int, int, int, int]

PADDING = 14
"""Between the border of a box and the machines in it."""
APART = 18
"""Between machines that stand side by side."""
HEAD = 8
"""Between a box's own text and the machines in it."""
MAX_IN_ROW = 4
"""So many machines of a Parallel stand side by side; more are in several rows."""
MAX_SPAN = 24
"""A line over more ranks is a pill at its source that says where it leads."""
MAX_BENDS = 20_000
GAP = 12
"""The least height between two ranks."""
TRACK = 8
"""Between two level pieces of lines."""
MAX_DEPTH = 60
"""What is nested deeper is shown as closed."""


class PlacedBox:
    """A box with its place in the machine, and the machines in it."""

    __slots__ = ("box", "height", "inner", "width", "x", "y")

    def __init__(self, box: Box, width: int, height: int) -> None:
        self.box = box
        self.x = self.y = 0
        """Its upper left corner."""
        self.width, self.height = width, height
        self.inner: list[tuple[Placed, int, int]] = []
        """The machines in it, from its own upper left corner on."""


class PlacedLine:
    """A line with the corners of its way, and where something is written at it."""

    __slots__ = ("label", "line", "pill", "points", "texts")

    def __init__(self, line: Line, points: list[Point]) -> None:
        self.line = line
        self.points = points
        """From its source to its target, or to its pill."""
        self.label: Area | None = None
        """Left, top, width, height of what is written at it."""
        self.texts: tuple[str, ...] = ()
        self.pill: Area | None = None
        """Left, top, width, height of the pill at which it ends."""


class Placed:
    """A machine with the places of all that is in it, from its own upper left corner on."""

    __slots__ = ("boxes", "chart", "height", "lines", "width")

    def __init__(self, chart: Chart) -> None:
        self.chart = chart
        self.width = 0
        self.height = 0
        self.boxes: list[PlacedBox] = []
        self.lines: list[PlacedLine] = []


def laid_out(chart: Chart, depth: int = 0) -> Placed:
    """Place a machine and all in it. Takes time by its states and lines, but for a logarithm."""
    placed = Placed(chart)
    if not chart.boxes:
        placed.width = placed.height = 2 * PADDING
        return placed
    boxes = {box.key: _sized(box, depth) for box in chart.boxes}
    edges = edges_of(chart)
    ranks = ranked(chart, edges)
    _choose_pills(edges, ranks)
    rows = _rows(boxes, edges, ranks)
    ordered(rows)
    spread(rows)
    _set_down(placed, rows, boxes)
    placed.lines = [_line(edge) for edge in edges]
    return placed


def _sized(box: Box, depth: int) -> PlacedBox:
    """A box with its size, and the machines in it placed."""
    placed = PlacedBox(box, *sizes.box_size(box))
    if not box.inner or box.collapsed or depth >= MAX_DEPTH:
        return placed
    inner = [laid_out(chart, depth + 1) for chart in box.inner]
    y = placed.height + HEAD
    rows = [inner[at : at + MAX_IN_ROW] for at in range(0, len(inner), MAX_IN_ROW)]
    widths = [sum(one.width for one in row) + APART * (len(row) - 1) for row in rows]
    placed.width = max(placed.width, max(widths) + 2 * PADDING)
    placed.width += placed.width % 2
    for row, width in zip(rows, widths, strict=True):
        x = (placed.width - width) // 2
        for chart in row:
            placed.inner.append((chart, x, y))
            x += chart.width + APART
        y += max(chart.height for chart in row) + APART
    placed.height = y - APART + PADDING
    return placed


def _choose_pills(edges: list[Edge], ranks: dict[str, int]) -> None:
    """The longest lines, and those that lead back to their own source, become pills."""
    spans = {id(edge): ranks[edge.lower] - ranks[edge.upper] for edge in edges}
    bends = 0
    for edge in edges:
        edge.is_pill = not 0 < spans[id(edge)] <= MAX_SPAN
        bends += 0 if edge.is_pill else spans[id(edge)] - 1
    if bends > MAX_BENDS:
        for edge in sorted(edges, key=lambda edge: -spans[id(edge)]):
            if bends > MAX_BENDS and not edge.is_pill and spans[id(edge)] > 2:
                edge.is_pill = True
                bends -= spans[id(edge)] - 1


# --- items in ranks -------------------------------------------------------------------------------


def _rows(
    boxes: dict[str, PlacedBox], edges: list[Edge], ranks: dict[str, int]
) -> list[list[Slot]]:
    """All items, by rank."""
    last = max(ranks.values()) + 2 * any(edge.is_pill for edge in edges)
    rows: list[list[Slot]] = [[] for _ in range(last + 1)]
    items: dict[str, Slot] = {}
    for key, placed in boxes.items():
        item = items[key] = Slot(ranks[key], placed.width, placed.height)
        item.box = placed.box
        rows[item.rank].append(item)
    for edge in edges:
        if edge.is_pill:
            _add_pill(edge, items[edge.line.source], rows, boxes[edge.line.target].box)
        else:
            _add_bends(edge, items, rows)
    return [row for row in rows if row]


def _add_pill(edge: Edge, source: Slot, rows: list[list[Slot]], target: Box) -> None:
    """A pill below its source, and what is written on the way to it."""
    edge.is_back = False
    texts = (sizes.shortened(f"→ {target.name or 'End'}", sizes.LABEL_WIDTH, sizes.LABEL_SIZE),)
    pill = Slot(source.rank + 2, sizes.label_size(texts)[0] + 8, sizes.PILL_HEIGHT)
    pill.edge, pill.texts = edge, texts
    bend = _bend(edge, source.rank + 1, is_labelled=True)
    rows[bend.rank].append(bend)
    rows[pill.rank].append(pill)
    join_items(edge, source, bend, upper_port=_port(edge, source, is_source=True))
    join_items(edge, bend, pill)


def _add_bends(edge: Edge, items: dict[str, Slot], rows: list[list[Slot]]) -> None:
    """Where a line passes on its way; what is written at it stands near to its source."""
    upper, lower = items[edge.upper], items[edge.lower]
    labelled = lower.rank - 1 if edge.is_back else upper.rank + 1
    above, port = upper, _port(edge, upper, is_source=not edge.is_back)
    for rank in range(upper.rank + 1, lower.rank):
        bend = _bend(edge, rank, is_labelled=rank == labelled)
        rows[rank].append(bend)
        join_items(edge, above, bend, upper_port=port)
        above, port = bend, 0
    lower_port = _port(edge, lower, is_source=edge.is_back)
    join_items(edge, above, lower, upper_port=port, lower_port=lower_port)


def _bend(edge: Edge, rank: int, *, is_labelled: bool) -> Slot:
    texts = sizes.label_lines(edge.line.label) if is_labelled else ()
    item = Slot(rank, *sizes.label_size(texts))
    item.edge, item.texts = edge, texts
    return item


def _port(edge: Edge, item: Slot, *, is_source: bool) -> int:
    """How far from the middle of a box a line leaves or enters it.

    What leads back stands to the left, catchers to the right; all else is one stem.
    """
    if edge.is_back:
        return -(item.width * 3 // 10)
    if is_source and edge.line.kind == CATCH:
        return item.width * 3 // 10
    return 0


# --- places ---------------------------------------------------------------------------------------


def _set_down(placed: Placed, rows: list[list[Slot]], boxes: dict[str, PlacedBox]) -> None:
    """Heights, tracks, and the size of it all."""
    left = min(item.x - item.width // 2 for row in rows for item in row)
    for item in (item for row in rows for item in row):
        item.x -= left
        placed.width = max(placed.width, item.x + item.width // 2)
    y = 0
    for row in rows:
        for item in row:
            item.y = y
            if item.box is not None:
                box = boxes[item.box.key]
                box.x, box.y = item.x - item.width // 2, y
                placed.boxes.append(box)
        placed.height = y = y + max(item.height for item in row)
        links = [link for item in row for link in item.down]
        count = tracks(links)
        for link in links:
            link.track = y + TRACK * (link.track + 1)
        y += max(GAP, (count + 1) * TRACK)


def _line(edge: Edge) -> PlacedLine:
    """The way of a line, from its source on."""
    first, last = edge.links[0], edge.links[-1]
    points = [(first.top, first.upper.y + first.upper.height)]
    for link in edge.links:
        if link.top != link.bottom:
            points += [(link.top, link.track), (link.bottom, link.track)]
    points.append((last.bottom, last.lower.y))
    placed = PlacedLine(edge.line, points[::-1] if edge.is_back else points)
    for link in edge.links[1:]:
        bend = link.upper
        if bend.texts:
            placed.texts = bend.texts
            placed.label = (bend.x - bend.width // 2, bend.y, bend.width, bend.height)
    if edge.is_pill:
        pill = last.lower
        placed.pill = (pill.x - pill.width // 2, pill.y, pill.width, pill.height)
    return placed
