from asllint.rule import (
    ERROR,
    Conformance,
    Definition,
    Edit,
    Finding,
    Findings,
    Fix,
    listed,
    nearest,
    rule,
    string_of,
)


@rule(severity=ERROR, aws="SCHEMA_VALIDATION_FAILED", since="0.1")
def unknown_value(definition: Definition, conformance: Conformance) -> Findings:
    """A value that is none of those that AWS takes for the field."""
    for misfit in conformance.unlisted:
        assert misfit.field is not None
        span, value = misfit.pair.value.span, string_of(misfit.pair.value) or ""
        values = misfit.field.values
        meant = nearest(value, values)
        fix = Fix(f'write "{meant}"', [Edit(span, f'"{meant}"')]) if meant else None
        yield Finding(
            span, f'"{misfit.name}" can not be "{value}": write {listed(values, "or")}', fix=fix
        )
    for misfit in conformance.patterns:
        assert misfit.field is not None
        actions = misfit.field.pattern.rpartition(":")[2].strip("()").split("|")
        resources = listed((f"arn:aws:states:::s3:{action}" for action in actions), "or")
        yield Finding(
            misfit.pair.value.span,
            f'"{misfit.name}" of {misfit.part.kind.title} can only be {resources}',
        )
