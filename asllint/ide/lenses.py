"""What comes into each state and goes out of it, for editors that show a line above the state."""

from __future__ import annotations

from functools import lru_cache

from asllint.data.words import words
from asllint.facts.dataflow.flow import Passage
from asllint.ide.view import views

TYPE_CHECKING = False
if TYPE_CHECKING:
    from asllint.data.shape import Shape
    from asllint.engine.analysis import Analysis
    from asllint.source.text import Span

WIDTH = 60
"""So many characters a lens has at the most."""
_ARROW = " → "


class Lens:
    """A text about the name of a state; `span` is the name's, in the file."""

    __slots__ = ("span", "text")

    def __init__(self, span: Span, text: str) -> None:
        self.span = span
        self.text = text

    def __repr__(self) -> str:
        return f"Lens({self.span!r}, {self.text!r})"


def lenses(analysis: Analysis) -> list[Lens]:
    """A lens for each state of which something is known, in the order of the file."""
    found = []
    for here in views(analysis):
        for machine in here.analysis.machines():
            for state in machine.states:
                passage = here.analysis.ask(Passage, state)
                text = _text(passage.input, passage.output)
                if text:
                    found.append(Lens(here.outward(state.key.span), text))
    return sorted(found, key=lambda lens: lens.span.start)


# After an edit most states have the data that they had before.
@lru_cache(maxsize=4_096)
def _text(entered: Shape, left: Shape) -> str:
    """What comes in and what goes out; empty where nobody knows either."""
    if not _is_known(left):
        return _side("in ", entered, WIDTH) if _is_known(entered) else ""
    if not _is_known(entered):
        return _side("out ", left, WIDTH)
    if entered == left:
        return _side("in and out ", left, WIDTH)
    room = WIDTH - len(_ARROW)
    half = len(_side("out ", left, room // 2))  # what one leaves over the other may take
    first = _side("in ", entered, room - half)
    return f"{first}{_ARROW}{_side('out ', left, room - len(first))}"


def _side(head: str, shape: Shape, width: int) -> str:
    return head + words(shape, width - len(head))


def _is_known(shape: Shape) -> bool:
    return not (shape.anything or shape.is_never)
