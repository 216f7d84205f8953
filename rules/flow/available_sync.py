from asllint.rule import INFO, Findings, StateMachine, Verdicts, rule


@rule(severity=INFO, since="0.1")
def available_sync(machine: StateMachine, verdicts: Verdicts) -> Findings:
    """A job that a loop waits for, where Step Functions can wait for it by itself."""
    yield from verdicts.findings("available-sync")
