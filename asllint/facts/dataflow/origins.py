"""Where data come from: the states that wrote what another one finds in its input.

Whatever a state hands on without having written it is followed further back, over every way that
leads there, each state once.
"""

from __future__ import annotations

from asllint.facts.dataflow.flow import Passage
from asllint.facts.expressions.sites import Sites
from asllint.facts.fact import Ask, fact
from asllint.facts.flow import FlowGraph
from asllint.language.grammar import JSONATA
from asllint.language.machine import StateMachine
from asllint.syntax.node import Mapping, Scalar

TYPE_CHECKING = False
if TYPE_CHECKING:
    from asllint.data.shape import Shape
    from asllint.facts.dataflow.way import Exit, Way
    from asllint.language.machine import State, Transition
    from asllint.syntax.node import Node

_WITH_RESULT = ("Task", "Pass", "Map", "Parallel")


def made_at(state: State, names: tuple[str, ...], ask: Ask) -> list[State | None]:
    """The states that wrote what stands at some names of a state's raw input, nearest first.

    None among them is for what the machine around the state was entered with. What an expression
    yields counts as made there, though it may have been read elsewhere.
    """
    return list(dict.fromkeys(maker for maker, _ in makers(state, names, ask)))


def makers(
    state: State, names: tuple[str, ...], ask: Ask
) -> list[tuple[State | None, Transition | None]]:
    """The same, each with the transition by which the data left it: that of a catcher tells."""
    entered = ask(entries, state.machine)
    start = ask(FlowGraph, state.machine).start
    found: dict[tuple[State | None, Transition | None], None] = {}
    seen, pending = {state}, [state]
    for here in pending:
        if here is start and _is_given(here.machine, names):
            found[None, None] = None
        for way, leaving in entered.get(here, ()):
            if not at(leaving.data, names).has_value:
                continue
            if _writes(way, leaving, names, ask):
                found[way.state, leaving.transition] = None
            elif way.state not in seen:
                seen.add(way.state)
                pending.append(way.state)
    return list(found)


def at(data: Shape, names: tuple[str, ...]) -> Shape:
    """What stands at some names, with `nothing` where it may be absent."""
    from asllint.data.shape import NOTHING

    for name in names:
        if data.anything:
            return data
        if data.object is None:
            return NOTHING
        data = data.object.get(name)
    return data


@fact(about=StateMachine)
def entries(machine: StateMachine, ask: Ask) -> dict[State, list[tuple[Way, Exit]]]:
    """By what each state of a machine is entered, and from where."""
    flow = ask(FlowGraph, machine)
    found: dict[State, list[tuple[Way, Exit]]] = {}
    for state in machine.states:
        for way, turn in ask(Passage, state).passed or ():
            for leaving in turn.exits:
                target = None if leaving.transition is None else flow.leads_to(leaving.transition)
                if target is not None:
                    found.setdefault(target, []).append((way, leaving))
    return found


def _is_given(machine: StateMachine, names: tuple[str, ...]) -> bool:
    """May the machine be entered with something at these names?"""
    from asllint.data.shape import of

    given = machine.given
    return given is None or at(of(given[0]), names).has_value


def _writes(way: Way, leaving: Exit, names: tuple[str, ...], ask: Ask) -> bool:
    """Has a state, left so, written what stands at these names, or what is in it?"""
    state = way.state
    for catcher in state.catchers:
        if leaving.transition is not None and catcher.transition is leaving.transition:
            return state.query_language == JSONATA or _result_goes_to(
                state, catcher.node, names, ask
            )
    if state.query_language == JSONATA:
        rules = (one.node for one in state.choices if one.transition is leaving.transition)
        fields = next((rule.fields for rule in rules), state.fields)
        if "Output" in fields:
            return not _adds(way, leaving, fields["Output"].value, names, ask)
        return state.type in ("Task", "Map", "Parallel")
    if _selects(state.node, "OutputPath"):
        return True
    if state.type not in _WITH_RESULT:
        return _selects(state.node, "InputPath")
    if state.type == "Pass" and "ResultPath" not in state.fields:
        return _changes(state)
    return _result_goes_to(state, state.node, names, ask)


def _adds(way: Way, leaving: Exit, output: Node, names: tuple[str, ...], ask: Ask) -> bool:
    """Does an `Output` only add to the input: `$merge([$states.input, …])`, without the name?"""
    if not names or at(way.data, names) != at(leaving.data, names):
        return False
    for site in ask(Sites, way.state):
        if site.scalar is output and site.jsonata is not None:
            whole = any(use.path == ("input",) for use in site.jsonata.states)
            return whole and not _is_named(names[0], site.jsonata.text)
    return False


def _is_named(name: str, text: str) -> bool:
    if not name.isidentifier():
        return name in text
    return name in "".join(one if one.isalnum() or one == "_" else " " for one in text).split()


def _changes(state: State) -> bool:
    """Is what a Pass state without `ResultPath` hands on anything but its input?"""
    return bool({"Result", "Parameters"} & state.fields.keys()) or _selects(state.node, "InputPath")


def _selects(node: Node, field: str) -> bool:
    """Is there a path that takes something else than all of the data?"""
    value = node.get(field) if isinstance(node, Mapping) else None
    return value is not None and not (isinstance(value, Scalar) and value.value == "$")


def _result_goes_to(state: State, holder: Node, names: tuple[str, ...], ask: Ask) -> bool:
    """Does `ResultPath` write to these names, or around them, or into what stands there?"""
    node = holder.get("ResultPath") if isinstance(holder, Mapping) else None
    if isinstance(node, Scalar) and node.value is None:
        return False
    for site in ask(Sites, state):
        if site.scalar is node and site.path is not None:
            return all(one == other for one, other in zip(site.path.names, names, strict=False))
    return True
