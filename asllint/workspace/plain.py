"""Files of JSON as plain values: inputs, examples, schemas, mock files, histories."""

from __future__ import annotations

import json
import math

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class PlainError(ValueError):
    """A text that is no JSON; what is wrong, as what follows the name of the file."""


def parsed(text: str) -> Any:
    """The value of a text of JSON, with no number that JSON does not have. Raises `PlainError`."""
    try:
        return json.loads(
            text.removeprefix("\N{ZERO WIDTH NO-BREAK SPACE}"),
            parse_float=_number,
            parse_constant=_number,
        )
    except json.JSONDecodeError as error:
        what = error.msg[:1].lower() + error.msg[1:]
        place = f"line {error.lineno}, column {error.colno}"
        raise PlainError(f"is no JSON: {what} ({place})") from None
    except RecursionError:
        raise PlainError("is nested too deeply") from None
    except ValueError as error:
        raise PlainError(f"is no JSON: {error}") from None


def _number(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise ValueError(f"{text} is no number that JSON has")
    return value
