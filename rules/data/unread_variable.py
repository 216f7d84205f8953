from asllint.rule import INFO, Definition, Finding, Findings, Variables, rule


@rule(severity=INFO, since="0.1", tag="unnecessary")
def unread_variable(definition: Definition, variables: Variables) -> Findings:
    """A variable that is assigned and never read."""
    if variables.unclear:
        return
    told = {one.name for one in variables.reads} | {"states"}
    for one in variables.assignments():
        if one.name not in told and one.name.isidentifier():  # others are reported anyway
            told.add(one.name)
            yield Finding(
                one.key.span, f'nothing reads the variable "{one.name}": delete it, or use it'
            )
