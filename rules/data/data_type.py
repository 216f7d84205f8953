from asllint.rule import ERROR, DataFlow, Findings, StateMachine, rule


@rule(severity=ERROR, since="0.1")
def data_type(machine: StateMachine, flow: DataFlow) -> Findings:
    """Data of a type with which their state fails."""
    yield from flow.findings("data-type")
