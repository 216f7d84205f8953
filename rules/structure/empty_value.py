from asllint.rule import ERROR, Conformance, Definition, Finding, Findings, rule

REMEDIES = {
    "Choices": "it needs at least one choice rule",
    "Branches": "it needs at least one branch",
    "ErrorEquals": 'it needs at least one error name, such as "States.ALL"',
    "And": "it needs at least one choice rule",
    "Or": "it needs at least one choice rule",
}


@rule(severity=ERROR, aws="SCHEMA_VALIDATION_FAILED", since="0.1")
def empty_value(definition: Definition, conformance: Conformance) -> Findings:
    """An array or object that must not be empty."""
    for misfit in conformance.empties:
        remedy = REMEDIES.get(misfit.name, "it needs at least one item")
        yield Finding(misfit.pair.value.span, f'"{misfit.name}" is empty: {remedy}')
