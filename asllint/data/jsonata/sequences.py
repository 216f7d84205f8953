"""Sequences on their way through a path: runs of items, and what becomes of them.

JSONata's paths, predicates, sorting and grouping go through a list item by item. Where a list is
not known wholly, several of its items are one `Run`: whatever holds for one of them holds for each.
"""

from __future__ import annotations

from typing import Generic, TypeVar

from asllint.data.shape import NEVER, NOTHING, Array, Shape, join

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

MAX_TRIED = 40
"""So many lengths of a list are tried to find out which item is the last one."""

Item = TypeVar("Item")


class Run(Generic[Item]):
    """Items that follow each other and are all alike: `least` to `most` of them (None: no end)."""

    __slots__ = ("item", "least", "most")

    def __init__(self, item: Item, least: int = 1, most: int | None = 1) -> None:
        self.item = item
        self.least = least
        self.most = most

    @property
    def is_one(self) -> bool:
        """Is it exactly one item?"""
        return self.least == 1 == self.most

    def times(self, least: int, most: int | None) -> Run[Item]:
        """The same, where each of its items stands for `least` to `most`."""
        return Run(self.item, self.least * least, _product(self.most, most))

    def __repr__(self) -> str:
        return f"Run({self.item!r}, {self.least}, {self.most})"


def runs_of(array: Array) -> list[Run[Shape]]:
    """The items of a list, in their order."""
    found = [Run(item, 1 if index < array.least else 0) for index, item in enumerate(array.items)]
    lead = len(array.items)
    if not array.rest.is_never and (array.most is None or array.most > lead):
        most = None if array.most is None else array.most - lead
        found.append(Run(array.rest, max(array.least - lead, 0), most))
    return found


def array_from(runs: Iterable[Run[Shape]]) -> Array:
    """The list of such items."""
    return concatenated(
        Array((run.item,), NEVER, 1, 1) if run.is_one
        else Array((), run.item, run.least, run.most)
        for run in runs
        if run.most != 0
    )  # fmt: skip


def concatenated(arrays: Iterable[Array]) -> Array:
    """Lists one after the other, as one."""
    lead: list[Shape] = []
    parts = [array for array in arrays if array.most != 0]
    for number, array in enumerate(parts):
        if array.least == array.most == len(array.items):
            lead += array.items
        else:
            return _open_ended(lead, array, parts[number + 1 :])
    return Array(tuple(lead), NEVER, len(lead), len(lead))


def _open_ended(lead: list[Shape], first: Array, later: Sequence[Array]) -> Array:
    """Items that are known one by one, then a list of which some may be missing, then others."""
    if not later:
        most = None if first.most is None else len(lead) + first.most
        return Array((*lead, *first.items), first.rest, len(lead) + first.least, most)
    sure = first.items[: first.least]
    rest = join((*first.items[len(sure) :], first.rest, *(array.element for array in later)))
    least, most = len(lead) + first.least, first.most
    for array in later:
        least += array.least
        most = None if most is None or array.most is None else most + array.most
    return Array((*lead, *sure), rest, least, None if most is None else len(lead) + most)


def repeated(array: Array, least: int, most: int | None) -> Array:
    """A list that comes `least` to `most` times, one after the other."""
    if least == 1 == most:
        return array
    return Array((), array.element, array.least * least, _product(array.most, most))


def item_at(array: Array, index: int) -> Shape:
    """An item of a list, from its end for an index below 0; `nothing` where there may be none."""
    if index >= 0:
        if array.most is not None and index >= array.most:
            return NOTHING
        item = array.at(index)
        return item if index < array.least else item.or_nothing
    if array.most is None or array.most - array.least > MAX_TRIED:
        found = join((*array.items[max(array.least + index, 0) :], array.rest))
    else:
        lengths = range(max(array.least, -index), array.most + 1)
        found = join(array.at(length + index) for length in lengths)
    return found if array.least >= -index else found.or_nothing


def _product(one: int | None, other: int | None) -> int | None:
    if one == 0 or other == 0:
        return 0
    return None if one is None or other is None else one * other
