from asllint.rule import (
    WARNING,
    Arguments,
    Definition,
    Finding,
    Findings,
    Handed,
    listed,
    rule,
    services,
)


@rule(severity=WARNING, since="0.1")
def expected_parameter(definition: Definition, arguments: Arguments) -> Findings:
    """A parameter that the API of the service requires, and that is not there."""
    meant = {(id(stray.handed), stray.meant) for stray in arguments.strays}
    for handed, lacking in arguments.lacking:
        # `unknown-parameter` says of the others how they are written.
        names = [name for name in lacking if (id(handed), name) not in meant]
        if names and not handed.measured:  # else `missing-parameter` reports it
            yield Finding(
                handed.span, f"{_subject(handed)} needs {listed(names)} in the {services.age()}"
            )
    for handed, group in arguments.none_of:
        yield Finding(handed.span, f"{_subject(handed)} needs {listed(group, 'or')}")


def _subject(handed: Handed) -> str:
    if handed.where:
        return f'"{".".join(handed.where)}"'
    action = handed.task.action
    assert action is not None
    return f'"{action.service.prefix}:{action.name}"'
