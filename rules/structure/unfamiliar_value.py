from asllint.rule import (
    WARNING,
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


@rule(severity=WARNING, since="0.1")
def unfamiliar_value(definition: Definition, conformance: Conformance) -> Findings:
    """A value that is none of the documented ones."""
    for misfit in conformance.unfamiliar:
        assert misfit.field is not None
        value = string_of(misfit.pair.value) or ""
        meant = nearest(value, misfit.field.known)
        fix = None
        if meant is not None:  # a value that is newer than our table may be near to one in it
            same_letters = meant.casefold() == value.casefold()
            edits = [Edit(misfit.pair.value.span, f'"{meant}"')]
            fix = Fix(f'write "{meant}"', edits, safe=same_letters)
        yield Finding(
            misfit.pair.value.span,
            f'"{value}" is no documented value of "{misfit.name}": '
            f"there {'are' if len(misfit.field.known) > 1 else 'is'} {listed(misfit.field.known)}",
            fix=fix,
        )
