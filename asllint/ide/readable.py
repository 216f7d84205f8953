"""What expressions at a place can read, as shapes: `$`, `$$`, `$states` and the variables."""

from __future__ import annotations

from asllint.data.answers import ERROR_OUTPUT as AN_ERROR
from asllint.data.bindings import Bindings
from asllint.data.shape import ANYTHING, Shape, join, object_of, of
from asllint.facts.dataflow import context as contexts
from asllint.facts.dataflow.answers import answer_of_task
from asllint.facts.dataflow.flow import Passage
from asllint.facts.dataflow.outside import shown_answers
from asllint.facts.dataflow.plan import Plan
from asllint.facts.expressions import members_of
from asllint.facts.flow import FlowGraph
from asllint.language.grammar import (
    EFFECTIVE_INPUT,
    ERROR_OUTPUT,
    ITEM,
    RAW_INPUT,
    RESULT,
    Field,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from asllint.engine.analysis import Analysis
    from asllint.language.machine import State, StateMachine

_PER_ITEM = ("ItemSelector", "Parameters")
"""The fields of a Map that are worked out once for each item."""


def readable(state: State, owner: str, field: Field, analysis: Analysis) -> Bindings:
    """What the expressions in a field of a state can read; `owner` is the kind of object it is in.

    Of what nobody knows it is anything. `ResultPath` reads what it writes into: the raw input.
    """
    passage = analysis.ask(Passage, state)
    name = RAW_INPUT if field.name == "ResultPath" else field.reads or EFFECTIVE_INPUT
    context = _context(state, field, analysis)
    states = {"input": _entered(passage), "context": context}
    for member, stage in (("result", RESULT), ("errorOutput", ERROR_OUTPUT)):
        if member in members_of(owner, field.name):
            states[member] = _stage(passage, stage, analysis)
    variables = {**passage.variables, "states": object_of(states)}
    return Bindings(_stage(passage, name, analysis), context, variables)


def same_state(state: State, other: Analysis) -> State | None:
    """The state that stands in the same place of another version of the text, by its names."""
    way = [state.name]
    machine = state.machine
    while machine.parent is not None:
        way = [machine.parent.name, machine.field, *way]
        machine = machine.parent.machine
    for definition in other.definitions:
        found = _along(way, definition.machine)
        if found is not None:
            return found
    return None


def _along(way: list[str], machine: StateMachine) -> State | None:
    for name, field in zip(way[:-1:2], way[1::2], strict=True):
        around = machine.by_name.get(name)
        inner = [one for one in around.machines if one.field == field] if around else []
        if not inner:
            return None
        machine = inner[0]
    return machine.by_name.get(way[-1])


def _entered(passage: Passage) -> Shape:
    """The raw input; anything for a state that nothing leads to."""
    return ANYTHING if passage.input.is_never else passage.input


def _stage(passage: Passage, name: str, analysis: Analysis) -> Shape:
    """The data between two fields; what a call answers is known wherever the state stands."""
    if name == RAW_INPUT:
        return _entered(passage)
    found = passage.stage(name)
    if found is not None and not found.is_never:
        return found
    if name == RESULT and passage.state.type == "Task":
        plan = analysis.ask(Plan, passage.state)
        return answer_of_task(plan, ANYTHING, shown_answers(passage.state.outermost, analysis.ask))
    if name == EFFECTIVE_INPUT and "InputPath" not in passage.state.fields:
        return _entered(passage)
    return AN_ERROR if name == ERROR_OUTPUT else ANYTHING


# --- the context object ---------------------------------------------------------------------------


def _context(state: State, field: Field, analysis: Analysis) -> Shape:
    """The context object, with the input of the execution and the item of the Map around."""
    context = contexts.of_execution(_execution_input(state, analysis))
    found = _map_around(state, field)
    if found is not None:
        item = analysis.ask(Passage, found).stage(ITEM)
        context = contexts.with_item(context, ANYTHING if item is None else item, None)
    return contexts.in_state(context, state)


def _map_around(state: State, field: Field) -> State | None:
    """The Map whose item the context object holds; the child of a distributed one has none."""
    if state.type == "Map" and field.name in _PER_ITEM:
        return state
    machine: StateMachine | None = state.machine
    while machine is not None and machine.parent is not None and machine.mode != "DISTRIBUTED":
        if machine.parent.type == "Map":
            return machine.parent
        machine = machine.parent.machine
    return None


def _execution_input(state: State, analysis: Analysis) -> Shape:
    """With what the execution that a state runs in was started."""
    machine = state.machine
    while machine.parent is not None and machine.mode != "DISTRIBUTED":
        machine = machine.parent.machine
    if machine.given is not None:
        return of(machine.given[0])
    start = analysis.fact(FlowGraph, machine).start
    passed = None if start is None else analysis.ask(Passage, start).passed
    ways = [way.data for way, _ in passed or () if way.before is None]
    return join(ways) if ways else ANYTHING
