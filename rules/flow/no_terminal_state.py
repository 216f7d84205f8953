from asllint.rule import ERROR, Definition, Finding, Findings, State, rule


@rule(severity=ERROR, aws="MISSING_END_STATE", since="0.1")
def no_terminal_state(definition: Definition) -> Findings:
    """A definition that has no state with which it could end."""
    machine = definition.machine
    if not machine.states or not machine.complete:
        return
    if any(state.ends for state in machine.states) or any(map(_may_end, machine.states)):
        return
    yield Finding(
        machine.node.fields["States"].key.span,
        'no state ends the machine: one needs "End": true, or to be a Succeed or Fail state',
    )


def _may_end(state: State) -> bool:
    """Is it unknown where the state leads, or does another rule say that it leads nowhere?

    A name that no state has may be that of an end which is still to be written.
    """
    targets = [transition.target for transition in state.transitions]
    return state.open or not targets or None in targets
