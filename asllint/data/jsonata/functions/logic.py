"""The functions of truth and of types.

Sources: docs.jsonata.org, "Boolean functions" and "Object functions", and JSONata 2.0.6.
"""

from __future__ import annotations

from typing import Final

from asllint.data.jsonata.functions.computed import argument
from asllint.data.jsonata.truth import FALSE, TRUE, truth
from asllint.data.jsonata.values import Function
from asllint.data.shape import (
    NOTHING,
    UnknownValueError,
    join,
    of,
    texts,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from asllint.data.jsonata.call import Call
    from asllint.data.jsonata.values import Value
    from asllint.data.shape import Shape

    Answer = Callable[[Call], Shape]


# --- truth ---------------------------------------------------------------------------------------


def boolean(call: Call) -> Shape:
    """`$boolean`."""
    return truth(argument(call, 0))


def negation(call: Call) -> Shape:
    """`$not`: nothing stays nothing."""
    found = truth(argument(call, 0))
    opposite = join(of(not one) for one in found.booleans)
    return opposite.or_nothing if found.nothing else opposite


def exists(call: Call) -> Shape:
    """`$exists`: is there a value, be it null?"""
    given = argument(call, 0)
    if isinstance(given, Function):
        return TRUE
    parts = [TRUE] if given.has_value else []
    return join([*parts, FALSE] if given.nothing else parts)


# --- types ----------------------------------------------------------------------------------------


def type_name(call: Call) -> Shape:
    """`$type`: the name of a value's type; what is anything may be a function."""
    given = argument(call, 0)
    if isinstance(given, Function):
        return of("function")
    names = texts((*given.kinds, "function") if given.anything else given.kinds)
    return names.or_nothing if given.nothing else names


# --- failures -------------------------------------------------------------------------------------


def error(call: Call) -> Shape:
    """`$error`: it fails, on purpose."""
    return call.fault(_reason('"$error" is called', argument(call, 0)))


def assertion(call: Call) -> Shape:
    """`$assert`: it fails unless its condition is true, and yields nothing else."""
    condition = argument(call, 0)
    if isinstance(condition, Function) or condition.contains(True):
        return NOTHING
    return call.fault(_reason('"$assert" finds that a condition is false', argument(call, 1)))


def _reason(text: str, message: Value) -> str:
    try:
        value = None if isinstance(message, Function) else message.value
    except UnknownValueError:
        return text
    return f'{text}: "{value}"' if isinstance(value, str) and len(value) <= 80 else text


LOGIC: Final[dict[str, Answer]] = {
    "boolean": boolean,
    "not": negation,
    "exists": exists,
    "type": type_name,
    "error": error,
    "assert": assertion,
}
"""The functions of truth and of types, by name."""
