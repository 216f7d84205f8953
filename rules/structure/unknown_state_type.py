from asllint.rule import (
    ERROR,
    Conformance,
    Definition,
    Finding,
    Findings,
    Fix,
    edits,
    grammar,
    listed,
    nearest,
    rule,
)


@rule(severity=ERROR, aws="SCHEMA_VALIDATION_FAILED", since="0.1")
def unknown_state_type(definition: Definition, conformance: Conformance) -> Findings:
    """A state whose `Type` is none of the eight state types."""
    for _, value in conformance.unknown_types:
        meant = nearest(str(value.value), grammar.STATES)
        message = f'there is no state type "{value.value}"'
        if meant is None:
            yield Finding(value.span, f"{message}: write {listed(grammar.STATES, 'or')}")
        else:
            fix = Fix(f'write "{meant}"', [edits.set_value(value, meant)])
            yield Finding(value.span, f'{message}; did you mean "{meant}"?', fix=fix)
