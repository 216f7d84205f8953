from asllint.rule import ERROR, Analysis, Findings, rule


@rule(severity=ERROR, aws="INVALID_JSON_DESCRIPTION", since="0.1")
def wrong_quotes(analysis: Analysis) -> Findings:
    """Text in typographic or single quotes, or in none."""
    yield from analysis.problems_of("wrong-quotes")
