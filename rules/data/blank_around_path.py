from asllint.rule import WARNING, Definition, Expressions, Findings, rule


@rule(severity=WARNING, since="0.1")
def blank_around_path(definition: Definition, expressions: Expressions) -> Findings:
    """A blank before or after a path."""
    yield from expressions.findings("blank-around-path")
