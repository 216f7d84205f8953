from asllint.rule import ERROR, DataFlow, Findings, StateMachine, rule


@rule(severity=ERROR, since="0.1", formerly=("string-output",))
def undefined_result(machine: StateMachine, flow: DataFlow) -> Findings:
    """A JSONata expression that surely yields nothing."""
    yield from flow.findings("undefined-result")
