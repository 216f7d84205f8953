from asllint.rule import ERROR, Definition, Expressions, Findings, rule


@rule(severity=ERROR, aws="SCHEMA_VALIDATION_FAILED", since="0.1")
def jsonata_delimiters(definition: Definition, expressions: Expressions) -> Findings:
    """A JSONata string that has only one of its delimiters."""
    yield from expressions.findings("jsonata-delimiters")
