from asllint.rule import WARNING, Findings, StateMachine, Verdicts, rule


@rule(severity=WARNING, since="0.1")
def stale_page_token(machine: StateMachine, verdicts: Verdicts) -> Findings:
    """A token that decides whether there is another page, and that no Task is given."""
    yield from verdicts.findings("stale-page-token")
