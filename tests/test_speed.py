"""The benchmark itself runs, and its limits hold with room for a noisy machine."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent


def test_asllint_keeps_up_with_the_fastest_other_linter() -> None:
    command = [sys.executable, "tests/benchmarks/compare.py", "--check", "--slack", "1.25"]
    for _ in range(3):  # the limits are ours to keep; a busy machine is not ours to judge
        done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
        if done.returncode == 0:
            break
    assert done.returncode == 0, done.stdout + done.stderr
