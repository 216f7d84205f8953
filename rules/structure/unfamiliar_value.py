from asllint.rule import (
    WARNING,
    Conformance,
    Definition,
    Finding,
    Findings,
    listed,
    rule,
    string_of,
)


@rule(severity=WARNING, since="0.1")
def unfamiliar_value(definition: Definition, conformance: Conformance) -> Findings:
    """A value that is none of the documented ones."""
    for misfit in conformance.unfamiliar:
        assert misfit.field is not None
        value = string_of(misfit.pair.value)
        yield Finding(
            misfit.pair.value.span,
            f'"{value}" is no documented value of "{misfit.name}": '
            f"there {'are' if len(misfit.field.known) > 1 else 'is'} {listed(misfit.field.known)}",
        )
