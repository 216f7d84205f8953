from asllint.rule import WARNING, Findings, StateMachine, Verdicts, rule


@rule(severity=WARNING, since="0.1")
def unhandled_final_status(machine: StateMachine, verdicts: Verdicts) -> Findings:
    """A status of something that has failed, with which a loop goes on for ever."""
    yield from verdicts.findings("unhandled-final-status")
