from asllint.rule import (
    WARNING,
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

SYMBOLS = {",": "COMMA", "|": "PIPE", ";": "SEMICOLON", " ": "SPACE", "\t": "TAB"}
"""Delimiters, and what AWS calls them."""


@rule(severity=WARNING, since="0.1")
def unfamiliar_value(definition: Definition, conformance: Conformance) -> Findings:
    """A value that is none of the documented ones."""
    for misfit in conformance.unfamiliar:
        assert misfit.field is not None
        value = string_of(misfit.pair.value) or ""
        meant = SYMBOLS.get(value) or nearest(value, misfit.field.known)
        fix = None
        if (
            meant in misfit.field.known
        ):  # a value that is newer than our table may be near to one in it
            clear = value in SYMBOLS or meant.casefold() == value.casefold()
            fix = Fix(f'write "{meant}"', [edits.set_value(misfit.pair.value, meant)], safe=clear)
        yield Finding(
            misfit.pair.value.span,
            f'"{value}" is no documented value of "{misfit.name}": '
            f"there {'are' if len(misfit.field.known) > 1 else 'is'} {listed(misfit.field.known)}",
            fix=fix,
        )
