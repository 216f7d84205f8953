from asllint.rule import ERROR, Analysis, Findings, rule


@rule(severity=ERROR, aws="INVALID_JSON_DESCRIPTION", since="0.1")
def trailing_comma(analysis: Analysis) -> Findings:
    """A comma after the last value of an object or array."""
    yield from analysis.problems_of("trailing-comma", in_yaml=True)
