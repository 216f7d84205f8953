from asllint.rule import (
    WARNING,
    Conformance,
    Definition,
    Finding,
    Findings,
    Layout,
    rule,
)


@rule(severity=WARNING, since="0.1")
def null_value(definition: Definition, conformance: Conformance, layout: Layout) -> Findings:
    """`null` in a field that takes something else."""
    for misfit in conformance.nulls:
        gone = layout.without(misfit.part.node, misfit.pair)
        yield Finding(
            misfit.pair.value.span,
            f'"{misfit.name}" is null: give it a value, or delete the field',
            fix=layout.fix(f'delete "{misfit.name}"', gone, safe=False),
        )
