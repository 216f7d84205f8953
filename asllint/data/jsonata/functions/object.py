"""The functions of objects.

The order of an object's fields is known where its value is, and else it is not: shapes that differ
in it are equal. Sources: docs.jsonata.org, "Object functions", and JSONata 2.0.6.
"""

from __future__ import annotations

from typing import Final

from asllint.data.jsonata.functions.array import is_exact, values_of
from asllint.data.jsonata.functions.computed import argument, list_argument, shape_of
from asllint.data.jsonata.functions.javascript import ordered
from asllint.data.jsonata.values import items_of
from asllint.data.shape import (
    ANYTHING,
    ARRAY_KIND,
    EVERY,
    MAYBE,
    NEVER,
    NOTHING,
    OBJECT_KIND,
    OPEN,
    TEXT,
    Array,
    Object,
    Shape,
    UnknownValueError,
    array_of,
    join,
    of,
    texts,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from asllint.data.jsonata.call import Call

    Answer = Callable[[Call], Shape]

MAX_DEPTH: Final = 100
"""Lists that are nested deeper are not looked into."""


def fields_in_order(shape: Object) -> list[tuple[str, Shape]] | None:
    """The fields of an object that is known as a whole, in their order; None for another one."""
    if not Shape(object=shape).is_known:
        return None
    return [(name, shape.fields[name]) for name in ordered(shape.fields)]


def how_many(shape: Object) -> tuple[int, int | None]:
    """How many fields it has at least and at most; None where there is no end."""
    return len(shape.required), len(shape.names) if shape.is_closed else None


# --- keys and values ------------------------------------------------------------------------------


def keys(call: Call) -> Shape:
    """`$keys`: a sequence of names; of a list of objects all their names, each once."""
    given = shape_of(argument(call, 0))
    if given is None:
        return NOTHING
    if given.anything:
        return join((NOTHING, call.sequence(Array((), TEXT))))
    parts = [NOTHING] if given.without(OBJECT_KIND, ARRAY_KIND) != NEVER else []
    if given.object is not None:
        parts.append(call.sequence(_keys(given.object)))
    if given.array is not None:
        parts.append(call.sequence(_keys_of_list(given.array)))
    return join(parts)


def _keys(shape: Object) -> Array:
    known = fields_in_order(shape)
    if known is not None:
        return items_of(of([name for name, _ in known]))
    least, most = how_many(shape)
    return Array((), texts(shape.names) if shape.is_closed else TEXT, least, most)


def _keys_of_list(array: Array) -> Array:
    try:
        values = values_of(array)
    except UnknownValueError:
        return _keys_of_unknown(array)
    if any(isinstance(value, list) for value in values):
        return Array((), TEXT)
    names = dict.fromkeys(name for value in values if isinstance(value, dict) for name in value)
    return items_of(of(ordered(names)))


def _keys_of_unknown(array: Array) -> Array:
    element = array.element
    if element.anything or element.array is not None:
        return Array((), TEXT)
    if element.object is None:
        return Array((), NEVER)
    least, most = how_many(element.object)
    only_objects = element.kinds == (OBJECT_KIND,) and array.least > 0
    names = texts(element.object.names) if element.object.is_closed else TEXT
    return Array((), names, least if only_objects else 0, most)


def lookup(call: Call) -> Shape:
    """`$lookup`: the value of a key; of a list of objects a sequence of the values."""
    given, key = shape_of(argument(call, 0)), shape_of(argument(call, 1))
    if given is None:
        return NOTHING
    if key is None or key.anything or key.texts is EVERY or key.nothing:
        return _any_field(given)
    return join(_looked_up(call, given, name, MAX_DEPTH) for name in key.texts)


def _any_field(given: Shape) -> Shape:
    if given.anything or given.array is not None or given.object is None:
        return MAYBE if given.anything or given.array is not None else NOTHING
    return join((NOTHING, given.object.rest, *given.object.fields.values()))


def _looked_up(call: Call, given: Shape, name: str, depth: int) -> Shape:
    if given.anything or depth == 0:
        return MAYBE
    parts = [NOTHING] if given.without(OBJECT_KIND, ARRAY_KIND) != NEVER else []
    if given.object is not None:
        parts.append(given.object.get(name))
    if given.array is not None:
        parts.append(call.sequence(_looked_up_in(call, given.array, name, depth - 1)))
    return join(parts)


def _looked_up_in(call: Call, array: Array, name: str, depth: int) -> Array:
    """The values of a key in the items of a list; the lists among them are taken apart."""
    found = [_looked_up(call, item, name, depth) for item in array.items]
    rest = NEVER if array.rest.is_never else _looked_up(call, array.rest, name, depth)
    if all(not one.anything and one.array is None for one in (*found, rest)):
        gathered = sequence_of(array, found, rest)
        assert gathered is not None, "looking up never fails"
        return gathered
    if is_exact(array):
        flat: list[Shape] = []
        for one in found:
            if one.nothing and not one.is_nothing:
                break
            items = items_of(one)
            if one.anything or not is_exact(items):
                break
            flat += items.items
        else:
            return Array(tuple(flat), NEVER, len(flat), len(flat))
    whole = join(one.present for one in (*found, rest))
    if whole.anything or whole.array is None:
        return Array((), ANYTHING)
    return Array((), join((whole.without(ARRAY_KIND), whole.array.element)))


def sequence_of(array: Array, found: list[Shape], rest: Shape) -> Array | None:
    """The sequence of what came of the items of a list, one by one; `nothing` is left out.

    `found` is what came of its leading items, `rest` of each further one. NEVER among them is a
    failure: the list is not so long then, and None says that it surely is.
    """
    most = array.most
    for index, one in enumerate((*found, rest)):
        if one.is_never and (most is None or index < most):
            most = index
            break
    if most is not None and most < array.least:
        return None
    found = found[:most]
    further = None if most is None else most - len(found)
    rest = NEVER if further == 0 else rest
    lead: list[Shape] = []
    for one in found:
        if one.nothing and not one.is_nothing:
            break
        if not one.is_nothing:
            lead.append(one)
    others = [one.present for one in found if not one.is_nothing][len(lead) :]
    count = array.least - len(found)
    least = sum(not one.nothing for one in found[: array.least])
    least += 0 if rest.nothing or count < 0 else count
    longest: int | None = sum(one.has_value for one in found)
    if rest.has_value:
        longest = None if further is None or longest is None else longest + further
    after = join((*others, rest.present)) if not rest.is_nothing else join(others)
    return Array(tuple(lead), after, least, longest)


# --- objects from objects -------------------------------------------------------------------------


def spread(call: Call) -> Shape:
    """`$spread`: an object for each field, as a sequence; other values stay what they are."""
    given = shape_of(argument(call, 0))
    if given is None or given.anything:
        return MAYBE
    parts = [given.without(OBJECT_KIND, ARRAY_KIND)]
    if given.object is not None:
        parts.append(call.sequence(_pairs(given.object)))
    if given.array is not None:
        parts.append(_spread_list(given.array))
    return join(parts)


def _pairs(shape: Object) -> Array:
    known = fields_in_order(shape)
    if known is not None:
        return items_of(array_of(Shape(object=Object({name: field})) for name, field in known))
    if not shape.is_closed:
        return Array((), OPEN, len(shape.required))
    pairs = [Shape(object=Object({name: shape.get(name).present})) for name in shape.names]
    return Array((), join(pairs), *how_many(shape))


def _spread_list(array: Array) -> Shape:
    """What is spread of a list's items, in one list that does not collapse."""
    if array.most == 0:
        return NOTHING
    try:
        return of(_spread_values(values_of(array)))
    except UnknownValueError:
        result = Shape(array=_spread_items(array))
        return result.or_nothing if array.least == 0 else result


def _spread_values(values: list[Any]) -> list[Any]:
    """The fields of objects, one by one; the lists among the values are spread into the same."""
    found: list[Any] = []
    stack = [iter(values)]
    while stack:
        for value in stack[-1]:
            if isinstance(value, list):
                stack.append(iter(value))
                break
            if isinstance(value, dict):
                found += ({name: value[name]} for name in ordered(value))
            else:
                found.append(value)
        else:
            stack.pop()
    return found


def _spread_items(array: Array) -> Array:
    element = array.element
    if element.anything or element.array is not None:
        return Array((), ANYTHING)
    pairs = NEVER if element.object is None else _pairs(element.object).element
    return Array((), join((element.without(OBJECT_KIND), pairs)))


def merge(call: Call) -> Shape:
    """`$merge`: the objects of a list in one; later fields win."""
    array, nothing = list_argument(call, 0)
    parts = [NOTHING] if nothing else []
    if array is not None:
        for index in range(min(array.least, len(array.items))):
            if array.at(index).only(OBJECT_KIND).is_never:
                return call.fault('"$merge" takes objects only')
        parts.append(_merged(array))
    return join(parts)


def _merged(array: Array) -> Shape:
    fields: dict[str, Shape] = {}
    rest = NOTHING
    for index, item in enumerate((*array.items, array.rest)):
        shape = item.only(OBJECT_KIND).object
        if shape is None:
            continue
        names = shape.fields if shape.is_closed else {**fields, **shape.fields}
        merged = {
            name: _over(fields.get(name, rest), shape.get(name), sure=index < array.least)
            for name in names
        }
        fields.update(merged)
        rest = join((rest, shape.rest))
    return Shape(object=Object(fields, rest))


def _over(before: Shape, after: Shape, *, sure: bool) -> Shape:
    """A field of two objects, the second of which wins if it is there, and has the field."""
    return after if sure and not after.nothing else join((before, after.present))


def clone(call: Call) -> Shape:
    """`$clone`: the same value."""
    given = shape_of(argument(call, 0))
    return MAYBE if given is None else given


OBJECTS: Final[dict[str, Answer]] = {
    "keys": keys,
    "lookup": lookup,
    "spread": spread,
    "merge": merge,
    "clone": clone,
}
"""The functions of objects, by name."""
