from asllint.rule import WARNING, DataFlow, Findings, StateMachine, rule


@rule(severity=WARNING, since="0.1")
def singleton_list(machine: StateMachine, flow: DataFlow) -> Findings:
    """A JSONata expression that is no array where it finds only one."""
    yield from flow.findings("singleton-list")
