from asllint.rule import ERROR, Definition, Expressions, Findings, rule


@rule(severity=ERROR, since="0.1")
def intrinsic_arguments(definition: Definition, expressions: Expressions) -> Findings:
    """Arguments that an intrinsic function does not take."""
    yield from expressions.findings("intrinsic-arguments")
