from asllint.rule import WARNING, DataFlow, Findings, StateMachine, rule


@rule(severity=WARNING, since="0.1")
def sometimes_undefined_result(machine: StateMachine, flow: DataFlow) -> Findings:
    """A JSONata expression that yields nothing on one of the ways to its state."""
    yield from flow.findings("sometimes-undefined-result")
