"""The functions that are handed a function.

Sources: docs.jsonata.org, "Higher order functions" and "Object functions", and JSONata 2.0.6.
"""

from __future__ import annotations

from typing import Final

from asllint.data.jsonata.functions.computed import argument, list_argument, shape_of
from asllint.data.jsonata.functions.object import fields_in_order, how_many, sequence_of
from asllint.data.jsonata.truth import TRUE, truth
from asllint.data.jsonata.values import Function, items_of
from asllint.data.shape import (
    MAYBE,
    NEVER,
    NOTHING,
    NUMBER,
    OBJECT_KIND,
    TEXT,
    Array,
    Object,
    Shape,
    array_of,
    join,
    of,
    texts,
    widen,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from asllint.data.jsonata.call import Call
    from asllint.data.jsonata.values import Value

    Answer = Callable[[Call], Shape]
    Change = Callable[[Shape, Shape], Shape]

MAX_APPLIED: Final = 2_000
"""A function is applied to so many items one by one; to more of them it is applied at once."""
MAX_ROUNDS: Final = 6
"""So often a reduction over an unknown number of items is tried before nothing is known of it."""


def _each_item(call: Call, array: Array, function: Value, change: Change) -> Array | None:
    """What comes of each item: `change` makes it of the item and the function's answer.

    None where the function surely fails for one of them.
    """
    if len(array.items) > MAX_APPLIED:
        array = Array((), array.element, array.least, array.most)
    whole = Shape(array=array)
    found: list[Shape] = []
    for index, item in enumerate(array.items):
        answer = call.apply(function, item, of(index), whole)
        found.append(NEVER if answer.is_never else change(item, answer))
        if answer.is_never:
            return sequence_of(array, found, NEVER)
    rest = array.rest
    if not rest.is_never:
        answer = call.apply(function, rest, NUMBER, whole)
        rest = NEVER if answer.is_never else change(rest, answer)
    return sequence_of(array, found, rest)


def _mapped(item: Shape, answer: Shape) -> Shape:
    return answer


def _kept(item: Shape, answer: Shape) -> Shape:
    """The item, if the answer is true; nothing counts as false."""
    verdict = truth(answer)
    if not verdict.contains(True):
        return NOTHING
    return item if verdict == TRUE else item.or_nothing


def _over_items(change: Change) -> Answer:
    def function(call: Call) -> Shape:
        array, nothing = list_argument(call, 0)
        parts = [NOTHING] if nothing else []
        if array is not None:
            found = _each_item(call, array, argument(call, 1), change)
            parts.append(NEVER if found is None else call.sequence(found))
        return join(parts)

    return function


def single(call: Call) -> Shape:
    """`$single`: the one item that a function accepts; any other number of them is a failure."""
    array, nothing = list_argument(call, 0)
    parts = [NOTHING] if nothing else []
    if array is not None:
        parts.append(_single(call, array))
    return join(parts)


def _single(call: Call, array: Array) -> Shape:
    function = argument(call, 1)
    kept: Array | None = array
    if function != NOTHING:
        kept = _each_item(call, array, function, _kept)
    if kept is None:
        return NEVER
    if kept.most == 0:
        return call.fault('"$single" finds no item')
    if kept.least > 1:
        return call.fault('"$single" finds more than one item')
    return kept.element


# --- reducing -------------------------------------------------------------------------------------


def reduce(call: Call) -> Shape:
    """`$reduce`: all items made one, from the first on, or from an initial value."""
    array, nothing = list_argument(call, 0)
    function = argument(call, 1)
    parts = [NOTHING] if nothing else []
    if array is None:
        return join(parts)
    if isinstance(function, Function) and function.arity is not None and function.arity < 2:
        return join(parts) if parts else call.fault('"$reduce" takes a function of two arguments')
    initial = shape_of(argument(call, 2))
    if initial is None:
        return MAYBE
    if initial.has_value:
        parts.append(_reduced(call, array, function, initial.present, 0))
    if initial.nothing:
        if array.least == 0:
            parts.append(NOTHING)
        if array.most != 0:
            parts.append(_reduced(call, array, function, array.at(0), 1))
    return join(parts)


def _reduced(call: Call, array: Array, function: Value, start: Shape, first: int) -> Shape:
    """What the items from one on come to, given that those before are there."""
    least = max(array.least, first)
    if len(array.items) > MAX_APPLIED:
        array = Array((), array.element, least, array.most)
    whole = Shape(array=array)
    result = start
    ends = [] if least > first else [start]
    for index in range(first, len(array.items)):
        result = call.apply(function, result, array.at(index), of(index), whole)
        if result.is_never:
            return join(ends)
        if index + 1 >= least:
            ends.append(result)
    if not array.rest.is_never:
        further = _reduced_on(call, array, function, result)
        ends = [*ends, further] if least <= len(array.items) else [further]
    return join(ends)


def _reduced_on(call: Call, array: Array, function: Value, start: Shape) -> Shape:
    """What any number of further items make of a value."""
    whole = Shape(array=array)
    result = start
    for _ in range(MAX_ROUNDS):
        after = widen(
            result, join((result, call.apply(function, result, array.rest, NUMBER, whole)))
        )
        if after == result:
            return result
        result = after
    return MAYBE


# --- objects --------------------------------------------------------------------------------------


def each(call: Call) -> Shape:
    """`$each`: what a function makes of each field, as a sequence."""
    given, function = shape_of(argument(call, 0)), argument(call, 1)
    if given is None:
        return MAYBE
    parts = [NOTHING] if given.nothing else []
    shape = given.only(OBJECT_KIND).object
    if shape is not None:
        found = _each_field(call, shape, function)
        parts.append(NEVER if found is None else call.sequence(found))
    return join(parts)


def _each_field(call: Call, shape: Object, function: Value) -> Array | None:
    whole = Shape(object=shape)
    known = fields_in_order(shape)
    if known is not None and len(known) <= MAX_APPLIED:
        answers = [call.apply(function, field, of(name), whole) for name, field in known]
        return sequence_of(items_of(array_of(field for _, field in known)), answers, NEVER)
    found: list[Shape] = []
    least = 0
    for name, field in _named(shape):
        answer = call.apply(function, field.present, name, whole)
        if answer.is_never and not field.nothing:
            return None
        least += not field.nothing and not answer.nothing
        found.append(answer.present)
    return Array((), join(found), least, how_many(shape)[1])


def _named(shape: Object) -> list[tuple[Shape, Shape]]:
    """The fields that an object may have, each with its name; many of them at once."""
    fields = [(of(name), shape.get(name)) for name in shape.names]
    if len(fields) > MAX_APPLIED:
        fields = [(texts(shape.names), join(field for _, field in fields).or_nothing)]
    return fields if shape.is_closed else [*fields, (TEXT, shape.rest)]


def sift(call: Call) -> Shape:
    """`$sift`: the fields that a function accepts; nothing where there are none."""
    given, function = shape_of(argument(call, 0)), argument(call, 1)
    if given is None:
        return MAYBE
    parts = [NOTHING] if given.nothing else []
    shape = given.only(OBJECT_KIND).object
    if shape is not None:
        parts.append(_sifted(call, shape, function))
    return join(parts)


def _sifted(call: Call, shape: Object, function: Value) -> Shape:
    whole = Shape(object=shape)
    fields: dict[str, Shape] = {}
    names = shape.names if len(shape.names) <= MAX_APPLIED else ()
    for name in names:
        field = shape.get(name)
        answer = call.apply(function, field.present, of(name), whole)
        if answer.is_never and not field.nothing:
            return NEVER
        kept = NOTHING if answer.is_never else _kept(field.present, answer)
        fields[name] = join((kept, NOTHING)) if field.nothing else kept
    rest = NOTHING if names or shape.is_closed else join(shape.fields.values())
    if not shape.is_closed:
        rest = join((rest, shape.rest))
    if rest.has_value:
        answer = call.apply(function, rest.present, TEXT, whole)
        rest = NOTHING if answer.is_never else _kept(rest.present, answer)
    found = Object(fields, rest)
    if found.required:
        return Shape(object=found)
    if found.is_closed and not found.names:
        return NOTHING
    return Shape(object=found, nothing=True)


HIGHER_ORDER: Final[dict[str, Answer]] = {
    "map": _over_items(_mapped),
    "filter": _over_items(_kept),
    "single": single,
    "reduce": reduce,
    "each": each,
    "sift": sift,
}
"""The functions that are handed a function, by name."""
