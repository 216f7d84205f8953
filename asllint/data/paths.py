"""JSONPath over shapes: what a path reads, and what `ResultPath` writes.

The dialect is that of the Jayway library, as Step Functions uses it. Recorded from AWS: a path to
one place with nothing there fails the state; an index past the end reads null; an index on what is
no array fails; a path with `[*]` or a slice never fails and reads a list, an empty one where its
beginning is missing; a filter reads the list of its matches, over which later names map. What was
neither recorded nor documented is wide here, and silent.
"""

from __future__ import annotations

from functools import partial
from typing import Final

from asllint.data.bindings import MISSING, WRONG_TYPE, Fault, called
from asllint.data.filters import outcomes
from asllint.data.shape import (
    ANYTHING,
    ARRAY_KIND,
    LIST,
    MAX_ITEMS,
    MAYBE,
    NEVER,
    NOTHING,
    NULL,
    OBJECT_KIND,
    Array,
    Object,
    Shape,
    array_of,
    join,
    object_of,
)
from asllint.expressions.path import first_placeholder

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from asllint.data.bindings import Bindings
    from asllint.expressions.path import Path, Segment

MAX_WRITTEN: Final = 100
"""A place that lies deeper is not followed: what comes of writing there is anything."""
MAX_VISITED: Final = 10_000
"""So many values are looked at for `..`; in what has more, it finds anything."""

_NONE: Final = Array((), NEVER)
_SEVERAL = ("wildcard", "slice", "filter", "descendant")
_UNKNOWN = ("call", "script")


# --- reading --------------------------------------------------------------------------------------


def read(path: Path, bindings: Bindings, faults: list[Fault]) -> Shape:
    """What a path reads; NEVER where that fails for sure, with a fault that says at which step.

    A path that fails whatever the data is (`Path.run_time_problem`) reads anything here: what is
    wrong with it is wrong with its text.
    """
    root = _root(path, bindings)
    if root.is_nothing:
        end = path.start + len(path.root)
        text = f'"{path.root}" is not there'
        faults.append(Fault(MISSING, path.start, end, text, NOTHING, path.root))
        return NEVER
    return take(root.present, path.segments, faults, path.root)


def look(path: Path, bindings: Bindings) -> Shape:
    """What stands at a path, with `nothing` where there may be nothing. Never fails.

    Whether there is something past the end of an array was not recorded: null, or nothing.
    """
    root = _root(path, bindings)
    several = _first_of_several(path.segments)
    if several is None:
        return MAYBE
    if several < len(path.segments):
        found, missing = take(root.present, path.segments, []), False
    else:
        found, missing, count = _followed(root.present, path.segments)
        if count < several and not found.is_never:
            return NOTHING
    if found.is_never:
        return NOTHING if root.nothing else NEVER
    return found.or_nothing if missing or root.nothing else found


def take(shape: Shape, segments: Sequence[Segment], faults: list[Fault], shown: str = "$") -> Shape:
    """What the steps of a path read in a value; NEVER where they fail, or no value comes here.

    `shown` is how the path is written before these steps, for the text of a fault.
    """
    several = _first_of_several(segments)
    if several is None:
        return NEVER if shape.is_never else ANYTHING
    holder, missing, count = _followed(shape, segments[:several])
    if several == len(segments):
        if count < several and not holder.is_never:
            written = "".join(one.written() for one in segments[:count])
            faults.append(_fault(holder, segments[count], shown + written))
            return NEVER
        return holder
    if count < several:
        return NEVER if holder.is_never else _empty(segments)
    found = _list(holder, segments[several:])
    return join((found, array_of(()))) if missing else found


def _root(path: Path, bindings: Bindings) -> Shape:
    if path.root == "$":
        return bindings.data
    if path.root == "$$":
        return bindings.context
    return bindings.variable(path.root[1:])


def _first_of_several(segments: Sequence[Segment]) -> int | None:
    """The first step that selects any number of values; None where a step is not understood."""
    first = last = len(segments)
    for index, segment in enumerate(segments):
        names = _names(segment)
        if segment.kind in _UNKNOWN or (names and index < last - 1) or not _is_plain(segment):
            return None
        if segment.kind == "union" and not names and not _indices(segment):
            return None
        if first == last and (segment.kind in _SEVERAL or _indices(segment)):
            first = index
    return first


def _is_plain(segment: Segment) -> bool:
    """Is it certain which name a step has? A backslash in it may belong to it, or may not."""
    name, length = segment.value, segment.end - segment.start
    if segment.kind != "name" or not isinstance(name, str):
        return True
    as_written = length in (len(name), len(name) + len("['']"))
    return as_written and first_placeholder(name, 0, len(name)) is None


def _names(segment: Segment) -> list[str]:
    """The names of `['a', 'b']`; none of other steps."""
    union = segment.value if segment.kind == "union" else None
    names = [one for one in union if isinstance(one, str)] if isinstance(union, tuple) else []
    return names if isinstance(union, tuple) and len(names) == len(union) else []


def _indices(segment: Segment) -> list[int]:
    """The indices of `[0, 2]`; none of other steps."""
    union = segment.value if segment.kind == "union" else None
    indices = [one for one in union if isinstance(one, int)] if isinstance(union, tuple) else []
    return indices if isinstance(union, tuple) and len(indices) == len(union) else []


def _followed(holder: Shape, segments: Sequence[Segment]) -> tuple[Shape, bool, int]:
    """Follow steps to one place as far as that goes.

    What is found there, whether it may be missing, and how many steps went well: where these are
    not all, what is found is what the next step fails in.
    """
    missing = False
    for count, segment in enumerate(segments):
        found = _step(holder, segment)
        missing |= found.nothing
        if not found.has_value:
            return holder, True, count
        holder = found.present
    return holder, missing, len(segments)


def _fault(holder: Shape, segment: Segment, shown: str) -> Fault:
    """A step to one place that surely finds nothing there."""
    if segment.kind == "index" and isinstance(segment.value, int):
        text = f'"{segment.written()}" reads an array, and "{shown}" is {called(holder)}'
        return Fault(WRONG_TYPE, segment.start, segment.end, text, holder, segment.value)
    name = segment.value if isinstance(segment.value, str) else segment.written()
    text = f'"{name}" is not there'
    if holder.object is None:
        text += f': "{shown}" is {called(holder)}'
    return Fault(MISSING, segment.start, segment.end, text, holder, name)


# --- steps to one place ---------------------------------------------------------------------------


def _step(shape: Shape, segment: Segment) -> Shape:
    """What a step to one place finds in a value, with `nothing` where it may find none."""
    if not shape.has_value:
        return NEVER
    if segment.kind == "index" and isinstance(segment.value, int):
        if shape.array is None:
            return MAYBE if shape.anything else NOTHING
        found = _item(shape.array, segment.value)
        return found if shape.kinds == (ARRAY_KIND,) else found.or_nothing
    if shape.object is None and not shape.anything:
        return NOTHING
    holder = shape.only(OBJECT_KIND).object
    assert holder is not None, "an object is one of the values"
    if segment.kind == "name" and isinstance(segment.value, str):
        found = holder.get(segment.value)
    else:
        found = Shape(object=Object({name: holder.get(name) for name in _names(segment)}))
    return found if shape.kinds == (OBJECT_KIND,) else found.or_nothing


def _item(array: Array, index: int) -> Shape:
    """The item at an index; null past the end, which may also be called nothing.

    An index below 0 counts from the end in later versions of the library, and finds nothing in
    those before.
    """
    if index < 0:
        known = array.least == array.most and array.least + index >= 0
        found = array.at(array.least + index) if known else array.element
        return join((found, NULL)).or_nothing
    if index < array.least:
        return array.at(index)
    found = array.at(index) if array.most is None or index < array.most else NEVER
    return join((found, NULL)).or_nothing


# --- steps to several values ----------------------------------------------------------------------


def _empty(segments: Sequence[Segment]) -> Shape:
    """What a path to several values reads where its beginning is missing."""
    if any(segment.kind == "filter" for segment in segments):
        return ANYTHING  # what AWS does then was not recorded
    return array_of(())


def _list(shape: Shape, segments: Sequence[Segment]) -> Shape:
    """The list of all that a path finds in a value, from its first step to several values on."""
    matches, stops, index = Array((shape,), NEVER, 1), False, 0
    while index < len(segments):
        segment = segments[index]
        if segment.kind == "descendant":
            index += 1
            name = segments[index].value if index < len(segments) else None
            if index > 1 or not isinstance(name, str) or segments[index].kind != "name":
                return LIST
            matches = _mapped(matches, partial(_named_below, name))
        else:
            if segment.kind == "wildcard" and 0 < index < len(segments) - 1:
                stops |= matches.element.without(ARRAY_KIND, OBJECT_KIND).has_value
            matches = _mapped(matches, partial(_matches, segment))
        index += 1
    found = Shape(array=matches)
    # Later versions of the library give up where a further `[*]` meets a number or a text.
    return join((found, array_of(()))) if stops else found


def _mapped(matches: Array, find: Callable[[Shape], Array]) -> Array:
    """All that is found in each of some matches, in their order."""
    items: list[Shape] = []
    others: list[Shape] = []
    least = 0
    most: int | None = 0
    for index, match in enumerate(matches.items):
        found = find(match)
        sure = index < matches.least
        if sure and not others and found.least == found.most == len(found.items):
            items += found.items
        else:
            others.append(found.element)
        least += found.least if sure else 0
        most = _plus(most, found.most)
    if not matches.rest.is_never:
        found = find(matches.rest)
        others.append(found.element)
        least += max(0, matches.least - len(matches.items)) * found.least
        further = None if matches.most is None else matches.most - len(matches.items)
        most = _plus(most, _times(further, found.most))
    return Array(tuple(items), join(others), least, most)


def _plus(one: int | None, other: int | None) -> int | None:
    return None if one is None or other is None else one + other


def _times(one: int | None, other: int | None) -> int | None:
    if 0 in (one, other):
        return 0
    return None if one is None or other is None else one * other


def _matches(segment: Segment, shape: Shape) -> Array:
    """What one step finds in one value, in the order in which it finds it."""
    if segment.kind in ("name", "index") or _names(segment):
        return _at_most_one(_step(shape, segment))
    arrays = shape.only(ARRAY_KIND).array
    objects = shape.only(OBJECT_KIND).object
    found = []
    if arrays is not None:
        found.append(_of_array(segment, arrays))
    if objects is not None:
        found.append(_of_object(segment, objects))
    if shape.without(ARRAY_KIND, OBJECT_KIND).has_value:
        found.append(_NONE)
    return _either(found)


def _at_most_one(found: Shape) -> Array:
    if not found.has_value:
        return _NONE
    return Array((found.present,), NEVER, 0 if found.nothing else 1)


def _either(found: Iterable[Array]) -> Array:
    both = join(Shape(array=one) for one in found).array
    return _NONE if both is None else both


def _of_array(segment: Segment, array: Array) -> Array:
    if segment.kind == "wildcard":
        return array
    if segment.kind == "slice" and isinstance(segment.value, tuple):
        return _sliced(array, segment.value)
    if segment.kind == "filter":
        return _mapped(array, partial(_filtered, segment))
    items = [_item(array, index) for index in _indices(segment)]
    if any(item.nothing for item in items):
        return Array((), join(item.present for item in items), 0, len(items))
    return Array(tuple(items), NEVER, len(items))


def _of_object(segment: Segment, holder: Object) -> Array:
    if segment.kind == "filter":
        return _filtered(segment, Shape(object=holder))
    if segment.kind != "wildcard":
        return _NONE
    fields = [holder.get(name) for name in holder.names]
    # In which order the library finds the fields of an object is not known.
    element = join((*(field.present for field in fields), holder.rest.present))
    most = len(fields) if holder.is_closed else None
    return _alike(element, len(holder.required), most)


def _filtered(segment: Segment, item: Shape) -> Array:
    """One value, if a filter lets it through."""
    may = outcomes(str(segment.value), item)
    return Array((item,), NEVER, 0 if may.may_not else 1) if may.may_pass else _NONE


def _sliced(array: Array, bounds: Sequence[object]) -> Array:
    """Some of the items of an array, `[first:end]`, of which one may be left out."""
    first, end = (*bounds, None)[:2]
    least, most = array.least, array.most
    if len(bounds) == 2 and isinstance(first, int) and end is None:
        if first >= 0:
            return window(array, first, None)
        if least == most:
            return window(array, max(0, least + first), None)
        return Array((), array.element, min(least, -first), _least_of(most, -first))
    if len(bounds) == 2 and isinstance(end, int) and (first is None or first == 0):
        if end >= 0:
            return window(array, 0, end)
        if first is None:
            most = None if most is None else max(0, most + end)
            return Array(array.items, array.rest, max(0, least + end), most)
    if len(bounds) == 2 and isinstance(first, int) and isinstance(end, int) and end >= 0 <= first:
        return window(array, first, end)
    # Steps, and negative numbers on both sides, are not the same in all versions of the library.
    return Array((), join((array.element, NULL)))


def window(array: Array, first: int, end: int | None) -> Array:
    """The items from `first` on, before `end`."""
    size = None if end is None else max(0, end - first)
    most = None if array.most is None else max(0, array.most - first)
    items = array.items[first:end]
    least = max(0, array.least - first)
    return Array(
        items, array.rest, least if size is None else min(least, size), _least_of(most, size)
    )


def _least_of(one: int | None, other: int | None) -> int | None:
    if one is None or other is None:
        return other if one is None else one
    return min(one, other)


# --- all below ------------------------------------------------------------------------------------


def _named_below(name: str, shape: Shape) -> Array:
    """Every field of one name, in a value and at every depth below it.

    In which order the library finds the fields of an object is not known.
    """
    pending, found = [(shape, True)], []
    least = visited = 0
    bounded = True
    while pending:
        one, sure = pending.pop()
        visited += 1
        if one.anything or visited > MAX_VISITED:
            return Array((), ANYTHING)
        sure = sure and len(one.kinds) == 1 and not one.nothing
        here = one.object.get(name) if one.object is not None else NOTHING
        if here.has_value:
            found.append(here.present)
            least += sure and not here.nothing
        if one.object is not None:
            bounded &= one.object.is_closed
            pending += ((field, sure) for field in _fields(one.object))
        if one.array is not None:
            bounded &= one.array.rest.is_never
            pending += _items(one.array, sure)
    return _alike(join(found), least, len(found) if bounded else None)


def _fields(holder: Object) -> Iterator[Shape]:
    """What the fields of an object are, named or not."""
    return (field for field in (*holder.fields.values(), holder.rest) if field.has_value)


def _items(array: Array, sure: bool) -> Iterator[tuple[Shape, bool]]:
    """What the items of an array are, and whether they are surely there if the array is."""
    for index, item in enumerate(array.items):
        yield item, sure and index < array.least
    if not array.rest.is_never:
        yield array.rest, False


def _alike(element: Shape, least: int, most: int | None) -> Array:
    """Items that are not told apart."""
    if least == most and least <= MAX_ITEMS:
        return Array((element,) * least, NEVER, least)
    return Array((), element, least, most)


# --- writing --------------------------------------------------------------------------------------


def write(path: Path, raw: Shape, value: Shape, faults: list[Fault]) -> Shape:
    """The raw input with a value put where `ResultPath` says; objects are made on the way.

    NEVER where that fails for sure: into a number, a boolean, a text or an array nothing can be
    written (`States.ResultPathMatchFailure`, States Language, "Errors"). What comes of writing into
    null was not recorded: an object, or the state fails.
    """
    if raw.is_never or value.is_never:
        return NEVER
    written, holder = value.present, raw
    holders: list[tuple[Shape, Segment]] = []
    for segment in path.segments:
        inner = None if len(holders) == MAX_WRITTEN else _target(holder, segment)
        if inner is None:
            written = ANYTHING
            break
        if inner.is_never:
            name = segment.value if isinstance(segment.value, str) else None
            text = f'"{name}" can not be written into {called(holder)}'
            faults.append(Fault(WRONG_TYPE, segment.start, segment.end, text, holder, name))
            return NEVER
        holders.append((holder, segment))
        holder = inner
    for holder, segment in reversed(holders):
        written = _replaced(holder, segment, written)
    return written


def _target(holder: Shape, segment: Segment) -> Shape | None:
    """What stands in the place that is written: NEVER where there can be no such place.

    None where nobody knows what writing there does, as into an array that may be too short.
    """
    if not _is_plain(segment):
        return None
    if segment.kind == "name" and isinstance(segment.value, str):
        if holder.anything:
            return MAYBE
        made = NOTHING if holder.nothing or holder.null else NEVER
        return made if holder.object is None else join((made, holder.object.get(segment.value)))
    array = holder.array if holder.kinds == (ARRAY_KIND,) and not holder.nothing else None
    if segment.kind != "index" or not isinstance(segment.value, int) or array is None:
        return None
    surely = min(array.least, len(array.items))
    return array.items[segment.value] if 0 <= segment.value < surely else None


def _replaced(holder: Shape, segment: Segment, written: Shape) -> Shape:
    """A value with another one in a place that it has."""
    if isinstance(segment.value, int):
        array = holder.array
        assert array is not None, "only arrays have items"
        items = list(array.items)
        items[segment.value] = written
        return Shape(array=Array(tuple(items), array.rest, array.least, array.most))
    assert isinstance(segment.value, str), "only names and indices are written"
    found = holder.only(OBJECT_KIND).object
    objects = [] if found is None else [Shape(object=found.having(segment.value, written))]
    if holder.nothing or holder.null:
        objects.append(object_of({segment.value: written}))
    return join(objects)
