from asllint.rule import ERROR, Conformance, Definition, Finding, Findings, rule, string_of


@rule(severity=ERROR, aws="SCHEMA_VALIDATION_FAILED", since="0.1")
def context_in_number_path(definition: Definition, conformance: Conformance) -> Findings:
    """A path into the context object in a Map field that reads a number."""
    for misfit in conformance.number_paths:
        text = string_of(misfit.pair.value) or ""
        if text.startswith("$$"):
            yield Finding(
                misfit.pair.value.span,
                f'"{misfit.name}" can not read the context object: copy the number into the input '
                'of this state first, and write its path ("$.…") here',
            )
