"""What payload templates and constants yield."""

from __future__ import annotations

import json

import pytest

from asllint.data.shape import (
    ANYTHING,
    MAX_SIZE,
    MAYBE,
    NEVER,
    NUMBER,
    TEXT,
    Shape,
    array_of,
    object_of,
    of,
)
from asllint.data.templates import computed, made
from asllint.syntax.json import read_json
from asllint.syntax.node import Node, Scalar
from asllint.syntax.yaml.tree import read_yaml

VALUES = {"$.n": NUMBER, "$.t": TEXT, "$.fails": NEVER}


class Evaluator:
    """Says what a few paths yield, and keeps which it was asked for."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def __call__(self, scalar: Scalar) -> Shape:
        """What a path yields."""
        self.asked.append(str(scalar.value))
        return VALUES.get(str(scalar.value), ANYTHING)


def template(text: str) -> tuple[Shape, list[str]]:
    evaluate = Evaluator()
    return made(node_of(text), evaluate, evaluated=True), evaluate.asked


def node_of(text: str) -> Node:
    return read_json(text)[0]


@pytest.mark.parametrize(
    "value",
    [1, 1.5, "x", "$.n", None, True, [], {}, [1, [2]], {"a": {"b": [None, "c"]}, "d": "$"}],
)
def test_what_is_written_out_is_known(value: object) -> None:
    assert template(json.dumps(value)) == (of(value), [])


@pytest.mark.parametrize(
    ("text", "yields", "asked"),
    [
        ('{"a.$": "$.n", "b": 1}', object_of({"a": NUMBER, "b": of(1)}), ["$.n"]),
        ('{"a": {"b.$": "$.t"}}', object_of({"a": object_of({"b": TEXT})}), ["$.t"]),
        ('{"a": [{"b.$": "$.n"}, "$.n"]}',
         object_of({"a": array_of([object_of({"b": NUMBER}), of("$.n")])}), ["$.n"]),
        ('{".$": "$.n"}', object_of({"": NUMBER}), ["$.n"]),
        ('{"$.n": "$.n"}', of({"$.n": "$.n"}), []),
        # in their order, and all of them, whatever fails
        ('{"b.$": "$.fails", "a.$": "$.n"}', NEVER, ["$.fails", "$.n"]),
        ('[{"a": {"b.$": "$.fails"}}, {"a.$": "$.t"}]', NEVER, ["$.fails", "$.t"]),
        # what AWS refuses
        ('{"a.$": 1}', object_of({"a": ANYTHING}), []),
        ('{"a.$": {"b.$": "$.n"}}', object_of({"a": ANYTHING}), []),
        ('{"a.$": "$.n", "a": 1}', object_of({"a": ANYTHING}), ["$.n"]),
        # placeholders
        ('{"a": "${Name}"}', object_of({"a": ANYTHING}), []),
        ('{"a": "an ${Name}"}', object_of({"a": TEXT}), []),
        ('{"a.$": "${Path}"}', object_of({"a": ANYTHING}), []),
        ('{"a.$": "$.${Name}"}', object_of({"a": ANYTHING}), []),
        ('{"a": 1, "${Name}": 2}', object_of({"a": of(1)}, MAYBE), []),
        ('{"a": 1, "${Name}.$": "$.n"}', object_of({"a": of(1)}, MAYBE), ["$.n"]),
        ('{"a": 1, "${Name}.$": "$.fails"}', NEVER, ["$.fails"]),
        # what could not be read
        ('{"a": 1, "b": ', object_of({"a": of(1), "b": ANYTHING}, MAYBE), []),
    ],
)  # fmt: skip
def test_what_a_template_yields(text: str, yields: Shape, asked: list[str]) -> None:
    assert template(text) == (yields, asked)


def test_nothing_is_evaluated_in_a_constant() -> None:
    evaluate = Evaluator()
    node = node_of('{"a.$": "$.n", "b": ["${Name}", 1]}')
    expected = object_of({"a.$": of("$.n"), "b": array_of([ANYTHING, of(1)])})
    assert made(node, evaluate, evaluated=False) == expected
    assert not evaluate.asked


def test_every_text_of_a_jsonata_state_is_evaluated() -> None:
    evaluate = Evaluator()
    node = node_of('{"a.$": "$.n", "b": ["$.t", 1, {"c": "x"}, "${Name}"]}')
    expected = array_of([TEXT, of(1), object_of({"c": ANYTHING}), ANYTHING])
    assert computed(node, evaluate) == object_of({"a.$": NUMBER, "b": expected})
    assert evaluate.asked == ["$.n", "$.t", "x"]
    assert computed(node_of('["$.fails", 1]'), evaluate) == NEVER


@pytest.mark.parametrize(("count", "known"), [(4, True), (60, False)])
def test_an_alias_is_made_once(count: int, known: bool) -> None:
    lines = ["a0: &a0 {x.$: $.n}"]
    lines += [f"a{i}: &a{i} [*a{i - 1}, *a{i - 1}]" for i in range(1, count)]
    (node,) = read_yaml("\n".join(lines))[0]
    evaluate = Evaluator()
    shape = made(node, evaluate, evaluated=True)
    assert evaluate.asked == ["$.n"]
    found = shape.object.get("a1") if shape.object is not None else ANYTHING
    assert found == (array_of([object_of({"x": NUMBER})] * 2) if known else ANYTHING)


def test_what_is_nested_too_deep_is_anything() -> None:
    nodes = {depth: node_of("[" * depth + "]" * depth) for depth in (200, 201)}
    assert made(nodes[200], Evaluator(), evaluated=True).is_known
    assert not made(nodes[201], Evaluator(), evaluated=True).is_known


def test_a_value_that_is_put_into_itself_again_and_again_has_an_end() -> None:
    node, shape = node_of('{"a.$": "$", "b.$": "$"}'), of("x")
    for _ in range(100):
        shape = made(node, lambda _, before=shape: before, evaluated=True)  # type: ignore[misc]
    assert not shape.is_known
    assert shape.size <= MAX_SIZE


@pytest.mark.parametrize(("length", "known"), [(MAX_SIZE - 1, True), (MAX_SIZE, False)])
def test_a_value_of_more_than_256_kib_is_anything(length: int, known: bool) -> None:
    made_of = [object_of({"": of("x" * (length - 1))}), array_of([of("x" * (length - 1))])]
    assert [shape != ANYTHING for shape in made_of] == [known, known]
