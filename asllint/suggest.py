"""Did you mean …? Which known name somebody meant who wrote an unknown one."""

from __future__ import annotations

import re
from functools import lru_cache

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

MAX_CANDIDATES = 2_000
"""Among more names than this only those that differ in letter case or blanks are looked for."""

_SEPARATORS = r"[\s_.-]+"


def nearest(word: str, names: Iterable[str]) -> str | None:
    """The name that `word` most likely was meant to be, or None when none or several are as near.

    Names that differ only in letter case, blanks or hyphens come first; then the one that is the
    fewest single-letter changes away, at most one for every four letters (and at least one).
    """
    return _nearest(word, tuple(names))


@lru_cache(maxsize=1024)  # the same typo often stands in many places
def _nearest(word: str, names: tuple[str, ...]) -> str | None:
    candidates = [name for name in names if name != word]
    folded = fold(word)
    same = [name for name in candidates if fold(name) == folded]
    if same:
        return same[0] if len(same) == 1 else None
    if len(candidates) > MAX_CANDIDATES or len(word) < 3:
        return None
    limit = max(1, min(3, len(word) // 4))
    best: list[str] = []
    for name in candidates:
        distance = edit_distance(folded, fold(name), limit)
        if distance < limit:
            limit, best = distance, [name]
        elif distance == limit:
            best.append(name)
    return best[0] if len(best) == 1 else None


def is_misspelling(word: str, meant: str) -> bool:
    """Is `word` nothing else than `meant` with one slip of the finger?

    Another number is no slip, nor is another letter that stands alone: who writes "Step2", or
    "Step B", and has a "Step1", or a "Step A", may have forgotten a state.
    """
    folded, right = fold(word), fold(meant)
    if folded == right:
        return True
    return edit_distance(folded, right, 1) == 1 and _numbers(word) == _numbers(meant)


def _numbers(name: str) -> list[str]:
    """What tells names of a row apart: numbers, and letters that stand alone."""
    return re.findall(r"\d+|(?<![^\W_])[^\W\d_](?![^\W_])|(?<=[a-z])[A-Z](?![^\W_])", name)


def fold(name: str) -> str:
    """A name without what people get wrong without noticing: case, blanks, hyphens, underscores."""
    return re.sub(_SEPARATORS, "", name).casefold()


def edit_distance(a: str, b: str, limit: int) -> int:
    """Insertions, deletions, replacements and swaps of neighbours from `a` to `b`.

    Anything above `limit` is returned as `limit + 1`, which keeps the work small.
    """
    if abs(len(a) - len(b)) > limit:
        return limit + 1
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, start=1):
        above, row, earlier = row, [i], before
        for j, y in enumerate(b, start=1):
            cost = min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (x != y))
            if earlier and j > 1 and x == b[j - 2] and a[i - 2] == y:
                cost = min(cost, earlier[j - 2] + 1)
            row.append(cost)
        before = above
        if min(row) > limit:
            return limit + 1
    return min(row[-1], limit + 1)


def listed(names: Iterable[str], word: str = "and") -> str:
    """Names for a message: `"A"`, `"A" and "B"`, `"A", "B" and "C"`."""
    quoted = [f'"{name}"' for name in names]
    if len(quoted) < 2:
        return "".join(quoted)
    return f"{', '.join(quoted[:-1])} {word} {quoted[-1]}"


def hint(word: str, names: Iterable[str]) -> str:
    """The end of a message about an unknown name: a suggestion, or the choices if they are few."""
    names = list(names)
    near = nearest(word, names)
    if near is not None:
        return f'; did you mean "{near}"?'
    if 0 < len(names) <= 8:
        return f"; there {'is' if len(names) == 1 else 'are'} {listed(names)}"
    return ""
