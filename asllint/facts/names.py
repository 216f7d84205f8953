"""The names of all states of a definition, nested machines included."""

from __future__ import annotations

from asllint.facts.fact import Ask, fact
from asllint.hosts.definition import Definition, definition_of
from asllint.language.machine import State, StateMachine


@fact(about=Definition)
class StateNames:
    """The states of a definition by name, in whichever machine they are."""

    __slots__ = ("_first",)

    def __init__(self, definition: Definition, ask: Ask) -> None:
        self._first: dict[str, State] = {}
        for machine in definition.machine.walk():
            for name, state in machine.by_name.items():
                self._first.setdefault(name, state)

    def find(self, name: str) -> State | None:
        """The first state of that name, outer machines first; None when there is none."""
        return self._first.get(name)


def state_named(name: str, machine: StateMachine, ask: Ask) -> State | None:
    """The first state of that name in the definition that a machine belongs to.

    For who asks about a few names only: what is asked for with a rule's parameters is remembered
    for all machines, and every edit changes it.
    """
    return ask(StateNames, definition_of(machine)).find(name)
