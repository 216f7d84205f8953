from asllint.rule import ERROR, Definition, Expressions, Findings, rule


@rule(severity=ERROR, since="0.1")
def jsonata_arguments(definition: Definition, expressions: Expressions) -> Findings:
    """Arguments that a JSONata function does not take."""
    yield from expressions.findings("jsonata-arguments")
