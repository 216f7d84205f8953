from asllint.rule import ERROR, DataFlow, Findings, StateMachine, rule


@rule(severity=ERROR, since="0.1", formerly=("missing-input-field", "string-output"))
def impossible_path(machine: StateMachine, flow: DataFlow) -> Findings:
    """A path to something that is surely not there."""
    yield from flow.findings("impossible-path")
