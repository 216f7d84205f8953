"""Where a finding is, for services that show it beside the code, and by what they know it again."""

from __future__ import annotations

import os
from hashlib import sha256

from asllint.hosts.look import STDIN
from asllint.workspace.settings import repository_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from asllint.engine.linting import Diagnostic
    from asllint.workspace.run import Report


def root() -> str:
    """The folder that paths start from: the repository around the current folder, else that."""
    here = os.getcwd()
    return repository_of(here) or here


def relative(path: str, start: str) -> str:
    """The path from `start` on, with forward slashes; absolute where it is not in that folder."""
    if path == STDIN:
        return path
    absolute = os.path.abspath(path)
    for one, other in ((absolute, start), (os.path.realpath(absolute), os.path.realpath(start))):
        inside = os.path.join(other, "")
        if one.startswith(inside):
            return one.removeprefix(inside).replace(os.sep, "/")
    return absolute.replace(os.sep, "/")


def fingerprint(*parts: str) -> str:
    """A short text that stands for the parts, the same on every machine."""
    return sha256("\0".join(parts).encode("utf-8", "backslashreplace")).hexdigest()[:32]


def numbered(report: Report) -> Iterator[tuple[Diagnostic, int]]:
    """Each diagnostic with its number, from 1, among those of the same rule and pointer.

    With the two it tells a finding from all others in its file, and stays when lines move.
    """
    seen: dict[tuple[str, str], int] = {}
    for one in report.diagnostics:
        key = one.rule, one.pointer
        seen[key] = seen.get(key, 0) + 1
        yield one, seen[key]
