"""An array of a payload template, written as a call that makes it."""

from __future__ import annotations

import json

from asllint.syntax.node import Node, Scalar, Sequence

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

_MAX_SHOWN = 60
"""A longer call (in code points) is not shown in a message."""
_MAX_ARGUMENTS = 100
"""A longer array is not written as a call."""


def array_as_call(array: Node, means_value: Callable[[str], bool]) -> str | None:
    """An array as a call that evaluates the paths and calls in it.

    `means_value` tells those from other texts. None where there are none, and where the rest can
    not be written as arguments.
    """
    if not isinstance(array, Sequence) or len(array.items) > _MAX_ARGUMENTS:
        return None
    texts = [item.value for item in array.items if isinstance(item, Scalar)]
    if not any(isinstance(text, str) and means_value(text) for text in texts):
        return None
    written = [_argument(item, means_value) for item in array.items]
    arguments = [one for one in written if one is not None]
    return f"States.Array({', '.join(arguments)})" if len(arguments) == len(written) else None


def shown(call: str | None) -> str:
    """A call for a message, where a long one is cut short."""
    return "States.Array(…)" if call is None or len(call) > _MAX_SHOWN else call


def _argument(item: Node, means_value: Callable[[str], bool]) -> str | None:
    """An item as an argument of an intrinsic function; None where that can not be said."""
    value = item.value if isinstance(item, Scalar) else item
    if isinstance(value, str):
        if means_value(value):
            return value
        escaped = value.replace("\\", "\\\\").replace("'", "\\'")
        return f"'{escaped}'" if value.isprintable() and not set(value) & set("{}") else None
    return json.dumps(value) if value is None or isinstance(value, bool | int) else None
