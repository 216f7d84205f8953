"""How each state is entered, for editors that show it behind the state's name."""

from __future__ import annotations

from asllint.ide.view import views

TYPE_CHECKING = False
if TYPE_CHECKING:
    from asllint.engine.analysis import Analysis
    from asllint.language.machine import State, StateMachine, Transition

MAX_NAMES = 3
"""More ways than these are only counted."""


class Hint:
    """A text behind an offset of the file."""

    __slots__ = ("offset", "text")

    def __init__(self, offset: int, text: str) -> None:
        self.offset = offset
        self.text = text

    def __repr__(self) -> str:
        return f"Hint({self.offset}, {self.text!r})"


def hints(analysis: Analysis) -> list[Hint]:
    """Where each state is entered from, unless it is just from the state above it."""
    found = []
    for here in views(analysis):
        for machine in here.analysis.machines():
            ways = entries(machine)
            above: State | None = None
            for state in machine.states:
                names = ways.get(state, [])
                obvious = above is not None and names == [above.name]
                above = state
                if names and not obvious:
                    found.append(Hint(here.outward(state.key.span).end, _text(names)))
    return sorted(found, key=lambda hint: hint.offset)


def entries(machine: StateMachine) -> dict[State, list[str]]:
    """For each state what leads to it, as one would say it: `Pay`, `Pay (Catch)`, `StartAt`."""
    ways: dict[State, list[str]] = {}
    transitions = [machine.start_at] if machine.start_at is not None else []
    for state in machine.states:
        transitions += state.transitions
    for transition in transitions:
        target = transition.target
        if target is not None:
            name = _name(transition)
            names = ways.setdefault(target, [])
            if name not in names:
                names.append(name)
    return ways


def _name(transition: Transition) -> str:
    source = transition.source
    if source is None:
        return "StartAt"
    if any(catcher.transition is transition for catcher in source.catchers):
        return f"{source.name} (Catch)"
    return f"{source.name} (Default)" if transition.field == "Default" else source.name


def _text(names: list[str]) -> str:
    shown = ", ".join(names[:MAX_NAMES])
    more = len(names) - MAX_NAMES
    return f"← {shown}{f' and {more} more' if more > 0 else ''}"
