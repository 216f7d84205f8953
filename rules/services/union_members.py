from asllint.rule import WARNING, Arguments, Definition, Finding, Findings, listed, rule


@rule(severity=WARNING, since="0.1")
def union_members(definition: Definition, arguments: Arguments) -> Findings:
    """None or several members where the API of the service takes exactly one."""
    for handed, names in arguments.unions:
        what = f'"{handed.where[-1]}"' if handed.where else "the call"
        if names:
            message = f"{what} takes exactly one member, and has {listed(names)}: leave one"
        else:
            members = tuple(handed.type.members)
            message = f"{what} takes exactly one member, and has none"
            message += f": one of {listed(members, 'or')}" if len(members) <= 12 else ""
        yield Finding(handed.span, message)
