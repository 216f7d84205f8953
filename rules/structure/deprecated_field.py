from asllint.rule import INFO, Conformance, Definition, Edit, Finding, Findings, Fix, rule


@rule(severity=INFO, since="0.1", tag="deprecated")
def deprecated_field(definition: Definition, conformance: Conformance) -> Findings:
    """A field of Map states that a newer one has replaced."""
    for misfit in conformance.replaced:
        assert misfit.field is not None
        new, span = misfit.field.instead, misfit.pair.key.span
        taken = new in misfit.part.node.fields
        yield Finding(
            span,
            f'"{misfit.name}" of a Map state has been replaced by "{new}"',
            fix=None if taken else Fix(f'write "{new}"', [Edit(span, f'"{new}"')]),
        )
