"""The outputs in the README, written anew: `python -m tests.readme`, which `make pages` calls."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"


def output(command: str, folder: Path = ROOT) -> str:
    """What a command of the README prints; it begins with `$ asllint`."""
    words = command.removeprefix("$ asllint ").split()
    return subprocess.run(
        [sys.executable, "-m", "asllint", *words],
        capture_output=True, text=True, cwd=folder, check=False,
    ).stdout  # fmt: skip


def rewritten(text: str, folder: Path = ROOT) -> str:
    """The README, or another page, with every output as it is now."""

    def fence(match: re.Match[str]) -> str:
        command = match[1].partition("\n")[0]
        return f"```console\n{command}\n{output(command, folder)}```"

    return re.sub(
        r"^```console\n(\$ asllint .*?)^```$", fence, text, flags=re.MULTILINE | re.DOTALL
    )


if __name__ == "__main__":
    README.write_text(rewritten(README.read_text()))
