from asllint.rule import WARNING, DataFlow, Findings, StateMachine, rule


@rule(severity=WARNING, since="0.1")
def computed_parameter_type(machine: StateMachine, flow: DataFlow) -> Findings:
    """A computed parameter that can not be read as what the API of the service takes."""
    yield from flow.findings("computed-parameter-type")
