from asllint.rule import ERROR, Definition, Expressions, Findings, rule


@rule(severity=ERROR, aws="SCHEMA_VALIDATION_FAILED", since="0.1")
def malformed_intrinsic(definition: Definition, expressions: Expressions) -> Findings:
    """A call of an intrinsic function that can not be read."""
    yield from expressions.findings("malformed-intrinsic")
