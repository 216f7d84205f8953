from itertools import pairwise

from asllint.rule import (
    ERROR,
    Conformance,
    Definition,
    Finding,
    Findings,
    Fix,
    FlowGraph,
    State,
    StateMachine,
    edits,
    rule,
)


@rule(severity=ERROR, aws="SCHEMA_VALIDATION_FAILED", since="0.1")
def missing_transition(definition: Definition, conformance: Conformance) -> Findings:
    """A state with neither `Next` nor `End`."""
    following: dict[StateMachine, dict[State, str]] = {}
    complete: dict[StateMachine, bool] = {}
    for absence in conformance.absences:
        state = absence.part.state
        if absence.fields != ("Next", "End") or state is None or absence.misspelt():
            continue
        if state.machine not in following:
            following[state.machine] = _following(state.machine)
            complete[state.machine] = state.machine.complete
        name = following[state.machine].get(state)
        remedy = 'add "End": true, or "Next" with the state that follows'
        if name is not None:
            remedy = f'add "Next": "{name}", or "End": true'
        yield Finding(
            state.key.span,
            f'"{state.name}" has neither "Next" nor "End": {remedy}',
            fix=_fix(state, name) if complete[state.machine] else None,
        )


def _fix(state: State, following: str | None) -> Fix | None:
    """Lead on to the state below, or end, if nothing is left to lead to."""
    if following is not None:
        step = edits.add_fields(state.node, {"Next": following})
        return Fix(f'add "Next": "{following}"', [step], safe=False)
    if state is not state.machine.states[-1]:
        return None
    step = edits.add_fields(state.node, {"End": True})
    return Fix('add "End": true', [step], safe=_only_lacks_an_end(state))


def _only_lacks_an_end(state: State) -> bool:
    """Does nothing else end the machine well, and is no other state waiting to be led to?"""
    machine = state.machine
    flow = FlowGraph(machine)
    return (
        flow.start is not None
        and not flow.open
        and flow.reachable == set(machine.states)
        and all(other.type == "Fail" or not other.ends for other in machine.states)
        and all(other is state or other.ends or other.transitions for other in machine.states)
    )


def _following(machine: StateMachine) -> dict[State, str]:
    """For each state the one below it in the file, when nothing else leads there."""
    reached = {transition.target for state in machine.states for transition in state.transitions}
    if machine.start_at is not None:
        reached.add(machine.start_at.target)
    return {state: below.name for state, below in pairwise(machine.states) if below not in reached}
