"""What is read again of YAML after an edit is what would have been read from the start."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from asllint.source.text import Shift
from asllint.syntax.node import Mapping, Node, Sequence, Tagged
from asllint.syntax.yaml.reread import reread_yaml
from asllint.syntax.yaml.tree import parse_yaml, read_yaml
from tests.cost import often
from tests.test_robustness import YAML

TEXT = """\
---
Comment: an order  # and more
StartAt: Check
States:
  Check:
    Type: Choice
    Choices:
    - Variable: $.ok
      BooleanEquals: true
      Next: Pay

    # a comment of its own
    - {Variable: $.ok, IsNull: true, Next: Fail}
    Default:
  Pay:
    Type: Task
    Comment: |
      two
      lines

    Resource: !Sub arn:${Work}
    "Parameters": { "id.$": "$.id",
      "note": 'it''s 😀' }
    Next: >-
      Fail
  Fail:
    Type: Fail
"""


def again(old: str, new: str) -> bool:
    """Was a part enough? Either way the tree must be the right one."""
    tree = parse_yaml(old)
    (root,) = tree.roots
    assert tree.problems == []
    before = shown(root)
    read = reread_yaml(root, tree.comments, old, new, Shift(old, new))
    if read is None:
        assert shown(root) == before
        return False
    expected = parse_yaml(new)
    assert expected.problems == []
    assert [shown(root)] == list(map(shown, expected.roots))
    assert list(read.comments) == list(expected.comments)
    return True


def shown(node: Node) -> object:
    """A tree with all places, in tags too."""
    place = (type(node).__name__, node.start, node.end, node.head)
    if isinstance(node, Mapping):
        assert node.fields == {str(pair.key.value): pair for pair in node.pairs}
        pairs = [(shown(pair.key), shown(pair.value)) for pair in node.pairs]
        return (*place, node.complete, pairs)
    if isinstance(node, Sequence):
        return (*place, list(map(shown, node.items)))
    return (*place, repr(node), shown(node.node) if isinstance(node, Tagged) else None)


@pytest.mark.parametrize(
    ("old", "new", "partly"),
    [
        ("Next: Pay", "Next: Pays", True),
        ("Next: Pay", "Next:", True),
        ("Next: Pay", "Nxt: Pay", True),
        ("Next: Pay", "Next: Pay\n      Comment: x", True),
        ("      BooleanEquals: true\n", "", True),
        ("IsNull: true", "IsNull: false", True),
        ("Default:", "Default: Pay", True),
        ("  Pay:\n", "  Paid:\n", True),
        ("  Fail:\n", "  New:\n    Type: Succeed\n  Fail:\n", True),
        ("    Type: Fail\n", "    Type: Fail\n    Error: E\n", True),
        ("    Type: Fail\n", "    Type: Fail\n  Last: {Type: Succeed}\n", True),
        ("    Type: Fail\n", "    Type: Fai", True),
        ("      two\n", "      two\n      and a half\n", True),
        ("!Sub arn:${Work}", "!GetAtt Work.Arn", True),
        ("it''s", "it is", True),
        ("# a comment of its own", "# a comment", True),
        ("      Fail\n", "      Fail well\n", True),
        ("    Type: Fail\n", "", True),
        # The outermost mapping, another column, what may matter elsewhere, mistakes.
        ("StartAt: Check", "StartAt: Pay", False),
        ("    Type: Fail\n", "    Type: Fail\nVersion: '1.0'\n", False),
        ("    Type: Fail\n", "   Type: Fail\n", True),
        ("      Next: Pay\n", "     Next: Pay\n", False),
        ("    Type: Task\n", "      Type: Task\n", False),
        ("Type: Fail", "Type: &end Fail", False),
        ("Type: Fail", "<<: {Type: Fail}", False),
        ("    Type: Fail\n", "    Type: Fail\n...\n", False),
        ("    Type: Task\n", "    ? Type\n    : Task\n", False),
        ("Type: Task", "Type: 'Task", False),
        ("Type: Task", "Next: Task", False),
        ("Default:", "Default: Pay: x", False),
        ("    Default:\n", "    Default:", False),
    ],
)
def test_fields_are_read_again(old: str, new: str, partly: bool) -> None:
    assert TEXT.count(old) == 1
    assert again(TEXT, TEXT.replace(old, new)) == partly


ODD = ["!!str ", "!!map ", "!x ", "? ", "&a ", "- ", "'", "#", ": ", "\n", "\n    ", "|", "{"]


@pytest.mark.parametrize("piece", ODD)
def test_an_odd_piece_anywhere(piece: str) -> None:
    """Once it is there, and once it goes again."""
    text = (
        "StartAt: A\nStates:\n  A:\n    Type: Pass\n    Choices:\n    - a: 1\n      b: 2\n    -\n"
        "      {c: 3}\n    Next: B\n  B: {Type: Succeed}\n"
    )
    for at in range(len(text) + 1):
        odd = text[:at] + piece + text[at:]
        again(text, odd)
        roots, problems = read_yaml(odd)
        if len(roots) == 1 and not problems:
            again(odd, odd + "\n")
            again(odd, odd.replace("Pass", "Pas"))
            again(odd, text)
            again(odd, odd[: max(at - 1, 0)] + odd[at:])


@pytest.mark.parametrize("newline", ["\r\n", "\r"])
def test_other_line_ends(newline: str) -> None:
    old = TEXT.replace("\n", newline)
    assert again(old, old.replace("Next: Pay", "Next: Fail"))
    assert again(old, old.replace("  Pay:", "  Paid:"))


TYPED = [
    "a", " ", "  ", "\n", "\n  ", "\n    ", "\n      ", "\n    Next: x", ":", ": ", "- ", "'", '"',
    "\n  S:\n    Type: Pass", "#", " # x", "|", ">", "|\n", "{", "}", "[", "]", ",", "&a ", "*a",
    "!Sub ", "!!str ", "<<: ", "---", "...", "\t", "? ", "~", "null", "é", "😀", "\r\n",
    "%", "\u2028", "\x85",
]  # fmt: skip


@settings(max_examples=often(200, 800), deadline=None)
@given(st.sampled_from([TEXT, *YAML]), st.data())
def test_any_edit(text: str, data: st.DataObject) -> None:
    for _ in range(5):
        roots, problems = read_yaml(text)
        if problems or len(roots) != 1:
            return
        start = data.draw(st.integers(0, len(text)))
        end = data.draw(st.one_of(st.just(start), st.integers(start, min(start + 30, len(text)))))
        new = text[:start] + data.draw(st.sampled_from(["", *TYPED])) + text[end:]
        again(text, new)
        text = new


@settings(max_examples=often(50, 200), deadline=None)
@given(st.sampled_from([TEXT, *YAML]), st.data())
def test_lines_that_move(text: str, data: st.DataObject) -> None:
    """Lines are deleted, doubled, moved and indented, as one does in an editor."""
    for _ in range(4):
        roots, problems = read_yaml(text)
        if problems or len(roots) != 1:
            return
        lines = text.splitlines(keepends=True)
        start = data.draw(st.integers(0, len(lines) - 1))
        end = data.draw(st.integers(start, min(start + 6, len(lines))))
        some = lines[start:end]
        made = data.draw(
            st.sampled_from(
                [
                    [],
                    some * 2,
                    some[::-1],
                    ["  " + each for each in some],
                    [each[2:] for each in some],
                    ["# " + each for each in some],
                ]
            )
        )
        new = "".join([*lines[:start], *made, *lines[end:]])
        again(text, new)
        text = new
