r"""Regular expressions mean the same in every Python that asllint runs in.

When an iteration of a possessive group fails half-way, Python 3.11.0 to 3.11.4 (Debian 12 has
3.11.2) may go on from where it failed, instead of where the iteration began
(python/cpython#106052). So what may fail behind its first character is looked at first,
`(?=:\S):` for `:(?=\S)`, and what that can not say is no possessive group.
"""

from __future__ import annotations

import ast
import importlib
import re
import re._constants as codes  # type: ignore[import-not-found]
import re._parser as parser  # type: ignore[import-not-found]
from collections.abc import Iterator
from typing import Any

import pytest

from asllint.syntax.yaml.events import _lines_of
from tests.conftest import ROOT

FILES = [*sorted((ROOT / "asllint").rglob("*.py")), *sorted((ROOT / "rules").rglob("*.py"))]
POSSESSIVE = re.compile(r"\)(?:[*+?]|\{\d*,?\d*\})\+")


def patterns() -> Iterator[str]:
    """All that may be a pattern with a possessive group: texts, and what modules make of them."""
    yield _lines_of(4).pattern
    for path in FILES:
        text = path.read_text()
        if POSSESSIVE.search(text):
            for node in ast.walk(ast.parse(text)):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    yield node.value
            if path.is_relative_to(ROOT / "asllint"):
                name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
                for value in vars(importlib.import_module(name)).values():
                    yield value.pattern if isinstance(value, re.Pattern) else value


ALL = sorted({one for one in patterns() if isinstance(one, str) and POSSESSIVE.search(one)})


@pytest.mark.parametrize("pattern", ALL)
def test_no_iteration_of_a_possessive_group_fails_half_way(pattern: str) -> None:
    try:
        tree = parser.parse(pattern)
    except re.error:
        return  # a part of a pattern, or a text
    assert [part for part in groups(tree) if may_fail_half_way(part)] == []


def groups(tree: Any) -> Iterator[Any]:
    """The alternatives of every possessive group, at any depth."""
    for code, value in tree:
        for inner in inside(value):
            yield from groups(inner)
        if code is codes.POSSESSIVE_REPEAT:
            yield from alternatives(value[2])


def inside(value: object) -> Iterator[Any]:
    """The patterns in what belongs to one element of a pattern."""
    if isinstance(value, parser.SubPattern):
        yield value
    elif isinstance(value, list | tuple):
        for each in value:
            yield from inside(each)


def alternatives(tree: Any) -> Iterator[Any]:
    for code, value in tree if len(tree) == 1 else ():
        if code is codes.BRANCH:
            for each in value[1]:
                yield from alternatives(each)
            return
        if code is codes.SUBPATTERN:
            yield from alternatives(value[3])
            return
    yield tree


REPEATS = (codes.MAX_REPEAT, codes.POSSESSIVE_REPEAT)
CHARACTERS = (codes.LITERAL, codes.NOT_LITERAL, codes.ANY, codes.IN)


def may_fail_half_way(part: Any) -> bool:
    """Is there something behind the first character that may be missing, and no look ahead?"""
    (code, value), *rest = part
    if code is codes.ASSERT and value[0] < 0:
        return len(rest) > 1  # a look back, and one character
    if code is codes.ASSERT:
        return not all(map(is_plain, value[1]))
    return code is codes.ASSERT_NOT or any(
        code not in REPEATS or value[0] > 0 or not is_plain((code, value)) for code, value in rest
    )


def is_plain(element: Any) -> bool:
    """Is it a character, or a repeated one?"""
    code, value = element
    if code in REPEATS:
        return len(value[2]) == 1 and value[2][0][0] in CHARACTERS
    return code in CHARACTERS


@pytest.mark.parametrize(
    ("pattern", "bad"),
    [
        (r"(?:[^%]|%(?!\}))*+", True), (r"(?:[^']|'')*+", True), (r"(?:a|(?:b|cd))*+", True),
        (r"(?:[^%]|(?!%\})%)*+", True), (r"(?:a|(?=b[cd]*e)b.)*+", False),
        (r"(?:[ ]|(?=a|bc)[abc])*+", True), (r"(?:\r\n?|\n)*+", False),
        (r"(?:\s|#[^\n]*+)*+", False),
        (r"(?:a|(?<=\S)#)*+", False), (r"[ab]*+", False),
    ],
)  # fmt: skip
def test_the_test_above(pattern: str, bad: bool) -> None:
    assert any(map(may_fail_half_way, groups(parser.parse(pattern)))) is bad
