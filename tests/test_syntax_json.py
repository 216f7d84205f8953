"""The JSON reader: exact places, and one precise problem for each mistake."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from asllint.syntax.json import MAX_DEPTH, read_json
from asllint.syntax.node import Hole, Mapping, Node, Scalar, Sequence, plain
from tests.cost import often


def problems(text: str) -> list[tuple[str, str, str]]:
    """Kind, underlined text and message of each problem."""
    return [
        (one.kind, text[one.span.start : one.span.end], one.message) for one in read_json(text)[1]
    ]


def nodes(root: Node) -> list[Node]:
    found, pending = [], [root]
    while pending:
        node = pending.pop()
        found.append(node)
        if isinstance(node, Mapping):
            pending += [part for pair in node.pairs for part in (pair.key, pair.value)]
        elif isinstance(node, Sequence):
            pending += node.items
    return found


json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)
layouts = st.sampled_from([None, 0, 1, 2, "\t"])


@settings(max_examples=often(100, 400), deadline=None)
@given(json_values, layouts, st.booleans())
def test_on_valid_json_the_value_is_that_of_the_standard_library(
    value: object, indent: int | str | None, ascii_only: bool
) -> None:
    text = json.dumps(value, indent=indent, ensure_ascii=ascii_only)
    text = text.encode("utf-8", "replace").decode()
    root, found = read_json(text)
    assert plain(root) == json.loads(text)
    assert [one for one in found if one.kind != "lone-surrogate"] == []
    for node in nodes(root):
        if not isinstance(node, Hole):
            assert plain(node) == json.loads(text[node.start : node.end])


@pytest.mark.parametrize(
    "text",
    ["0", "-0", "1e3", "-1.5E-2", "12345678901234567890", "1E400", '""', '"\\u00e9\\/"', "[]", "{}",
     " [ ] ", "true", "null", '{"a":{}}', "[[],{}]", '{"":""}', '[1,-2,"x",null]', "[1.5,2]"],
)  # fmt: skip
def test_valid_texts_have_no_problems(text: str) -> None:
    root, found = read_json(text)
    assert found == []
    assert plain(root) == json.loads(text)


@pytest.mark.parametrize(
    ("text", "value", "expected"),
    [
        ('{"a": 1,}', {"a": 1},
         [("trailing-comma", ",", 'delete the comma before "}": JSON allows none there')]),
        ('[1, 2, ]', [1, 2],
         [("trailing-comma", ",", 'delete the comma before "]": JSON allows none there')]),
        ('{"a": 1 "b": 2}', {"a": 1, "b": 2},
         [("missing-comma", "1", "add a comma after this value")]),
        ('{"a": {}\n "b": [1 2]}', {"a": {}, "b": [1, 2]},
         [("missing-comma", "}", "add a comma after this value"),
          ("missing-comma", "1", "add a comma after this value")]),
        ('{"a": 1} // done', {"a": 1},
         [("comment-in-json", "// done",
           'JSON has no comments: delete it, or move its text to a "Comment" field')]),
        ('{/* one */ "a": 1, # two\n "b": 2}', {"a": 1, "b": 2},
         [("comment-in-json", "/* one */",
           'JSON has no comments: delete it, or move its text to a "Comment" field '
           "(2 comments in all)")]),
        ("{'a': 1}", {"a": 1},
         [("wrong-quotes", "'a'", 'JSON wants straight double quotes: write "a" for \'a\'')]),
        ("{“a”: “b”}", {"a": "b"},
         [("wrong-quotes", "“a”",
           'JSON wants straight double quotes: write "a" for “a” (2 texts in all)')]),
        ('{"a": "b”, "c": 1}', {"a": "b", "c": 1},
         [("wrong-quotes", '"b”', 'JSON wants straight double quotes: write "b" for "b”')]),
        ("{a: 1}", {"a": 1},
         [("wrong-quotes", "a", 'JSON wants straight double quotes: write "a" for a')]),
        ('{"a": True}', {"a": True},
         [("syntax-error", "True", 'write "true" in JSON, not "True"')]),
        ('{"a": 01}', {"a": "01"}, [("syntax-error", "01", '"01" is no JSON number')]),
        ('{"a" 1}', {"a": 1}, [("syntax-error", "1", 'write ":" after the key "a"')]),
        ('{"a" = 1}', {"a": 1}, [("syntax-error", "=", 'write ":" between a key and its value')]),
        ('{"a": , "b": 1}', {"a": "", "b": 1},
         [("syntax-error", '"a"', 'the key "a" has no value: write one after ":"')]),
        ('{"a":\n "b": 1}', {"a": "", "b": 1},
         [("syntax-error", '"a"', 'the key "a" has no value: write one after ":"')]),
        ('{"a": 1,, "b": 2}', {"a": 1, "b": 2},
         [("syntax-error", ",", "a comma too many: delete it")]),
        ('{"a": 1; "b": 2}', {"a": 1, "b": 2},
         [("syntax-error", ";", 'write "," between values, not ";"')]),
        ('{"a": "b\n}', {"a": "b"},
         [("syntax-error", '"b', "the string is not closed on its line: add a closing quote")]),
        ('{"a": "\\d+"}', {"a": "\\d+"},
         [("syntax-error", "\\d", '"\\d" is no JSON escape: write "\\\\d" for a backslash')]),
        ('{"a": "x\ty"}', {"a": "x\ty"},
         [("syntax-error", '"x\ty"',
           'a raw control character in a string: write it as an escape such as "\\t"')]),
        ('{"a": 1, "a": 2}', {"a": 2},
         [("duplicate-key", '"a"', 'the key "a" stands twice in this object, and only this one '
           "counts: rename or delete one")]),
        ('{"a": "\\ud83d"}', {"a": "\ud83d"},
         [("lone-surrogate", "\\ud83d", "half of a surrogate pair is no character: write both "
           "halves, or the character")]),
        ("\ufeff{}", {},
         [("byte-order-mark", "\ufeff",
           "the file begins with a byte order mark: save it as UTF-8 without one")]),
        ('{"a": [1, 2}', {"a": [1, 2]},
         [("unbalanced-brackets", "}", '"[" is never closed: add "]" before this "}"')]),
        ('[{"a": ["x"}, "b": 1}]', [{"a": ["x"], "b": 1}],
         [("unbalanced-brackets", "}", 'write "]" here, not "}"')]),
        ('{"a": {"b": 1}', {"a": {"b": 1}},
         [("unbalanced-brackets", "{", '"{" is never closed: add "}"')]),
        ('{"a": {"b": [1', {"a": {"b": [1]}},
         [("unbalanced-brackets", "[",
           'the text ends with 3 open brackets: add "]}}" at its end')]),
        ('{"a": 1}}', {"a": 1}, [("unbalanced-brackets", "}", 'a "}" too many: delete it')]),
        ('{"a": 1} 5', {"a": 1},
         [("syntax-error", "5", "delete what follows the end of the definition")]),
        ("[1: 2]", [1, 2],
         [("missing-comma", "1", "add a comma after this value"),
          ("syntax-error", ":", 'an array holds values, not pairs: put "{" and "}" around the '
           "pairs")]),
    ],
)  # fmt: skip
def test_a_mistake_is_told_and_the_rest_is_read(
    text: str, value: object, expected: list[tuple[str, str, str]]
) -> None:
    assert plain(read_json(text)[0]) == value
    assert problems(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ("empty-file", "",
         'nothing is here: a definition is a JSON object with "StartAt" and "States"')),
        (" \n\t", ("empty-file", " \n\t",
         'nothing is here: a definition is a JSON object with "StartAt" and "States"')),
        ("not a definition", ("not-json", "not a definition",
         "this is not JSON; a definition in JSON begins with {")),
        ("<html></html>", ("not-json", "<html></html>",
         "this is not JSON; it looks like XML or HTML")),
        ("Comment: x\nStartAt: A\n", ("not-json", "Comment: x",
         "this is not JSON; it looks like YAML: name the file *.asl.yaml")),
    ],
)  # fmt: skip
def test_what_is_no_json_is_told_once(text: str, expected: tuple[str, str, str]) -> None:
    assert problems(text) == [expected]


@pytest.mark.parametrize(
    "hole", ["${N}", "${AWS::Region}", "#{N}", "${N}00", "prod-${Stage}", '"${N}"', "${a.b[0]}"]
)
def test_a_placeholder_can_stand_for_any_value(hole: str) -> None:
    for template in ('{"a": %s}', '{"a": %s, "b": 1}', "[%s, 1]", "[1, %s]"):
        text = template % hole
        root, found = read_json(text)
        assert found == []
        (node,) = [node for node in nodes(root) if isinstance(node, Hole)]
        assert text[node.start : node.end] == hole


@pytest.mark.parametrize("value", ["1", "1e5", "{}", "${B}"])
def test_a_key_that_is_a_placeholder_is_called_by_its_text(value: str) -> None:
    root, _ = read_json('{"${A}": ' + value + "}")
    assert isinstance(root, Mapping)
    assert [pair.key.value for pair in root.pairs] == ["${A}"]


def test_a_placeholder_inside_of_a_text_leaves_it_a_text() -> None:
    root, _ = read_json('{"a": "arn:${AWS::Partition}:x"}')
    assert isinstance(root, Mapping)
    assert isinstance(root.get("a"), Scalar)


MISSING_BRACE = """\
{
  "StartAt": "A",
  "States": {
    "A": {
      "Type": "Pass",
      "Next": "B"
    "B": {
      "Type": "Succeed"
    }
  }
}
"""


def test_the_indentation_tells_which_brace_is_missing() -> None:
    root, (problem,) = read_json(MISSING_BRACE)
    assert plain(root) == {
        "StartAt": "A",
        "States": {"A": {"Type": "Pass", "Next": "B"}, "B": {"Type": "Succeed"}},
    }
    assert (
        problem.message == '"{" is never closed: add "}" before the line that stands outside of it'
    )
    assert MISSING_BRACE[: problem.span.end].endswith('"A": {')


def test_the_indentation_tells_which_brace_is_too_many() -> None:
    text = MISSING_BRACE.replace('"B"\n    "B"', '"B"\n      }\n    },\n    "B"')
    root, (problem,) = read_json(text)
    assert plain(root) == plain(read_json(MISSING_BRACE)[0])
    assert problem.message == 'a "}" too many: delete it'
    assert text[: problem.span.end].endswith('"Next": "B"\n      }')


def test_an_object_with_a_lost_part_is_not_complete() -> None:
    root, _ = read_json('{"a": {"b": 1, "c"')
    inner = root.get("a") if isinstance(root, Mapping) else None
    assert isinstance(inner, Mapping)
    assert not inner.complete


@pytest.mark.parametrize("opening", ["[", '{"a":', '[{"a":'])
def test_deep_nesting_ends_in_a_problem(opening: str) -> None:
    text = opening * 10_000
    _, found = read_json(text)
    assert "nesting-too-deep" in [one.kind for one in found]
    closed = "[" * 10_000 + "]" * 10_000
    (only,) = read_json(closed)[1]
    assert only.message == (
        f"brackets nest more than {MAX_DEPTH} deep: what is inside is not checked"
    )


def test_a_file_full_of_mistakes_does_not_drown_its_reader() -> None:
    _, found = read_json("{" + '"a" 1 ' * 500)
    assert len(found) <= 30


tokens = st.sampled_from(
    [*'{}[],:"\'\\ \n\t', '"a"', "1", "true", "${X}", "“", "”", "//", "/*", "*/", "#", "\\u12",
     "\ud800", "x", "-", ".5", '"StartAt":', "\ufeff", "`", "=", ";"]
)  # fmt: skip


@settings(max_examples=often(250, 1000), deadline=None)
@given(st.lists(tokens, max_size=40).map("".join) | st.text(max_size=40))
def test_no_text_makes_the_reader_raise(text: str) -> None:
    root, found = read_json(text)
    for node in nodes(root):
        assert 0 <= node.start <= node.end <= len(text)
    for problem in found:
        assert 0 <= problem.span.start <= problem.span.end <= len(text)
        for related in problem.related:
            assert 0 <= related.span.start <= related.span.end <= len(text)


@settings(max_examples=often(25, 100), deadline=None)
@given(json_values, st.data())
def test_no_broken_json_makes_the_reader_raise(value: object, data: st.DataObject) -> None:
    text = json.dumps(value, indent=1)
    at = data.draw(st.integers(0, len(text)))
    until = data.draw(st.integers(at, min(len(text), at + 5)))
    broken = text[:at] + data.draw(st.text(max_size=3)) + text[until:]
    root, _ = read_json(broken)
    assert all(0 <= node.start <= node.end <= len(broken) for node in nodes(root))
