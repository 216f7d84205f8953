"""The line that says how far a long run has come."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import Run

DEFINITION = '{"StartAt": "A", "States": {"A": {"Type": "Succeed"}}}\n'


@pytest.fixture(autouse=True)
def files(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / f"{name}.asl.json").write_text(DEFINITION)


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo terminal")
@pytest.mark.parametrize("delay", [0.0, 60.0])
def test_a_long_run_shows_how_far_it_is_and_leaves_nothing(tmp_path: Path, delay: float) -> None:
    import pty
    import termios

    leader, follower = pty.openpty()
    termios.tcsetwinsize(follower, (24, 80))
    code = (
        "from asllint import cli; from asllint.commands import progress\n"
        f"progress.DELAY = {delay}\n"
        "cli.main(['--fail-on', 'never'])"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code], cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=follower
    ) as process:
        os.close(follower)
        written = b""
        while True:
            try:
                written += os.read(leader, 10_000)
            except OSError:  # nobody has it open any more
                break
    os.close(leader)
    assert process.returncode == 0
    if delay:
        assert written == b""
        return
    shown, *_, cleared, end = written.decode().removeprefix("\r").split("\r")
    assert re.match(r"asllint: +50%\|.*\| 1/2 \[", shown)
    assert (cleared.strip(), end) == ("", "")


def test_without_a_terminal_nobody_is_told_how_far_it_is(asllint: Run) -> None:
    assert asllint().stderr == ""
