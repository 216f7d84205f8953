"""Intrinsic functions over plain JSON values, as simple as they can be.

Written from the developer guide, "Intrinsic functions for JSONPath states", and from what AWS was
seen to answer. `UnknownError` stands for what neither says.
"""

from __future__ import annotations

import base64
import hashlib
import json
import math
import re
from collections.abc import Callable
from typing import Any

from tests.reference.jsonpath import FailsError, UnknownError


def outcomes(name: str, arguments: list[Any]) -> list[Any]:
    """All that a function may answer to some values."""
    return FUNCTIONS[name](*arguments)


def need(fits: bool) -> None:
    """What AWS refuses where it is not so."""
    if not fits:
        raise FailsError


def is_number(value: Any) -> bool:
    """Is it a number? (`True` is none.)"""
    return isinstance(value, int | float) and not isinstance(value, bool)


def rounded(value: float) -> int:
    """The nearest whole number."""
    if value % 1 == 0.5:
        raise UnknownError
    return math.floor(value + 0.5)


def whole(value: float) -> int:
    """A whole number, of one that the guide would round and AWS was seen to cut."""
    if rounded(value) != math.trunc(value):
        raise UnknownError
    return rounded(value)


def math_add(one: Any, other: Any) -> list[Any]:
    need(is_number(one) and is_number(other))
    total = rounded(one) + rounded(other)
    need(all(-(2**31) <= part < 2**31 for part in (rounded(one), rounded(other), total)))
    return [total]


def math_random(start: Any, end: Any, seed: Any = 0) -> list[Any]:
    need(is_number(start) and is_number(end) and is_number(seed) and whole(start) < whole(end))
    return [whole(start), whole(end) - 1]


def array_range(first: Any, last: Any, step: Any) -> list[Any]:
    need(is_number(first) and is_number(last) and is_number(step))
    first, last, step = whole(first), whole(last), whole(step)
    need(step != 0)
    items: list[int] = []
    while (first <= last if step > 0 else first >= last) and len(items) <= 1000:
        items.append(first)
        first += step
    need(len(items) <= 1000)
    return [items]


def array_get_item(array: Any, index: Any) -> list[Any]:
    need(isinstance(array, list) and is_number(index))
    need(whole(index) >= 0)
    if whole(index) >= len(array):
        raise UnknownError  # null was seen, and a failure
    return [array[whole(index)]]


def array_length(array: Any) -> list[Any]:
    need(isinstance(array, list))
    return [len(array)]


def array_partition(array: Any, size: Any) -> list[Any]:
    need(isinstance(array, list) and is_number(size))
    length = whole(size)
    need(length >= 1)
    return [[array[at : at + length] for at in range(0, len(array), length)]]


def array_unique(array: Any) -> list[Any]:
    need(isinstance(array, list))
    once = {json.dumps(item, sort_keys=True): item for item in array}
    return [[*once.values()], [*reversed(once.values())]]


def array_contains(array: Any, wanted: Any) -> list[Any]:
    need(isinstance(array, list))
    return [any(as_text(item) == as_text(wanted) for item in array)]


def as_text(value: Any) -> str:
    """A value as AWS was seen to compare it: the text "1" is the number."""
    return value if isinstance(value, str) else json.dumps(value)


def is_short(value: Any) -> bool:
    """Is it a text of at most 10,000 characters?"""
    return isinstance(value, str) and len(value) <= 10_000


def base64_encode(text: Any) -> list[Any]:
    need(is_short(text))
    encoded = base64.b64encode(text.encode()).decode()
    return [encoded, "\r\n".join(re.findall(".{1,76}", encoded))]


def base64_decode(text: Any) -> list[Any]:
    need(is_short(text))
    try:
        return [base64.b64decode(text, validate=True).decode()]
    except ValueError:
        raise UnknownError from None


def hash_of(data: Any, algorithm: Any) -> list[Any]:
    need(algorithm in ("MD5", "SHA-1", "SHA-256", "SHA-384", "SHA-512"))
    if not isinstance(data, str):
        return ["the digest of some text"]
    need(is_short(data))
    return [hashlib.new(algorithm.replace("-", ""), data.encode()).hexdigest()]


def string_split(text: Any, separators: Any) -> list[Any]:
    need(isinstance(text, str) and isinstance(separators, str))
    if not separators:
        raise UnknownError
    return [[piece for piece in re.split(f"[{re.escape(separators)}]", text) if piece]]


def string_to_json(text: Any) -> list[Any]:
    need(not isinstance(text, list | dict) and not is_number(text))
    if not isinstance(text, str):
        raise UnknownError
    if not text.strip():
        return [None]
    try:
        return [json.loads(text)]
    except ValueError:
        raise FailsError from None


def json_to_string(value: Any) -> list[Any]:
    return [json.dumps(value, separators=(",", ":"), ensure_ascii=False)]


def json_merge(one: Any, other: Any, deep: Any) -> list[Any]:
    need(isinstance(one, dict) and isinstance(other, dict) and deep is not True)
    return [{**one, **other}]


def string_format(template: Any, *values: Any) -> list[Any]:
    if not isinstance(template, str) or "\\" in template:
        raise UnknownError
    pieces = template.split("{}")
    need(len(pieces) == len(values) + 1 and not any("{" in one or "}" in one for one in pieces))
    shown = [one if isinstance(one, str) else json_to_string(one)[0] for one in values]
    pairs = zip(pieces, [*shown, ""], strict=True)
    return ["".join(piece + value for piece, value in pairs)]


FUNCTIONS: dict[str, Callable[..., list[Any]]] = {
    "States.Array": lambda *values: [[*values]],
    "States.ArrayContains": array_contains,
    "States.ArrayGetItem": array_get_item,
    "States.ArrayLength": array_length,
    "States.ArrayPartition": array_partition,
    "States.ArrayRange": array_range,
    "States.ArrayUnique": array_unique,
    "States.Base64Decode": base64_decode,
    "States.Base64Encode": base64_encode,
    "States.Format": string_format,
    "States.Hash": hash_of,
    "States.JsonMerge": json_merge,
    "States.JsonToString": json_to_string,
    "States.MathAdd": math_add,
    "States.MathRandom": math_random,
    "States.StringSplit": string_split,
    "States.StringToJson": string_to_json,
    "States.UUID": lambda: ["12345678-1234-4123-8123-123456789012"],
}
