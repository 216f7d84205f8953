from asllint.rule import WARNING, Definition, Expressions, Findings, rule


@rule(severity=WARNING, since="0.1")
def unknown_jsonata_function(definition: Definition, expressions: Expressions) -> Findings:
    """A call of a JSONata function that does not exist."""
    yield from expressions.findings("unknown-jsonata-function")
