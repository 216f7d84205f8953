"""A few of the mutants that `make mutants` tries, the same ones in each run."""

from __future__ import annotations

from random import Random

import pytest

from tests.fuzz import inputs, properties

TEXTS = inputs.own()
COUNT = {"library": 150, "session": 8, "fixer": 80}


@pytest.mark.parametrize("name", COUNT)
def test_what_must_hold_for_every_mutant(name: str) -> None:
    for number in range(COUNT[name]):
        random = Random(f"1:{name}:{number}")
        path, text = random.choice(TEXTS)
        getattr(properties, name)(path, text, random)
