"""The plain steps of a path over shapes: a name, `*` and `**`.

In what order an object has its fields is known only of one that is known wholly.
"""

from __future__ import annotations

from asllint.data.jsonata.sequences import concatenated, repeated, runs_of
from asllint.data.jsonata.values import collapsed, items_of
from asllint.data.shape import ANYTHING, ARRAY_KIND, MAYBE, NEVER, NOTHING, Array, Shape, join

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from asllint.data.shape import Object


def field_of(shape: Shape, name: str) -> Shape:
    """A field by its name; of a list, those of all its items, as a sequence."""
    if shape.anything:
        return MAYBE
    if shape.object is not None and shape.array is None and not shape.nothing:
        field = shape.object.get(name)
        return field if field.nothing or len(shape.kinds) == 1 else field.or_nothing
    found = [shape.object.get(name)] if shape.object is not None else []
    if shape.array is not None:
        found.append(collapsed(_fields_of(shape.array, name)))
    if shape.nothing or len(shape.kinds) > len(found):
        found.append(NOTHING)
    return found[0] if len(found) == 1 else join(found)


def _fields_of(array: Array, name: str) -> Array:
    return concatenated(
        repeated(_field_in(run.item, name), run.least, run.most) for run in runs_of(array)
    )


def _field_in(item: Shape, name: str) -> Array:
    """The field of an item of a list; a list in it is looked into, too."""
    if item.array is None:
        return items_of(field_of(item, name))
    inner = Shape(array=_fields_of(item.array, name))
    others = item.without(ARRAY_KIND)
    return items_of(join((inner, field_of(others, name))) if others.kinds else inner)


def children_of(shape: Shape, spend: Callable[[int], None]) -> Shape:
    """`*`: the values of an object, or the items of a list, with the lists in them taken apart."""
    if shape.anything:
        return MAYBE
    found = []
    if shape.object is not None:
        found.append(collapsed(_values_of(shape.object, spend)))
    if shape.array is not None:
        parts = (
            repeated(items_of(_flat(run.item, spend)), run.least, run.most)
            for run in runs_of(shape.array)
        )
        found.append(collapsed(concatenated(parts)))
    if shape.nothing or len(shape.kinds) > len(found):
        found.append(NOTHING)
    return found[0] if len(found) == 1 else join(found)


def _values_of(shape: Object, spend: Callable[[int], None]) -> Array:
    parts = [items_of(_flat(field, spend)) for field in shape.fields.values()]
    if Shape(object=shape).is_known or (shape.is_closed and len(parts) == 1):
        return concatenated(parts)
    if not shape.is_closed:
        parts.append(repeated(items_of(_flat(shape.rest, spend)), 0, None))
    return _in_any_order(parts)


def _in_any_order(parts: Iterable[Array]) -> Array:
    """Lists one after the other, which of them first is not known."""
    found = concatenated(parts)
    return Array((), found.element, found.least, found.most)


def _flat(shape: Shape, spend: Callable[[int], None]) -> Shape:
    """A list with the lists in it taken apart, at any depth."""
    spend(1)
    if shape.array is None:
        return shape
    parts = (
        repeated(items_of(_flat(run.item, spend)), run.least, run.most)
        for run in runs_of(shape.array)
    )
    inner = Shape(array=concatenated(parts))
    others = shape.without(ARRAY_KIND)
    return join((inner, others)) if others.kinds or others.nothing else inner


def descendants_of(shape: Shape, spend: Callable[[int], None]) -> Shape:
    """`**`: a value, and all that is in it, but for the lists themselves."""
    if shape.anything:
        return MAYBE
    found: list[Shape] = []
    _descend(shape, found, spend)
    if shape.is_known:
        return collapsed(Array(tuple(found), NEVER, len(found), len(found)))
    least = 0 if shape.nothing or shape.array is not None else 1
    return collapsed(Array((), join(found), least, None)) if found else NOTHING


def _descend(shape: Shape, found: list[Shape], spend: Callable[[int], None]) -> None:
    """Collect what is in a value, in order."""
    spend(1)
    alone = ANYTHING if shape.anything else shape.present.without(ARRAY_KIND)
    if alone.has_value:
        found.append(alone)
    if shape.object is not None:
        for field in (*shape.object.fields.values(), shape.object.rest):
            _descend(field, found, spend)
    if shape.array is not None:
        for item in (*shape.array.items, shape.array.rest):
            _descend(item, found, spend)
