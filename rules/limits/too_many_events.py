from asllint.rule import (
    STANDARD,
    WARNING,
    Ask,
    Finding,
    Findings,
    State,
    StateMachine,
    limits,
    rule,
)


@rule(severity=WARNING, since="0.1")
def too_many_events(machine: StateMachine, ask: Ask) -> Findings:
    """An inline Map of so many items that the history of the execution is full before its end."""
    if machine.workflow_type != STANDARD:
        return
    for state in machine.states:
        if state.type == "Map" and _is_inline(state):
            yield from _in_map(state, ask)


def _in_map(state: State, ask: Ask) -> Findings:
    visit = limits.visit_of(state, ask)
    items, events = visit.items[0], visit.least.events
    if items == 0 or events <= limits.MAX_EVENTS or _is_within(state, ask):
        return
    yield Finding(
        state.key.span,
        f'the {items:,} items of "{state.name}" add {events:,} events to the history, and an '
        f"execution with more than {limits.MAX_EVENTS:,} fails: let a distributed Map run them in "
        "executions of their own",
    )


def _is_inline(state: State) -> bool:
    return state.type == "Map" and any(machine.mode == "INLINE" for machine in state.machines)


def _is_within(state: State, ask: Ask) -> bool:
    """Is one visit of a Map inside of it too much already? Then that is told."""
    return any(
        _is_inline(inner) and limits.visit_of(inner, ask).least.events > limits.MAX_EVENTS
        for machine in state.machines
        for nested in machine.walk()
        for inner in nested.states
    )
