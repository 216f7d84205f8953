from asllint.rule import INFO, Conformance, Definition, Finding, Findings, Fix, edits, rule


@rule(severity=INFO, since="0.1", tag="deprecated")
def deprecated_field(definition: Definition, conformance: Conformance) -> Findings:
    """A field of Map states that a newer one has replaced."""
    for misfit in conformance.replaced:
        assert misfit.field is not None
        new, key = misfit.field.instead, misfit.pair.key
        taken = new in misfit.part.node.fields
        yield Finding(
            key.span,
            f'"{misfit.name}" of a Map state has been replaced by "{new}"',
            fix=None if taken else Fix(f'write "{new}"', [edits.rename(key, new)]),
        )
