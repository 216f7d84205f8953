from itertools import pairwise

from asllint.rule import (
    ERROR,
    Conformance,
    Definition,
    Finding,
    Findings,
    State,
    StateMachine,
    rule,
)


@rule(severity=ERROR, aws="SCHEMA_VALIDATION_FAILED", since="0.1")
def missing_transition(definition: Definition, conformance: Conformance) -> Findings:
    """A state with neither `Next` nor `End`."""
    following: dict[StateMachine, dict[State, str]] = {}
    for absence in conformance.absences:
        state = absence.part.state
        if absence.fields != ("Next", "End") or state is None:
            continue
        if state.machine not in following:
            following[state.machine] = _following(state.machine)
        name = following[state.machine].get(state)
        remedy = 'add "End": true, or "Next" with the state that follows'
        if name is not None:
            remedy = f'add "Next": "{name}", or "End": true'
        yield Finding(state.key.span, f'"{state.name}" has neither "Next" nor "End": {remedy}')


def _following(machine: StateMachine) -> dict[State, str]:
    """For each state the one below it in the file, when nothing else leads there."""
    reached = {transition.target for state in machine.states for transition in state.transitions}
    if machine.start_at is not None:
        reached.add(machine.start_at.target)
    return {state: below.name for state, below in pairwise(machine.states) if below not in reached}
