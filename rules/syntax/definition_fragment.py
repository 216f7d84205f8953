from asllint.rule import ERROR, Analysis, Findings, rule


@rule(severity=ERROR, aws="SCHEMA_VALIDATION_FAILED", since="0.1")
def definition_fragment(analysis: Analysis) -> Findings:
    """A state, or a few of them, without the definition around it."""
    yield from analysis.problems_of("definition-fragment")
