"""Ways through a graph: the lightest and the heaviest, against all ways there are."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from asllint.facts.routes import components, heaviest, lightest

Graph = dict[int, list[int]]

DIAMOND: Graph = {0: [1, 2], 1: [3], 2: [3], 3: []}
LOOP: Graph = {0: [1], 1: [2, 4], 2: [3], 3: [1], 4: []}


def one(node: int) -> float:
    return 1


def own(node: int) -> float:
    return node


def test_the_lighter_of_two_ways() -> None:
    found = lightest(DIAMOND, 0, own, {3})
    assert found is not None
    assert (found.nodes, found.weight) == ([0, 1, 3], 4)


def test_the_heavier_of_two_ways() -> None:
    found = heaviest(DIAMOND, 0, own, {3})
    assert found is not None
    assert (found.nodes, found.weight, found.is_exact) == ([0, 2, 3], 5, True)
    assert repr(found) == "Route([0, 2, 3], 5)"


def test_of_ways_that_weigh_the_same_the_first() -> None:
    for find in (lightest, heaviest):
        found = find(DIAMOND, 0, one, {3})
        assert found is not None
        assert found.nodes == [0, 1, 3]


def test_a_loop_is_not_gone_round() -> None:
    for find in (lightest, heaviest):
        found = find(LOOP, 0, one, {4})
        assert found is not None
        assert (found.nodes, found.weight) == ([0, 1, 4], 3)


def test_a_way_may_go_on_behind_an_end() -> None:
    found = heaviest({0: [1], 1: []}, 0, one, {0, 1})
    assert found is not None
    assert found.nodes == [0, 1]
    found = lightest({0: [1], 1: []}, 0, one, {0, 1})
    assert found is not None
    assert found.nodes == [0]


def test_a_node_that_leads_to_itself() -> None:
    found = heaviest({0: [0, 1], 1: []}, 0, one, {1})
    assert found is not None
    assert (found.nodes, found.weight) == ([0, 1], 2)


def test_no_way_leads_to_an_end() -> None:
    assert lightest({0: [1], 1: [0]}, 0, one, set()) is None
    assert heaviest({0: [1], 1: [0]}, 0, one, set()) is None


def test_components_come_before_those_that_lead_to_them() -> None:
    assert components(LOOP) == [[4], [1, 2, 3], [0]]


def clique(size: int) -> Graph:
    """Each node leads to all others, the last one to an end, too."""
    graph = {node: [to for to in range(size) if to != node] for node in range(size)}
    graph[size - 1].append(size)
    return {**graph, size: []}


def test_where_not_all_ways_can_be_tried_it_is_said() -> None:
    found = heaviest(clique(30), 0, one, {30})
    assert found is not None
    assert not found.is_exact
    assert (found.nodes[0], found.nodes[-1]) == (0, 30)
    assert len(set(found.nodes)) == len(found.nodes)


def test_a_dead_part_that_takes_all_steps_hides_no_end() -> None:
    graph = clique(12)
    graph[11].remove(12)
    graph[0].append(13)  # tried last
    graph = {**graph, 13: [0, 14], 14: []}
    found = heaviest(graph, 0, one, {14})
    assert found is not None
    assert (found.nodes, found.is_exact) == ([0, 13, 14], False)


def test_a_long_way_needs_no_stack() -> None:
    graph = {node: [node + 1] for node in range(20_000)} | {20_000: []}
    found = heaviest(graph, 0, one, {20_000})
    assert found is not None
    assert found.weight == 20_001
    assert len(components({**graph, 20_000: [0]})) == 1


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
    for find, best in ((lightest, min), (heaviest, max)):
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


@given(graphs)
def test_components_against_what_leads_where(
    drawn: tuple[list[list[int]], list[int], set[int]],
) -> None:
    graph = dict(enumerate(drawn[0]))
    reached = {node: {way[-1] for way in simple_ways(graph, [node])} for node in graph}
    found = components(graph)
    assert sorted(node for each in found for node in each) == sorted(graph)
    for number, component in enumerate(found):
        first = component[0]
        assert set(component) == {to for to in reached[first] if first in reached[to]}
        later = {node for each in found[number + 1 :] for node in each}
        assert not later & reached[first]
