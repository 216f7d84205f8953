"""Where data come from, in words: `From the answer of "Get order" (dynamodb:getItem)`."""

from __future__ import annotations

from asllint.data.declared import Declarations
from asllint.facts.dataflow.flow import Passage
from asllint.facts.dataflow.origins import at, makers
from asllint.facts.integrations import OPTIMISED, SDK, task_of
from asllint.ide.markdown import code
from asllint.language.grammar import JSONATA

TYPE_CHECKING = False
if TYPE_CHECKING:
    from asllint.engine.analysis import Analysis
    from asllint.language.machine import State, Transition

MAX_ORIGINS = 5
"""Of more states the rest is counted."""


def origin_of(state: State, names: tuple[str, ...], analysis: Analysis) -> str:
    """Which states made what stands at some names of the raw input; empty where nobody knows."""
    held = analysis.ask(Passage, state).input
    while names and not at(held, names).has_value:
        names = names[:-1]  # it lies in a list
    if not names:
        return ""
    found = makers(state, names, analysis.ask)
    said = list(dict.fromkeys(_maker(state, *one, analysis) for one in found))
    more = [f"{len(said) - MAX_ORIGINS} more"] if len(said) > MAX_ORIGINS else []
    return f"From {', '.join([*said[:MAX_ORIGINS], *more])}" if said else ""


def answer_origin(state: State, analysis: Analysis) -> str:
    """What answers the work of a state itself."""
    called = _called(state, analysis)
    return f"From the answer of {called}" if called else ""


def _maker(state: State, made: State | None, by: Transition | None, analysis: Analysis) -> str:
    if made is None:
        parent = state.machine.parent
        if parent is not None:
            return f"{code(parent.name)} around it"
        declared = state.outermost.declared
        said = declared.input if isinstance(declared, Declarations) else None
        return "the input of the execution" + ("" if said is None else f" (as {said.said})")
    if by is not None and any(catcher.transition is by for catcher in made.catchers):
        return f"the error that {code(made.name)} catches"
    if made.type in ("Map", "Parallel"):
        return f"the results of {code(made.name)}"
    called = _called(made, analysis)
    if not called:
        return code(made.name)
    if made.query_language == JSONATA and "Output" in made.fields:
        return f"{code(made.name)} ({called})"
    return f"the answer of {code(made.name)} ({called})"


def _called(state: State, analysis: Analysis) -> str:
    """What a Task calls, as one says it: `dynamodb:getItem`; empty for functions, and others."""
    task = task_of(state, analysis.ask)
    if task is None or task.kind not in (OPTIMISED, SDK):
        return ""
    service, action = task.resource.part("service"), task.resource.part("action")
    return f"{service}:{action}" if service and action else ""
