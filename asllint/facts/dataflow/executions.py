"""What executions of other machines mean for the data: what a Task sends them, what they answer.

Which machine a Task starts is known within a template (`facts.callees`). What a machine sends is
what it sends whatever it is started with itself, so that no answer rests on who asks. Machines in
other files are asked by `Ask.elsewhere`: all that is told is plain.
"""

from __future__ import annotations

import os

from asllint.data.shape import ANYTHING, EMPTY, STRING_KIND, Shape, join, of
from asllint.facts.callees import callee
from asllint.facts.dataflow.flow import DataFlow, OwnFlow
from asllint.facts.fact import Ask, fact
from asllint.facts.integrations import OPTIMISED, Task
from asllint.hosts.definition import Definition
from asllint.language.grammar import ARGUMENTS
from asllint.language.machine import State, StateMachine
from asllint.syntax.embedded import Embedded

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TypeAlias

    from asllint.source.text import SourceFile, Span

    Key: TypeAlias = tuple[str, ...]
    """A state by its name, behind those of the states that it is in."""
    Sent: TypeAlias = dict[str, list[tuple[Key, Shape]]]
    """What is sent, by the names of the machines, and with the Tasks that do."""
    Place: TypeAlias = tuple[str, int, int, str]
    """The path of a file from the template's folder on, where in it, and its text."""

MAX_JSON = 100_000
"""A longer text is not read as JSON."""


@fact(about=Definition)
def execution_of(definition: Definition, ask: Ask) -> tuple[Shape, Sent]:
    """What an execution ends with when it goes well, and what it sends to others.

    That is so whatever it is started with. It is one question, so that machines which start each
    other are a circle of it, and no other (`workspace.others`).
    """
    return ask(OwnFlow, definition.machine).output, sent_by(definition, ask)


@fact(about=State)
def called_output(state: State, ask: Ask) -> Shape:
    """What the machine that a Task starts ends with; anything where nobody knows it."""
    found = ask(callee, state)
    told = None if found is None else ask.elsewhere(execution_of, *found)
    return ANYTHING if told is None or told[0].is_never else told[0]


def sent_by(definition: Definition, ask: Ask) -> Sent:
    """What a machine sends to others of its template."""
    found: Sent = {}
    for state in _calls(definition, ask):
        called = ask(callee, state)
        shape = sent(state, ask)
        if called is not None and shape is not None:
            found.setdefault(called[1], []).append((key_of(state), shape))
    return found


def _calls(definition: Definition, ask: Ask) -> Iterator[State]:
    for machine in definition.machine.walk():
        for state in machine.states:
            if state.type == "Task" and ask(callee, state) is not None:
                yield state


def sent(state: State, ask: Ask) -> Shape | None:
    """What a Task sends as the input of an execution; None where it never does.

    An object is sent as JSON, a text is read as such. Without an `Input` it is `{}` (StartExecution
    in the API reference).
    """
    passed = ask(OwnFlow, state.outermost).passed(state)
    if passed is None:
        return ANYTHING
    stages = [turn.stages[ARGUMENTS] for _, turn in passed if ARGUMENTS in turn.stages]
    if not stages:
        return None
    arguments = join(stages)
    if arguments.object is None or arguments.anything:
        return ANYTHING
    given = arguments.object.get("Input")
    if given.is_nothing:
        return EMPTY
    if given.nothing or not given.has_value:
        return ANYTHING
    return _as_input(given, optimised=ask(Task, state).kind == OPTIMISED)


def _as_input(given: Shape, *, optimised: bool) -> Shape:
    """The input that an `Input` makes."""
    if given.is_known and isinstance(given.value, str):
        return _read(given.value)
    if STRING_KIND in given.kinds or not optimised:
        return ANYTHING
    return given


def _read(text: str) -> Shape:
    from json import loads

    try:
        return of(loads(text)) if len(text) <= MAX_JSON else ANYTHING
    except (ValueError, RecursionError):
        return ANYTHING


# --- where things stand ---------------------------------------------------------------------------


def key_of(state: State) -> Key:
    """What tells a state from all others of its definition, in another analysis of it, too."""
    names = [state.name]
    machine: StateMachine = state.machine
    while machine.parent is not None:
        names += (machine.field or "", machine.parent.name)
        machine = machine.parent.machine
    return tuple(reversed(names))


@fact(about=Definition)
def places_of_calls(definition: Definition, ask: Ask) -> dict[Key, Place]:
    """Where the Tasks stand that start machines: the `Input` of each, or its name."""
    found = {}
    for state in _calls(definition, ask):
        pair = (ask(Task, state).parameters or {}).get("Input")
        found[key_of(state)] = place_in(
            definition, state.key.span if pair is None else pair.key.span
        )
    return found


def place_in(definition: Definition, span: Span) -> Place:
    """A place of a definition, for those who have another file."""
    file: SourceFile = definition.file
    while isinstance(file, Embedded):
        span, file = file.outward(span), file.outer
    folder = next((os.path.dirname(use.file.path) for use in definition.uses), "")
    return os.path.relpath(file.path, folder or "."), span.start, span.end, file.text


@fact(about=Definition)
def refused_by(definition: Definition, ask: Ask) -> dict[str, list[tuple[Key, str, Place]]]:
    """With what other machines send, this one fails: why, and where, by their names and Tasks."""
    from asllint.facts.dataflow.telling import message_of

    for use in definition.uses:  # before anything rests on this answer: machines in a circle
        ask.elsewhere(execution_of, use.file.path, use.name)
    found: dict[str, list[tuple[Key, str, Place]]] = {}
    for told in ask(DataFlow, definition.machine).told:
        for starter in told.starters if told.fault.fails else ():
            if starter.caller is not None:
                name, key = starter.caller
                text, span = message_of(told)
                found.setdefault(name, []).append((key, text, place_in(definition, span)))
    return found
