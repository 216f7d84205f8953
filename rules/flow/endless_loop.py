from asllint.rule import WARNING, Finding, Findings, FlowGraph, Related, StateMachine, arrows, rule


@rule(severity=WARNING, since="0.1")
def endless_loop(machine: StateMachine, flow: FlowGraph) -> Findings:
    """States from which no end can be reached."""
    if machine.parent is None and not flow.exits:
        return  # `no-terminal-state` says so
    for loop in flow.loops(flow.stuck):
        way = arrows([*loop, loop[0]])
        yield Finding(
            loop[0].key.span,
            f"nothing leads out of the loop {way}: give one of its states a way to an end",
            related=[Related(state.key.span, "in the loop too") for state in loop[1:8]],
        )
