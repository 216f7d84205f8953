from asllint.rule import (
    ERROR,
    Finding,
    Findings,
    FlowGraph,
    Mapping,
    State,
    StateMachine,
    listed,
    rule,
)


@rule(severity=ERROR, aws="MISSING_TRANSITION_TARGET", since="0.1", tag="unnecessary")
def unreachable_state(machine: StateMachine, flow: FlowGraph) -> Findings:
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
    for state, names in sources.items():
        if isinstance(state.node, Mapping):
            message = f'no path from "{flow.start.name}" leads to "{state.name}"'
            yield Finding(state.key.span, message + _besides(names))


def _besides(names: list[str]) -> str:
    """Which states do lead to it, none of them reachable."""
    if not names:
        return ""
    if len(names) == 1:
        return f': the only state that leads there, "{names[0]}", is unreachable too'
    if len(names) > 3:
        return f": the {len(names)} states that lead there are unreachable too"
    return f": the states that lead there, {listed(names)}, are unreachable too"
