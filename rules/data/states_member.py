from asllint.rule import ERROR, Definition, Expressions, Findings, rule


@rule(severity=ERROR, aws="UNSUPPORTED_JSONATA_EXPRESSION", since="0.1")
def states_member(definition: Definition, expressions: Expressions) -> Findings:
    """A member of `$states` that does not exist in this place."""
    yield from expressions.findings("states-member")
