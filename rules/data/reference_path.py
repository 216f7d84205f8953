from asllint.rule import ERROR, Definition, Expressions, Findings, rule


@rule(severity=ERROR, aws="SCHEMA_VALIDATION_FAILED", since="0.1")
def reference_path(definition: Definition, expressions: Expressions) -> Findings:
    """A path that can name more than one node, where only one may be named."""
    yield from expressions.findings("reference-path")
