from asllint.rule import WARNING, Conformance, Definition, Finding, Findings, Fix, edits, rule


@rule(severity=WARNING, since="0.1")
def null_value(definition: Definition, conformance: Conformance) -> Findings:
    """`null` in a field that takes something else."""
    for misfit in conformance.nulls:
        step = edits.delete(misfit.part.node, misfit.pair)
        yield Finding(
            misfit.pair.value.span,
            f'"{misfit.name}" is null: give it a value, or delete the field',
            fix=Fix(f'delete "{misfit.name}"', [step], safe=False),
        )
