"""The ways of lines between two ranks: down, aside on a track of their own, and down.

What leaves one box at one point is one stem with several branches, and shares a track. Tracks are
ordered so that few lines cross, and none lies on that of another box.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right

TYPE_CHECKING = False
if TYPE_CHECKING:
    from asllint.graph.grid import Link

MAX_COMPARED = 60
"""Of more stems than that in one gap, only the usual order is taken."""
MARGIN = 6
"""Level pieces on one track are at least so far from each other."""
_LIES_ON = 1_000


class Stem:
    """All that leaves one box at one point, or one bend."""

    __slots__ = ("drops", "high", "links", "low", "top", "track")

    def __init__(self, links: list[Link]) -> None:
        self.links = links
        self.top = links[0].top
        self.drops = sorted({link.bottom for link in links})
        self.low = min(self.top, self.drops[0])
        self.high = max(self.top, self.drops[-1])
        self.track = 0

    def crossed_above(self, other: Stem) -> int:
        """How many lines cross while this one goes aside above another one."""
        first, last = bisect_right(self.drops, other.low), bisect_left(self.drops, other.high)
        crossed = max(0, last - first) + (self.low < other.top < self.high)
        at = bisect_left(self.drops, other.top)
        lies_on = at < len(self.drops) and self.drops[at] == other.top
        return crossed + _LIES_ON * lies_on


def tracks(links: list[Link]) -> int:
    """Give each link of a gap its track; returns how many there are."""
    by_start: dict[tuple[int, int], list[Link]] = {}
    for link in links:
        by_start.setdefault((id(link.upper), link.upper_port), []).append(link)
    stems = [stem for stem in map(Stem, by_start.values()) if stem.low < stem.high]
    if not stems:
        return 0
    if len(stems) > 1:
        stems.sort(key=_usual)
        if len(stems) <= MAX_COMPARED:
            _improve(stems)
    count = _number(stems)
    for stem in stems:
        for link in stem.links:
            link.track = stem.track
    return count


def _usual(stem: Stem) -> tuple[int, int]:
    """Of those that go to the left, the leftmost first; then to the right, the rightmost first."""
    if stem.drops[0] + stem.drops[-1] < 2 * stem.top:
        return 0, stem.top
    return 1, -stem.top


def _improve(stems: list[Stem]) -> None:
    """Let neighbours change places as long as fewer lines cross."""
    for _ in range(len(stems)):
        changed = False
        for index in range(len(stems) - 1):
            one, other = stems[index], stems[index + 1]
            if one.crossed_above(other) > other.crossed_above(one):
                stems[index], stems[index + 1] = other, one
                changed = True
        if not changed:
            return


def _number(stems: list[Stem]) -> int:
    """The first track below all earlier ones that are in the way."""
    count = 0
    for index, stem in enumerate(stems):
        track = 0
        if len(stems) > MAX_COMPARED:
            track = index
        else:
            for earlier in stems[:index]:
                if earlier.track >= track and _in_the_way(earlier, stem):
                    track = earlier.track + 1
        stem.track = track
        count = max(count, track + 1)
    return count


def _in_the_way(one: Stem, other: Stem) -> bool:
    return one.low - MARGIN < other.high and other.low < one.high + MARGIN
