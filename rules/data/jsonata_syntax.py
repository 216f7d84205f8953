from asllint.rule import ERROR, Definition, Expressions, Findings, rule


@rule(severity=ERROR, aws="INVALID_JSONATA_EXPRESSION", since="0.1")
def jsonata_syntax(definition: Definition, expressions: Expressions) -> Findings:
    """A JSONata expression that can not be read."""
    yield from expressions.findings("jsonata-syntax")
