"""Ways through a graph: the lightest and the heaviest, against all ways there are."""

from __future__ import annotations

from collections.abc import Callable, Collection
from itertools import pairwise

import networkx as nx
from hypothesis import given
from hypothesis import strategies as st

from asllint.facts.routes import Route, heaviest, lightest

Graph = dict[int, list[int]]

DIAMOND: Graph = {0: [1, 2], 1: [3], 2: [3], 3: []}
LOOP: Graph = {0: [1], 1: [2, 4], 2: [3], 3: [1], 4: []}


def one(node: int) -> float:
    return 1


def own(node: int) -> float:
    return node


def heavy(
    graph: Graph, start: int, weight: Callable[[int], float], ends: Collection[int]
) -> Route | None:
    """The heaviest way, in the components as networkx finds them."""
    edges = nx.DiGraph([(node, to) for node in graph for to in graph[node]])
    edges.add_nodes_from(graph)
    reached = {start, *nx.descendants(edges, start)}
    parts = list(nx.strongly_connected_components(edges.subgraph(reached)))[::-1]
    first = {start: graph[start]}
    return heaviest({**first, **{node: graph[node] for node in reached}}, parts, weight, ends)


def test_the_lighter_of_two_ways() -> None:
    found = lightest(DIAMOND, 0, own, {3})
    assert found is not None
    assert (found.nodes, found.weight) == ([0, 1, 3], 4)


def test_the_heavier_of_two_ways() -> None:
    found = heavy(DIAMOND, 0, own, {3})
    assert found is not None
    assert (found.nodes, found.weight, found.is_exact) == ([0, 2, 3], 5, True)
    assert repr(found) == "Route([0, 2, 3], 5)"


def test_of_ways_that_weigh_the_same_the_first() -> None:
    for find in (lightest, heavy):
        found = find(DIAMOND, 0, one, {3})
        assert found is not None
        assert found.nodes == [0, 1, 3]


def test_a_loop_is_not_gone_round() -> None:
    for find in (lightest, heavy):
        found = find(LOOP, 0, one, {4})
        assert found is not None
        assert (found.nodes, found.weight) == ([0, 1, 4], 3)


def test_a_way_may_go_on_behind_an_end() -> None:
    found = heavy({0: [1], 1: []}, 0, one, {0, 1})
    assert found is not None
    assert found.nodes == [0, 1]
    found = lightest({0: [1], 1: []}, 0, one, {0, 1})
    assert found is not None
    assert found.nodes == [0]


def test_a_node_that_leads_to_itself() -> None:
    found = heavy({0: [0, 1], 1: []}, 0, one, {1})
    assert found is not None
    assert (found.nodes, found.weight) == ([0, 1], 2)


def test_no_way_leads_to_an_end() -> None:
    assert lightest({0: [1], 1: [0]}, 0, one, set()) is None
    assert heavy({0: [1], 1: [0]}, 0, one, set()) is None


def clique(size: int) -> Graph:
    """Each node leads to all others, the last one to an end, too."""
    graph = {node: [to for to in range(size) if to != node] for node in range(size)}
    graph[size - 1].append(size)
    return {**graph, size: []}


def test_where_not_all_ways_can_be_tried_it_is_said() -> None:
    found = heavy(clique(30), 0, one, {30})
    assert found is not None
    assert not found.is_exact
    assert (found.nodes[0], found.nodes[-1]) == (0, 30)
    assert len(set(found.nodes)) == len(found.nodes)


def test_a_dead_part_that_takes_all_steps_hides_no_end() -> None:
    graph = clique(12)
    graph[11].remove(12)
    graph[0].append(13)  # tried last
    graph = {**graph, 13: [0, 14], 14: []}
    found = heavy(graph, 0, one, {14})
    assert found is not None
    assert (found.nodes, found.is_exact) == ([0, 13, 14], False)


def test_a_long_way_needs_no_stack() -> None:
    graph = {node: [node + 1] for node in range(20_000)} | {20_000: []}
    found = heavy(graph, 0, one, {20_000})
    assert found is not None
    assert found.weight == 20_001


graphs = st.integers(1, 6).flatmap(
    lambda size: st.tuples(
        st.lists(
            st.lists(st.integers(0, size - 1), max_size=4, unique=True),
            min_size=size,
            max_size=size,
        ),
        st.lists(st.integers(0, 5), min_size=size, max_size=size),
        st.sets(st.integers(0, size - 1)),
    )
)


def simple_ways(graph: Graph, way: list[int]) -> list[list[int]]:
    """All ways that begin with `way` and meet nothing twice."""
    found = [way]
    for other in graph[way[-1]]:
        if other not in way:
            found += simple_ways(graph, [*way, other])
    return found


@given(graphs)
def test_against_all_ways(drawn: tuple[list[list[int]], list[int], set[int]]) -> None:
    following, weights, ends = drawn
    graph = dict(enumerate(following))
    ways = [way for way in simple_ways(graph, [0]) if way[-1] in ends]
    totals = [sum(weights[node] for node in way) for way in ways]
    for find, best in ((lightest, min), (heavy, max)):
        found = find(graph, 0, weights.__getitem__, ends)
        if not ways:
            assert found is None
            continue
        assert found is not None
        assert found.is_exact
        assert found.weight == best(totals) == sum(weights[node] for node in found.nodes)
        assert found.nodes[0] == 0
        assert found.nodes[-1] in ends
        assert len(set(found.nodes)) == len(found.nodes)
        assert all(to in graph[at] for at, to in pairwise(found.nodes))
