from asllint.rule import ERROR, Analysis, Findings, rule


@rule(severity=ERROR, aws="INVALID_JSON_DESCRIPTION", since="0.1")
def comment_in_json(analysis: Analysis) -> Findings:
    """A comment in a JSON file."""
    yield from analysis.problems_of("comment-in-json")
