"""In which order things stand in their rank: as in the file, and with few crossings.

At first depth first from the top, which keeps the branches of a Choice in their order; then each
rank is sorted by the middle of what it hangs on, and neighbours change places, as long as fewer
lines cross.
"""

from __future__ import annotations

from bisect import bisect_right

TYPE_CHECKING = False
if TYPE_CHECKING:
    from asllint.graph.grid import Slot

ROUNDS = 6
MAX_SWAPPED = 4_000
"""Where there are more items, neighbours are not tried."""


def ordered(rows: list[list[Slot]]) -> None:
    """Sort each rank, and number what is in it."""
    _depth_first(rows)
    if all(len(row) < 2 for row in rows):
        return
    kept = [list(row) for row in rows]
    first, best = kept, _crossings(rows)
    for downward in (True, False):
        if best:
            _set(rows, first)
            best, kept = _tried(rows, best, kept, downward=downward)
    _set(rows, kept)


def _tried(
    rows: list[list[Slot]], best: int, kept: list[list[Slot]], *, downward: bool
) -> tuple[int, list[list[Slot]]]:
    """The best order that some rounds come to, and how many lines cross in it."""
    _swap(rows)
    for round_ in range(ROUNDS):
        found = _crossings(rows)
        if found < best:
            best, kept = found, [list(row) for row in rows]
        if not best:
            break
        _sweep(rows, downward=downward == (round_ % 2 == 0))
        _swap(rows)
    return best, kept


def _set(rows: list[list[Slot]], order: list[list[Slot]]) -> None:
    for row, items in zip(rows, order, strict=True):
        row[:] = items
        _number(row)


def _number(row: list[Slot]) -> None:
    for index, item in enumerate(row):
        item.index = index


def _depth_first(rows: list[list[Slot]]) -> None:
    """The order in which a walk from the top comes to things; the usual way before catchers."""
    found: list[list[Slot]] = [[] for _ in rows]
    place = {row[0].rank: number for number, row in enumerate(rows)}
    seen: set[int] = set()
    for row in rows:
        for root in row:
            if id(root) in seen or root.up:
                continue
            pending = [root]
            while pending:
                item = pending.pop()
                if id(item) in seen:
                    continue
                seen.add(id(item))
                found[place[item.rank]].append(item)
                links = sorted(item.down, key=lambda link: (link.upper_port, -link.weight))
                pending += [link.lower for link in reversed(links)]
    for row, order in zip(rows, found, strict=True):
        row[:] = order
        _number(row)


def _crossings(rows: list[list[Slot]]) -> int:
    """How many pieces of lines cross."""
    total = 0
    for row in rows:
        links = [
            (item.index, link.upper_port, link.lower.index, link.lower_port)
            for item in row
            for link in item.down
        ]
        if len(links) < 2:
            continue
        links.sort()
        seen: list[tuple[int, int]] = []
        for _, _, index, port in links:
            at = bisect_right(seen, (index, port))
            total += len(seen) - at
            seen.insert(at, (index, port))
    return total


def _sweep(rows: list[list[Slot]], *, downward: bool) -> None:
    """Sort each rank by the middle of what its items hang on."""
    for row in rows if downward else reversed(rows):
        if len(row) < 2:
            continue
        middles = {}
        for item in row:
            links = item.up if downward else item.down
            others = [(link.upper if downward else link.lower).index for link in links]
            middles[id(item)] = sum(others) / len(others) if others else float(item.index)
        row.sort(key=lambda item: middles[id(item)])
        _number(row)


def _swap(rows: list[list[Slot]]) -> None:
    """Let neighbours change places where that takes crossings away."""
    if sum(map(len, rows)) > MAX_SWAPPED:
        return
    for row in rows:
        changed = len(row) > 1
        rounds = 0
        while changed and rounds < 4:
            changed = False
            rounds += 1
            for index in range(len(row) - 1):
                left, right = row[index], row[index + 1]
                if _between(left, right) > _between(right, left):
                    row[index], row[index + 1] = right, left
                    left.index, right.index = index + 1, index
                    changed = True


def _between(left: Slot, right: Slot) -> int:
    """How many lines of two neighbours cross while they stand like this."""
    total = 0
    for one, other, side in ((left.up, right.up, "upper"), (left.down, right.down, "lower")):
        if not one or not other:
            continue
        port = side + "_port"
        mine = [(getattr(link, side).index, getattr(link, port)) for link in one]
        theirs = sorted((getattr(link, side).index, getattr(link, port)) for link in other)
        for place in mine:
            at = bisect_right(theirs, place)
            total += at - (at > 0 and theirs[at - 1] == place)
    return total
