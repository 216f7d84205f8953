from asllint.rule import WARNING, Findings, StateMachine, Verdicts, rule


@rule(severity=WARNING, since="0.1")
def unfinished_taken_for_done(machine: StateMachine, verdicts: Verdicts) -> Findings:
    """A status of something that goes on, with which a loop is left as if it were done."""
    yield from verdicts.findings("unfinished-taken-for-done")
