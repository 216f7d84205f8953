"""The format for people: excerpts that fit the terminal."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from unicodedata import combining, east_asian_width

import pytest

from asllint import Report, analyze, lint, load_rulebook
from asllint.reporters.text import report

WIDE = """\
{"StartAt": "注文を受ける", "States": {"注文を受ける": {"Type": "Pass", "Next": "注文を確認する"}, \
"注文を確認するる": {"Type": "Succeed", "Comment": "%s"}}}
"""


def excerpts(columns: int, text: str = WIDE % ("a" * 80)) -> list[str]:
    """The lines with a bar in them, of a terminal of so many columns (0: of none)."""
    analysis = analyze(text, "x.asl.json")
    found = lint(analysis, load_rulebook().select(["unknown-target"]))
    shown = report([Report(analysis.file, 1, found)], columns=columns)
    return [line for line in shown.splitlines() if " |" in line]


def cells(line: str) -> int:
    """How many columns a line takes."""
    return sum(0 if combining(char) else 1 + (east_asian_width(char) in "WF") for char in line)


def test_a_long_line_is_cut_around_the_place() -> None:
    assert excerpts(44) == [
        "  |",
        '1 | …ss", "Next": "注文を確認する"}, "注文…',
        "  |               ^^^^^^^^^^^^^^^^",
        "  |",
        '1 | …認する"}, "注文を確認するる": {"Type"…',
        "  |            ------------------ this one?",
    ]


@pytest.mark.parametrize("columns", [24, 25, 40, 61, 80, 100, 131])
def test_excerpts_fit_the_terminal(columns: int) -> None:
    for each in ("a" * 300, "日本" * 200, "e\u0301" * 300):
        assert all(cells(line) <= columns for line in excerpts(columns, WIDE % each))


def test_a_line_that_fits_is_shown_as_it_is() -> None:
    (line,) = {line for line in excerpts(300) if line.startswith("1 |")}
    assert line == "1 | " + (WIDE % ("a" * 80)).rstrip()


def test_without_a_terminal_lines_have_a_fixed_width() -> None:
    for line in excerpts(0, WIDE % ("a" * 300)):
        assert cells(line) <= 4 + 100


def test_a_note_that_does_not_fit_stands_below() -> None:
    assert excerpts(28)[-3:] == [
        '1 | …る"}, "注文を確認す…',
        "  |        --------------",
        "  |        this one?",
    ]


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals on Windows")
def test_a_terminal_says_how_wide_it_is(tmp_path: Path) -> None:
    import fcntl
    import pty
    import struct
    import termios

    (tmp_path / "x.asl.json").write_text(WIDE % ("a" * 80), encoding="utf-8")
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 50, 0, 0))
    command = [sys.executable, "-m", "asllint", "--no-cache", "--color", "never", "x.asl.json"]
    done = subprocess.Popen(command, stdout=theirs, cwd=tmp_path)
    os.close(theirs)
    shown = b""
    try:
        while more := os.read(ours, 65536):
            shown += more
    except OSError:  # how Linux says that the other end is closed
        pass
    done.wait()
    os.close(ours)
    lines = [line for line in shown.decode().splitlines() if " |" in line]
    assert lines == excerpts(50)
