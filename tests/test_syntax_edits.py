"""How edits are written: shown by what the text becomes."""

from __future__ import annotations

import json
from collections.abc import Sequence as AnySequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asllint.source.finding import Edit, Fix
from asllint.source.text import HCL, JSON, YAML, SourceFile, Span
from asllint.syntax import edits
from asllint.syntax.content import MAX_REPAIRED
from asllint.syntax.hcl import read_hcl
from asllint.syntax.json import read_json
from asllint.syntax.node import Mapping, Node, Scalar, Sequence, plain
from asllint.syntax.yaml.tree import read_yaml

JsonValue = object


def read(text: str, notation: str) -> tuple[SourceFile, Node]:
    file = SourceFile("x", text, notation=notation)
    if notation == HCL:
        pair = read_hcl(file)[0].attributes["x"]
        return file, pair.value
    root, problems = read_json(text) if notation == JSON else _first(text)
    assert problems == [], problems
    return file, root


def _first(text: str) -> tuple[Node, list[object]]:
    roots, problems = read_yaml(text)
    return roots[0], list(problems)


def applied(text: str, changes: AnySequence[Edit]) -> str:
    for edit in sorted(changes, key=lambda edit: (edit.span.start, edit.span.end), reverse=True):
        text = text[: edit.span.start] + edit.replacement + text[edit.span.end :]
    return text


def without(text: str, notation: str, *names: str | int) -> str:
    file, root = read(text, notation)
    assert isinstance(root, Mapping | Sequence)
    if isinstance(root, Mapping):
        return applied(text, edits.delete(root, *(root.fields[str(n)] for n in names)).edits(file))
    return applied(text, edits.delete(root, *(root.items[int(n)] for n in names)).edits(file))


@pytest.mark.parametrize(
    ("text", "gone", "left"),
    [
        ('{"a": 1, "b": 2, "c": 3}', ["b"], '{"a": 1, "c": 3}'),
        ('{"a": 1, "b": 2, "c": 3}', ["a"], '{"b": 2, "c": 3}'),
        ('{"a": 1, "b": 2, "c": 3}', ["c"], '{"a": 1, "b": 2}'),
        ('{"a": 1, "b": 2, "c": 3}', ["b", "c"], '{"a": 1}'),
        ('{"a": 1, "b": 2, "c": 3}', ["a", "c"], '{"b": 2}'),
        ('{ "a": 1 }', ["a"], "{}"),
        ('{\n  "a": 1\n}', ["a"], "{\n}"),
        ('{\n  "a": 1,\n  "b": 2,\n  "c": 3\n}', ["b"], '{\n  "a": 1,\n  "c": 3\n}'),
        ('{\n  "a": 1,\n  "b": 2,\n  "c": 3\n}', ["c"], '{\n  "a": 1,\n  "b": 2\n}'),
        ('{\n  "a": 1,\n  "b": 2,\n  "c": 3\n}', ["b", "c"], '{\n  "a": 1\n}'),
        ('{\r\n\t"a": 1,\r\n\t"b": 2\r\n}', ["a"], '{\r\n\t"b": 2\r\n}'),
        ('{"a": 1,\n "b": 2,\n "c": 3}', ["a"], '{"b": 2,\n "c": 3}'),
        ('{"a": 1,\n "b": 2,\n "c": 3}', ["c"], '{"a": 1,\n "b": 2}'),
        ('{"a": 1, "b": 2,\n "c": 3}', ["b"], '{"a": 1,\n "c": 3}'),
        ('{\n  "a": 1,\n  "b": 2\n  ,"c": 3\n}', ["b"], '{\n  "a": 1,\n  "c": 3\n}'),
        ('{\n  "a": 1\n  , "b": 2\n  , "c": 3\n}', ["b"], '{\n  "a": 1\n  , "c": 3\n}'),
        ('{\n  "a": 1,\n\n  "b": [\n    1\n  ],\n\n  "c": 3\n}', ["b"],
         '{\n  "a": 1,\n\n\n  "c": 3\n}'),
        ('["a", "b"]', [0], '["b"]'),
        ('[\n  "a",\n  {"b": 1}\n]', [1], '[\n  "a"\n]'),
    ],
)  # fmt: skip
def test_less_in_json(text: str, gone: list[str | int], left: str) -> None:
    assert without(text, JSON, *gone) == left


@pytest.mark.parametrize(
    ("text", "gone", "left"),
    [
        ("a: 1\nb: 2\nc: 3\n", ["b"], "a: 1\nc: 3\n"),
        ("a: 1\nb: 2 # two\n# three\nc: 3\n", ["b"], "a: 1\n# three\nc: 3\n"),
        ("a: 1\n# two\nb:\n  - 1\n  - 2\n\nc: 3\n", ["b"], "a: 1\n# two\n\nc: 3\n"),
        ("a: 1\nb: |\n  x\n\n  y\nc: 3\n", ["b"], "a: 1\nc: 3\n"),
        ("a: 1\nb: 2", ["b"], "a: 1"),
        ("a: 1\r\nb: 2", ["b"], "a: 1"),
        ("a: 1\nb:\nc: 3\n", ["b"], "a: 1\nc: 3\n"),
        ("- a\n- b # two\n- c\n", [1], "- a\n- c\n"),
        ("- a: 1\n  b: 2\n-  c: 3\n", [0], "-  c: 3\n"),
        ("{a: 1, b: 2}\n", ["a"], "{b: 2}\n"),
        ("{a: 1,\n b: 2, # two\n c: 3}\n", ["b"], "{a: 1,\n c: 3}\n"),
        ('{\n "a": 1, # one\n "b": 2 # two\n}\n', ["b"], '{\n "a": 1 # one\n}\n'),
    ],
)
def test_less_in_yaml(text: str, gone: list[str | int], left: str) -> None:
    assert without(text, YAML, *gone) == left


@pytest.mark.parametrize(
    ("text", "gone", "left"),
    [
        ("x = {\n  a = 1\n  b = 2\n}\n", ["b"], "x = {\n  a = 1\n}\n"),
        ("x = {\n  a = 1, // one\n  b = 2,\n}\n", ["b"], "x = {\n  a = 1, // one\n}\n"),
        ("x = {\n  a = 1 # one\n  b = 2\n}\n", ["a"], "x = {\n  b = 2\n}\n"),
        ("x = { a = 1, b = 2 }\n", ["a"], "x = { b = 2 }\n"),
        ("x = { a = 1, b = 2 }\n", ["b"], "x = { a = 1 }\n"),
        ("x = [1, 2]\n", [0], "x = [2]\n"),
    ],
)
def test_less_in_hcl(text: str, gone: list[str | int], left: str) -> None:
    assert without(text, HCL, *gone) == left


def at(root: Node, *steps: str | int) -> Node:
    for step in steps:
        if isinstance(root, Mapping):
            root = root.fields[str(step)].value
        elif isinstance(root, Sequence):
            root = root.items[int(step)]
    return root


@pytest.mark.parametrize(
    ("text", "where", "gone", "left"),
    [
        ("l:\n  - a: 1\n    b: 2\n", ["l", 0], "a", "l:\n  - b: 2\n"),
        ("l:\n  - a: 1\n    b: 2\n", ["l", 0], "b", "l:\n  - a: 1\n"),
        ("x: &x {r: 1}\ns:\n  q: *x\n  t: 1\n", ["s"], "q", "x: &x {r: 1}\ns:\n  t: 1\n"),
        ("x: &x {r: 1}\ns: {t: 1, q: *x}\n", ["s"], "q", "x: &x {r: 1}\ns: {t: 1}\n"),
    ],
)
def test_less_inside(text: str, where: list[str | int], gone: str, left: str) -> None:
    file, root = read(text, YAML)
    node = at(root, *where)
    assert isinstance(node, Mapping)
    assert applied(text, edits.delete(node, node.fields[gone]).edits(file)) == left


@pytest.mark.parametrize(
    ("text", "where", "gone", "why"),
    [
        ("a:\n  b: 1\n", ["a"], "b", "nothing would be left"),
        ("a:\n  b: &x 1\n  c: 2\n", ["a"], "b", "an alias may repeat"),
        ("x: &x\n  r: 1\na:\n  <<: *x\n  b: 1\n", ["a"], "r", "written elsewhere"),
        ("a:\n  - b: 1\n    # why\n    c: 2\n", ["a", 0], "b", "a comment stands between"),
        ("a:\n  !!str b: 1\n  c: 2\n", ["a"], "b", "something else"),
    ],
)
def test_what_can_not_be_taken_away(text: str, where: list[str | int], gone: str, why: str) -> None:
    file, root = read(text, YAML)
    node = at(root, *where)
    assert isinstance(node, Mapping)
    with pytest.raises(ValueError, match=why):
        edits.delete(node, node.fields[gone]).edits(file)


@pytest.mark.parametrize(
    ("notation", "text", "now"),
    [
        (JSON, "{}", '{"New": "x"}'),
        (JSON, '{"a": 1}', '{"a": 1, "New": "x"}'),
        (JSON, '{"a":1,"b":2}', '{"a":1,"b":2,"New":"x"}'),
        (JSON, '{\n    "a": 1\n}', '{\n    "a": 1,\n    "New": "x"\n}'),
        (JSON, '{\r\n\t"a": 1\r\n}', '{\r\n\t"a": 1,\r\n\t"New": "x"\r\n}'),
        (JSON, '{"a": 1,\n "b": 2}', '{"a": 1,\n "b": 2,\n "New": "x"}'),
        (YAML, "a: 1 # one\n", "a: 1 # one\nNew: x\n"),
        (YAML, "a:\n  - 1\n", "a:\n  - 1\nNew: x\n"),
        (YAML, "'a': 1", "'a': 1\n'New': 'x'"),
        (YAML, "{a: 1}\n", '{a: 1, New: "x"}\n'),
        (YAML, "a: |\n  b\n\n# end\n", "a: |\n  b\nNew: x\n\n# end\n"),
        (HCL, "x = {\n  a = 1\n}\n", 'x = {\n  a = 1\n  New = "x"\n}\n'),
        (HCL, "x = {\n  a = 1,\n  b = 2,\n}\n", 'x = {\n  a = 1,\n  b = 2,\n  New = "x",\n}\n'),
        (HCL, "x = { a = 1 }\n", 'x = { a = 1, New = "x" }\n'),
        (HCL, 'x = {\n  "a": 1\n}\n', 'x = {\n  "a": 1,\n  "New": "x"\n}\n'),
    ],
)
def test_one_more_field(notation: str, text: str, now: str) -> None:
    file, root = read(text, notation)
    assert isinstance(root, Mapping)
    after = applied(text, edits.add_fields(root, {"New": "x"}).edits(file))
    value = plain(read(after, notation)[1])
    assert isinstance(value, dict)
    assert list(value)[-1] == "New"
    assert value["New"] == "x"
    assert after == now


@pytest.mark.parametrize(
    ("notation", "text", "now"),
    [
        (JSON, "{}", '{"New": true}'),
        (JSON, '{"a": 1}', '{"New": true, "a": 1}'),
        (JSON, '{\n    "a": 1\n}', '{\n    "New": true,\n    "a": 1\n}'),
        (YAML, "a: 1 # one\n", "New: true\na: 1 # one\n"),
        (YAML, "l:\n- a: 1\n  b: 2\n", "New: true\nl:\n- a: 1\n  b: 2\n"),
        (HCL, "x = {\n  a = 1\n}\n", "x = {\n  New = true\n  a = 1\n}\n"),
    ],
)
def test_one_more_field_in_front(notation: str, text: str, now: str) -> None:
    file, root = read(text, notation)
    assert isinstance(root, Mapping)
    assert applied(text, edits.add_fields(root, {"New": True}, first=True).edits(file)) == now


@pytest.mark.parametrize(
    ("notation", "text", "now"),
    [
        (JSON, "[1, 2, 3]", "[2, 3, 1]"),
        (JSON, '[\n  {"a": 1},\n  {\n    "b": 2\n  }\n]',
         '[\n  {\n    "b": 2\n  },\n  {"a": 1}\n]'),
        (YAML, "- a # one\n- b: 1\n  c: 2 # two\n", "- b: 1\n  c: 2 # two\n- a # one\n"),
        (YAML, "- a: 1\n  b: |\n    x\n- c", "- c\n- a: 1\n  b: |\n    x"),
        (HCL, "x = [{ a = 1 }, 2]\n", "x = [2, { a = 1 }]\n"),
    ],
)  # fmt: skip
def test_the_first_item_at_the_end(notation: str, text: str, now: str) -> None:
    file, root = read(text, notation)
    assert isinstance(root, Sequence)
    assert applied(text, edits.move_last(root, root.items[0]).edits(file)) == now


@pytest.mark.parametrize(
    ("notation", "text", "now"),
    [
        (JSON, '{"a": "b"}', '{"a": ["b"]}'),
        (JSON, '{"a": {\n "b": 1}}', '{"a": [{\n "b": 1}]}'),
        (YAML, "a: b c\n", "a: [b c]\n"),
        (YAML, "a: 'b, c'\n", "a: ['b, c']\n"),
        (HCL, 'x = { a = "b" }\n', 'x = { a = ["b"] }\n'),
    ],
)
def test_brackets_around_a_value(notation: str, text: str, now: str) -> None:
    file, root = read(text, notation)
    assert applied(text, edits.wrap(at(root, "a")).edits(file)) == now


@pytest.mark.parametrize("text", ["a: b, c\n", "a:\n  b: 1\n", "a: b\n  c\n", "a: |\n  b\n"])
def test_no_brackets_around_what_needs_more(text: str) -> None:
    file, root = read(text, YAML)
    with pytest.raises(ValueError, match=r"."):
        edits.wrap(at(root, "a")).edits(file)


@pytest.mark.parametrize(
    ("notation", "text", "now"),
    [
        (JSON, '{"a": ["b"], "c": 1}', '{"x.$": "f(b)", "c": 1}'),
        (JSON, '{"a" :\n ["b",\n 1]}', '{"x.$" :\n "f(b)"}'),
        (YAML, "a: [b]\nc: 1\n", 'x.$: "f(b)"\nc: 1\n'),
        (YAML, "'a':\n  - b\n  - c\nd: 1\n", "'x.$': f(b)\nd: 1\n"),
        (YAML, "a:\n- b\n", "x.$: f(b)\n"),
        (YAML, "a:\n  b: 1\n", "x.$: f(b)\n"),
        (HCL, 'x = { a = ["b"] }\n', 'x = { "x.$" = "f(b)" }\n'),
    ],
)
def test_another_name_and_a_text_for_an_array(notation: str, text: str, now: str) -> None:
    file, root = read(text, notation)
    assert isinstance(root, Mapping)
    assert applied(text, edits.replace_field(root.pairs[0], "x.$", "f(b)").edits(file)) == now


@pytest.mark.parametrize(
    "text",
    ["a: # why\n  - b\n", "a:\n  - b # why\n  - c\n", "a: &x [b]\n", "a: [*x]\n", "a: !t [b]\n"],
)
def test_no_text_for_what_may_hold_more(text: str) -> None:
    whole = "x: &x 1\n" + text
    file, root = read(whole, YAML)
    assert isinstance(root, Mapping)
    with pytest.raises(ValueError, match=r"."):
        edits.replace_field(root.pairs[1], "x.$", "f(b)").edits(file)


@pytest.mark.parametrize(
    ("notation", "text", "value", "now"),
    [
        (JSON, '{"a": "b"}', 'c "d"', r'{"a": "c \"d\""}'),
        (JSON, '{"a": "b"}', True, '{"a": true}'),
        (JSON, '{"a": 1}', None, '{"a": null}'),
        (YAML, "a: b # c\n", "d", "a: d # c\n"),
        (YAML, "a: b\n", "yes", 'a: "yes"\n'),
        (YAML, "a: 'b'\n", "it's", "a: 'it''s'\n"),
        (YAML, 'a: "b"\n', "c", 'a: "c"\n'),
        (YAML, "a: b\n", 0.5, "a: 0.5\n"),
        (YAML, "a: yes\n", False, "a: false\n"),
        (HCL, 'x = { a = "b" }\n', "${c}", 'x = { a = "$${c}" }\n'),
        (HCL, "x = { a = 1 }\n", "c", 'x = { a = "c" }\n'),
    ],
)
def test_another_value(notation: str, text: str, value: str | float | None, now: str) -> None:
    file, root = read(text, notation)
    assert applied(text, edits.set_value(at(root, "a"), value).edits(file)) == now


@pytest.mark.parametrize(
    ("notation", "text", "now"),
    [
        (JSON, '{"a": "x"}', r'{"b\"": "x"}'),
        (YAML, "a: x\n", 'b": x\n'),
        (YAML, "'a': x\n", "'b\"': x\n"),
        (HCL, "x = { a = 1 }\n", r'x = { "b\"" = 1 }' + "\n"),
    ],
)
def test_another_name(notation: str, text: str, now: str) -> None:
    file, root = read(text, notation)
    assert isinstance(root, Mapping)
    assert applied(text, edits.rename(root.pairs[0].key, 'b"').edits(file)) == now


def test_a_bare_name_stays_bare() -> None:
    text = "x = { a = 1 }\n"
    file, root = read(text, HCL)
    assert isinstance(root, Mapping)
    assert applied(text, edits.rename(root.pairs[0].key, "b").edits(file)) == "x = { b = 1 }\n"


@pytest.mark.parametrize(
    ("notation", "text", "now"),
    [
        (JSON, r'{"a": "x\ty.z"}', r'{"a": "x\t\"\".z\\"}'),
        (YAML, "a: x\ty.z\n", 'a: x\t"".z\\\n'),
        (YAML, r'a: "x\ty.z"', r'a: "x\t\"\".z\\"'),
        (YAML, "a: |\n  x\ty.z\n", 'a: |\n  x\t"".z\\\n'),
        (HCL, r'x = { a = "x\ty.z" }' + "\n", r'x = { a = "x\t\"\".z\\" }' + "\n"),
    ],
)
def test_other_characters_in_a_string(notation: str, text: str, now: str) -> None:
    file, root = read(text, notation)
    node = at(root, "a")
    end = 5
    steps = [edits.replace_text(node, 2, 3, '""'), edits.replace_text(node, end, end, "\\")]
    assert applied(text, [edit for step in steps for edit in step.edits(file)]) == now


def test_more_characters_at_the_end() -> None:
    text = '{"a": "x\\u0041"}'
    file, root = read(text, JSON)
    assert applied(text, edits.append_text(at(root, "a"), "B").edits(file)) == '{"a": "x\\u0041B"}'


@pytest.mark.parametrize("text", ['{"a": 1}', '{"a": ["b"]}', "{}"])
def test_no_characters_in_what_is_no_string(text: str) -> None:
    file, root = read(text, JSON)
    node = root.get("a") if isinstance(root, Mapping) else None
    with pytest.raises(ValueError, match=r"."):
        edits.append_text(node, "B").edits(file)


def test_a_very_long_string_is_not_repaired() -> None:
    long = "x" * MAX_REPAIRED
    for inside, fits in ((long, True), (f"{long}x", False)):
        file, root = read(f'["{inside}"]', JSON)
        fix = edits.written(Fix("more", [edits.append_text(at(root, 0), "y")]), file)
        assert (fix is not None) is fits


@pytest.mark.parametrize(
    ("notation", "text", "now"),
    [
        (JSON, '{"a": " 1.50 "}', '{"a": 1.50}'),
        (JSON, '{"a": "TRUE"}', '{"a": true}'),
        (JSON, '{"a": "${Wait}"}', '{"a": ${Wait}}'),
        (YAML, "a: '60'\n", "a: 60\n"),
        (HCL, 'x = { a = "60" }\n', "x = { a = 60 }\n"),
    ],
)
def test_without_quotes(notation: str, text: str, now: str) -> None:
    file, root = read(text, notation)
    assert applied(text, edits.unquote(at(root, "a")).edits(file)) == now


@pytest.mark.parametrize(
    ("notation", "text"),
    [(JSON, '{"a": "${A}s"}'), (JSON, '{"a": "a${A}"}'), (YAML, "a: '${A}'\n")],
)
def test_quotes_that_are_needed(notation: str, text: str) -> None:
    file, root = read(text, notation)
    with pytest.raises(ValueError, match="without quotes"):
        edits.unquote(at(root, "a")).edits(file)


@pytest.mark.parametrize(
    ("notation", "text", "now"),
    [
        (JSON, '["a", "b"]', '["a", "c\\"", "b"]'),
        (YAML, "[a, b]\n", '[a, "c\\"", b]\n'),
        (HCL, 'x = ["a"]\n', 'x = ["a", "c\\""]\n'),
    ],
)
def test_one_more_item(notation: str, text: str, now: str) -> None:
    file, root = read(text, notation)
    assert applied(text, edits.add_item(root, at(root, 0), 'c"').edits(file)) == now


def test_no_item_more_in_a_block() -> None:
    file, root = read("- a\n", YAML)
    with pytest.raises(ValueError, match="brackets"):
        edits.add_item(root, at(root, 0), "b").edits(file)


def test_several_fields_at_once() -> None:
    text = '{"a": 1}'
    file, root = read(text, JSON)
    (edit,) = edits.add_fields(root, {"b": [], "c": {"d": 2}}).edits(file)
    assert applied(text, [edit]) == '{"a": 1, "b": [], "c": {"d": 2}}'
    file, root = read("{}", JSON)
    with pytest.raises(ValueError, match="only one"):
        edits.add_fields(root, {"b": 1, "c": 2}).edits(file)


@pytest.mark.parametrize("node", [None, Scalar(0, 2, "x")])
def test_what_is_about_no_object_or_array(node: Node | None) -> None:
    file, item = SourceFile("x", "[]"), Scalar(0, 2, "x")
    for step in (
        edits.add_fields(node, {"a": 1}), edits.delete(node, item), edits.move_last(node, item),
        edits.add_item(node, item, "a"),
    ):  # fmt: skip
        with pytest.raises(ValueError, match=r"there is no (object|array) to change"):
            step.edits(file)


# --- a fix --------------------------------------------------------------------------------------


def test_a_fix_is_all_of_its_steps_or_none() -> None:
    file, root = read('{"a": "x"}', JSON)
    good, bad = edits.set_value(at(root, "a"), "y"), edits.delete(None)
    assert edits.written(Fix("both", [good, bad]), file) is None
    assert edits.written(Fix("nothing to do", [good, edits.delete(root)]), file) is None
    fix = edits.written(Fix("one", [good], draft=True), file)
    assert fix is not None
    assert (fix.title, fix.safe, fix.draft) == ("one", False, True)
    assert [(edit.span, edit.replacement) for edit in fix.edits] == [(Span(6, 9), '"y"')]


def test_what_comes_to_one_place_stands_in_its_order() -> None:
    text = "s:\n  a: 1\n"
    file, root = read(text, YAML)
    steps = [edits.add_fields(at(root, "s"), {"b": 2}), edits.add_fields(root, {"c": 3})]
    fix = edits.written(Fix("both", steps), file)
    assert fix is not None
    assert len(fix.edits) == 1
    assert applied(text, fix.edits) == "s:\n  a: 1\n  b: 2\nc: 3\n"


def test_an_intention_says_what_it_is() -> None:
    assert repr(edits.rename(Scalar(1, 4, "a"), "b")) == "rename(Scalar(1, 4, 'a'), 'b')"


# --- any layout ---------------------------------------------------------------------------------

BLANKS = st.sampled_from(["", " ", "\n", "\n  ", "\r\n\t", " \n\n "])
VALUES = st.sampled_from(["1", '"x, {y"', "[1, 2]", '{"z": {}}', "null", "[\n 1\n]"])


@st.composite
def layouts(draw: st.DrawFn) -> tuple[str, int]:
    """An object or array of JSON in any layout, and how many children it has."""
    count = draw(st.integers(1, 5))
    keys = draw(st.booleans())
    pieces = [draw(BLANKS)]
    for index in range(count):
        colon = draw(st.sampled_from([":", ": ", " : ", ":\n"])) if keys else ""
        pieces += [f'"k{index}"{colon}' if keys else "", draw(VALUES), draw(BLANKS)]
        if index < count - 1:
            pieces += [",", draw(BLANKS)]
    body = "".join(pieces)
    return ("{" + body + "}" if keys else "[" + body + "]"), count


@given(layouts(), st.sets(st.integers(0, 4), min_size=1), st.sampled_from([JSON, YAML]))
def test_any_children_of_any_layout(layout: tuple[str, int], gone: set[int], notation: str) -> None:
    text, count = layout
    names = sorted(index for index in gone if index < count)
    value = json.loads(text)
    if notation == YAML and "\t" in text:
        return  # no indentation there
    if isinstance(value, list):
        left = without(text, notation, *names)
        expected: object = [each for at, each in enumerate(value) if at not in names]
    else:
        left = without(text, notation, *(f"k{index}" for index in names))
        expected = {key: each for key, each in value.items() if int(key[1]) not in names}
    assert json.loads(left) == expected
    assert left.count("\r") == left.count("\r\n")


@given(layouts(), st.integers(0, 4))
def test_any_item_of_any_layout_to_the_end(layout: tuple[str, int], index: int) -> None:
    text, count = layout
    file, root = read(text, JSON)
    if not isinstance(root, Sequence) or index >= count - 1:
        return
    value = json.loads(text)
    moved = applied(text, edits.move_last(root, root.items[index]).edits(file))
    assert json.loads(moved) == [*value[:index], *value[index + 1 :], value[index]]


@given(layouts(), st.booleans())
def test_one_more_field_in_any_layout(layout: tuple[str, int], first: bool) -> None:
    text, _ = layout
    file, root = read(text, JSON)
    if isinstance(root, Mapping):
        more = edits.add_fields(root, {"New": "x"}, first=first)
        value = json.loads(applied(text, more.edits(file)))
        assert value == {**json.loads(text), "New": "x"}
        assert list(value)[0 if first else -1] == "New"
