from asllint.rule import ERROR, Analysis, Findings, rule


@rule(severity=ERROR, aws="INVALID_JSON_DESCRIPTION", since="0.1")
def missing_comma(analysis: Analysis) -> Findings:
    """Two values without a comma between them."""
    yield from analysis.problems_of("missing-comma")
