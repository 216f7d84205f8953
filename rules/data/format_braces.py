from asllint.rule import ERROR, Definition, Expressions, Findings, rule


@rule(severity=ERROR, since="0.1")
def format_braces(definition: Definition, expressions: Expressions) -> Findings:
    """A template of `States.Format` that does not fit its values."""
    yield from expressions.findings("format-braces")
