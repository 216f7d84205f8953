"""Walks through trees, and the way to an offset."""

from __future__ import annotations

import pytest

from asllint.syntax.json import read_json
from asllint.syntax.node import Mapping, Node, Pair, Scalar, Sequence, plain
from asllint.syntax.walk import children, descend, steps_to, walk

TEXT = '{"a": [1, {"b": 2}], "Comment": "c", "d": 3}'


def tree(text: str = TEXT) -> Node:
    return read_json(text)[0]


def test_children_are_values_and_items() -> None:
    root = tree()
    assert [plain(one) for one in children(root)] == [[1, {"b": 2}], "c", 3]
    assert [plain(one) for one in children(children(root)[0])] == [1, {"b": 2}]
    assert children(children(root)[1]) == []


def test_a_walk_is_in_the_order_of_the_text() -> None:
    met = [plain(one) for one in walk(tree()) if isinstance(one, Scalar)]
    assert met == [1, 2, "c", 3]
    starts = [one.start for one in walk(tree())]
    assert starts == sorted(starts)


def test_a_walk_goes_where_it_is_told_to() -> None:
    def first(node: Node) -> list[Node]:
        return children(node)[:1]

    met = [plain(one) for one in walk(tree(), first) if isinstance(one, Scalar)]
    assert met == [1]


def test_what_an_alias_repeats_is_met_once() -> None:
    shared = Mapping(0, 9, [Pair(Scalar(1, 4, "b"), Scalar(6, 7, 2))])
    root = Sequence(0, 20, [shared, shared, Sequence(12, 14, [shared])])
    assert [plain(one) for one in walk(root) if isinstance(one, Scalar)] == [2]


def test_walks_over_aliases_of_aliases_end() -> None:
    node: Node = Scalar(0, 1, "x")
    for _ in range(60):
        node = Sequence(0, 1, [node, node])
    assert len(list(walk(node))) == 61
    assert len(list(descend(node, None, lambda one, _: [(c, None) for c in children(one)]))) == 62


def test_a_descent_knows_the_way() -> None:
    def inside(node: Node, keys: str) -> list[tuple[Node, str]]:
        if isinstance(node, Mapping):
            return [(pair.value, f"{keys}/{pair.key.value}") for pair in node.pairs]
        return [(one, keys) for one in children(node)]

    met = [(way, plain(one)) for one, way in descend(tree(), "", inside) if not children(one)]
    assert met == [("/a", 1), ("/a/b", 2), ("/Comment", "c"), ("/d", 3)]


@pytest.mark.parametrize(
    ("before", "way"),
    [
        ("", "[Step(None, object)]"),
        ('{"', "[Step(None, object), Step('a', string, key)]"),
        ('{"a": [', "[Step(None, object), Step('a', array), Step(0, integer)]"),
        ('{"a": [1', "[Step(None, object), Step('a', array), Step(0, integer)]"),
        ('{"a": [1,', "[Step(None, object), Step('a', array)]"),
        (
            '{"a": [1, {"b"',
            "[Step(None, object), Step('a', array), Step(1, object), Step('b', string, key)]",
        ),
        (
            '{"a": [1, {"b": 2}',
            "[Step(None, object), Step('a', array), Step(1, object)]",
        ),
    ],
)  # fmt: skip
def test_the_way_to_an_offset(before: str, way: str) -> None:
    assert TEXT.startswith(before)
    assert repr(list(steps_to(tree(), len(before)))) == way
