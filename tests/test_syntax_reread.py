"""What is read again of JSON after an edit is what would have been read from the start."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from asllint import analyze, lint
from asllint.engine.rulebook import Rulebook
from asllint.source.text import Shift
from asllint.syntax.json import MAX_DEPTH, read_json
from asllint.syntax.node import Mapping, Node, Problem, Sequence
from asllint.syntax.reread import reread_json
from tests.conftest import ROOT, plain_fix
from tests.cost import often

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 99) | st.text('ab"\\{[,:$é😀\n', max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("abc", max_size=2), inner),
    max_leaves=20,
)
TYPED = [*'{}[]",:01x \n\\', '""', '"a": 1, ', ', "b": {}', "{}, ", "[[]]", "${A}", "é😀", "//"]


def again(old: str, new: str) -> bool:
    """Was a part enough? Either way the tree must be the right one, and the problems."""
    root, problems = read_json(old)
    before = repr(root)
    read = reread_json(root, new, Shift(old, new), problems)
    if read is None:
        assert repr(root) == before
        return False
    expected, expected_problems = read_json(new)
    assert repr(root) == repr(expected)
    assert completeness(root) == completeness(expected)
    assert list(map(told, read.problems)) == list(map(told, expected_problems))
    return True


def completeness(root: Node) -> list[bool]:
    """Of every object, whether all of it could be read."""
    pending, found = [root], []
    while pending:
        node = pending.pop()
        if isinstance(node, Mapping):
            found.append(node.complete)
            assert node.fields == {str(pair.key.value): pair for pair in node.pairs}
            pending += [pair.value for pair in node.pairs]
        elif isinstance(node, Sequence):
            pending += node.items
    return found


def told(problem: Problem) -> object:
    """A problem with all that belongs to it."""
    related = [(each.span, each.message) for each in problem.related]
    return (problem.kind, problem.span, problem.message, related, plain_fix(problem.fix))


@pytest.mark.parametrize(
    ("old", "new", "partly"),
    [
        ('{"a": {"b": 1}, "c": [2]}', '{"a": {"b": 12}, "c": [2]}', True),
        ('{"a": {"b": 1}, "c": [2]}', '{"a": {}, "c": [2]}', True),
        ('{"a": [{"b": 1}, {"c": 2}]}', '{"a": [{"b": 1}, {"d": 5}, {"c": 2}]}', True),
        ('{"a": [[], [], []]}', '{"a": [[], ["😀"], []]}', True),
        ('{"a": {"b": 1}}', '{"a": {"b": "é}"}}', True),
        ('{"a": {"b": {"c": 1}}}', '{"a": {"b": {"c": 1}, "d": 2}}', True),
        # With a mistake, and mended again.
        ('{"a": {"b": 1}, "c": 1}', '{"a": {"b": }, "c": 1}', True),
        ('{"a": {"b": }, "c": 1}', '{"a": {"b": 12}, "c": 1}', True),
        ('{"a": {"b": 1}}', '{"a": {"b": 1, "b": 2}}', True),
        ('{"a": {"b": 1, "b": 2}}', '{"a": {"b": 1, "c": 2}}', True),
        ('{"a": {"b": 1 "c": 2}}', '{"a": {"b": 1, "c": 2,}}', True),
        ('{"a": {"b": 1,}, "c": {}}', '{"a": {"b": 1,}, "c": {"d": 2}}', False),
        # The outermost object, a comment, brackets that belong to others, no object at all.
        ('{"a": {"b": 1}}', '{"d": {"b": 1}}', False),
        ('{"a": {"b": 1}}', '{"a": {"b": 1 /* */}}', False),
        ('{"a": {"b": 1}}', '{"a": {"b": "1}}', False),
        ('{"a": {"b": 1}}', '{"a": {"b": 1}, "c": {"d": 2}}', False),
        ('{"a": {"b": 1}, "c": {}}', '{"a": {}}', False),
        ("[1, 2]", "[1, 3]", False),
        ("1", "2", False),
    ],
)
def test_a_part_is_read_again(old: str, new: str, partly: bool) -> None:
    assert again(old, new) == partly


LARGE = json.dumps({"x": {f"key {number}": {"n": [number]} for number in range(400)}}, indent=1)


@pytest.mark.parametrize(
    ("old", "new", "partly"),
    [
        ('"key 200": {', '"kay 200": {', True),
        ('"key 0": {', '"kay 0": {', True),
        ('"key 399": {', '"kay 399": {', True),
        ('"key 200": {', '"new": "😀", "key 200": {', True),
        ('"key 0": {', '"new": {}, "key 0": {', True),
        ("   399\n   ]\n  }", '   399\n   ]\n  }, "new": null', True),
        (LARGE[LARGE.index('"key 300"') : LARGE.index('"key 301"')], "", True),
        (LARGE[LARGE.index('"key 300"') : LARGE.index('"key 303"')], '"k": 1, "l": 2,', True),
        ('"key 200": {', '"key 201": {', False),  # which stands twice then
        ('"key 200": {', '"key 200 {', False),
        ('"key 200": {', '"a": 1 "key 200": {', False),
        ('"key 200": {', '"a": 1}, "b": {"key 200": {', False),
    ],
)
def test_of_a_large_object_some_fields_are_read_again(old: str, new: str, partly: bool) -> None:
    assert LARGE.count(old) == 1
    assert again(LARGE, LARGE.replace(old, new)) == partly


def test_brackets_may_not_nest_deeper_than_in_the_whole() -> None:
    def nested(levels: int) -> str:
        return "[" * levels + "]" * levels

    assert again(nested(MAX_DEPTH - 1), nested(MAX_DEPTH))
    assert not again(nested(MAX_DEPTH), nested(MAX_DEPTH + 1))


@settings(max_examples=often(125, 500), deadline=None)
@given(VALUES, st.sampled_from([None, 1]), st.data())
def test_any_edit(value: object, indent: int | None, data: st.DataObject) -> None:
    text = json.dumps({"x": value, "y": [value]}, indent=indent, ensure_ascii=False)
    for _ in range(4):
        start = data.draw(st.integers(0, len(text)))
        end = data.draw(st.integers(start, min(start + 6, len(text))))
        new = text[:start] + data.draw(st.sampled_from(TYPED)) + text[end:]
        again(text, new)
        text = new


@settings(max_examples=often(25, 100), deadline=None)
@given(st.data())
def test_any_edit_in_a_large_object(data: st.DataObject) -> None:
    text = LARGE
    middle = data.draw(st.sampled_from([0, 10, len(text) // 2, len(text) - 80]))
    for _ in range(4):
        start = data.draw(st.integers(middle, min(middle + 80, len(text))))
        end = data.draw(st.integers(start, min(start + 60, len(text))))
        written = data.draw(st.sampled_from([*TYPED, '"k": {}, ', ', "l": 1', '"x', '"key 7"']))
        new = text[:start] + written + text[end:]
        again(text, new)
        if read_json(new)[1] == [] or data.draw(st.booleans()):
            text = new


@settings(max_examples=often(37, 150), deadline=None)
@given(st.data())
def test_edits_one_after_another_give_the_diagnostics_of_the_text(
    book: Rulebook, data: st.DataObject
) -> None:
    """Analyses that take over from each other say what a new one says."""
    text = (ROOT / "tests/examples/order.asl.json").read_text()
    analysis = analyze(text, "x.asl.json")
    for _ in range(5):
        start = data.draw(st.integers(0, len(text)))
        end = data.draw(st.integers(start, min(start + 3, len(text))))
        text = text[:start] + data.draw(st.sampled_from([*TYPED, "", "", "a"])) + text[end:]
        analysis = analyze(text, "x.asl.json", before=analysis)
        found, expected = (
            [
                (one.rule, one.span, one.pointer, one.message)
                for one in lint(each, book.rules.values())
            ]
            for each in (analysis, analyze(text, "x.asl.json"))
        )
        assert found == expected
