from asllint.rule import ERROR, Definition, Expressions, Findings, rule


@rule(severity=ERROR, since="0.1")
def unknown_jsonata_function(definition: Definition, expressions: Expressions) -> Findings:
    """A call of a JSONata function that does not exist."""
    yield from expressions.findings("unknown-jsonata-function")
