from asllint.rule import WARNING, DataFlow, Findings, StateMachine, rule


@rule(severity=WARNING, since="0.1", formerly=("missing-input-field",))
def sometimes_missing_path(machine: StateMachine, flow: DataFlow) -> Findings:
    """A path to something that is not there on one of the ways to its state."""
    yield from flow.findings("sometimes-missing-path")
