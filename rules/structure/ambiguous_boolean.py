from asllint.rule import (
    WARNING,
    Conformance,
    Definition,
    Finding,
    Findings,
    Fix,
    edits,
    rule,
    string_of,
)


@rule(severity=WARNING, since="0.1")
def ambiguous_boolean(definition: Definition, conformance: Conformance) -> Findings:
    """`yes`, `no`, `on` or `off` in YAML, where true or false is wanted."""
    for misfit in conformance.ambiguous:
        value, word = misfit.pair.value, string_of(misfit.pair.value) or ""
        meant = word.lower() in ("yes", "on")
        right = str(meant).lower()
        yield Finding(
            value.span,
            f'"{word}" is a boolean to some readers of YAML, and a text to others: write {right}',
            fix=Fix(f"write {right}", [edits.set_value(value, meant)]),
        )
