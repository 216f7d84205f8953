"""Arguments of a built-in function against its signature, as JSONata checks them."""

from __future__ import annotations

from asllint.data.jsonata.operators import RefusedError, described
from asllint.data.jsonata.values import Function
from asllint.data.shape import ARRAY_KIND, NOTHING, Array, Shape, array_of, join
from asllint.tables.jsonata_functions import ANY, FUNCTION, FUNCTIONS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from asllint.data.jsonata.values import Value
    from asllint.tables.jsonata_functions import JsonataFunction, Parameter

_DIALECT = ("hash", "parse", "partition", "random", "range", "uuid")
"""What Step Functions adds: these look at their arguments themselves (`$hash("a")` was recorded to
give nothing), but for those that are too many."""


def fitted(name: str, arguments: Sequence[Value], context: Value) -> tuple[Value, ...]:
    """The arguments as the function gets them. Raises `RefusedError` if the call surely fails."""
    function = FUNCTIONS[name]
    given = list(arguments)
    if name in _DIALECT:
        if len(given) > len(function.parameters):
            raise RefusedError(f'"${name}" takes fewer arguments than it is given')
        return tuple(given)
    if _lacks_first(function, given):
        given.insert(0, context)
    if len(given) < function.minimum:
        raise RefusedError(f'"${name}" takes more arguments than it is given')
    if function.maximum is not None and len(given) > function.maximum:
        raise RefusedError(f'"${name}" takes fewer arguments than it is given')
    found = []
    for number, value in enumerate(given):
        parameter = function.parameters[min(number, len(function.parameters) - 1)]
        found.append(_argument(name, number + 1, parameter, value))
    return tuple(found)


def _lacks_first(function: JsonataFunction, given: Sequence[Value]) -> bool:
    """Does the context stand in for the first argument?"""
    first = function.parameters[0] if function.parameters else None
    if first is None or not first.context:
        return False
    if len(given) < function.minimum:
        return True
    return (
        len(given) < len(function.parameters)
        and isinstance(given[0], Function)
        and FUNCTION not in first.types
    )


def _argument(name: str, number: int, parameter: Parameter, value: Value) -> Value:
    """One argument: only what its parameter takes is left of it."""
    if isinstance(value, Function):
        if FUNCTION in parameter.types:
            return array_of((Shape(anything=True),)) if parameter.array else value
        raise _wrong(name, number, value)
    if parameter.types == {FUNCTION}:
        if value.anything:
            return value
        raise _wrong(name, number, value)
    if parameter.array:
        return _as_array(name, number, parameter, value)
    if parameter.types >= ANY - {FUNCTION}:
        return value
    if value.anything and FUNCTION in parameter.types:
        return value
    left = value.only(*parameter.types)
    if not left.has_value and not value.nothing:
        raise _wrong(name, number, value)
    return left.or_nothing if value.nothing else left


def _as_array(name: str, number: int, parameter: Parameter, value: Shape) -> Shape:
    """What stands for an array: it, or an array of one. `items` says what it has to hold."""
    lists = []
    if value.anything or value.array is not None:
        array = value.only(ARRAY_KIND).array
        assert array is not None, "this kind is there"
        if parameter.items is not None:
            array = _holding(array, parameter.items)
        lists += [Shape(array=array)] if array is not None else []
    alone = value.present.without(ARRAY_KIND)
    if parameter.items is not None:
        alone = alone.only(parameter.items)
    if alone.has_value:
        lists.append(array_of((alone,)))
    if value.nothing:
        lists.append(NOTHING)
    if not lists:
        raise _wrong(name, number, value, parameter.items)
    return join(lists) if len(lists) > 1 else lists[0]


def _holding(array: Array, kind: str) -> Array | None:
    """The arrays of items of one kind among some arrays; None where there are none."""
    items = tuple(item.only(kind) for item in array.items)
    rest = array.rest.only(kind)
    for index, item in enumerate(items):
        if not item.has_value:
            if index < array.least:
                return None
            return Array(items[:index], Shape(), array.least, index)
    if array.least > len(items) and not rest.has_value:
        return None
    return Array(items, rest, array.least, array.most)


def _wrong(name: str, number: int, value: Value, items: str | None = None) -> RefusedError:
    shape = value if isinstance(value, Shape) else NOTHING
    if items is not None:
        text = f'argument {number} of "${name}" has to be an array of {items}s'
    else:
        text = f'"${name}" does not take {described(value)} as argument {number}'
    return RefusedError(text, shape)
