from asllint.rule import ERROR, Definition, Expressions, Findings, rule


@rule(severity=ERROR, aws="UNSUPPORTED_JSONATA_EXPRESSION", since="0.1")
def jsonata_top_level(definition: Definition, expressions: Expressions) -> Findings:
    """A bare name, `$` or `$$` in JSONata, where there is nothing that they could name."""
    yield from expressions.findings("jsonata-top-level")
