from asllint.rule import ERROR, Analysis, Findings, rule


@rule(severity=ERROR, aws="SCHEMA_VALIDATION_FAILED", since="0.1")
def empty_file(analysis: Analysis) -> Findings:
    """A file without any content."""
    yield from analysis.problems_of("empty-file")
