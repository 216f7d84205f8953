from asllint.rule import ERROR, Analysis, Findings, rule


@rule(severity=ERROR, aws="SCHEMA_VALIDATION_FAILED", since="0.1")
def not_a_definition(analysis: Analysis) -> Findings:
    """A file whose root is a list or a plain value instead of an object."""
    yield from analysis.problems_of("not-a-definition")
