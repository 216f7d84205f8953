"""One version of asllint: where it is, and how it is started."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

PATIENCE = 600
"""Seconds after which a command hangs; nothing is judged by it."""


class VersionError(Exception):
    """There is no asllint to be asked at this place."""


class Version:
    """One version: a checkout with `.venv` in it, or a Python in which asllint is installed."""

    def __init__(self, place: str, inputs: Path, own: Path) -> None:
        """`inputs` is the folder both are asked about, `own` an empty one for what this writes."""
        self.inputs = inputs
        self.own = own
        self.environment = {
            **os.environ,
            "ASLLINT_CACHE_DIR": str(own / "cache"),
            "PYTHONPYCACHEPREFIX": str(own / "bytecode"),  # nothing is written into a checkout
            "PYTHONHASHSEED": "0",
            "NO_COLOR": "1",
            "COLUMNS": "100",
        }
        self.environment.pop("PYTHONDONTWRITEBYTECODE", None)
        path = Path(os.path.abspath(place))  # not resolved: Python finds its .venv by the link
        if path.is_dir():
            self.environment["PYTHONPATH"] = str(path)
            path = path / ".venv" / "bin" / "python"
        self.python = str(path)
        self.root = self._root()

    def _root(self) -> str:
        """The folder that holds the package and, in a checkout, its rules."""
        where = "import asllint, os; print(os.path.dirname(os.path.dirname(asllint.__file__)))"
        try:
            done = self._run([self.python, "-P", "-c", where])
        except OSError as error:
            raise VersionError(f"{self.python}: {error.strerror}") from None
        if done.returncode:
            raise VersionError(f"{self.python}: {done.stderr.decode().splitlines()[-1]}")
        return done.stdout.decode().strip()

    @property
    def command(self) -> list[str]:
        """How asllint is started, without its arguments."""
        return [self.python, "-P", "-m", "asllint"]

    def run(self, *arguments: str) -> subprocess.CompletedProcess[bytes]:
        """Run the command line in the folder of inputs."""
        return self._run([*self.command, *arguments])

    def _run(self, command: list[str]) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            command, cwd=self.inputs, env=self.environment, stdin=subprocess.DEVNULL,
            capture_output=True, check=False, timeout=PATIENCE,
        )  # fmt: skip

    def plain(self, text: str) -> str:
        """A text without what must differ: where the version is, and where the inputs are."""
        for path, name in ((self.own, "OWN"), (self.root, "ASLLINT"), (self.inputs, "INPUTS")):
            text = text.replace(f"{path}/", f"{name}/").replace(f"{path}", name)
        return text
