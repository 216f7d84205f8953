"""What a file was in another revision, as git knows it.

Git is asked for objects and nothing else, by two of its oldest commands, which run no filters, no
hooks and no monitors, whatever the configuration of a stranger's repository says; missing objects
are not fetched, and a revision is never an option.
"""

from __future__ import annotations

import os
import subprocess

from asllint.workspace.settings import repository_of

_SAFE = ("--no-pager", "-c", "core.fsmonitor=false", "-c", f"core.hooksPath={os.devnull}")
_ENVIRONMENT = {
    "GIT_ALLOW_PROTOCOL": "none",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",
}
SECONDS = 60


class RevisionError(Exception):
    """A revision can not be read; the text is one clear line."""


class Revision:
    """One revision of one repository."""

    __slots__ = ("_commit", "_repository", "name")

    def __init__(self, name: str, path: str) -> None:
        """The revision that a name stands for in the repository of a file or folder.

        Raises `RevisionError` where there is no git, no repository or no such revision.
        """
        self.name = name
        folder = os.path.abspath(path)
        repository = repository_of(folder if os.path.isdir(folder) else os.path.dirname(folder))
        if repository is None:
            raise RevisionError(f'"{path}" is in no git repository: give --against a file')
        self._repository = repository
        found = self._git(
            "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}"
        )
        if found is None:
            raise RevisionError(
                f'there is no revision "{name}" in "{repository}": fetch it first, for instance by '
                f'`git fetch origin` or with "fetch-depth: 0" in a workflow'
            )
        self._commit = found.decode().strip()

    def text(self, path: str) -> str | None:
        """What a file was; None where it was not there."""
        inside = os.path.relpath(os.path.realpath(path), os.path.realpath(self._repository))
        spelt = inside.replace(os.sep, "/")
        if spelt.startswith("../"):
            return None
        found = self._git("cat-file", "blob", f"{self._commit}:{spelt}")
        return None if found is None else found.decode("utf-8", "replace").removeprefix("\ufeff")

    def _git(self, *arguments: str) -> bytes | None:
        """What git prints; None where it fails. Raises `RevisionError` without git."""
        try:
            done = subprocess.run(
                ["git", *_SAFE, "-C", self._repository, *arguments],
                env={**os.environ, **_ENVIRONMENT},
                stdin=subprocess.DEVNULL,
                capture_output=True,
                check=False,
                timeout=SECONDS,
            )
        except FileNotFoundError:
            raise RevisionError("there is no git on the PATH: give --against a file") from None
        except subprocess.TimeoutExpired:
            raise RevisionError(f'git does not answer in "{self._repository}"') from None
        return done.stdout if done.returncode == 0 else None
