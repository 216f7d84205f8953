"""The kinds of faults: each makes every seed of its kind that a definition has room for.

A seed is another definition with one thing changed. Whether that matters is for `trial.py` to ask.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from hashlib import sha256
from typing import Any, NamedTuple

from tests.seeded.model import LAMBDA, THERE, Model, Names, Place, Reading, answer


class Seed(NamedTuple):
    """One fault."""

    place: Place
    """What was changed."""
    change: str
    """For people: how."""
    definition: Any
    reading: Reading | None = None
    """The place that reads other names now; None where what is read has changed elsewhere."""
    names: Names = ()
    """What it reads now."""


DROPPED: Any = object()
"""In the place of a new value: none."""


def changed(value: Any, place: Place, new: Any) -> Any:
    """A value with another one at a place in it; all else is shared, nothing is altered."""
    if not place:
        return new
    key, rest = place[0], place[1:]
    if isinstance(value, list):
        assert isinstance(key, int)
        return [*value[:key], changed(value[key], rest, new), *value[key + 1 :]]
    if new is DROPPED and not rest:
        return {each: value[each] for each in value if each != key}
    return {each: changed(value[each], rest, new) if each == key else value[each] for each in value}


def at(value: Any, place: Place) -> Any:
    """What stands at a place."""
    for key in place:
        value = value[key]
    return value


# --- names ----------------------------------------------------------------------------------------


def payload_left_out(model: Model) -> Iterator[Seed]:
    """`$.Payload.x` is read as `$.x`, of what `lambda:invoke` answers."""
    for reading in readings(model, jsonata=False):
        for number, name in enumerate(reading.names[:-1]):
            if name == "Payload" and _is_lambdas(model, reading, number + 1):
                yield _with_names(
                    model, reading, reading.names[:number] + reading.names[number + 1 :]
                )
    for place, state in model.states.items():
        for field in ("OutputPath", "InputPath"):
            text = state.get(field)
            if model.is_jsonata(state) or text != "$.Payload":
                continue
            invoked = [place] if field == "OutputPath" else [one for one, _ in model.ways[place]]
            if any(one is not None and answer(model.states[one]) is LAMBDA for one in invoked):
                new = changed(model.definition, (*place, field), "$")
                yield Seed((*place, field), '"$.Payload" is "$"', new)


def capital_made_small(model: Model) -> Iterator[Seed]:
    """The first capital of a name in a path is small."""
    for reading in readings(model, jsonata=False):
        for number, name in _written(model, reading):
            capital = next((at for at, char in enumerate(name) if char.isupper()), None)
            if capital is not None:
                new = name[:capital] + name[capital].lower() + name[capital + 1 :]
                yield _renamed(model, reading, number, new)


def misspelt(model: Model) -> Iterator[Seed]:
    """A name in a path has two letters the wrong way round, or lacks one."""
    yield from _misspelt(model, jsonata=False)


def misspelt_in_jsonata(model: Model) -> Iterator[Seed]:
    """The same of a field of `$states.result` or `$states.input`."""
    yield from _misspelt(model, jsonata=True)


def payload_left_out_in_jsonata(model: Model) -> Iterator[Seed]:
    """`$states.result.Payload` is `$states.result`, of what `lambda:invoke` answers."""
    for place, state in model.states.items():
        if not model.is_jsonata(state) or answer(state) is not LAMBDA:
            continue
        for reading in model.readings:
            own = reading.state == place and reading.root == "answer"
            if own and reading.names[0] == "Payload":
                yield _with_names(model, reading, reading.names[1:])


def readings(model: Model, *, jsonata: bool) -> Iterator[Reading]:
    """What is read in one of the languages."""
    for reading in model.readings:
        if model.is_jsonata(model.states[reading.state]) is jsonata and reading.root != "error":
            yield reading


def _misspelt(model: Model, *, jsonata: bool) -> Iterator[Seed]:
    for reading in readings(model, jsonata=jsonata):
        for number, name in _written(model, reading):
            if len(name) >= 3:
                drawn = f"{reading.state}{reading.field}{reading.span}{number}"
                yield _renamed(model, reading, number, misspelling(name, drawn))


def misspelling(name: str, drawn: str) -> str:
    """The name with one mistake: which, is drawn by a text, always the same for the same."""
    number = int.from_bytes(sha256(drawn.encode()).digest()[:4])
    ways = [name[:one] + name[one + 1 :] for one in range(1, len(name))]
    ways += [
        name[:one] + name[one + 1] + name[one] + name[one + 2 :]
        for one in range(len(name) - 1)
        if name[one] != name[one + 1]
    ]
    return ways[number % len(ways)]


def _written(model: Model, reading: Reading) -> Iterator[tuple[int, str]]:
    """The names of a reading that the text shows to be written before, with their numbers."""
    for number, name in enumerate(reading.names):
        if any(how == THERE for how, _ in model.found(reading, reading.names[: number + 1])):
            yield number, name


def _is_lambdas(model: Model, reading: Reading, count: int) -> bool:
    """Are the first names those of an answer of `lambda:invoke`?"""
    return any(
        how == THERE
        and source is not None
        and answer(model.states[source]) is LAMBDA
        and (reading.root == "answer" or "ResultSelector" not in model.states[source])
        for how, source in model.found(reading, reading.names[:count])
    )


def _renamed(model: Model, reading: Reading, number: int, name: str) -> Seed:
    names = (*reading.names[:number], name, *reading.names[number + 1 :])
    return _with_names(model, reading, names)


def _with_names(model: Model, reading: Reading, names: Names) -> Seed:
    """Other names in the place of those that are read."""
    place = (*reading.state, *reading.field)
    text = at(model.definition, place)
    start, end = reading.span
    new = text[:start] + "".join(f".{name}" for name in names) + text[end:]
    before, after = ".".join(reading.names), ".".join(names)
    return Seed(
        place, f"{before} is {after or 'left out'}", changed(model.definition, place, new),
        reading, names,
    )  # fmt: skip


# --- fields ---------------------------------------------------------------------------------------


def result_path_removed(model: Model) -> Iterator[Seed]:
    """A state has no ResultPath any more: its result takes the place of all."""
    for place, state in model.states.items():
        if not model.is_jsonata(state) and state.get("ResultPath", "$") != "$":
            yield _without(model, (*place, "ResultPath"))


def catch_result_path_removed(model: Model) -> Iterator[Seed]:
    """A catcher has no ResultPath any more: the error takes the place of all."""
    for place, state in model.states.items():
        catchers = state.get("Catch")
        for number, catcher in enumerate(catchers if isinstance(catchers, list) else ()):
            if not isinstance(catcher, dict) or model.is_jsonata(state):
                continue
            if catcher.get("ResultPath", "$") != "$":
                yield _without(model, (*place, "Catch", number, "ResultPath"))


def output_field_dropped(model: Model) -> Iterator[Seed]:
    """The Output of a state lacks one of its fields."""
    for place, state in model.states.items():
        if model.is_jsonata(state):
            for field in _fields(state.get("Output"), (*place, "Output")):
                yield _without(model, field)


def _fields(value: object, place: Place) -> Iterator[Place]:
    if isinstance(value, dict):
        for key, each in value.items():
            yield (*place, key)
            yield from _fields(each, (*place, key))


def _without(model: Model, place: Place) -> Seed:
    value = at(model.definition, place)
    shown = f" ({value})" if isinstance(value, str) else ""
    return Seed(place, f"removed{shown}", changed(model.definition, place, DROPPED))


KINDS: dict[str, Callable[[Model], Iterator[Seed]]] = {
    "payload-left-out": payload_left_out,
    "capital-made-small": capital_made_small,
    "result-path-removed": result_path_removed,
    "misspelt": misspelt,
    "catch-result-path-removed": catch_result_path_removed,
    "payload-left-out-jsonata": payload_left_out_in_jsonata,
    "misspelt-jsonata": misspelt_in_jsonata,
    "output-field-dropped": output_field_dropped,
}


def pointer(place: Place) -> str:
    """A place as asllint writes it: `/States/Pay/Catch[0]/ResultPath`."""
    return "".join(f"[{key}]" if isinstance(key, int) else f"/{key}" for key in place)
