"""Constants that the functions which Step Functions adds to JSONata do not take.

AWS creates the machine, and the state fails when it runs. Reported: `$hash` with another algorithm
(error); `$range(5, 1, 1)` and `$partition([], 2)` give nothing, `$parse('')` fails, and so does a
`$range` of more than 360,145 items. The rest follows from the developer guide, "Transforming data
with JSONata in Step Functions", and from the twins of these functions in JSONPath states.
"""

from __future__ import annotations

import json

from asllint.expressions import Mistake
from asllint.source.suggest import fold, listed
from asllint.tables.jsonata_functions import HASH_ALGORITHMS, MAX_RANGE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from asllint.expressions.jsonata.reader import Argument, JsonataCall


def value_mistake(call: JsonataCall) -> Mistake | None:
    """The mistake in a call whose arguments are of the right number and types.

    Of the kind `unknown-hash-algorithm` or `jsonata-arguments`.
    """
    check, given = _CHECKS.get(call.name), call.given
    # With fewer arguments, a context value may stand in for the first one.
    return check(call, given) if check is not None and len(given) >= _LEAST[call.name] else None


def _wrong(
    argument: Argument | None, message: str, replacement: str | None = None
) -> Mistake | None:
    if argument is None:
        return None
    return Mistake("jsonata-arguments", argument.start, argument.end, message, replacement)


def _number(argument: Argument | None) -> int | float | None:
    """The value of an argument that is a number written out."""
    value = argument.constant if argument is not None else None
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return value if is_number else None  # type: ignore[return-value]


def _check_hash(call: JsonataCall, given: tuple[Argument | None, ...]) -> Mistake | None:
    """Whether the letters' case matters is not known."""
    argument = given[1]
    name = argument.constant if argument is not None else None
    if argument is None or not isinstance(name, str):
        return None
    if name.upper() in HASH_ALGORITHMS:
        return None
    right = next((one for one in HASH_ALGORITHMS if fold(one) == fold(name)), None)
    remedy = f'did you mean "{right}"?' if right else f"there are {listed(HASH_ALGORITHMS)}"
    return Mistake(
        "unknown-hash-algorithm", argument.start, argument.end,
        f'"$hash" has no algorithm "{name}"; {remedy}', f"'{right}'" if right else None,
    )  # fmt: skip


def _check_partition(call: JsonataCall, given: tuple[Argument | None, ...]) -> Mistake | None:
    size, array = _number(given[1]), given[0]
    if size is not None and size < 1:
        return _wrong(given[1], "the size of a part is at least 1")
    if array is not None and array.constant == []:
        return _wrong(array, 'an empty array has no parts: "$partition" gives nothing at all')
    return None


def _check_range(call: JsonataCall, given: tuple[Argument | None, ...]) -> Mistake | None:
    first, last, step = (_number(one) for one in given[:3])
    if step == 0:
        return _wrong(given[2], "a step of 0 never reaches the end")
    if first is None or last is None or step is None:
        return None
    if (last - first) * step < 0:
        message = (
            f'a step of {step} never gets from {first} to {last}: "$range" gives nothing at all'
        )
        return _wrong(given[2], message)
    count = (last - first) / step + 1
    if count >= MAX_RANGE + 1:
        number = f"{int(min(count, 1e15)):,}"
        message = f"this range has {number} items, and the state fails with more than {MAX_RANGE:,}"
        return Mistake("jsonata-arguments", call.start, call.end, message)
    return None


def _check_parse(call: JsonataCall, given: tuple[Argument | None, ...]) -> Mistake | None:
    text = given[0].constant if given[0] is not None else None
    if not isinstance(text, str) or _is_json(text):
        return None
    return _wrong(given[0], 'this text is no JSON, and "$parse" fails')


def _is_json(text: str) -> bool:
    try:
        json.loads(text, parse_constant=_refuse)
    except RecursionError:
        return True  # nobody can tell
    except ValueError:
        return False
    return True


def _refuse(name: str) -> None:
    """`NaN` and `Infinity` are no JSON, although Python reads them."""
    raise ValueError(name)


_CHECKS: dict[str, Callable[[JsonataCall, tuple[Argument | None, ...]], Mistake | None]] = {
    "hash": _check_hash,
    "parse": _check_parse,
    "partition": _check_partition,
    "range": _check_range,
}
_LEAST = {"hash": 2, "parse": 1, "partition": 2, "range": 3}
"""How many arguments each check looks at."""
