"""What stands at the states of all machines of some files."""

from __future__ import annotations

from asllint.facts.dataflow.flow import DataFlow, Passage
from asllint.hosts.given import name_of, names_of
from asllint.source.text import HCL

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from asllint.engine.analysis import Analysis
    from asllint.hosts.definition import Definition
    from asllint.language.machine import State, StateMachine
    from asllint.source.text import SourceFile, Span
    from asllint.workspace.run import Linter


class Place:
    """One state, wherever in a definition, and what passes it."""

    __slots__ = ("depth", "name", "passage", "pointer")

    def __init__(self, state: State, pointer: str, depth: int, passage: Passage) -> None:
        self.name = state.name
        self.pointer = pointer
        """As diagnostics have it: `/States/Fork/Branches[0]/States/A`."""
        self.depth = depth
        """In how many other states it is."""
        self.passage = passage


class Machine:
    """One state machine of a file, with all its states in the order of the file."""

    __slots__ = ("file", "label", "limit", "name", "names", "places", "pointer")

    def __init__(
        self, file: SourceFile, definition: Definition, pointer: str, places: list[Place]
    ) -> None:
        self.file = file
        self.name = name_of(definition)
        """What templates call it; empty for a definition of its own."""
        self.label = f"{file.path}: {self.name}" if self.name else file.path
        self.names = names_of(definition)
        """All that somebody can call it."""
        self.pointer = pointer
        """Where in the file it is; a text in a template begins with what follows `#`."""
        self.places = places
        self.limit = ""
        """Why no more is known of it than is, where that would take too long."""


def machines(linter: Linter, paths: Sequence[str]) -> Iterator[Machine]:
    """The machines of files and folders, in the order of their paths."""
    for analysis in linter.project(list(paths)).analyses():
        yield from machines_of(analysis)
        analysis.release()


def machines_of(analysis: Analysis) -> Iterator[Machine]:
    """The machines of one file, those in texts inside of it included."""
    for asked, definition, pointer in located(analysis):
        yield _machine(asked, analysis.file, definition, pointer)


def located(analysis: Analysis) -> Iterator[tuple[Analysis, Definition, str]]:
    """The definitions of one file and of texts inside of it: whom to ask, and their pointers."""
    for definition in analysis.definitions:
        yield analysis, definition, _place_of(analysis, definition, definition.node.span)
    for inner in analysis.embedded:
        for definition in inner.definitions:
            place = next((use.place for use in definition.uses if use.document is inner.file), None)
            pointer = "" if place is None else _place_of(analysis, definition, place)
            yield inner, definition, f"{pointer}#/"


def _place_of(analysis: Analysis, definition: Definition, span: Span) -> str:
    """Where in the file a definition is; in Terraform's own notation the name has to do."""
    if analysis.file.notation == HCL:
        return f"/{name_of(definition)}"
    return analysis.pointer_in_file(span)


def _machine(analysis: Analysis, file: SourceFile, definition: Definition, pointer: str) -> Machine:
    places = [
        Place(state, pointer_to, depth, analysis.ask(Passage, state))
        for state, pointer_to, depth in states_of(definition.machine)
    ]
    machine = Machine(file, definition, pointer, places)
    machine.limit = analysis.ask(DataFlow, definition.machine).limit
    return machine


def states_of(machine: StateMachine) -> Iterator[tuple[State, str, int]]:
    """All states of a definition, in the order of the file, with pointer and depth."""
    pending = [(state, "", 0) for state in reversed(machine.states)]
    while pending:
        state, around, depth = pending.pop()
        pointer = f"{around}/States/{state.name}"
        yield state, pointer, depth
        pending += [
            (inner, f"{pointer}/{nested.field}", depth + 1)
            for nested in reversed(state.machines)
            for inner in reversed(nested.states)
        ]
