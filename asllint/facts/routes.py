"""Ways through a graph on which nothing is met twice: the lightest, and the heaviest.

Plain functions over a mapping from each node to those that follow it; they know nothing of states.
Without a loop both take next to no time. For the heaviest way through loops all ways have to be
tried, which is bounded (`MAX_STEPS`): then it is a heavy one, and says so.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
    from typing import Any, TypeVar

    N = TypeVar("N")
    Graph = Mapping[N, Sequence[N]]
    Weight = Callable[[N], float]

MAX_STEPS = 20_000
"""So many steps are tried in the loops of one graph, for all that lead into them together."""


class Route:
    """A way: its nodes in their order, what they weigh together, and whether none weighs more."""

    __slots__ = ("is_exact", "nodes", "weight")

    def __init__(self, nodes: list[Any], weight: float, *, is_exact: bool = True) -> None:
        self.nodes = nodes
        self.weight = weight
        self.is_exact = is_exact

    def __repr__(self) -> str:
        return f"Route({self.nodes!r}, {self.weight})"


def lightest(graph: Graph[N], start: N, weight: Weight[N], ends: Collection[N]) -> Route | None:
    """The lightest way from a node to one of `ends`; None where there is none.

    No weight is below 0. Of two that weigh the same it is the one that is found first.
    """
    from heapq import heappop, heappush

    came_from: dict[N, N | None] = {}
    row: list[tuple[float, int, N, N | None]] = [(weight(start), 0, start, None)]
    pushed = 0
    while row:
        total, _, node, before = heappop(row)
        if node in came_from:
            continue
        came_from[node] = before
        if node in ends:
            return Route(_retrace(came_from, node), total)
        for other in graph[node]:
            if other not in came_from:
                pushed += 1
                heappush(row, (total + weight(other), pushed, other, node))
    return None


def _retrace(came_from: Mapping[N, N | None], node: N) -> list[N]:
    way: list[N] = []
    at: N | None = node
    while at is not None:
        way.append(at)
        at = came_from[at]
    return way[::-1]


def heaviest(
    graph: Graph[N], parts: Sequence[Collection[N]], weight: Weight[N], ends: Collection[N]
) -> Route | None:
    """The heaviest way from the first node to one of `ends` that meets no node twice; None: none.

    `parts` are the strongly connected components of the graph, each behind all that lead to it
    (`dataflow.order.parts_of`); the first has the first node. A way may go on behind one of `ends`.
    """
    search = _Search(graph, weight, ends)
    start = next(iter(graph))
    for component in reversed(parts):
        inside = set(component)
        for node in component:
            if len(component) == 1:
                search.leave([node], weight(node), inside)
            elif node == start or search.is_entered(node, inside):
                search.walk(node, inside)
    return search.route(start)


class _Search:
    """The heaviest ways to the end, from each node at which a component is entered."""

    def __init__(self, graph: Graph[Any], weight: Weight[Any], ends: Collection[Any]) -> None:
        self.graph = graph
        self.weight = weight
        self.ends = ends
        self.steps = MAX_STEPS
        self.best: dict[Any, tuple[float, list[Any], Any]] = {}
        """For each entry: what its way weighs, the way inside of the component, and what follows
        behind that (None: it ends there)."""
        self.inexact: set[Any] = set()
        self._before: dict[Any, list[Any]] = {}
        for node, following in graph.items():
            for other in following:
                self._before.setdefault(other, []).append(node)

    def is_entered(self, node: Any, inside: set[Any]) -> bool:
        """Does something outside of the component lead to a node?"""
        return any(other not in inside for other in self._before.get(node, ()))

    def leave(self, way: list[Any], total: float, inside: set[Any]) -> None:
        """Note the best that can follow when the component is left at the end of `way`."""
        entry, node = way[0], way[-1]
        candidates: list[tuple[float, Any]] = [(total, None)] if node in self.ends else []
        candidates += [
            (total + self.best[other][0], other)
            for other in self.graph[node]
            if other not in inside and other in self.best
        ]
        for heavy, behind in candidates:
            if entry not in self.best or heavy > self.best[entry][0]:
                self.best[entry] = heavy, way[:], behind

    def walk(self, entry: Any, inside: set[Any]) -> None:
        """Try all ways through a component from one of its nodes on, as far as that is bounded."""
        way, met, total = [entry], {entry}, self.weight(entry)
        pending: list[Iterator[Any]] = [iter(self.graph[entry])]
        self.leave(way, total, inside)
        while way and self.steps > 0:
            self.steps -= 1
            other = next((to for to in pending[-1] if to in inside and to not in met), None)
            if other is None:
                pending.pop()
                met.discard(way[-1])
                total -= self.weight(way.pop())
            else:
                way.append(other)
                met.add(other)
                pending.append(iter(self.graph[other]))
                total += self.weight(other)
                self.leave(way, total, inside)
        if way:
            self.inexact.add(entry)
            self._nearest(entry, inside)

    def _nearest(self, entry: Any, inside: set[Any]) -> None:
        """Note a way of few nodes through a component where they can not all be tried."""
        came_from: dict[Any, Any] = {entry: None}
        row = [entry]
        for node in row:  # grows
            if self._is_left(node, inside):
                way = _retrace(came_from, node)
                self.leave(way, sum(map(self.weight, way)), inside)
                return
            new = [to for to in self.graph[node] if to in inside and to not in came_from]
            came_from.update(dict.fromkeys(new, node))
            row += dict.fromkeys(new)

    def _is_left(self, node: Any, inside: set[Any]) -> bool:
        """Does a way end at a node, or lead from it out of the component, and then to an end?"""
        return node in self.ends or any(
            to not in inside and to in self.best for to in self.graph[node]
        )

    def route(self, start: Any) -> Route | None:
        """The heaviest way from an entry to the end, part by part."""
        if start not in self.best:
            return None
        nodes: list[Any] = []
        is_exact, at = not self.inexact, start
        while at is not None:
            _, way, at = self.best[at]
            nodes += way
        return Route(nodes, self.best[start][0], is_exact=is_exact)
