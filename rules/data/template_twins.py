from asllint.rule import WARNING, Definition, Expressions, Finding, Findings, Related, rule


@rule(severity=WARNING, since="0.1")
def template_twins(definition: Definition, expressions: Expressions) -> Findings:
    """A key and its twin with `.$` in the same object."""
    for plain, evaluated in expressions.twins:
        first, second = sorted((plain, evaluated), key=lambda pair: pair.key.start)
        yield Finding(
            second.key.span,
            f'"{plain.key.value}" and "{evaluated.key.value}" are the same key once evaluated: '
            "keep one of them",
            related=[Related(first.key.span, "the other one")],
        )
