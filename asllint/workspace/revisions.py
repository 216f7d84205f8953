"""What a file was in another revision, as git knows it.

Git is asked for objects and nothing else, by two of its oldest commands, which run no filters, no
hooks and no monitors, whatever the configuration of a stranger's repository says; missing objects
are not fetched, and a revision is never an option.
"""

from __future__ import annotations

import os
import subprocess

from asllint.hosts.look import Look
from asllint.workspace.files import SKIPPED
from asllint.workspace.settings import repository_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from asllint.workspace.settings import Settings

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
        spelt = self._spelt(path)
        if spelt is None:
            return None
        found = self._git("cat-file", "blob", f"{self._commit}:{spelt}")
        return None if found is None else found.decode("utf-8", "replace").removeprefix("\ufeff")

    def files(self, folder: str) -> list[str]:
        """The plain files that were below a folder, by their paths in it; no links, no modules."""
        spelt = self._spelt(folder)
        if spelt is None:
            return []
        inside = "" if spelt == "." else spelt
        found = self._git("ls-tree", "-r", "-z", "--full-tree", f"{self._commit}:{inside}")
        entries = (entry.partition(b"\t") for entry in (found or b"").split(b"\0"))
        return [
            os.fsdecode(name).replace("/", os.sep)
            for mode, _, name in entries
            if mode.startswith(b"100")
        ]

    def _spelt(self, path: str) -> str | None:
        """A path as git has it; None for what is outside of the repository."""
        inside = os.path.relpath(os.path.realpath(path), os.path.realpath(self._repository))
        spelt = inside.replace(os.sep, "/")
        return None if spelt == ".." or spelt.startswith("../") else spelt

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


def gone(
    revision: Revision, paths: Sequence[str], settings_of: Callable[[str], Settings]
) -> dict[str, str]:
    """The texts of files that may hold a definition, were there, and are no longer, by path.

    `paths` are files and folders as somebody has named them; `settings_of` has the settings that
    hold for a file: what these leave out now is left out here.
    """
    found: dict[str, str] = {}
    for path in paths:
        if os.path.isdir(path):
            names = [one for one in _gone_in(revision, path) if _is_meant(one, settings_of(one))]
        else:
            names = [] if os.path.lexists(path) else [path]
        for name in names:
            text = revision.text(name)
            if text is not None and Look(name, text).may_be_ours(named=name == path):
                found[name] = text
    return found


def _gone_in(revision: Revision, folder: str) -> Iterator[str]:
    shown = "" if os.path.normpath(folder) == os.curdir else folder
    for name in revision.files(folder):
        path = os.path.join(shown, name)
        if not os.path.lexists(path) and SKIPPED.isdisjoint(name.split(os.sep)[:-1]):
            yield path


def _is_meant(path: str, settings: Settings) -> bool:
    """Would a walk have looked at this file?"""
    absolute = os.path.abspath(path)
    return settings.includes(absolute) and not settings.leaves_out(absolute)
