from asllint.rule import (
    WARNING,
    Arguments,
    Definition,
    Finding,
    Findings,
    Stray,
    listed,
    rule,
    services,
)


@rule(severity=WARNING, aws="SCHEMA_VALIDATION_FAILED", since="0.1")
def unknown_parameter(definition: Definition, arguments: Arguments) -> Findings:
    """A parameter that the API of the service does not have, at any depth."""
    for stray in arguments.strays:
        if not (stray.miscased or stray.missed):  # `wrong-letter-case`, `missing-parameter`
            # AWS was seen to refuse plain keys of optimised integrations. It takes computed ones,
            # and the call fails when it runs; of SDK integrations no answer is recorded.
            service = stray.handed.task.service
            computed = stray.name != stray.pair.key.value
            refused = service is not None and service.optimised and not computed
            yield Finding(stray.pair.key.span, _message(stray), fix=stray.fix, refused=refused)


def _message(stray: Stray) -> str:
    handed, meant = stray.handed, stray.meant
    if meant is not None and meant.lower() == stray.name.lower():
        return f'parameters are case-sensitive: write "{meant}", not "{stray.name}"'
    action = handed.task.action
    assert action is not None
    owner = ".".join(handed.where) or f"{action.service.prefix}:{action.name}"
    message = f'"{owner}" has no parameter "{stray.name}" in the {services.age()}'
    if meant is not None:
        return f'{message}; did you mean "{meant}"?'
    members = tuple(handed.type.members)
    if 0 < len(members) <= 8:
        return f"{message}: there {'is' if len(members) == 1 else 'are'} {listed(members)}"
    return message
