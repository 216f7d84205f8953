from asllint.rule import ERROR, Definition, Expressions, Findings, rule


@rule(severity=ERROR, since="0.1")
def several_names_in_path(definition: Definition, expressions: Expressions) -> Findings:
    """Several names in brackets before the end of a path."""
    yield from expressions.findings("several-names-in-path")
