from asllint.rule import (
    ERROR,
    Conformance,
    Definition,
    Finding,
    Findings,
    Fix,
    edits,
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
        value, values = misfit.pair.value, misfit.field.values
        text = string_of(value) or ""
        meant = nearest(text, values)
        fix = Fix(f'write "{meant}"', [edits.set_value(value, meant)]) if meant else None
        message = f'"{misfit.name}" can not be "{text}": write {listed(values, "or")}'
        yield Finding(value.span, message, fix=fix)
    for misfit in conformance.patterns:
        assert misfit.field is not None
        actions = misfit.field.pattern.rpartition(":")[2].strip("()").split("|")
        resources = listed((f"arn:aws:states:::s3:{action}" for action in actions), "or")
        yield Finding(
            misfit.pair.value.span,
            f'"{misfit.name}" of {misfit.part.kind.title} can only be {resources}',
        )
