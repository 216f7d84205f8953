from asllint.rule import ERROR, DataFlow, Findings, StateMachine, rule


@rule(severity=ERROR, since="0.1")
def result_path_target(machine: StateMachine, flow: DataFlow) -> Findings:
    """A `ResultPath` that writes into what is no object."""
    yield from flow.findings("result-path-target")
