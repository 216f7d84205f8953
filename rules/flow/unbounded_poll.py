from asllint.rule import WARNING, Findings, StateMachine, Verdicts, rule


@rule(severity=WARNING, since="0.1")
def unbounded_poll(machine: StateMachine, verdicts: Verdicts) -> Findings:
    """A loop that asks and waits, and that nothing bounds."""
    yield from verdicts.findings("unbounded-poll")
