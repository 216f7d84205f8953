from asllint.rule import ERROR, Analysis, Findings, rule


@rule(severity=ERROR, aws="INVALID_JSON_DESCRIPTION", since="0.1")
def unbalanced_brackets(analysis: Analysis) -> Findings:
    """A bracket that is never closed, or closes nothing."""
    yield from analysis.problems_of("unbalanced-brackets")
