"""Which mutants are tried: a fixed sample, or those of the lines that have changed.

A sample is drawn by the digest of each mutant's own words, so that it stays nearly the same when
code elsewhere changes; each kind has the same part of it, as far as there are so many.
"""

from __future__ import annotations

import re
import subprocess
import tomllib
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

from tests.mutants.operators import Mutant, mutants

PLACES = ("asllint/data", "asllint/facts", "rules")
"""Where the files are that have mutants."""

_HUNK = re.compile(r"^@@ -\S+ \+(\d+)(?:,(\d+))? @@")


def all_mutants(root: Path, places: Iterable[str] = PLACES) -> list[Mutant]:
    """Every mutant of the files in some places: folders or files, relative to the root."""
    paths = [
        path
        for place in places
        for path in (
            sorted((root / place).rglob("*.py")) if (root / place).is_dir() else [root / place]
        )
    ]
    return [
        mutant
        for path in paths
        for mutant in mutants(path.relative_to(root).as_posix(), path.read_text())
    ]


def drawn(found: Iterable[Mutant], count: int, seed: int) -> list[Mutant]:
    """So many of some mutants, or all if there are no more; in the order of their files."""
    kinds: dict[str, list[Mutant]] = {}
    for mutant in sorted(found, key=lambda one: _number(one, seed)):
        kinds.setdefault(mutant.kind, []).append(mutant)
    chosen: list[Mutant] = []
    for rank in range(max(map(len, kinds.values()), default=0)):
        chosen += [kinds[kind][rank] for kind in sorted(kinds) if rank < len(kinds[kind])]
    return sorted(chosen[:count], key=lambda one: (one.path, one.start, one.end, one.replacement))


def _number(mutant: Mutant, seed: int) -> bytes:
    return sha256("\0".join([str(seed), *mutant.key]).encode()).digest()


def changed_lines(root: Path, since: str) -> dict[str, set[int]] | None:
    """The lines, from 1, that are new since a revision, by file; None where git can not tell."""
    command = ["git", "diff", "--unified=0", "--no-color", "--no-ext-diff", since, "--", *PLACES]
    try:
        done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return None
    found: dict[str, set[int]] = {}
    lines: set[int] = set()
    for line in done.stdout.splitlines():
        if line.startswith("+++ "):
            lines = found.setdefault(line.removeprefix("+++ ").removeprefix("b/"), set())
        elif hunk := _HUNK.match(line):
            first = int(hunk[1])
            lines |= {*range(first, first + int(hunk[2] or 1))}
    return found


def equivalent(path: Path) -> dict[tuple[str, str, str, str], str]:
    """The mutants that no test could tell from what they were, by their keys, with the reason.

    Raises `ValueError` for one without a reason.
    """
    listed = {}
    for entry in tomllib.loads(path.read_text()).get("mutant", []):
        key = (entry["file"], entry["in"], entry["before"], entry["after"])
        if not entry.get("why"):
            raise ValueError(f"no reason why it is equivalent: {key}")
        listed[key] = entry["why"]
    return listed
