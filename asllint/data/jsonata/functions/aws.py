"""The functions that Step Functions adds to JSONata.

Sources: the developer guide, "Transforming data with JSONata in Step Functions"; recorded answers
(`$partition`); and what floci-io/floci measured of AWS in August 2026 (pull request 2676, issue
2662): numbers are cut towards zero, `$random` is Java's, the names of algorithms are told apart by
their case, `$parse` takes no empty text, no key twice and nothing behind the value.
"""

from __future__ import annotations

from typing import Final

from asllint.data.jsonata.functions.array import is_exact
from asllint.data.jsonata.functions.computed import (
    ABSENT,
    FailureError,
    UnsureError,
    alternatives,
    argument,
    computed,
    every_result,
    list_argument,
    shape_of,
)
from asllint.data.jsonata.functions.javascript import number_of
from asllint.data.jsonata.values import Function
from asllint.data.outside import outside
from asllint.data.shape import (
    ANYTHING,
    EVERY,
    NOTHING,
    NUMBER,
    NUMBER_KIND,
    STRING_KIND,
    TEXT,
    Array,
    Shape,
    array_of,
    join,
    list_of,
)
from asllint.tables.jsonata_functions import HASH_ALGORITHMS, MAX_RANGE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from asllint.data.jsonata.call import Call
    from asllint.data.jsonata.values import Value

    Answer = Callable[[Call], Shape]

MAX_LISTED: Final = 20_000
"""Longer ranges are not listed: their kind is known."""
_LARGEST: Final = 2**63


# --- lists ----------------------------------------------------------------------------------------


def partition(call: Call) -> Shape:
    """`$partition`: lists of so many items, and the last of what is left; a list of one stays.

    An empty list has no parts, and neither has any where the size is less than 1.
    """
    array, nothing = list_argument(call, 0)
    parts = [NOTHING] if nothing else []
    if array is None:
        return join(parts)
    if array.least == 0:
        parts.append(NOTHING)
    sizes = _numbers(argument(call, 1))
    if array.most != 0:
        parts += [_unknown_parts(array)] if sizes is None else _parts(array, sizes)
    found = join(parts)
    return (
        call.fault("the size of a part is a number, and not below 0") if found.is_never else found
    )


def _numbers(value: Value) -> list[Any] | None:
    """The numbers that an argument may be, `ABSENT` among them; None where that is not known."""
    if isinstance(value, Function):
        return []
    numbers = value.only(NUMBER_KIND)
    return alternatives(numbers.or_nothing if value.nothing else numbers)


def _unknown_parts(array: Array) -> Shape:
    return list_of(list_of(array.element, 1, array.most), 1, array.most).or_nothing


def _parts(array: Array, sizes: list[Any]) -> list[Shape]:
    """The parts by each size that may be; a negative one fails."""
    found = []
    for given in sizes:
        size = array.most if given is ABSENT else int(given)
        if size == 0:
            found.append(NOTHING)
        elif is_exact(array) and size is not None and size > 0:
            items = array.items[: array.most]
            lists = [array_of(items[at : at + size]) for at in range(0, len(items), size)]
            found.append(array_of(lists))
        elif size is None or size > 0:
            found.append(list_of(list_of(array.element, 1, size), 1, array.most))
    return found


def range_of(call: Call) -> Shape:
    """`$range`: the numbers from one to another; one number alone collapses."""
    first, last, step = (_numbers(argument(call, index)) for index in range(3))
    if any(values in ([], [ABSENT]) for values in (first, last)) or step == []:
        return call.fault('"$range" takes a first and a last number, and a step')
    unknown = join((NOTHING, NUMBER, list_of(NUMBER, 1, MAX_RANGE)))
    if first is None or last is None or step is None:
        return unknown
    if len(first) * len(last) * len(step) > 1:
        return unknown
    return _range(call, int(first[0]), int(last[0]), step[0])


def _range(call: Call, first: int, last: int, given: Any) -> Shape:
    step = 0 if given is ABSENT else int(given)
    if step == 0 or (last - first) * step < 0:
        return NOTHING
    count = (last - first) // step + 1
    if count > MAX_RANGE:
        return call.fault(f"a range of {count:,} numbers is too long: there are {MAX_RANGE:,}")
    if count > MAX_LISTED or max(abs(first), abs(last)) >= _LARGEST:
        return list_of(NUMBER, count, count)
    numbers = array_of(
        Shape(numbers=frozenset((number,))) for number in range(first, first + count * step, step)
    )
    if count > 1 or numbers.array is None:
        return numbers
    return numbers.array.at(0) if first == last else join((numbers, numbers.array.at(0)))


# --- texts ----------------------------------------------------------------------------------------


def digest(call: Call) -> Shape:
    """`$hash`: nothing without the name of an algorithm."""
    text, algorithm = (shape_of(argument(call, index)) for index in range(2))
    if text is not None and not text.only(STRING_KIND).has_value:
        return call.fault('"$hash" takes a text')
    if algorithm is None or text is None:
        return TEXT
    if algorithm.is_nothing:
        return NOTHING
    named = algorithm.only(STRING_KIND)
    if not named.has_value and not algorithm.nothing:
        return call.fault('"$hash" takes the name of an algorithm')
    found = _digests(call, text.only(STRING_KIND), named)
    return join((found, NOTHING)) if algorithm.nothing else found


def _digests(call: Call, text: Shape, algorithm: Shape) -> Shape:
    algorithms = alternatives(algorithm)
    if algorithms is None:
        return TEXT
    if not set(algorithms) & set(HASH_ALGORITHMS):
        return call.fault('"$hash" has no such algorithm')
    values = alternatives(text)
    if values is None or len(values) * len(algorithms) > 40:
        return TEXT
    pairs = [(value, name) for value in values for name in algorithms]
    return every_result(call, _digest, pairs, TEXT)


def _digest(text: str, algorithm: str) -> str:
    import hashlib

    if algorithm not in HASH_ALGORITHMS:
        raise FailureError(f'"$hash" has no algorithm "{algorithm[:40]}"')
    name = algorithm.replace("-", "").lower()
    try:
        return hashlib.new(name, text.encode(), usedforsecurity=False).hexdigest()
    except (UnicodeError, ValueError):
        raise UnsureError from None


def uuid(call: Call) -> Shape:
    """`$uuid`: another text at every call."""
    return outside().uuid


def _parse(text: object) -> object:
    """JSON as a value. Nothing is known of what is nested too deep for this process."""
    from json import loads

    if not isinstance(text, str):
        raise FailureError('"$parse" takes a text')
    try:
        return loads(
            text, parse_constant=_refuse, object_pairs_hook=_fields, parse_float=_double,
            parse_int=_whole,
        )  # fmt: skip
    except RecursionError:
        raise UnsureError from None
    except ValueError:
        reason = '"$parse" reads no such JSON' if text.strip() else '"$parse" takes no empty text'
        raise FailureError(reason) from None


def _refuse(name: str) -> object:
    raise ValueError(name)


def _fields(pairs: list[tuple[str, object]]) -> dict[str, object]:
    fields = dict(pairs)
    if len(fields) < len(pairs):
        raise ValueError("a key twice")
    return fields


def _double(digits: str) -> int | float:
    number = float(digits)
    if number in (float("inf"), float("-inf")):
        raise ValueError(digits)
    return number_of(number)


def _whole(digits: str) -> int | float:
    number = int(digits) if len(digits) < 20 else _double(digits)
    return number if isinstance(number, int) and abs(number) < _LARGEST else _double(digits)


# --- numbers --------------------------------------------------------------------------------------


def random(call: Call) -> Shape:
    """`$random`: a number from 0 to 1, always the same for a seed."""
    seed = argument(call, 0)
    if isinstance(seed, Function) or (seed.has_value and not seed.only(NUMBER_KIND).has_value):
        return call.fault('"$random" takes a number')
    numbers = seed.only(NUMBER_KIND).numbers
    if seed.is_nothing:
        return outside().fraction
    if seed.nothing or numbers is EVERY:
        return NUMBER
    return Shape(numbers=frozenset(map(_random, numbers)))


def _random(seed: float) -> float:
    """The first number of Java's generator, a linear congruence of 48 bits."""
    state = (int(seed) ^ 0x5DEECE66D) & (2**48 - 1)
    drawn = []
    for bits in (26, 27):
        state = (state * 0x5DEECE66D + 0xB) & (2**48 - 1)
        drawn.append(state >> (48 - bits))
    return ((drawn[0] << 27) + drawn[1]) / 2**53


AWS: Final[dict[str, Answer]] = {
    "partition": partition,
    "range": range_of,
    "hash": digest,
    "uuid": uuid,
    "parse": computed(_parse, ANYTHING),
    "random": random,
}
"""The functions that Step Functions adds, by name."""
