from asllint.rule import WARNING, Findings, StateMachine, Verdicts, rule


@rule(severity=WARNING, since="0.1")
def spinning_loop(machine: StateMachine, verdicts: Verdicts) -> Findings:
    """A loop that asks for the same again and again, and does not wait in between."""
    yield from verdicts.findings("spinning-loop")
