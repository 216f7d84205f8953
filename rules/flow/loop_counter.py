from asllint.rule import WARNING, Findings, StateMachine, Verdicts, rule


@rule(severity=WARNING, since="0.1")
def loop_counter(machine: StateMachine, verdicts: Verdicts) -> Findings:
    """A counter that can not end its loop, or that nobody compares."""
    yield from verdicts.findings("loop-counter")
