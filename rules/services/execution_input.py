from asllint.rule import WARNING, Ask, Findings, ServiceTask, refusals, rule


@rule(severity=WARNING, since="0.1")
def execution_input(task: ServiceTask, ask: Ask) -> Findings:
    """The state machine that a Task starts fails with the input that it is sent."""
    yield from refusals(task, ask)
