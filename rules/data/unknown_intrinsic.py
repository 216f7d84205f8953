from asllint.rule import ERROR, Definition, Expressions, Findings, rule


@rule(severity=ERROR, aws="SCHEMA_VALIDATION_FAILED", since="0.1")
def unknown_intrinsic(definition: Definition, expressions: Expressions) -> Findings:
    """An intrinsic function that does not exist."""
    yield from expressions.findings("unknown-intrinsic")
