"""What is known of the data at a place, in words for editors: at a state, and in an expression."""

from __future__ import annotations

from itertools import islice

from asllint.data.bindings import Bindings
from asllint.data.paths import look
from asllint.data.shape import ANYTHING, join, object_of
from asllint.data.words import WIDTH, lines_of, words
from asllint.expressions.jsonata.reader import read_jsonata
from asllint.expressions.path import Path
from asllint.facts.dataflow.flow import Passage
from asllint.facts.dataflow.origins import at, made_at
from asllint.facts.expressions.sites import Sites
from asllint.ide.markdown import code
from asllint.ide.where import word_around
from asllint.language.grammar import EFFECTIVE_INPUT, JSONATA, RAW_INPUT, RESULT
from asllint.source.terminal import printable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from asllint.data.shape import Shape
    from asllint.engine.analysis import Analysis
    from asllint.facts.expressions.site import Site
    from asllint.language.machine import State
    from asllint.syntax.node import Scalar

MAX_LINES = 12
"""What takes more lines is said in one, as far as there is room."""
MAX_ORIGINS = 5
"""Of more states the rest is counted."""


class Reading:
    """What one part of an expression reads; `start` and `end` are offsets in the whole string."""

    __slots__ = ("end", "markdown", "start")

    def __init__(self, start: int, end: int, markdown: str) -> None:
        self.start = start
        self.end = end
        self.markdown = markdown

    def __repr__(self) -> str:
        return f"Reading({self.start}, {self.end}, {self.markdown!r})"


def passage_markdown(state: State, analysis: Analysis) -> str:
    """What a state is entered with and what it hands on; empty where nobody knows."""
    passage = analysis.ask(Passage, state)
    return _block((("in: ", passage.input), ("out: ", passage.output)))


def assigned_markdown(name: str, state: State, analysis: Analysis) -> str:
    """What a variable holds once a state has assigned it in its own `Assign`."""
    caught = {catcher.transition for catcher in state.catchers}
    held = [
        leaving.variables.get(name)
        for _, turn in analysis.ask(Passage, state).passed or ()
        for leaving in turn.exits
        if leaving.transition is None or leaving.transition not in caught
    ]
    return _block(((_head(f"${name}"), join(held)),)) if held else ""


def reading(state: State, scalar: Scalar, offset: int, analysis: Analysis) -> Reading | None:
    """What the part at an offset of an evaluated string reads, and where that was made.

    None where no path or variable is, or where nobody knows what it reads.
    """
    for site in analysis.ask(Sites, state):
        if site.scalar is scalar:
            read = _in_jsonata if state.query_language == JSONATA else _in_jsonpath
            return read(site, offset - site.offset, analysis)
    return None


# --- in JSONPath ----------------------------------------------------------------------------------


def _in_jsonpath(site: Site, offset: int, analysis: Analysis) -> Reading | None:
    path = next((one for one in site.paths() if one.start <= offset <= one.end), None)
    if path is None or path.in_context or site.field.name == "ResultPath":
        return None
    passage = analysis.ask(Passage, site.state)
    begins = path.start + len(path.root)
    steps = [one for one in path.segments if one.start <= offset and offset > begins]
    if steps and steps[-1].kind == "descendant":
        return None
    data = passage.stage(site.field.reads)
    bindings = Bindings(ANYTHING if data is None else data, ANYTHING, passage.variables)
    part = Path(path.root, tuple(steps), path.start, steps[-1].end if steps else begins)
    names = _in_raw_input(site, part)
    origin = "" if names is None else _origin(site.state, names, analysis)
    return _reading(site, part.start, part.end, look(part, bindings), origin)


def _in_raw_input(site: Site, path: Path) -> tuple[str, ...] | None:
    """The names that lead to what a path reads in the raw input; None where it reads no part."""
    if path.root != "$" or site.field.reads not in (RAW_INPUT, EFFECTIVE_INPUT):
        return None
    if site.field.reads == RAW_INPUT or "InputPath" not in site.state.fields:
        return path.names
    node = site.state.field("InputPath")
    return path.names if getattr(node, "value", None) == "$" else None


# --- in JSONata -----------------------------------------------------------------------------------


def _in_jsonata(site: Site, offset: int, analysis: Analysis) -> Reading | None:
    expression = site.jsonata
    if expression is None or not 0 <= offset <= len(expression.text):
        return None
    for use in expression.states:
        if use.start <= offset <= use.end and use.path[:1] in (("input",), ("result",)):
            count = sum(start <= offset for start, _ in use.spans)
            if count == 0 or use.path[0] not in site.members:
                return None
            origin = ""
            if use.path[0] == "input":
                origin = _origin(site.state, use.path[1:count], analysis)
            return _yielded(site, use.start, use.spans[count - 1][1], origin, analysis)
    start, end = word_around(expression.text, offset)
    if any(one.start == start for one in expression.variables):
        return _yielded(site, start, end, "", analysis)
    return None


def _yielded(site: Site, start: int, end: int, origin: str, analysis: Analysis) -> Reading | None:
    """What a part of an expression yields on its own."""
    from asllint.data.jsonata.evaluate import evaluate

    assert site.jsonata is not None, "it has been read"
    part, _ = read_jsonata(site.jsonata.text[start:end])
    if part is None:
        return None
    passage = analysis.ask(Passage, site.state)
    result = passage.stage(RESULT)
    states = object_of(
        {"input": passage.input, "result": ANYTHING if result is None else result}, ANYTHING
    )
    bindings = Bindings(ANYTHING, ANYTHING, {**passage.variables, "states": states})
    return _reading(site, start, end, evaluate(part, bindings, []), origin)


# --- words ----------------------------------------------------------------------------------------


def _reading(site: Site, start: int, end: int, shape: Shape, origin: str) -> Reading | None:
    start, end = start + site.offset, end + site.offset
    block = _block(((_head(site.text[start:end]), shape),))
    if not block:
        return None
    return Reading(start, end, f"{block}\n\n{origin}" if origin else block)


def _head(text: str) -> str:
    """A text of the user's, as the beginning of a line; empty where it is long."""
    shown = printable(" ".join(text.split()))
    return f"{shown}: " if len(shown) < WIDTH // 2 else ""


def _is_known(shape: Shape) -> bool:
    return not (shape.anything or shape.is_never)


def _block(named: Iterable[tuple[str, Shape]]) -> str:
    """Shapes as a block of code, those that somebody knows; empty where there is none."""
    found = [line for head, shape in named if _is_known(shape) for line in _lines(head, shape)]
    return "\n".join(["```text", *found, "```"]) if found else ""


def _lines(head: str, shape: Shape) -> list[str]:
    lines = list(islice(lines_of(shape, 0, head), MAX_LINES + 1))
    if len(lines) > MAX_LINES or any(len(line) > WIDTH for line in lines):
        return [head + words(shape, WIDTH - len(head))]
    return lines


def _origin(state: State, names: tuple[str, ...], analysis: Analysis) -> str:
    """Which states made what stands at some names of the raw input."""
    held = analysis.ask(Passage, state).input
    while names and not at(held, names).has_value:
        names = names[:-1]  # it lies in a list
    if not names:
        return ""
    found = made_at(state, names, analysis.ask)
    parent = state.machine.parent
    handed = "the input of the execution" if parent is None else f"{code(parent.name)} around it"
    shown = [handed if one is None else code(one.name) for one in found[:MAX_ORIGINS]]
    more = [f"{len(found) - MAX_ORIGINS} more"] if len(found) > MAX_ORIGINS else []
    return f"Made by: {', '.join([*shown, *more])}" if shown else ""
