"""How far from the left everything stands: each thing as near as it can be to what it hangs on.

In one rank that is a regression with a fixed order ("pool adjacent violators", Barlow et al. 1972).
At last what can be one upright line is made one, in whole pixels.
"""

from __future__ import annotations

from itertools import pairwise

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from asllint.graph.grid import Link, Slot

BOXES_APART, BENDS_APART, BOX_AND_BEND = 28, 14, 18
ROUNDS = 3
BLOCK_ROUNDS = 4
WIDE = 400
"""From so many items in one rank on, one round has to do."""


def spread(rows: list[list[Slot]]) -> None:
    """Set the `x` of each item."""
    for row in rows:
        _pack(row)
    rounds = ROUNDS if max(map(len, rows)) < WIDE else 1
    for _ in range(rounds):
        for row in rows:
            _settle(row, _from_above)
        for row in reversed(rows):
            _settle(row, _from_below)
    for row in rows:
        _settle(row, _from_above)
    for row in reversed(rows):
        _settle(row, _from_both)
    for row in rows:
        for item in row:
            item.x = round(item.x)
    _straighten(rows)


def apart(left: Slot, right: Slot) -> int:
    """The least distance between the middles of two neighbours."""
    boxes = (left.box is not None) + (right.box is not None)
    gap = BOXES_APART if boxes == 2 else BOX_AND_BEND if boxes else BENDS_APART
    return (left.width + right.width) // 2 + gap


def _pack(row: list[Slot]) -> None:
    """Side by side, around the middle of the picture."""
    x = 0
    for index, item in enumerate(row):
        if index:
            x += apart(row[index - 1], item)
        item.x = x
    for item in row:
        item.x -= x // 2


def _from_above(item: Slot) -> tuple[float, float]:
    return _pulled([(link, link.top - link.lower_port) for link in item.up], item)


def _from_below(item: Slot) -> tuple[float, float]:
    return _pulled([(link, link.bottom - link.upper_port) for link in item.down], item)


def _from_both(item: Slot) -> tuple[float, float]:
    pulls = [(link, link.top - link.lower_port) for link in item.up]
    pulls += [(link, link.bottom - link.upper_port) for link in item.down]
    return _pulled(pulls, item)


def _pulled(pulls: list[tuple[Link, int]], item: Slot) -> tuple[float, float]:
    """Where an item wants to be, by the strongest of its lines, and how much."""
    if not pulls:
        return item.x, 0.1
    weight = max(link.weight for link, _ in pulls)
    wanted = [place for link, place in pulls if link.weight == weight]
    return sum(wanted) / len(wanted), weight * len(wanted)


def _settle(row: list[Slot], wish: Callable[[Slot], tuple[float, float]]) -> None:
    """Move the items of a rank as near as possible to where they want to be, in their order."""
    if len(row) == 1:
        row[0].x = wish(row[0])[0]  # type: ignore[assignment]  # whole pixels come last
        return
    offset = 0
    offsets: list[int] = []
    pools: list[list[float]] = []  # where, how much, how many
    for index, item in enumerate(row):
        if index:
            offset += apart(row[index - 1], item)
        offsets.append(offset)
        place, weight = wish(item)
        pools.append([place - offset, weight, 1])
        while len(pools) > 1 and pools[-2][0] > pools[-1][0]:
            place, weight, count = pools.pop()
            last = pools[-1]
            last[0] = (last[0] * last[1] + place * weight) / (last[1] + weight)
            last[1] += weight
            last[2] += count
    index = 0
    for place, _, count in pools:
        for _ in range(int(count)):
            row[index].x = place + offsets[index]  # type: ignore[assignment]
            index += 1


# --- upright lines --------------------------------------------------------------------------------


class _Block:
    """What hangs together without a branch, and becomes one upright line."""

    __slots__ = ("items", "left", "place", "right")

    def __init__(self, items: list[Slot]) -> None:
        self.items = items
        self.place = sorted(item.x for item in items)[len(items) // 2]
        self.left: dict[_Block, int] = {}
        """The blocks right beside it, and how far from each it has to be."""
        self.right: dict[_Block, int] = {}

    def room_left(self) -> int:
        """How far to the left it can be moved."""
        return max((one.place + least for one, least in self.left.items()), default=-_FAR)

    def room_right(self) -> int:
        """How far to the right it can be moved."""
        return min((one.place - least for one, least in self.right.items()), default=_FAR)

    def move(self, block_of: dict[int, _Block]) -> None:
        """Go as near as possible to what it hangs on."""
        wishes = self._wishes(block_of)
        if not wishes:
            return
        low, high = self.room_left(), self.room_right()
        weight = max(weight for _, weight in wishes)
        strong = [place for place, one in wishes if one == weight]
        if self.items[0].box is None and self.items[-1].box is None:
            # Nothing but bends: as few corners as possible, rather than the middle.
            place = next((one for one in strong if low <= one <= high), strong[0])
        else:
            place = sum(strong) // len(strong)
        self.place = min(max(place, low), high)

    def _wishes(self, block_of: dict[int, _Block]) -> list[tuple[int, int]]:
        """Where its lines to other blocks would be upright, and how strong they are."""
        wishes = []
        for item in self.items:
            for link in item.up:
                block = block_of[id(link.upper)]
                if block is not self:
                    place = block.place + link.upper_port - link.lower_port
                    wishes.append((place, link.weight))
            for link in item.down:
                block = block_of[id(link.lower)]
                if block is not self:
                    place = block.place + link.lower_port - link.upper_port
                    wishes.append((place, link.weight))
        return wishes


_FAR = 10**9


def _straighten(rows: list[list[Slot]]) -> None:
    """Give what hangs together one place: first all of it somewhere, then nearer to its lines."""
    blocks = [_Block(run) for run in _runs(rows)]
    block_of = {id(item): block for block in blocks for item in block.items}
    for row in rows:
        for left, right in pairwise(row):
            one, other = block_of[id(left)], block_of[id(right)]
            least = max(apart(left, right), one.right.get(other, 0))
            one.right[other] = other.left[one] = least
    blocks = _from_left(blocks)
    _make_room(blocks)
    for _ in range(BLOCK_ROUNDS):
        for block in reversed(blocks):
            block.move(block_of)
        for block in blocks:
            block.move(block_of)
    for block in blocks:
        for item in block.items:
            item.x = block.place


def _from_left(blocks: list[_Block]) -> list[_Block]:
    """In an order in which each block comes after all to its left."""
    missing = {id(block): len(block.left) for block in blocks}
    found = [block for block in blocks if not block.left]
    for block in found:  # it grows meanwhile
        for other in block.right:
            missing[id(other)] -= 1
            if not missing[id(other)]:
                found.append(other)
    return found


def _make_room(blocks: list[_Block]) -> None:
    """Push what is too near: the middle between pushing to the right and pushing to the left."""
    wanted = [block.place for block in blocks]
    for block in blocks:
        block.place = max(block.place, block.room_left())
    pushed = [block.place for block in blocks]
    for block, place in zip(blocks, wanted, strict=True):
        block.place = place
    for block in reversed(blocks):
        block.place = min(block.place, block.room_right())
    for block, place in zip(blocks, pushed, strict=True):
        block.place = (block.place + place) // 2


def _runs(rows: list[list[Slot]]) -> list[list[Slot]]:
    """The longest chains in which each thing hangs on the one above by its strongest line."""
    below = _straight(rows)
    entered = {id(item) for item in below.values()}
    runs: list[list[Slot]] = []
    for row in rows:
        for item in row:
            if id(item) not in entered:
                run = [item]
                while id(run[-1]) in below:
                    run.append(below[id(run[-1])])
                runs.append(run)
    return runs


def _straight(rows: list[list[Slot]]) -> dict[int, Slot]:
    """What stands straight below what; no two of these lines cross."""
    found: dict[int, Slot] = {}
    for row in rows:
        links = [link for link in map(_straight_down, row) if link is not None]
        kept: list[Link] = []
        for link in links:  # from the left
            while (
                kept and kept[-1].lower.index > link.lower.index and kept[-1].weight < link.weight
            ):
                kept.pop()
            if not kept or kept[-1].lower.index < link.lower.index:
                kept.append(link)
        for link in kept:
            found[id(link.upper)] = link.lower
    return found


def _straight_down(item: Slot) -> Link | None:
    """The line by which something hangs straight below an item, where none is as strong."""
    link = _strongest(item.down)
    if link is None or link.upper_port or link.lower_port or _strongest(link.lower.up) is not link:
        return None
    return link


def _strongest(links: list[Link]) -> Link | None:
    if len(links) < 2:
        return links[0] if links else None
    best = max(link.weight for link in links)
    strong = [link for link in links if link.weight == best]
    return strong[0] if len(strong) == 1 else None
