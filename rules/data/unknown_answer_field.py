from asllint.rule import WARNING, DataFlow, Findings, StateMachine, rule


@rule(severity=WARNING, since="0.1")
def unknown_answer_field(machine: StateMachine, flow: DataFlow) -> Findings:
    """A field that the documented answer of a call does not have."""
    yield from flow.findings("unknown-answer-field")
