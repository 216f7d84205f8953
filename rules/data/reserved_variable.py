from asllint.rule import ERROR, Definition, Finding, Findings, Variables, rule


@rule(severity=ERROR, aws="RESERVED_VARIABLE_NAME", since="0.1")
def reserved_variable(definition: Definition, variables: Variables) -> Findings:
    """An assignment to `states`, which is reserved."""
    for one in variables.assignments():
        if one.name == "states":
            yield Finding(
                one.key.span,
                '"states" is reserved for what Step Functions supplies: take another name',
            )
