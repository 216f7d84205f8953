from asllint.rule import ERROR, Conformance, Definition, Finding, Findings, number_of, rule


@rule(severity=ERROR, aws="SCHEMA_VALIDATION_FAILED", since="0.1")
def out_of_range(definition: Definition, conformance: Conformance) -> Findings:
    """A number below or above what AWS takes."""
    for misfit in conformance.out_of_range:
        field, number = misfit.field, number_of(misfit.pair.value)
        assert field is not None and number is not None
        low = field.minimum is not None and number < field.minimum
        limit = f"the least is {field.minimum}" if low else f"the most is {field.maximum}"
        yield Finding(misfit.pair.value.span, f'"{misfit.name}" is {number}, and {limit}')
