"""Did you mean …? Which known name somebody meant who wrote an unknown one."""

from __future__ import annotations

import re
from functools import lru_cache

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

MAX_CANDIDATES = 2_000
"""Among more names than this only those that differ in letter case or blanks are looked for."""

MAX_LETTERS = 60_000
"""So many letters are compared for all the words that are looked for in one `Vocabulary`."""

_SEPARATORS = r"[\s_.-]+"


def nearest(word: str, names: Iterable[str]) -> str | None:
    """The name that `word` most likely was meant to be, or None when none or several are as near.

    Names that differ only in letter case, blanks or hyphens come first; then the one that is the
    fewest single-letter changes away, at most one for every four letters (and at least one). Among
    names that grow with the file a `Vocabulary` looks.
    """
    return _nearest(word, tuple(names))


@lru_cache(maxsize=1024)  # the same typo often stands in many places
def _nearest(word: str, names: tuple[str, ...]) -> str | None:
    folded = fold(word)
    same = [name for name in names if fold(name) == folded and name != word]
    if same:
        return same[0] if len(same) == 1 else None
    return _closest(word, names)[0]


class Vocabulary:
    """Names of a file, among which any number of words are looked for.

    However many there are of both, this takes linear time: names that differ only in letter case,
    blanks or hyphens are found in a table, others only until enough letters have been compared.
    Who has so many typos has another problem.
    """

    __slots__ = ("_known", "_left", "_same", "names")

    def __init__(self, names: Iterable[str]) -> None:
        self.names = tuple(dict.fromkeys(names))
        self._left = MAX_LETTERS
        self._known: dict[tuple[str, str | None], str | None] = {}
        self._same: dict[str, list[str]] | None = None

    def nearest(self, word: str, *, but: str | None = None) -> str | None:
        """What `nearest` says of the word and all names `but` one, as long as that costs little."""
        if (word, but) not in self._known:
            self._known[word, but] = self._nearest(word, but)
        return self._known[word, but]

    def _nearest(self, word: str, but: str | None) -> str | None:
        if self._same is None:
            self._same = {}
            for name in self.names:
                self._same.setdefault(fold(name), []).append(name)
        alike = self._same.get(fold(word), ())[:4]
        same = [name for name in alike if name not in (word, but)]
        if same:
            return same[0] if len(same) == 1 else None
        if self._left <= 0:
            return None
        self._left -= len(self.names)
        near, letters = _closest(word, self.names, but)
        self._left -= letters
        return near


def _closest(word: str, names: tuple[str, ...], but: str | None = None) -> tuple[str | None, int]:
    """The one name that is the fewest letters away, and how many letters had to be compared."""
    if len(names) > MAX_CANDIDATES or len(word) < 3:
        return None, 0
    folded, own = fold(word), _letters(word)
    limit = max(1, min(3, len(word) // 4))
    best: list[str] = []
    compared = 0
    for name in names:
        letters = _letters(name)
        # Each change makes at most one letter more that only one of them has: mostly too many.
        if (own & ~letters).bit_count() > limit or (letters & ~own).bit_count() > limit:
            continue
        if name in (word, but):
            continue
        compared += len(name)
        distance = edit_distance(folded, fold(name), limit)
        if distance < limit:
            limit, best = distance, [name]
        elif distance == limit:
            best.append(name)
    return (best[0] if len(best) == 1 else None), compared


@lru_cache(maxsize=16_384)
def _letters(name: str) -> int:
    """Which letters stand in a name, as bits of a number."""
    bits = 0
    for char in set(fold(name)):
        bits |= 1 << ord(char) % 64
    return bits


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


@lru_cache(maxsize=16_384)
def fold(name: str) -> str:
    """A name without what people get wrong without noticing: case, blanks, hyphens, underscores."""
    return re.sub(_SEPARATORS, "", name).casefold()


def edit_distance(a: str, b: str, limit: int) -> int:
    """Insertions, deletions, replacements and swaps of neighbours from `a` to `b`.

    Anything above `limit` is returned as `limit + 1`, which keeps the work small.
    """
    far = limit + 1
    if abs(len(a) - len(b)) > limit:
        return far
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, start=1):
        above, row, earlier = row, [far] * (len(b) + 1), before
        first, last = max(1, i - limit), min(len(b), i + limit)  # what is further off costs more
        if i <= limit:
            row[0] = i
        for j in range(first, last + 1):
            y = b[j - 1]
            cost = min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (x != y))
            if earlier and j > 1 and x == b[j - 2] and a[i - 2] == y:
                cost = min(cost, earlier[j - 2] + 1)
            row[j] = cost
        before = above
        if min(row[first - 1 : last + 1]) > limit:
            return far
    return min(row[-1], far)


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
