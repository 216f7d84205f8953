"""Gitignore-style patterns: what they cover, and in what time."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pathspec.patterns.gitignore.spec import GitIgnoreSpecPattern

from asllint.workspace.gitignore import Patterns, linear


def test_patterns_reach_files_outside_of_their_folder_by_name_only(tmp_path: Path) -> None:
    patterns = Patterns(str(tmp_path / "ci"), ["*.draft.json", "/x.json"])
    assert patterns.covers(str(tmp_path / "x.draft.json"))
    assert not patterns.covers(str(tmp_path / "x.json"))
    assert patterns.covers(str(tmp_path / "ci" / "x.json"))


def test_the_last_pattern_that_matches_decides() -> None:
    patterns = Patterns("/p", ["machines/", "!machines/old/", "machines/old/keep.json"])
    assert patterns.covers("/p/machines/a/b.json")
    assert not patterns.covers("/p/machines/old/b.json")
    assert patterns.covers("/p/machines/old/keep.json")
    assert not patterns.covers("/p/other.json")


HOSTILE = [("*a*a*a*a*a*a*a*a*b", "a" * 240), ("**/a/**/a/**/a/**/a/**/a/**/b", "a/" * 500 + "a")]


@pytest.mark.parametrize(("line", "path"), HOSTILE, ids=["stars", "folders"])
def test_no_pattern_takes_more_than_linear_time(line: str, path: str) -> None:
    # With backtracking among the wildcards this would not end before the machine does.
    patterns = Patterns("/p", [line])
    assert not patterns.covers(f"/p/{path}")
    assert patterns.covers(f"/p/{path}/b") is line.startswith("**")


PIECES = ("a", "b", "*", "**", "a*", "*a*", "*a*b*", "?*a*", "[ab]*a*b", "*.*.*", "[!a]*b*a")


@given(
    st.lists(st.sampled_from(PIECES), min_size=1, max_size=5),
    st.lists(st.text("abx.", min_size=1, max_size=4), min_size=1, max_size=6),
)
def test_patterns_in_linear_time_say_what_the_library_says(
    pieces: list[str], names: list[str]
) -> None:
    plain = GitIgnoreSpecPattern("/".join(pieces)).regex
    assert plain is not None
    path = "/".join(names)
    expected, found = plain.search(path), linear(plain).search(path)
    assert (expected is None) is (found is None)
    if expected is not None and found is not None:
        assert expected.lastgroup == found.lastgroup


def test_lines_that_git_cannot_use_are_left_out() -> None:
    lines = ["", "  ", "# a.json", "/", "[z-a].json", "[a", "a\\", "!", "[[x].json", "b.json"]
    patterns = Patterns("/p", lines)
    assert patterns.covers("/p/b.json")
    assert not patterns.covers("/p/a.json")
