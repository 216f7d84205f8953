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
    for handed in arguments.objects:
        required, groups = _needs(handed)
        lacking = [
            name for name in handed.lacks(required) if (id(handed), name) not in meant
        ]  # `unknown-parameter` says of the others how they are written
        if lacking:
            yield Finding(
                handed.span,
                f"{_subject(handed)} needs {listed(lacking)} in the {services.age()}",
            )
        for group in groups:
            if len(handed.lacks(group)) == len(group):
                yield Finding(handed.span, f"{_subject(handed)} needs {listed(group, 'or')}")


def _needs(handed: Handed) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """The members that an object must have, and groups of which it must have one."""
    if handed.where:
        return handed.shape.required, ()
    action = handed.task.action
    assert action is not None
    # `missing-parameter` reports what AWS itself was seen to insist on.
    return () if action.measured else action.required, action.one_of


def _subject(handed: Handed) -> str:
    if handed.where:
        return f'"{".".join(handed.where)}"'
    action = handed.task.action
    assert action is not None
    return f'"{action.service.prefix}:{action.name}"'
