from asllint.rule import ERROR, Analysis, Findings, rule


@rule(severity=ERROR, aws="INVALID_JSON_DESCRIPTION", since="0.1")
def not_utf_8(analysis: Analysis) -> Findings:
    """A file in another encoding than UTF-8."""
    yield from analysis.problems_of("not-utf-8")
