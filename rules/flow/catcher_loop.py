from asllint.rule import WARNING, Findings, StateMachine, Verdicts, rule


@rule(severity=WARNING, since="0.1")
def catcher_loop(machine: StateMachine, verdicts: Verdicts) -> Findings:
    """Tasks that fail, and are led round by their catchers to be tried for ever."""
    yield from verdicts.findings("catcher-loop")
