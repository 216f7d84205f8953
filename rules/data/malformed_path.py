from asllint.rule import ERROR, Definition, Expressions, Findings, rule


@rule(severity=ERROR, aws="SCHEMA_VALIDATION_FAILED", since="0.1")
def malformed_path(definition: Definition, expressions: Expressions) -> Findings:
    """A path that is no JSONPath."""
    yield from expressions.findings("malformed-path")
