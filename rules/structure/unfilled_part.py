from asllint.rule import WARNING, Conformance, Definition, Finding, Findings, Scalar, rule


@rule(severity=WARNING, aws="SCHEMA_VALIDATION_FAILED", since="0.1")
def unfilled_part(definition: Definition, conformance: Conformance) -> Findings:
    """A part that somebody still has to fill in: a mark for a program, an empty choice rule."""
    for misfit, value in conformance.unfilled:
        if isinstance(value, Scalar):
            yield Finding(
                value.span,
                f'"{value.value}" looks like a mark that a program replaces: AWS refuses '
                f'"{misfit.name}" as it stands',
            )
        else:
            yield Finding(
                value.head, 'this choice rule is empty: give it a test and "Next", or delete it'
            )
