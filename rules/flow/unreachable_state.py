from collections.abc import Iterator

from asllint.rule import (
    ERROR,
    Finding,
    Findings,
    Fix,
    FlowGraph,
    Layout,
    Mapping,
    State,
    StateMachine,
    edits,
    listed,
    rule,
)

MANY = 50
"""Of more states that belong together only the first one offers to delete them all."""


@rule(severity=ERROR, aws="MISSING_TRANSITION_TARGET", since="0.1", tag="unnecessary")
def unreachable_state(machine: StateMachine, flow: FlowGraph, layout: Layout) -> Findings:
    """A state that no path from `StartAt` leads to."""
    if flow.start is None or flow.open:
        return  # `unknown-target` reports a StartAt that names no state
    if any(not state.ends and not state.transitions for state in flow.reachable):
        return  # once `missing-transition` is repaired, the way may lead on to all states
    unreachable = [state for state in machine.states if state not in flow.reachable]
    sources: dict[State, list[str]] = {state: [] for state in unreachable}
    for source in unreachable:
        for target in dict.fromkeys(flow.successors[source]):
            if target is not source and target in sources:
                sources[target].append(source.name)
    fixes: dict[State, Fix | None] = {}
    for island, fix in _deletions(unreachable, flow, layout):
        fixes |= dict.fromkeys(island[: None if len(island) <= MANY else 1], fix)
    for state, names in sources.items():
        if isinstance(state.node, Mapping):
            message = f'no path from "{flow.start.name}" leads to "{state.name}"'
            yield Finding(state.key.span, message + _besides(names), fix=fixes.get(state))


def _islands(unreachable: list[State], flow: FlowGraph) -> Iterator[list[State]]:
    """The unreachable states in groups that are connected, each in the order of the file."""
    neighbours: dict[State, list[State]] = {state: [] for state in unreachable}
    for state in unreachable:
        for target in flow.successors[state]:
            if target in neighbours:
                neighbours[state].append(target)
                neighbours[target].append(state)
    met: set[State] = set()
    for state in unreachable:
        if state in met:
            continue
        island, pending = {state}, [state]
        while pending:
            new = set(neighbours[pending.pop()]) - island
            island |= new
            pending += new
        met |= island
        yield sorted(island, key=lambda one: one.key.start)


def _deletions(
    unreachable: list[State], flow: FlowGraph, layout: Layout
) -> Iterator[tuple[list[State], Fix | None]]:
    """Delete unreachable states together with all that they refer to; the rest still has an end."""
    states = flow.machine.node.get("States")
    if not isinstance(states, Mapping) or not any(state.ends for state in flow.reachable):
        return
    pairs = {id(pair.key): pair for pair in states.pairs}
    for island in _islands(unreachable, flow):
        gone = [pairs[id(state.key)] for state in island if id(state.key) in pairs]
        title = f'delete "{island[0].name}"'
        if len(island) > 1:
            title = f"delete the {len(island)} unreachable states that belong together"
        yield island, layout.fix(title, edits.delete(states, *gone), safe=False)


def _besides(names: list[str]) -> str:
    """Which states do lead to it, none of them reachable."""
    if not names:
        return ""
    if len(names) == 1:
        return f': the only state that leads there, "{names[0]}", is unreachable too'
    if len(names) > 3:
        return f": the {len(names)} states that lead there are unreachable too"
    return f": the states that lead there, {listed(names)}, are unreachable too"
