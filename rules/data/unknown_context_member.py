from asllint.rule import WARNING, Definition, Expressions, Findings, rule


@rule(severity=WARNING, since="0.1")
def unknown_context_member(definition: Definition, expressions: Expressions) -> Findings:
    """A member of the context object that does not exist."""
    yield from expressions.findings("unknown-context-member")
