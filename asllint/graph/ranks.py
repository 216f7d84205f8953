"""In which rank each box stands: by its longest way from where the machine begins."""

from __future__ import annotations

from asllint.graph.grid import Edge
from asllint.graph.model import END

TYPE_CHECKING = False
if TYPE_CHECKING:
    from asllint.graph.model import Chart

STEP = 2
"""A line leads at least so many ranks down: what is written at it has one of its own."""


def edges_of(chart: Chart) -> list[Edge]:
    """The lines of a machine; those that lead back are turned round."""
    edges = [Edge(line) for line in chart.lines]
    below: dict[str, list[Edge]] = {box.key: [] for box in chart.boxes}
    entered = set()
    for edge in edges:
        if edge.upper != edge.lower:
            below[edge.upper].append(edge)
            entered.add(edge.lower)
    _turn_back(_roots(chart, entered), below)
    return edges


def _roots(chart: Chart, entered: set[str]) -> list[str]:
    """Where to begin, in whatever order the file is: the start, what nothing leads to, the rest."""
    first = [chart.start] if chart.start else []
    keys = sorted(box.key for box in chart.boxes if box.key not in first)
    return [
        *first,
        *(key for key in keys if key not in entered),
        *(key for key in keys if key in entered),
    ]


def _turn_back(roots: list[str], below: dict[str, list[Edge]]) -> None:
    """Turn the lines that lead to a box on the way to which one just is, depth first."""
    on_the_way, done = set[str](), set[str]()
    for root in roots:
        if root in done:
            continue
        on_the_way.add(root)
        pending = [(root, iter(below[root]))]
        while pending:
            key, edges = pending[-1]
            for edge in edges:
                target = edge.line.target
                if target in on_the_way:
                    edge.turn()
                elif target not in done:
                    on_the_way.add(target)
                    pending.append((target, iter(below[target])))
                    break
            else:
                pending.pop()
                on_the_way.discard(key)
                done.add(key)


def ranked(chart: Chart, edges: list[Edge]) -> dict[str, int]:
    """The rank of each box; the end is below all else."""
    ranks = {box.key: 0 for box in chart.boxes}
    above = dict.fromkeys(ranks, 0)
    below: dict[str, list[str]] = {key: [] for key in ranks}
    for edge in edges:
        if edge.upper != edge.lower:
            above[edge.lower] += 1
            below[edge.upper].append(edge.lower)
    pending = [key for key, count in above.items() if not count]
    while pending:
        key = pending.pop()
        for lower in below[key]:
            ranks[lower] = max(ranks[lower], ranks[key] + STEP)
            above[lower] -= 1
            if not above[lower]:
                pending.append(lower)
    last = max(ranks.values())
    for box in chart.boxes:
        if box.kind == END and len(ranks) > 1:
            ranks[box.key] = max(ranks[box.key], last)
    return ranks
