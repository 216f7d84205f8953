"""JSONPath over plain JSON values, as simple as it can be: what the shapes are held against.

Written from the States Language, the documentation of the Jayway library, and AWS's recorded
answers. `UnknownError` stands for what none of them says.
"""

from __future__ import annotations

from typing import Any

from asllint.expressions.path import Path, Segment


class FailsError(Exception):
    """The state fails."""


class UnknownError(Exception):
    """Nobody has recorded what comes of it."""


def find(path: Path, value: Any) -> Any:
    """What a path reads in the value at its root."""
    for index, segment in enumerate(path.segments):
        if not leads_to_one(segment):
            return [*found(value, path.segments[index:])]
        if segment.kind == "union" and index < len(path.segments) - 1:
            raise UnknownError
        try:
            value = one_step(value, segment)
        except FailsError:
            rest = path.segments[index + 1 :]
            if all(map(leads_to_one, rest)):
                raise
            if any(one.kind == "filter" for one in rest):
                raise UnknownError from None
            return []
    return value


def leads_to_one(segment: Segment) -> bool:
    """Does a step lead to one place?"""
    names = isinstance(segment.value, tuple) and isinstance(segment.value[0], str)
    return segment.kind in ("name", "index") or (segment.kind == "union" and names)


def one_step(value: Any, segment: Segment) -> Any:
    """The one place that a step leads to."""
    wanted: Any = segment.value
    if segment.kind == "union":
        if not isinstance(value, dict):
            raise FailsError
        return {name: value[name] for name in wanted if name in value}
    if isinstance(wanted, str):
        if isinstance(value, dict) and wanted in value:
            return value[wanted]
        raise FailsError
    if not isinstance(value, list):
        raise FailsError
    if wanted < 0:
        raise UnknownError
    return value[wanted] if wanted < len(value) else None


def found(value: Any, segments: tuple[Segment, ...]) -> list[Any]:
    """All that some steps find, from the first step to several values on."""
    if not segments:
        return [value]
    first, rest = segments[0], segments[1:]
    name: Any = rest[0].value if rest else None
    if first.kind == "descendant":
        if rest[0].kind != "name":
            raise UnknownError
        below = [one[name] for one in nodes(value) if has(one, name)]
        return [each for one in below for each in found(one, rest[1:])]
    return [each for one in matches(value, first) for each in found(one, rest)]


def has(value: Any, name: Any) -> bool:
    """Is it an object with a field of this name?"""
    return isinstance(value, dict) and name in value


def nodes(value: Any) -> list[Any]:
    """A value and all that is in it."""
    if isinstance(value, dict):
        return [value, *(each for one in value.values() for each in nodes(one))]
    if isinstance(value, list):
        return [value, *(each for one in value for each in nodes(one))]
    return [value]


def matches(value: Any, segment: Segment) -> list[Any]:
    """What one step finds in one of several values."""
    wanted: Any = segment.value
    if leads_to_one(segment):
        if segment.kind == "index" and isinstance(value, list) and wanted >= len(value):
            raise UnknownError  # null, or left out
        try:
            return [one_step(value, segment)]
        except FailsError:
            return []
    if segment.kind == "filter":
        items = value if isinstance(value, list) else [value] if isinstance(value, dict) else []
        return [one for one in items if accepts(one, wanted)]
    if segment.kind == "wildcard" and isinstance(value, dict):
        return [*value.values()]
    if not isinstance(value, list):
        return []
    if segment.kind == "wildcard":
        return value
    if segment.kind == "union":
        if any(not 0 <= index < len(value) for index in wanted):
            raise UnknownError
        return [value[index] for index in wanted]
    first, end = wanted
    if first is not None and end is not None and (first < 0 or end < 0):
        raise UnknownError
    return value[first:end]


def accepts(value: Any, condition: str) -> bool:
    """Does a filter `@.name` or `@.name == 1` let a value through?"""
    name, _, wanted = condition.removeprefix("@.").partition(" == ")
    if not has(value, name):
        return False
    there = value[name]
    if not wanted:
        if there is None:
            raise UnknownError
        return True
    constant = wanted.strip("'") if wanted.startswith("'") else float(wanted)
    plain = isinstance(there, str | int | float) and not isinstance(there, bool)
    if not plain or isinstance(there, str) != isinstance(constant, str):
        raise UnknownError
    return bool(there == constant)


def write(path: Path, raw: Any, value: Any) -> Any:
    """The raw input with a value put where `ResultPath` says."""
    return written(raw, path.segments, value)


def written(holder: Any, segments: tuple[Segment, ...], value: Any) -> Any:
    """A holder with a value put into it."""
    if not segments:
        return value
    wanted: Any = segments[0].value
    if isinstance(wanted, int):
        if not isinstance(holder, list) or not 0 <= wanted < len(holder):
            raise UnknownError
        inner = written(holder[wanted], segments[1:], value)
        return [*holder[:wanted], inner, *holder[wanted + 1 :]]
    if holder is None:
        raise UnknownError
    if not isinstance(holder, dict):
        raise FailsError
    return {**holder, wanted: written(holder.get(wanted, {}), segments[1:], value)}
