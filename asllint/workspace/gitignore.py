"""Gitignore-style patterns: what settings include and exclude, and what git ignores.

Their grammar is pathspec's. Patterns may come from a stranger's repository, so what pathspec makes
of them is made anew, without what would take exponential time.
"""

from __future__ import annotations

import itertools
import os
import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


class Patterns:
    """Gitignore-style patterns, relative to one folder.

    The last pattern that matches decides, as git says; a line that git cannot use is left out.
    """

    __slots__ = ("_patterns", "_prefix")

    def __init__(self, root: str, lines: Iterable[str]) -> None:
        self._prefix = _slashed(root).rstrip("/") + "/"
        self._patterns = _compiled(lines)

    def verdict(self, path: str, *, folder: bool) -> bool | None:
        """What the patterns say of just this absolute path: yes, no (by a `!`), or nothing."""
        return self._last(self._relative(path), folder)

    def covers(self, path: str) -> bool:
        """Is this file (an absolute path) meant, by its own name or by a folder that it is in?"""
        relative = self._relative(path)
        verdict = self._last(relative, folder=False)
        while verdict is None and "/" in relative:
            relative = relative.rpartition("/")[0]
            verdict = self._last(relative, folder=True)
        return bool(verdict)

    def _relative(self, path: str) -> str:
        # Outside of the root only a pattern without a slash can match, and the whole path does.
        path = _slashed(path)
        return path.removeprefix(self._prefix).removeprefix("/")

    def _last(self, relative: str, folder: bool) -> bool | None:
        for regex, positive, only_folders in self._patterns:
            if folder or not only_folders:
                match = regex.search(relative)
                # A group takes part only where the pattern matches a folder above this path. For
                # git that is no match: the folder itself was judged before.
                if match is not None and match.lastgroup is None:
                    return positive
        return None


def _slashed(path: str) -> str:
    return path if os.sep == "/" else path.replace(os.sep, "/")


def _compiled(lines: Iterable[str]) -> list[tuple[re.Pattern[str], bool, bool]]:
    """Each pattern's regex, whether it says yes, and whether for folders only; the last one first.

    `GitIgnoreSpec` of the same package is not used: it judges whole lists of files, in which a
    pattern for a folder yields to one for files, and lets `!` reach into an ignored folder.
    """
    lines = [line for line in lines if line.strip() and not line.startswith("#")]
    if not lines:
        return []
    import warnings

    from pathspec.patterns.gitignore.spec import GitIgnoreSpecPattern

    compiled = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)  # of `re`, about brackets within brackets
        for line in lines:
            if not line.endswith("\\ "):
                line = line.rstrip()
            try:
                pattern = GitIgnoreSpecPattern(line.removesuffix("/"))
            except (ValueError, re.error):
                continue
            if pattern.regex is not None and pattern.include is not None:
                compiled.append((linear(pattern.regex), pattern.include, line.endswith("/")))
    return compiled[::-1]


# --- patterns in linear time --------------------------------------------------------------------

_ANY, _FOLDERS, _LEAD = "[^/]*", "(?:/.+)?", "(?:.+/)?"
_ENDS = ("(?:(?P<ps_d>/)|$)", "/")
"""How pathspec writes `*`, `/**` in the middle, `**/` in front, and the end of a pattern."""


def linear(regex: re.Pattern[str]) -> re.Pattern[str]:
    """The same regex without backtracking among its wildcards.

    Of two wildcards the first one may stop at the first place where what is between them fits: what
    fits later fits there, too. Otherwise `*a*a*a*a*b` in a stranger's ignore file takes minutes. As
    early versions of Python 3.11 have mistakes in atomic groups, a lookahead and a reference to
    what it has found stand for each.
    """
    written = regex.pattern
    end = next((each for each in _ENDS if written.endswith(each)), "")
    body = written.removesuffix(end).removeprefix("^")
    lead = body.startswith(_LEAD)
    parts = body.removeprefix(_LEAD).split(_FOLDERS)
    if len(parts) == 1 and all(one.count(_ANY) < 2 for one in _segments(body)):
        return regex
    numbers = itertools.count(1)
    made = _LEAD if lead and len(parts) == 1 else ""
    if lead and len(parts) > 1:
        number = next(numbers)
        made = f"(?=((?:[^/]+/)*?{_part(parts[0], numbers)}(?=/)))\\{number}"
    else:
        made += _part(parts[0], numbers)
    for part in parts[1:-1]:
        number = next(numbers)
        made += f"(?=((?:/[^/]+)*?{_part(part, numbers)}(?=/)))\\{number}"
    for part in parts[1:][-1:]:
        made += _FOLDERS + _part(part, numbers)
    try:
        return re.compile(f"^{made}{end}")
    except re.error:  # an odd bracket expression
        return regex


def _segments(part: str) -> list[str]:
    """The names of folders and files in a part of a pattern; what is not a slash holds one."""
    return [one.replace("\0", "[^/]") for one in part.replace("[^/]", "\0").split("/")]


def _part(part: str, numbers: Iterator[int]) -> str:
    """A part of a pattern in which no folder can be skipped."""
    return "/".join(_segment(one, numbers) for one in _segments(part))


def _segment(segment: str, numbers: Iterator[int]) -> str:
    """One name of a pattern: of its wildcards only the last one backtracks."""
    if segment.count(_ANY) < 2:
        return segment
    first, *middle, last = segment.split(_ANY)
    fixed = (f"(?=([^/]*?{one}))\\{next(numbers)}" for one in middle if one)
    return f"{first}{''.join(fixed)}{_ANY}{last}"
