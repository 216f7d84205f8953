"""The YAML reader: values, exact places, and what it says about broken texts."""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from textwrap import dedent

import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from asllint.syntax.node import Hole, Mapping, Node, Pair, Problem, Scalar, Sequence, plain
from asllint.syntax.yaml.tree import parse_yaml, read_yaml
from tests.cost import often

MACHINE = """\
# An order, from the first click to the parcel.
Comment: "caf\u00e9 \U0001f600" # with an emoji
StartAt: Pay
States:
  Pay: &pay
    Type: Task
    Resource: !Sub
      - arn:${Partition}:lambda
      - {Partition: aws}
    Parameters: {"Amount.$": $.amount, 'note': it's free, list: [1, 2.5, ~, yes]}
    Retry:
    - ErrorEquals: [ States.ALL ]
      MaxAttempts: ${Attempts}
    Next: Ship
  Ship:
    <<: *pay
    Comment: >-
      two
      lines

    End: true
"""

slow = settings(max_examples=often(50, 200), deadline=None)


def read(text: str) -> Node:
    """The only document of a text that is correct."""
    roots, problems = read_yaml(text)
    assert problems == []
    (root,) = roots
    return root


def walk(node: Node) -> Iterator[Node]:
    """A node and all that it holds, keys included."""
    yield node
    if isinstance(node, Mapping):
        for pair in node.pairs:
            yield pair.key
            yield from walk(pair.value)
    elif isinstance(node, Sequence):
        for item in node.items:
            yield from walk(item)


def slices(text: str) -> list[str]:
    """The source of each node of a text, from the root on."""
    roots, _ = read_yaml(text)
    return [text[node.start : node.end] for root in roots for node in walk(root)]


def told(text: str) -> list[tuple[str, str, str]]:
    """Kind, source and message of each problem."""
    _, problems = read_yaml(text)
    return [(it.kind, text[it.span.start : it.span.end], it.message) for it in problems]


def syntax_error(text: str) -> tuple[str, str]:
    """Source and message of the only problem, which is a syntax error."""
    ((kind, source, message),) = told(text)
    assert kind == "syntax-error"
    return source, message


def mappings(roots: list[Node]) -> list[Mapping]:
    return [node for root in roots for node in walk(root) if isinstance(node, Mapping)]


def recovered(text: str) -> object:
    """The value of a broken text, of which one mapping at least must say that it is incomplete."""
    roots, _ = read_yaml(text)
    assert not all(mapping.complete for mapping in mappings(roots))
    (root,) = roots
    return plain(root)


# --- values -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("null", None), ("Null", None), ("NULL", None), ("~", None),
        ("true", True), ("True", True), ("TRUE", True), ("false", False), ("FALSE", False),
        ("12", 12), ("-1", -1), ("+1", 1), ("007", 7), ("0o17", 15), ("0x1F", 31),
        ("1.5", 1.5), (".5", 0.5), ("1.", 1.0), ("1e3", 1000.0), ("-1.5E-1", -0.15),
        (".inf", float("inf")), ("-.Inf", float("-inf")),
        ("9" * 5000, float("inf")), ("0x" + "f" * 5000, float("inf")), ("0x" + "0" * 2000, 0.0),
    ],
)  # fmt: skip
def test_plain_text_that_the_core_schema_knows(source: str, value: object) -> None:
    found = plain(read(f"a: {source}"))
    assert found == {"a": value}
    assert repr(found) == repr({"a": value})  # tells 1 from 1.0 and from True


@pytest.mark.parametrize(
    "source",
    [
        "Yes", "No", "on", "off", "y", "nUll", "tRUE", "2016-03-14T01:59:00Z", "2016-03-14",
        "1_000", "0b1", "0o8", "0xg", "1e", "1.2.3", "12:30:45", "-x", "--", "+", ".", "=",
        "inf", "nan", "$.path", "arn:aws:lambda:::f", "States.ALL", "x#y", "a\tb", "<", "it's",
        "caf\u00e9",
    ],
)  # fmt: skip
def test_all_other_plain_text_is_text(source: str) -> None:
    assert plain(read(f"a: {source}")) == {"a": source}


def test_not_a_number_is_a_float() -> None:
    assert repr(plain(read("a: .nan"))) == "{'a': nan}"


def test_quoted_and_block_scalars_are_always_text() -> None:
    text = """\
a: "1"
b: 'true'
c: |-
  null
d: >-
  1
  2
"""
    assert plain(read(text)) == {"a": "1", "b": "true", "c": "null", "d": "1 2"}


def test_tags_of_yaml_itself() -> None:
    text = """\
a: !!str 1
b: ! 2
c: !<tag:yaml.org,2002:str> 3
d: !!int "4"
e: !!map {x: !!seq [1]}
"""
    assert plain(read(text)) == {"a": "1", "b": "2", "c": "3", "d": 4, "e": {"x": [1]}}


def test_empty_values_are_null() -> None:
    text = "a:\nb: # nothing\nc: {d: , e}\nf:\n-\n- \n"
    assert plain(read(text)) == {
        "a": None, "b": None, "c": {"d": None, "e": None}, "f": [None, None],
    }  # fmt: skip


def test_keys_are_their_source_text() -> None:
    text = "1: a\ntrue: b\n~: c\n1.50: d\n0x1F: e\n\"q\": f\n's''s': g\nx y: h\n"
    assert plain(read(text)) == {
        "1": "a", "true": "b", "~": "c", "1.50": "d", "0x1F": "e", "q": "f", "s's": "g", "x y": "h",
    }  # fmt: skip


def test_an_explicit_key() -> None:
    assert plain(read("? a\n: 1\n? b\n\nc: 2\n")) == {"a": 1, "b": None, "c": 2}


def test_escapes_of_json_are_read_as_json_reads_them() -> None:
    text = r'["\ud83d\ude00", "\/", "\u00e9\n"]'
    assert plain(read(text)) == json.loads(text)


def test_half_a_surrogate_pair() -> None:
    assert told(r'a: "x\ud83d"') == [
        (
            "lone-surrogate",
            r'"x\ud83d"',
            "half of a surrogate pair is no character: write both halves, or the character",
        )
    ]


@pytest.mark.parametrize("char", ["\x85", "\u2028", "\u2029"])
def test_only_line_feed_and_carriage_return_end_a_line(char: str) -> None:
    assert plain(read(f'a: x{char}y\nb: "x{char}y"\n')) == {"a": f"x{char}y", "b": f"x{char}y"}


# --- documents ----------------------------------------------------------------------------------


def test_several_documents() -> None:
    roots, problems = read_yaml("a: 1\n---\nb: 2\n...\n---\n# nothing here\n---\nc\n")
    assert [plain(root) for root in roots] == [{"a": 1}, {"b": 2}, "c"]
    assert problems == []


@pytest.mark.parametrize(
    "text", ["", "\n \n", "# a comment\n", "---\n", "\ufeff", "%YAML 1.2\n---\n"]
)
def test_a_file_with_nothing(text: str) -> None:
    roots, _ = read_yaml(text)
    assert roots == []
    assert told(text) == [
        (
            "empty-file",
            text,
            'nothing is here: a definition is a JSON object with "StartAt" and "States"',
        )
    ]


def test_a_directive() -> None:
    assert plain(read("%YAML 1.2\n---\na: 1\n")) == {"a": 1}


def test_an_anchor_does_not_reach_the_next_document() -> None:
    assert syntax_error("a: &x 1\n---\nb: *x\n")[0] == "*x"


# --- places -------------------------------------------------------------------------------------


def test_spans_of_scalars() -> None:
    assert slices("a: b c  # d\n'e' : \"f\"\n") == [
        "a: b c  # d\n'e' : \"f\"", "a", "b c", "'e'", '"f"',
    ]  # fmt: skip


def test_spans_end_with_the_last_child() -> None:
    text = "a:\n  - b:\n      c\n\n  # comment\n\nd: [1, 2 ]\n\n"
    assert slices(text) == [
        text.rstrip(), "a", "- b:\n      c", "b:\n      c", "b", "c", "d", "[1, 2 ]", "1", "2",
    ]  # fmt: skip


def test_spans_leave_out_anchors_and_tags_of_yaml() -> None:
    text = (
        "a: &x b\nc: !!str d\ne: &y !!str f\ng: !!str &z h\ni: &l\n  # comment\n  j: k\nm: &n[o]\n"
    )
    assert slices(text)[1:] == [
        "a", "b", "c", "d", "e", "f", "g", "h", "i", "j: k", "j", "k", "m",
        "[o]", "o",
    ]  # fmt: skip


def test_spans_of_block_scalars() -> None:
    text = "a: |\n  b\n   c \n\n\nd: &x >+ # why\n  e\n\nf: |-\n\ng: 1\n"
    assert slices(text)[1:] == [
        "a", "|\n  b\n   c ", "d", ">+ # why\n  e", "f", "|-", "g", "1",
    ]  # fmt: skip


def test_an_empty_value_stands_right_after_its_colon_or_dash() -> None:
    text = "a:   \n\n# comment\nb: [c: ]\nd:\n-\n- e\n? f\n\n"
    roots, _ = read_yaml(text)
    empty = [node.start for root in roots for node in walk(root) if node.start == node.end]
    assert [text[:at].rsplit("\n")[-1] for at in empty] == ["a:", "b: [c:", "-", "? f"]


def test_spans_of_flow_collections() -> None:
    text = 'a: { "b" : [ {c: d}, e: f, ] }\n'
    assert slices(text)[2:] == [
        '{ "b" : [ {c: d}, e: f, ] }', '"b"', "[ {c: d}, e: f, ]", "{c: d}", "c", "d", "e: f", "e",
        "f",
    ]  # fmt: skip


@pytest.mark.parametrize("start", ["", "\ufeff"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_offsets_are_those_of_the_text_as_given(start: str, line_end: str) -> None:
    lines = [
        "a: \U0001f600x",
        'b: "\U0001f600"',
        "c: |",
        "  \U0001f600",
        "",
        "d:",
        "- e",
        "- f\x85g",
    ]
    text = start + line_end.join(lines) + line_end
    assert slices(text)[1:] == [
        "a", "\U0001f600x", "b", '"\U0001f600"', "c", f"|{line_end}  \U0001f600", "d",
        f"- e{line_end}- f\x85g", "e", "f\x85g",
    ]  # fmt: skip


def test_values_do_not_keep_carriage_returns() -> None:
    assert plain(read("a: |\r\n  b\r\n  c\r\nd: e\r\n  f\r\n")) == {"a": "b\nc\n", "d": "e f"}


def test_tabs_where_yaml_allows_them() -> None:
    text = "a:\tb\t# c\n\t\n\t# d\ne: x \t y\t\nf: {\n\tg: 1\n}\n"
    assert plain(read(text)) == {"a": "b", "e": "x \t y", "f": {"g": 1}}
    assert slices(text)[1:5] == ["a", "b", "e", "x \t y"]


def test_blank_lines_before_the_text_of_a_block_scalar() -> None:
    assert plain(read("a: |\n  \n\n    x\n")) == {"a": "\n\nx\n"}


# --- holes --------------------------------------------------------------------------------------


@pytest.mark.parametrize("source", ["${T}", "'${T}'", '"#{T}"', "|-\n  ${T}", "!!str ${T}"])
def test_a_placeholder_is_a_hole(source: str) -> None:
    text = f"TimeoutSeconds: {source}\n"
    root = read(text)
    assert isinstance(root, Mapping)
    hole = root.get("TimeoutSeconds")
    assert isinstance(hole, Hole)
    assert hole.text in ("${T}", "#{T}")
    assert text[hole.start : hole.end] == source.removeprefix("!!str ")


def test_text_around_a_placeholder_is_text() -> None:
    root = read("a: arn:${T}\n")
    assert isinstance(root, Mapping)
    assert isinstance(root.get("a"), Scalar)


@pytest.mark.parametrize(
    "source",
    [
        "!Ref Name",
        "!Ref",
        "!GetAtt 'a.b'",
        "!Sub |\n  x\n  y",
        "!If [a, b, c]",
        "!Sub\n  - a\n  - b: c",
        "!Transform {Name: x}",
        "!Sub &x y",
        "!!binary aGk=",
        "!!set {a}",
        "!GetAtt\n  # why\n  a.b",
    ],
)
def test_a_value_with_a_tag_is_a_hole(source: str) -> None:
    text = f"a:\n  b: {source.replace(chr(10), chr(10) + '  ')}\n\n  # comment\n  c: 1\n"
    root = read(text)
    assert isinstance(root, Mapping)
    inner = root.get("a")
    assert isinstance(inner, Mapping)
    hole = inner.get("b")
    assert isinstance(hole, Hole)
    assert hole.text == text[hole.start : hole.end] == source.replace("\n", "\n  ")
    assert inner.get("c") is not None


def test_the_hole_of_an_anchored_tag_begins_at_the_tag() -> None:
    assert slices("a: &x !Sub b\nc: &y !Sub\n  d: e\n")[1:] == [
        "a", "!Sub b", "c", "!Sub\n  d: e",
    ]  # fmt: skip


# --- anchors and merge keys ---------------------------------------------------------------------


def test_an_alias_is_the_node_it_repeats() -> None:
    root = read("a: &x {b: 1}\nc: *x\nd: [*x]\n")
    assert isinstance(root, Mapping)
    assert root.get("c") is root.get("a")
    items = root.get("d")
    assert isinstance(items, Sequence)
    assert items.items[0] is root.get("a")


def test_what_ends_with_an_alias_ends_after_it() -> None:
    assert slices("a: &x 1\nb:\n  c: *x\n\nd: 2\n") == [
        "a: &x 1\nb:\n  c: *x\n\nd: 2", "a", "1", "b", "c: *x", "c", "1", "d", "2",
    ]  # fmt: skip


def test_an_alias_as_a_key() -> None:
    root = read("a: &x b\n*x : 1\n")
    assert plain(root) == {"a": "b", "b": 1}
    assert isinstance(root, Mapping)
    assert root.pairs[1].key.span.start == 8


def test_the_later_anchor_of_a_name_counts() -> None:
    assert plain(read("[&x 1, *x, &x 2, *x]")) == [1, 1, 2, 2]


def test_an_alias_without_an_anchor() -> None:
    assert syntax_error("a: *nothing\nb: 1\n") == (
        "*nothing",
        'no anchor "&nothing" stands before this alias: add it, or put quotes around a text that '
        'begins with "*"',
    )


def test_an_alias_inside_of_what_it_repeats() -> None:
    text = "&a [1, *a]"
    assert syntax_error(text) == (
        "*a",
        'the alias "*a" stands inside of what it repeats: write the value out',
    )
    (root,), _ = read_yaml(text)
    assert plain(root) == [1, "*a"]


def test_merged_mappings() -> None:
    text = """\
a: &a {x: 1, y: 2}
b: &b {y: 3, z: 4}
c:
  <<: *a
  y: 5
d:
  <<: [*b, *a]
e:
  <<: {v: 6}
  <<: *b
"""
    value = plain(read(text))
    assert value == {
        "a": {"x": 1, "y": 2},
        "b": {"y": 3, "z": 4},
        "c": {"y": 5, "x": 1},
        "d": {"y": 3, "z": 4, "x": 1},
        "e": {"v": 6, "y": 3, "z": 4},
    }
    assert isinstance(value, dict)
    assert list(value["c"]) == ["y", "x"]  # own pairs first


def test_a_quoted_merge_key_is_a_key() -> None:
    assert plain(read('{"<<": {a: 1}}')) == {"<<": {"a": 1}}


def test_a_merge_of_something_unknown_leaves_the_mapping_incomplete() -> None:
    root = read("<<: !Include x\na: 1\n")
    assert plain(root) == {"a": 1}
    assert mappings([root])[0].complete is False


def test_a_merge_of_text() -> None:
    assert syntax_error("<<: base\na: 1\n") == (
        "<<",
        '"<<" takes over the fields of an object: write an alias of one after it',
    )


def test_billion_laughs() -> None:
    lines = ["a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]"]
    lines += [f"a{n + 1}: &a{n + 1} [{', '.join([f'*a{n}'] * 9)}]" for n in range(12)]
    text = "\n".join(lines)
    roots, _ = read_yaml(text)
    assert told(text) == [
        (
            "alias-expansion",
            "*a4",
            'the aliases of this file repeat more than 200,000 values: what "*a4" stands for is '
            "not checked",
        )
    ]
    assert any(isinstance(node, Hole) and node.text == "*a4" for node in walk(roots[0]))


def test_many_values_without_aliases_are_no_expansion() -> None:
    text = f"a: &a [{'1,' * 300}]\nb: [{'*a,' * 300}]\n"
    assert told(text) == []


def test_aliases_that_nest_deeper_and_deeper() -> None:
    text = "a0: &a0 []\n" + "".join(f"a{n + 1}: &a{n + 1} [*a{n}]\n" for n in range(300))
    roots, _ = read_yaml(text)
    assert told(text) == [
        (
            "nesting-too-deep",
            "*",
            "brackets nest more than 200 deep: what is inside is not checked",
        )
    ]
    plain(roots[0])


# --- mistakes that leave the tree whole ---------------------------------------------------------


def test_a_key_that_stands_twice() -> None:
    quote = "'"
    text = "a: 1\nb: {c: 1, 'c': 2}\na: 3\n"
    roots, problems = read_yaml(text)
    assert told(text) == [
        (
            "duplicate-key",
            key,
            f'the key "{key.strip(quote)}" stands twice in this object, and only this one counts: '
            "rename or delete one",
        )
        for key in ("'c'", "a")
    ]
    assert [(it.span.start, it.message) for it in problems[1].related] == [
        (0, "the first one, which is lost")
    ]
    assert plain(roots[0]) == {"a": 3, "b": {"c": 2}}
    assert all(mapping.complete for mapping in mappings(roots))


def test_a_key_of_a_merged_mapping_is_no_duplicate() -> None:
    assert told("a: &a {x: 1}\nb: {<<: *a, x: 2}\n") == []


@pytest.mark.parametrize(
    ("text", "source", "message"),
    [
        (
            "a: {{name}}\n", "{",
            'an object can not be a key: put quotes around a text that begins with "{"',
        ),
        (
            "[a]: 1\n", "[",
            'an array can not be a key: put quotes around a text that begins with "["',
        ),
        ("? - a\n: 1\n", "-", "an array can not be a key: write a string"),
    ],
)  # fmt: skip
def test_a_key_that_is_no_text(text: str, source: str, message: str) -> None:
    assert syntax_error(text) == (source, message)
    roots, _ = read_yaml(text)
    assert mappings(roots)[-1].complete is False
    assert mappings(roots)[-1].pairs == []


def test_a_character_that_may_not_stand_in_yaml() -> None:
    text = "a: x\x07y\nb: 1\n"
    assert syntax_error(text) == ("\x07", "the character U+0007 may not stand in YAML: delete it")
    assert [plain(root) for root in read_yaml(text)[0]] == [{"a": "x y", "b": 1}]
    assert slices(text)[2] == "x\x07y"


@pytest.mark.parametrize("char", ["\0", "\x1b", "\x7f", "\x9f", "\ud800", "\ufffe"])
def test_characters_that_may_not_stand_in_yaml_are_counted(char: str) -> None:
    assert syntax_error(f"a: '{char}{char}'\n") == (
        char,
        f"the character U+{ord(char):04X} may not stand in YAML: delete it (2 such characters in "
        "this file)",
    )


def deep(levels: int) -> str:
    return "\n".join(f"{' ' * level}a:" for level in range(levels))


def test_200_levels_are_read() -> None:
    text = "[" * 200 + "]" * 200
    assert slices(text) == [text[level : 400 - level] for level in range(200)]
    assert told(text) == []


def test_201_levels_are_too_many() -> None:
    text = "a: " + "[" * 200 + "]" * 200 + "\nb: 1\n"
    roots, problems = read_yaml(text)
    assert [(it.kind, it.span.start) for it in problems] == [("nesting-too-deep", 202)]
    assert [node.text for node in walk(roots[0]) if isinstance(node, Hole)] == ["[]"]
    assert isinstance(roots[0], Mapping)
    assert roots[0].get("b") is not None


@pytest.mark.parametrize(
    "text",
    [
        "[" * 10_000,
        "[" * 10_000 + "]" * 10_000,
        "{a: " * 10_000,
        "- " * 10_000,
        deep(3_000),
    ],
)
def test_what_nests_without_end_comes_back_as_a_problem(text: str) -> None:
    roots, problems = read_yaml(text)
    assert [(one.kind, one.message) for one in problems] == [
        ("nesting-too-deep", "brackets nest more than 200 deep: what is inside is not checked")
    ]
    plain(roots[0])


def test_keys_in_keys_without_end_are_two_problems() -> None:
    assert [(kind, message) for kind, _, message in told("? " * 10_000)] == [
        ("syntax-error", "an object can not be a key: write a string"),
        ("nesting-too-deep", "brackets nest more than 200 deep: what is inside is not checked"),
    ]


# --- broken texts -------------------------------------------------------------------------------

UNCLOSED = "the string is not closed on its line: add a closing quote"


@pytest.mark.parametrize(
    ("text", "source", "message"),
    [
        ("a:\n\tb: 1\n", "\t", "a tab may not indent in YAML: use spaces"),
        (
            "a: {% $x %}\n", "{%",
            '"{" opens an object in YAML: put quotes around a JSONata expression',
        ),
        ("a: @b\n", "@", 'plain text can not begin with "@": put quotes around it'),
        ("a: `b`\n", "`", 'plain text can not begin with "`": put quotes around it'),
        ("a: %b\n", "%", 'plain text can not begin with "%": put quotes around it'),
        ("a: ,b\n", ",", 'plain text can not begin with ",": put quotes around it'),
        ("a: b: c\n", ":", 'a second ": " in one value: put quotes around the value'),
        ('a: "b": c\n', ":", 'a second ": " in one value: put quotes around the value'),
        (
            "a: 1\n  b: 2\n", "b",
            'the key "b" can not stand here: indent it like the other keys, or put quotes around '
            "the text above",
        ),
        (
            "a: 1\nNext\nb: 2\n", "Next",
            'the key "Next" has no value: write ":" and a value after it',
        ),
        ("Next\na: 1\n", "Next", 'the key "Next" has no value: write ":" and a value after it'),
        (
            f"a: 1\n{'x' * 50}\nb: 2\n", "x" * 50,
            f'the key "{"x" * 38}…" has no value: write ":" and a value after it',
        ),
        ("a: 1\nNext:B\nc: 2\n", ":", 'a space is missing after ":": without it this is no key'),
        ("a: - b\n", "-", "a list can not begin on the line of its key: begin it on the next line"),
        ("a: 'b\nc: 1\n", "'", UNCLOSED),
        ('a: "b\nc: "d"\n', '"', UNCLOSED),
        ('a: "b\n---\nc: 1\n', '"', UNCLOSED),
        ('a: "b\\', '"', UNCLOSED),
        (
            'a: "b"c\n', "c",
            "text stands after the end of a value: put quotes around the whole value",
        ),
        ('a: "\\."\n', "\\.", '"\\." is no YAML escape: write "\\\\." for a backslash'),
        (
            'a: "\\u12"\n', "12",
            'too few hexadecimal digits after a backslash: "\\x" takes 2, "\\u" 4 and "\\U" 8',
        ),
        ('a: "\\U00110000"\n', '"', "this can not be read as YAML"),
        ("a: *\n", "*", '"*" begins an alias: put quotes around the text'),
        ("a: & b\n", "&", '"&" begins an anchor: put quotes around the text'),
        ("a: !e!f b\n", "!e!f", '"!" begins a tag: put quotes around the text'),
        (
            "a: |b\n", "b",
            'only "+", "-" and a digit may follow "|" or ">": begin the text on the next line',
        ),
        ("a: [1, 2\nb: 3\n", "[", '"[" is never closed: add "]"'),
        ("a: {b: 1\n", "{", '"{" is never closed: add "}"'),
        ("a: {b:\n", "{", '"{" is never closed: add "}"'),
        ('{"a": [1,\n', "[", 'the text ends with 2 open brackets: add "]}" at its end'),
        ("a: [1, 2}\n", "}", '"[" is never closed: add "]" before this "}"'),
        ('{"a": 1\n "b": 2}\n', '"', 'a comma is missing before this, or a "}": add it'),
        ("a: ['b' 'c']\n", "'", 'a comma is missing before this, or a "]": add it'),
        ("a: {b: ${C}}\n", "${", "a placeholder inside brackets needs quotes: add them"),
        ("a: [1,, 2]\n", ",", "a comma too many: delete it"),
        (
            "a: [- b]\n", "-",
            'a "-" begins no list item inside brackets: separate the items by commas',
        ),
        ("a: ]\n", "]", '"]" closes nothing: delete it, or put quotes around the text'),
        (
            "a:\n    b: 1\n  c: 2\n", "c",
            "this line is indented like no line above it: indent it like its siblings",
        ),
        (
            "a:\n  b: 1\n  - c\n", "-",
            "a list item stands among keys: indent it under its key",
        ),
        (
            "- a\nb: 1\n", "b",
            'a key stands among list items: indent it under a "-", or write "- " before it',
        ),
        (
            "  a: 1\nb: 2\n", "b",
            "this stands outside of the document: indent it like the first line, or delete it",
        ),
        (
            "%YAML 2.0\n---\na: 1\n", "%YAML",
            "found incompatible YAML document (version 1.* is required)",
        ),
    ],
)  # fmt: skip
def test_what_is_said_about_broken_yaml(text: str, source: str, message: str) -> None:
    assert syntax_error(text) == (source, message)


def test_a_wrong_bracket_names_the_opened_one() -> None:
    _, (problem,) = read_yaml("a: [1, 2}\n")
    assert [(it.span.start, it.span.end, it.message) for it in problem.related] == [
        (3, 4, "opened here")
    ]


@pytest.mark.parametrize(
    ("text", "repaired"),
    [
        ("a: 1\nNext:B\nc: 2\n", "a: 1\nNext: B\nc: 2\n"),
        ('a: "\\."\n', 'a: "\\\\."\n'),
    ],
)
def test_repairs(text: str, repaired: str) -> None:
    _, (problem,) = read_yaml(text)
    assert problem.fix is not None
    (edit,) = problem.fix.edits
    assert text[: edit.span.start] + edit.replacement + text[edit.span.end :] == repaired
    assert told(repaired) == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a: 1\nb: 'c\nd: 2\n", {"a": 1, "b": "'c", "d": 2}),
        ("a: 1\nb: c: d\ne: 2\n", {"a": 1, "b": "c: d", "e": 2}),
        ("a:\n  b: [\n  c: 1\nd: 2\n", {"a": {"b": "[", "c": 1}, "d": 2}),
        ("a: {% $x %}\nb: 1\n", {"a": "{% $x %}", "b": 1}),
        ("a: |b\n  c\nd: 1\n", {"a": "|b\n  c", "d": 1}),
        ("a:\n\tb: 1\n\tc: 1\nd: 2\n", {"a": "b: 1\n\tc: 1", "d": 2}),
        ("a: # why\n\tb: 1\nd: 2\n", {"a": "# why\n\tb: 1", "d": 2}),
        ("a:\n  b\n  c: 1\nd: 2\n", {"a": {"c": 1}, "d": 2}),
        ("a:\n    b: 1\n  c: 2\nd: 3\n", {"a": {"b": 1}, "d": 3}),
        ("a:\n- 'b\n- c\n", {"a": ["'b", "c"]}),
        ('{"a": {"b": 1,\n  "c": [2', {"a": {"b": 1, "c": [2]}}),
        ("a: 'x\nb: 'x\nc: 'x\nd: 1\n", {"a": "'x", "b": "'x", "c": "'x", "d": 1}),
    ],
)
def test_what_is_read_of_broken_yaml(text: str, value: object) -> None:
    assert recovered(text) == value


def test_a_value_that_was_lost_is_a_hole_at_its_place() -> None:
    text = "a: 1\nb:  'c \nd: 2\n"
    (root,), _ = read_yaml(text)
    assert isinstance(root, Mapping)
    hole = root.get("b")
    assert isinstance(hole, Hole)
    assert text[hole.start : hole.end] == "'c"


def test_the_text_before_many_faults_is_read() -> None:
    text = "a: 1\nb:\n  c: 2\n" + "  ]\n" * 10 + "d: 3\n"
    value = recovered(text)
    assert isinstance(value, dict)
    assert value["a"] == 1


def test_what_can_not_be_read_at_all_is_one_hole() -> None:
    for text in ("\t{", "]", "%YAML x\n"):
        (root,), _ = read_yaml(text)
        assert isinstance(root, Hole)
        assert root.text == text


def test_duplicate_keys_after_a_fault_are_not_reported() -> None:
    text = "a: 1\na: 2\nB\nc: 1\nc: 2\n"
    assert [kind for kind, _, _ in told(text)] == ["duplicate-key", "syntax-error"]


# --- comments -----------------------------------------------------------------------------------


def found_comments(text: str) -> list[str]:
    return [text[span.start : span.end] for span in parse_yaml(text).comments]


def test_comments() -> None:
    text = dedent("""\
        # first
        a: b # second
        c: "# no" # third
        d: '# no'
        e: | # fourth
          # no
        # fifth
        f: >-
          x

          # no

         # sixth
        g: [h, # seventh
          i#no, j] # eighth
        k: l#no
        m: x #
        """)
    assert found_comments(text) == [
        "# first", "# second", "# third", "# fourth", "# fifth", "# sixth", "# seventh",
        "# eighth", "#",
    ]  # fmt: skip


def test_comments_with_other_line_ends_and_characters() -> None:
    assert found_comments("\ufeffa: \U0001f600 # b\r\n# c\x85d\r\n") == ["# b", "# c\x85d"]


def test_comments_of_a_broken_text() -> None:
    assert found_comments("a: 1 # b\nc: 'd\ne: 2 # f\n") == ["# b", "# f"]
    assert found_comments("\t]") == []


# --- properties ---------------------------------------------------------------------------------

numbers = st.integers() | st.floats(allow_nan=False, allow_infinity=False)


def values(texts: st.SearchStrategy[str]) -> st.SearchStrategy[object]:
    return st.recursive(
        st.none() | st.booleans() | numbers | texts,
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
        max_leaves=12,
    )


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
# ruamel writes the line ends of YAML 1.1 in a way that only YAML 1.1 reads.
texts_of_one_line = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\x85\u2028\u2029"), max_size=12
)


def dumped(value: object) -> str:
    yaml = YAML(typ="safe", pure=True)
    yaml.default_flow_style = False
    out = io.StringIO()
    yaml.dump(value, out)
    return out.getvalue()


def check_spans(text: str, node: Node) -> None:
    """Every span lies in the text and after the one before, and shows what the node is."""
    source = text[node.start : node.end]
    if isinstance(node, Mapping | Sequence):
        assert source[0] in "{[-?" or node.head.start == node.start
        at = node.start
        for child in node.items if isinstance(node, Sequence) else in_pairs(node.pairs):
            assert at <= child.start <= child.end <= node.end
            at = child.end
            check_spans(text, child)
    elif isinstance(node, Scalar) and not isinstance(node.value, str):
        assert json.loads(source) == node.value
    elif isinstance(node, Scalar) and source[:1] in ("'", '"'):
        assert len(source) > 1
        assert source[-1] == source[0]
    elif isinstance(node, Scalar):
        assert source == node.value or source[0] in "|>?" or "\n" in source


def in_pairs(pairs: list[Pair]) -> list[Node]:
    return [node for pair in pairs for node in (pair.key, pair.value)]


NOT_IN_YAML = re.compile("[\x7f-\x84\x86-\x9f\ufffe\uffff]")


@slow
@given(values(texts), st.sampled_from([None, 2]), st.booleans())
def test_json_is_yaml(value: object, indent: int | None, ascii_only: bool) -> None:
    text = json.dumps(value, indent=indent, ensure_ascii=ascii_only)
    text = NOT_IN_YAML.sub(lambda match: f"\\u{ord(match[0]):04x}", text)
    root = read(text)
    assert plain(root) == json.loads(text)
    check_spans(text, root)


@slow
@given(values(texts_of_one_line))
def test_the_value_is_the_one_that_was_dumped(value: object) -> None:
    text = dumped(value)
    root = read(text)
    assert plain(root) == value
    check_spans(text, root)


LINES = st.lists(
    st.sampled_from(
        ["", "", " ", "   ", "a", " a", "# no comment", "b: 1", "- c", "\ta", "|", "é 💳", "a "]
    ),
    max_size=6,
)
HEADS = st.sampled_from(["|", "|-", "|+", "| ", "| # comment", "|2", ">", ">-", "!!str |"])


@slow
@given(HEADS, LINES, st.sampled_from(["\n", "\r\n", "\r"]), st.sampled_from(["", "after: 1"]))
def test_blocks_are_what_ruamel_takes_them_for(
    head: str, lines: list[str], line_break: str, after: str
) -> None:
    """Literal ones are read by whole lines here, and by characters there."""
    body = [f"    {line}" if line.strip() else line for line in lines]
    text = line_break.join(["in:", f"  text: {head}", *body, *filter(None, [after])])
    try:
        expected = YAML(typ="safe", pure=True).load(text)
    except Exception:
        reject()  # what we are more tolerant with
    root = read(text)
    assert plain(root) == expected
    assert isinstance(root, Mapping)
    if after:
        assert root.pairs[1].key.start == text.index(after)
    check_spans(text, root)


def read_anything(text: str) -> None:
    """Whatever the text: no exception, and every offset inside of it."""
    roots, problems = read_yaml(text)
    for root in roots:
        for node in walk(root):
            assert 0 <= node.start <= node.end <= len(text)
    for problem in problems:
        check_problem(text, problem)
    assert [it.span.start for it in problems] == sorted(it.span.start for it in problems)
    for comment in found_comments(text):
        assert comment.startswith("#")


def check_problem(text: str, problem: Problem) -> None:
    for span in (problem.span, *(related.span for related in problem.related)):
        assert 0 <= span.start <= span.end <= len(text)
    assert problem.message[0].islower() or problem.message[0] in "\"'"
    assert not problem.message.endswith(".")


YAML_CHARACTERS = list(" \n\t\r:-?[]{},#&*!|>'\"%@`~a1.\\<\ufeff\x85\0\ud800\U0001f600")
pieces = st.sampled_from(
    [*YAML_CHARACTERS, "\r\n", "\n  ", "- ", ": ", "---\n", "<<: ", "${", "&a ", "*a "]
)


@slow
@given(st.text() | st.lists(pieces, max_size=25).map("".join))
def test_no_text_makes_the_reader_raise(text: str) -> None:
    read_anything(text)


@slow
@given(st.integers(0, len(MACHINE)), st.integers(0, 12), st.lists(pieces, max_size=2).map("".join))
def test_no_edit_of_a_definition_makes_the_reader_raise(at: int, cut: int, added: str) -> None:
    read_anything(MACHINE[:at] + added + MACHINE[at + cut :])


@slow
@given(st.integers(0, len(MACHINE)))
def test_every_beginning_of_a_definition_is_read(end: int) -> None:
    read_anything(MACHINE[:end])


def test_the_definition_that_is_edited_above() -> None:
    root = read(MACHINE)
    assert isinstance(root, Mapping)
    ship = root.get("States")
    assert isinstance(ship, Mapping)
    assert plain(ship.fields["Ship"].value) == {
        "Comment": "two lines",
        "End": True,
        "Type": "Task",
        "Resource": "!Sub\n      - arn:${Partition}:lambda\n      - {Partition: aws}",
        "Parameters": {"Amount.$": "$.amount", "note": "it's free", "list": [1, 2.5, None, "yes"]},
        "Retry": [{"ErrorEquals": ["States.ALL"], "MaxAttempts": "${Attempts}"}],
        "Next": "Ship",
    }


def test_parsers_are_imported_only_when_a_text_is_read() -> None:
    code = (
        "import sys, asllint.syntax.yaml.tree\n"
        "sys.exit('ruamel.yaml' in sys.modules or 'yaml' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize(
    ("text", "shown", "message", "repaired"),
    [
        ("a: |\nb c\nd e\nf: 1\n", "b c",
         'the text of this block is not indented: indent it deeper than "a"',
         "a: |\n  b c\n  d e\nf: 1\n"),
        ("a:\n  'b': !Sub >-  # on\n  {c}\n  d: 1\n", "{c}",
         'the text of this block is not indented: indent it deeper than "b"',
         "a:\n  'b': !Sub >-  # on\n    {c}\n  d: 1\n"),
        ("a:\n  - |\n  b c\n  - d\n", "b c",
         'the text of this block is not indented: indent it deeper than its "-"',
         "a:\n  - |\n    b c\n  - d\n"),
    ],
)  # fmt: skip
def test_the_text_of_a_block_that_is_not_indented(
    text: str, shown: str, message: str, repaired: str
) -> None:
    (root,), (problem,) = read_yaml(text)
    assert (text[problem.span.start : problem.span.end], problem.message) == (shown, message)
    assert isinstance(root, Mapping)
    assert not root.complete
    assert problem.fix is not None
    assert not problem.fix.safe
    for edit in reversed(problem.fix.edits):
        text = text[: edit.span.start] + edit.replacement + text[edit.span.end :]
    assert text == repaired
    assert read_yaml(text)[1] == []


@pytest.mark.parametrize(
    ("value", "shown", "remedy"),
    [
        ("!Sub !Ref b", "!Ref", 'delete one of them, or write the second one as a key, "Ref:"'),
        ("!Sub &c !Join [b]", "!Join",
         'delete one of them, or write the second one as a key, "Fn::Join:"'),
        ("!!str !!int 1", "!!int", "delete one of them"),
    ],
)  # fmt: skip
def test_two_tags_on_one_value(value: str, shown: str, remedy: str) -> None:
    text = f"a: {value}\nb: 1\n"
    (problem,) = read_yaml(text)[1]
    assert text[problem.span.start : problem.span.end] == shown
    assert problem.message == f"two tags on one value: {remedy}"
