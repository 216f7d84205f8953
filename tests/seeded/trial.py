"""Which seeds count, and what asllint says of each."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from asllint import analyze, lint_text
from asllint.engine.analysis import Analysis
from asllint.syntax.node import plain
from asllint.workspace import files
from tests.seeded.kinds import KINDS, Seed, pointer
from tests.seeded.model import ABSENT, UNKNOWN, Model, Place, Reading

SET_ASIDE = 20
"""How many definitions of each kind are kept for the end."""
SURE, OPEN = "sure", "open"

_SUFFIXES = (".json", ".yaml", ".yml", ".tf")


class Published(NamedTuple):
    """A definition from the corpus, wherever it stood."""

    name: str
    model: Model


class Case(NamedTuple):
    """A seed that changes what is read later."""

    kind: str
    where: str
    """File and place."""
    change: str
    text: str
    """The definition with the fault."""
    before: str
    """The definition without."""
    certainty: str
    """`sure`: the text shows that a name that is read is not there any more. `open`: it shows that
    something else is read, in which nobody can know the names (what a function answers, the input
    of the execution)."""


def published(corpus: Path) -> list[Published]:
    """All state machines of a folder, each once, in the order of their paths."""
    found: dict[str, Published] = {}
    for path in sorted(one for one in corpus.rglob("*") if one.suffix in _SUFFIXES):
        text, _ = files.read(str(path))
        analysis = analyze(text, str(path))
        for number, definition in enumerate(_definitions(analysis)):
            name = path.relative_to(corpus).as_posix() + (f"#{number}" if number else "")
            found.setdefault(_text(definition), Published(name, Model(definition)))
        analysis.release()
    return list(found.values())


def _definitions(analysis: Analysis) -> Iterator[Any]:
    for definition in analysis.definitions:
        value = plain(definition.node)
        if isinstance(value, dict) and isinstance(value.get("States"), dict):
            yield value
    for inner in analysis.embedded:
        yield from _definitions(inner)


def _text(definition: Any) -> str:
    return json.dumps(definition, indent=1)


def cases(one: Published, kind: str) -> Iterator[Case]:
    """The seeds of a kind in a definition that count."""
    for seed in KINDS[kind](one.model):
        certainty = matters(one.model, seed)
        if certainty is not None:
            where = f"{one.name}{pointer(seed.place)}"
            yield Case(
                kind, where, seed.change, _text(seed.definition), _text(one.model.definition),
                certainty,
            )  # fmt: skip


def matters(model: Model, seed: Seed) -> str | None:
    """Does a seed change what is read, by the text alone? And is it sure that it is missed?"""
    after = Model(seed.definition)
    pairs = list(_pairs(model, after))
    if seed.reading is not None and not seed.reading.guarded and seed.names:
        new = seed.reading._replace(names=seed.names)
        pairs = [each for each in pairs if each[0] != seed.reading] + [(seed.reading, new)]
    verdicts = set()
    for old, new in pairs:
        before, now = model.found(old, old.names), after.found(new, new.names)
        if any(how == ABSENT for how, _ in now) and not any(how == ABSENT for how, _ in before):
            return SURE
        if before != now:
            verdicts.add(OPEN)
    return OPEN if verdicts or _renames(model, seed) else None


def _renames(model: Model, seed: Seed) -> bool:
    """Does a place read a name of which the text does not say whether it is there?"""
    if seed.reading is None or seed.reading.guarded:
        return False
    return bool(seed.names) and any(
        how == UNKNOWN for how, _ in model.found(seed.reading, seed.names)
    )


def _pairs(model: Model, after: Model) -> Iterator[tuple[Reading, Reading]]:
    """What is read before and after, where as much is read in a string."""
    there = _by_string(after)
    for key, readings in _by_string(model).items():
        others = there.get(key, [])
        if len(readings) == len(others):
            for old, new in zip(readings, others, strict=True):
                if not old.guarded:
                    yield old, new


def _by_string(model: Model) -> dict[tuple[Place, Place], list[Reading]]:
    found: dict[tuple[Place, Place], list[Reading]] = {}
    for reading in model.readings:
        found.setdefault((reading.state, reading.field), []).append(reading)
    return found


# --- choosing -------------------------------------------------------------------------------------


def drawn(seed: str, *words: str) -> bytes:
    """Puts things into an order that looks random and is always the same."""
    return sha256("\n".join((seed, *words)).encode()).digest()


def chosen(corpus: list[Published], kind: str, seed: str, *, held_out: bool) -> list[Case]:
    """The cases of a kind in the definitions that were set aside, or in all the others.

    No more than half of the definitions are set aside. The cases come in the order in which a part
    of them would be drawn.
    """
    by_name = {one.name: list(cases(one, kind)) for one in corpus}
    order = [name for name in by_name if by_name[name]]
    order.sort(key=lambda name: drawn(seed, kind, name))
    count = min(SET_ASIDE, len(order) // 2)
    names = order[:count] if held_out else order[count:]
    found = [case for name in names for case in by_name[name]]
    return sorted(found, key=lambda case: drawn(seed, case.where, case.change))


# --- asking ---------------------------------------------------------------------------------------


class Judge:
    """Asks asllint; what it says of a definition without a fault is asked once."""

    def __init__(self) -> None:
        self._known: dict[str, Counter[tuple[str, str]]] = {}

    def tells(self, case: Case) -> list[str]:
        """The new errors and warnings that a fault brings: none, and it is not told."""
        if case.before not in self._known:
            self._known[case.before] = self._said(case.before)
        new = self._said(case.text) - self._known[case.before]
        return [f"{rule} at {place}" for rule, place in new]

    @staticmethod
    def _said(text: str) -> Counter[tuple[str, str]]:
        found = lint_text(text)
        return Counter(
            (one.rule, one.pointer) for one in found if one.severity.name in ("error", "warning")
        )


def corpus_of(folder: str) -> Path | None:
    """The folder with published definitions; None where there is none."""
    return Path(folder) if os.path.isdir(folder) else None
