from asllint.rule import ERROR, Analysis, Findings, rule


@rule(severity=ERROR, aws="INVALID_JSON_DESCRIPTION", since="0.1")
def not_json(analysis: Analysis) -> Findings:
    """A file that is something else than JSON."""
    yield from analysis.problems_of("not-json")
