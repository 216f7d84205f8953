"""What is known to start a machine, and with which data: events, schedules, pipes, other machines.

Whoever may start it by hand, or from another template, may send anything. So what follows from
this is told beside what holds for everybody, and never as an error.
"""

from __future__ import annotations

from asllint.facts.dataflow.executions import execution_of, places_of_calls

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from asllint.data.declared import DeclaredAnswers
    from asllint.data.shape import Shape
    from asllint.facts.dataflow.executions import Key, Place
    from asllint.facts.fact import Ask
    from asllint.hosts.definition import Definition

MAX_STARTERS = 8
"""So many are told apart: the machine is solved for each. Of more nothing is said."""


class Starter:
    """Somebody who starts a machine, and with what."""

    __slots__ = ("answers", "called", "caller", "is_sure", "origins", "place", "shape")

    def __init__(
        self,
        called: str,
        shape: Shape,
        caller: tuple[str, Key] | None = None,
        place: Place | None = None,
        *,
        answers: DeclaredAnswers | None = None,
        origins: tuple[str, ...] = (),
        is_sure: bool = False,
    ) -> None:
        self.called = called
        """For messages: `the event "Placed"`, `"Refund" of "Order"`."""
        self.shape = shape
        self.caller = caller
        """The machine of the same template that does it, and its Task; None for an event."""
        self.place = place
        """Where it does; None for an event, of which the use of the definition knows it."""
        self.answers = answers
        """What is declared of the answers that its Tasks get then."""
        self.origins = origins
        """Where settings say that, for what is declared: `"order.schema.json"`, `4 examples`."""
        self.is_sure = is_sure
        """Is what is declared more than examples?"""

    @property
    def start(self) -> tuple[Shape, DeclaredAnswers | None]:
        """All that the machine has from it: what is equal is solved once."""
        return self.shape, self.answers

    def answered(self, answers: DeclaredAnswers | None) -> Starter:
        """The same, with what is declared of the answers that Tasks get."""
        return Starter(self.called, self.shape, self.caller, self.place, answers=answers)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Starter) and self._key() == other._key()

    def __hash__(self) -> int:
        return hash((self.called, self.shape, self.caller, self.answers))

    def _key(self) -> tuple[object, ...]:
        said = self.answers, self.origins, self.is_sure
        return self.called, self.shape, self.caller, self.place, *said

    def __repr__(self) -> str:
        return f"Starter({self.called}, {self.shape!r})"


def incoming(definition: Definition, ask: Ask) -> list[Starter]:
    """All that is known to start the machine of a definition, each once."""
    found = list(dict.fromkeys((*_events(definition), *_callers(definition, ask))))
    return found if len(found) <= MAX_STARTERS else []


def _events(definition: Definition) -> Iterator[Starter]:
    for use in definition.uses:
        if use.starts:
            from asllint.facts.dataflow.events import shape_of

            for start in use.starts:
                yield Starter(start.called, shape_of(start))


def _callers(definition: Definition, ask: Ask) -> Iterator[Starter]:
    for use in definition.uses:
        for name in use.callers:
            told = ask.elsewhere(execution_of, use.file.path, name)
            for key, shape in () if told is None else told[1].get(use.name, ()):
                places = ask.elsewhere(places_of_calls, use.file.path, name) or {}
                called = f'"{key[-1]}" of "{name}"'
                yield Starter(called, shape, (name, key), places.get(key))
