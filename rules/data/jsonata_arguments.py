from asllint.rule import WARNING, Definition, Expressions, Findings, rule


@rule(severity=WARNING, since="0.1")
def jsonata_arguments(definition: Definition, expressions: Expressions) -> Findings:
    """Arguments that a JSONata function does not take."""
    yield from expressions.findings("jsonata-arguments")
