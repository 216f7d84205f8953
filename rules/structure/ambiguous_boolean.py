from asllint.rule import (
    WARNING,
    Conformance,
    Definition,
    Edit,
    Finding,
    Findings,
    Fix,
    rule,
    string_of,
)


@rule(severity=WARNING, since="0.1")
def ambiguous_boolean(definition: Definition, conformance: Conformance) -> Findings:
    """`yes`, `no`, `on` or `off` in YAML, where true or false is wanted."""
    for misfit in conformance.ambiguous:
        span, word = misfit.pair.value.span, string_of(misfit.pair.value) or ""
        right = "true" if word.lower() in ("yes", "on") else "false"
        yield Finding(
            span,
            f'"{word}" is a boolean to some readers of YAML, and a text to others: write {right}',
            fix=Fix(f"write {right}", [Edit(span, right)]),
        )
