from asllint.rule import ERROR, Analysis, Findings, rule


@rule(severity=ERROR, aws="INVALID_JSON_DESCRIPTION", since="0.1")
def syntax_error(analysis: Analysis) -> Findings:
    """Text that can not be read as JSON or YAML."""
    yield from analysis.problems_of("syntax-error")
