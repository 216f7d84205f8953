from asllint.rule import WARNING, Definition, Expressions, Findings, rule


@rule(severity=WARNING, since="0.1")
def jsonata_embedded(definition: Definition, expressions: Expressions) -> Findings:
    """`{% … %}` in the middle of a text, or half of it: neither is evaluated."""
    yield from expressions.findings("jsonata-embedded")
