"""What Step Functions adds to JSONata, written down plainly: the functions of known values.

`None` stands for no value; what fails raises `ValueError`.
"""

from __future__ import annotations

import hashlib
import json
import math
from typing import Any


def partition(items: list[Any], size: float) -> list[Any] | None:
    if not items or math.trunc(size) == 0:
        return None
    if size < 0:
        raise ValueError(size)
    parts: list[Any] = [[]]
    for item in items:
        if len(parts[-1]) == math.trunc(size):
            parts.append([])
        parts[-1].append(item)
    return parts


def numbers_from(first: float, last: float, step: float) -> Any:
    start, stop, pace = map(math.trunc, (first, last, step))
    found: list[int] = []
    while pace and (start <= stop if pace > 0 else start >= stop):
        found.append(start)
        start += pace
    if math.trunc(first) == stop and found:
        return found[0]
    return found or None


def digest(text: str, algorithm: str) -> str:
    make = {
        "MD5": hashlib.md5,
        "SHA-1": hashlib.sha1,
        "SHA-256": hashlib.sha256,
        "SHA-384": hashlib.sha384,
        "SHA-512": hashlib.sha512,
    }
    if algorithm not in make:
        raise ValueError(algorithm)
    return make[algorithm](text.encode(), usedforsecurity=False).hexdigest()


def parse(text: str) -> Any:
    return json.loads(text)


def first_random(seed: float) -> float:
    """`java.util.Random(seed).nextDouble()`."""
    state = (math.trunc(seed) ^ 25214903917) % 2**48
    high = (state * 25214903917 + 11) % 2**48
    low = (high * 25214903917 + 11) % 2**48
    return (high // 2**22 * 2**27 + low // 2**21) * 2.0**-53
