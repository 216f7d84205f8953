"""Places in the data and variables: which of them a state reads, and which it writes."""

from __future__ import annotations

from asllint.facts.expressions.sites import Sites
from asllint.facts.fact import Ask
from asllint.language.grammar import JSONATA
from asllint.language.machine import State
from asllint.syntax.node import Scalar

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from asllint.expressions.path import Path
    from asllint.facts.expressions.site import Site

WORKING = ("Task", "Map", "Parallel")


class DataPlace:
    """A place in the data of the states (`root` is `$`) or in a variable (its name)."""

    __slots__ = ("root", "steps")

    def __init__(self, root: str, steps: tuple[str, ...] = ()) -> None:
        self.root = root
        self.steps = steps

    def overlaps(self, other: DataPlace) -> bool:
        """Is one of them the other, or in it?"""
        length = min(len(self.steps), len(other.steps))
        return self.root == other.root and self.steps[:length] == other.steps[:length]

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, DataPlace):
            return False
        return self.root == other.root and self.steps == other.steps

    def __hash__(self) -> int:
        return hash((self.root, self.steps))

    def __str__(self) -> str:
        dollar = "$" if self.root != "$" else ""
        return ".".join((dollar + self.root, *self.steps))

    def __repr__(self) -> str:
        return f"DataPlace({self})"


def place_of(path: Path) -> DataPlace | None:
    """What a path reads: as far as its names go; None for the context object."""
    if path.in_context:
        return None
    steps = []
    for segment in path.segments:
        if segment.kind != "name" or not isinstance(segment.value, str):
            break
        steps.append(segment.value)
    return DataPlace(path.variable or "$", tuple(steps))


def read_in(site: Site) -> Iterator[DataPlace]:
    """What one expression reads; in JSONata the input as `$`, the result of the state not."""
    for path in site.paths():
        place = place_of(path)
        if place is not None:
            yield place
    if site.jsonata is not None:
        for use in site.jsonata.states:
            if not use.path or use.path[0] == "input":
                yield DataPlace("$", tuple(use.path[1:]))
        yield from (DataPlace(variable.name) for variable in site.jsonata.variables)


def read_by(state: State, ask: Ask) -> list[DataPlace] | None:
    """The places that are in what a Task is called with; None where that is not to be told."""
    field = "Arguments" if state.query_language == JSONATA else "Parameters"
    if field not in state.fields:
        return [DataPlace("$")] if "InputPath" not in state.fields else None
    if "InputPath" in state.fields:
        return None
    sites = [site for site in ask(Sites, state) if site.field.name == field]
    return [place for site in sites for place in read_in(site)]


def written_by(state: State, ask: Ask) -> Iterator[DataPlace]:
    """The places that a state writes, without what its catchers do."""
    yield from (DataPlace(name) for name in ask(Sites, state).assigned)
    if state.query_language == JSONATA:
        if "Output" in state.fields or state.type in WORKING:
            yield DataPlace("$")
        return
    if state.type not in (*WORKING, "Pass"):
        return
    if state.type == "Pass" and not {"Result", "Parameters", "ResultPath"} & state.fields.keys():
        return
    node = state.field("ResultPath")
    if node is None or not isinstance(node, Scalar):
        yield DataPlace("$")
    elif isinstance(node.value, str):
        sites = (site for site in ask(Sites, state) if site.scalar is node)
        found = [place_of(site.path) for site in sites if site.path is not None]
        yield from (place or DataPlace("$") for place in found or [None])
