"""What is known of the data at a place, in words for editors: at a state, and in an expression."""

from __future__ import annotations

from itertools import islice

from asllint.data.paths import look
from asllint.data.shape import join
from asllint.data.words import WIDTH, lines_of, words
from asllint.expressions.path import Path
from asllint.facts.dataflow.flow import Passage
from asllint.facts.expressions.sites import Sites
from asllint.ide.examples import example
from asllint.ide.jsonata import Typing
from asllint.ide.markdown import code
from asllint.ide.origins import answer_origin, origin_of
from asllint.ide.readable import readable
from asllint.ide.where import word_end
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
    if path is None or site.field.name == "ResultPath":
        return None
    begins = path.start + len(path.root)
    steps = [one for one in path.segments if one.start <= offset and offset > begins]
    if steps and steps[-1].kind == "descendant":
        return None
    bindings = readable(site.state, site.part.kind.name, site.field, analysis)
    part = Path(path.root, tuple(steps), path.start, steps[-1].end if steps else begins)
    if part.in_context and len(part.names) < len(steps) + (part.names[:1] != ("Map",)):
        return None
    names = names_in_input(part, site.field.reads, site.state)
    if names is not None:
        origin = origin_of(site.state, names, analysis)
    else:
        answer = part.root == "$" and site.field.reads == RESULT
        origin = answer_origin(site.state, analysis) if answer else ""
    return _reading(site, part.start, part.end, look(part, bindings), origin)


def names_in_input(path: Path, reads: str, state: State) -> tuple[str, ...] | None:
    """The names that lead to what a path reads in the raw input; None where it reads no part.

    `reads` is what `$` is at the path, as the grammar names it.
    """
    if path.root != "$" or reads not in (RAW_INPUT, EFFECTIVE_INPUT):
        return None
    if reads == RAW_INPUT or "InputPath" not in state.fields:
        return path.names
    return path.names if getattr(state.field("InputPath"), "value", None) == "$" else None


# --- in JSONata -----------------------------------------------------------------------------------


def _in_jsonata(site: Site, offset: int, analysis: Analysis) -> Reading | None:
    expression = site.jsonata
    if expression is None or not 0 <= offset <= len(expression.text):
        return None
    bindings = readable(site.state, site.part.kind.name, site.field, analysis)
    typing = Typing(expression.text, word_end(expression.text, offset), 0, bindings)
    if not typing.is_known or typing.quote or not typing.tokens:
        return None
    last = len(typing.tokens) - 1
    if typing.tokens[last].type not in ("name", "variable"):
        return None
    path = typing.names(last)
    if path is not None and (path[:1] in ((), ("context",)) or path[0] not in site.members):
        return None
    shape = typing.before(last)
    start = typing.tokens[typing.chain(last)].position
    origin = ""
    if path is not None and path[:1] == ("input",):
        origin = origin_of(site.state, path[1:], analysis)
    elif path is not None and path[:1] == ("result",):
        origin = answer_origin(site.state, analysis)
    return _reading(site, start, typing.tokens[last].end, shape, origin)


# --- words ----------------------------------------------------------------------------------------


def shape_block(shape: Shape, name: str) -> str:
    """A shape under a name, as a block of code; empty where nobody knows it."""
    return _block(((_head(name), shape),))


def _reading(site: Site, start: int, end: int, shape: Shape, origin: str) -> Reading | None:
    start, end = start + site.offset, end + site.offset
    block = _block(((_head(site.text[start:end]), shape),))
    if not block:
        return None
    shown = example(shape)
    said = (block, f"For example {code(shown)}" if shown else "", origin)
    return Reading(start, end, "\n\n".join(filter(None, said)))


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
