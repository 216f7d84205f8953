from asllint.rule import WARNING, Definition, Expressions, Findings, rule


@rule(severity=WARNING, since="0.1")
def function_in_path(definition: Definition, expressions: Expressions) -> Findings:
    """A function in a path, which finds nothing."""
    yield from expressions.findings("function-in-path")
