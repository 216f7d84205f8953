from asllint.rule import ERROR, Definition, Expressions, Finding, Findings, grammar, rule


@rule(severity=ERROR, aws="SCHEMA_VALIDATION_FAILED", since="0.1")
def context_in_number_path(definition: Definition, expressions: Expressions) -> Findings:
    """A path into the context object in a Map field that reads a number."""
    for site in expressions.in_context:
        if site.field.name in grammar.NUMBER_PATHS:
            yield Finding(
                site.scalar.span,
                f'"{site.field.name}" can not read the context object: copy the number into the '
                'input of this state first, and write its path ("$.…") here',
            )
