"""What an execution gets from neither its definition nor its input: the time, and chance.

Nobody knows either, so the functions that give them yield some text or number. Where somebody says
what time it is, or with what chance begins, they yield that (`given`).
"""

from __future__ import annotations

from contextlib import contextmanager

from asllint.data.shape import NUMBER, TEXT, Shape, numbers, of, texts

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random


class Outside:
    """The time and chance of one execution; of what is not given nothing is known."""

    __slots__ = ("_chance", "drawn", "moment")

    def __init__(self, moment: int | None = None, seed: str | None = None) -> None:
        self.moment = moment
        """In milliseconds since 1970; no time passes."""
        self.drawn = 0
        """How often chance has been asked."""
        self._chance: Random | None = None
        if seed is not None:
            from random import Random

            self._chance = Random(seed)

    @property
    def time(self) -> Shape:
        """The time as the context object has it: `2026-05-31T09:00:00.000Z`."""
        if self.moment is None:
            return TEXT
        from datetime import UTC, datetime, timedelta

        there = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=self.moment)
        return texts((there.strftime("%Y-%m-%dT%H:%M:%S.") + f"{self.moment % 1000:03}Z",))

    @property
    def uuid(self) -> Shape:
        """Another UUID (version 4) each time."""
        if self._chance is None:
            return TEXT
        self.drawn += 1
        from uuid import UUID

        return texts((str(UUID(int=self._chance.getrandbits(128), version=4)),))

    @property
    def fraction(self) -> Shape:
        """Another number from 0 to 1 each time."""
        self.drawn += 1
        return NUMBER if self._chance is None else numbers((self._chance.random(),))

    def whole(self, first: int, last: int) -> Shape | None:
        """Another whole number each time, up to and without the last; None where nobody knows."""
        self.drawn += 1
        return None if self._chance is None else of(self._chance.randrange(first, last))


_UNKNOWN = Outside()
_now = [_UNKNOWN]


def outside() -> Outside:
    """What is given now."""
    return _now[-1]


@contextmanager
def given(what: Outside) -> Iterator[None]:
    """Let functions yield what is given."""
    _now.append(what)
    try:
        yield
    finally:
        _now.pop()
