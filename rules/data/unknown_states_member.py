from asllint.rule import WARNING, Definition, Expressions, Findings, rule


@rule(severity=WARNING, since="0.1")
def unknown_states_member(definition: Definition, expressions: Expressions) -> Findings:
    """A member of `$states` that does not exist anywhere."""
    yield from expressions.findings("unknown-states-member")
