"""Narrowing: a value of which something is learned at one place in it."""

from __future__ import annotations

from typing import Final

from asllint.data.shape import (
    ARRAY_KIND,
    MAX_ITEMS,
    NEVER,
    OBJECT_KIND,
    Array,
    Shape,
    join,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    Step = str | int

MAX_STEPS: Final = 100
"""Of what lies more steps down nothing is learned."""


def narrowed(
    shape: Shape,
    steps: tuple[Step, ...],
    change: Callable[[Shape], Shape],
    *,
    lists: bool = False,
) -> Shape | None:
    """Those values of a shape in which what stands at a place is one of some values.

    `steps` lead there: names of fields, and indices from 0 on. `change` is handed what stands
    there now, with `nothing` where it may be absent, and answers the part of it that is possible
    still: `lambda there: there.present` for "it is there". Objects on the way are known to be
    objects then, and have the field. None where no value is left.

    With `lists`, names lead through the items of arrays, as in JSONata: an array on the way is
    kept as it is.
    """
    if len(steps) > MAX_STEPS:
        return shape
    holders = [shape]
    for step in steps:
        holders.append(_held(holders[-1], step))
    before = holders.pop()
    after = change(before)
    for step in reversed(steps):
        holder = holders.pop()
        after = holder if after == before else _holding(holder, step, after, lists)
        before = holder
    return None if after.is_never else after


def _held(holder: Shape, step: Step) -> Shape:
    """What stands one step further; `nothing` where the holder may not have it."""
    kind = OBJECT_KIND if isinstance(step, str) else ARRAY_KIND
    there = NEVER
    part = holder.only(kind)
    if isinstance(step, str):
        there = part.object.get(step) if part.object is not None else NEVER
    elif part.array is not None:
        there = _item(part.array, step)
    others = holder.without(kind)
    return there.or_nothing if others.nothing or others.has_value else there


def _item(array: Array, index: int) -> Shape:
    if index < 0:
        return array.element.or_nothing
    item = array.at(index)
    return item if array.least > index else item.or_nothing


def _holding(holder: Shape, step: Step, held: Shape, lists: bool) -> Shape:
    """The values of a holder in which what stands one step further is one of `held`."""
    part = holder.only(OBJECT_KIND if isinstance(step, str) else ARRAY_KIND)
    if isinstance(step, str):
        found = _with_field(part, step, held)
        others = holder.without(OBJECT_KIND)
        if not held.nothing:  # what is no object has no field
            others = others.only(ARRAY_KIND) if lists else NEVER
    else:
        found = _with_item(part, step, held)
        others = holder.without(ARRAY_KIND) if held.nothing else NEVER
    return join((others, found))


def _with_field(shape: Shape, name: str, held: Shape) -> Shape:
    if shape.object is None:
        return NEVER
    field = held if shape.object.get(name).nothing else held.present
    return NEVER if field.is_never else Shape(object=shape.object.having(name, field))


def _with_item(shape: Shape, index: int, held: Shape) -> Shape:
    array = shape.array
    if array is None:
        return NEVER
    if not 0 <= index < MAX_ITEMS:
        return NEVER if held.is_never else shape
    least, most = array.least, array.most
    if not held.has_value:  # shorter ones
        most = index if most is None else min(most, index)
        shorter = Shape(array=Array(array.items, array.rest, least, most))
        return shorter if held.nothing else NEVER
    if not held.nothing:  # longer ones
        least = max(least, index + 1)
    items = [*array.items, *(array.rest for _ in range(index + 1 - len(array.items)))]
    items[index] = held.present
    fits = most is None or least <= most
    return Shape(array=Array(tuple(items), array.rest, least, most)) if fits else NEVER
