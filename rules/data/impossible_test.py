from asllint.rule import WARNING, DataFlow, Findings, StateMachine, rule


@rule(severity=WARNING, since="0.1")
def impossible_test(machine: StateMachine, flow: DataFlow) -> Findings:
    """A test for a value that the documented answer of a call never has."""
    yield from flow.findings("impossible-test")
