from asllint.rule import (
    WARNING,
    Arguments,
    Definition,
    Finding,
    Findings,
    listed,
    nearest,
    rule,
    services,
    string_of,
)


@rule(severity=WARNING, since="0.1")
def parameter_value(definition: Definition, arguments: Arguments) -> Findings:
    """A value that is none of those the API of the service knows."""
    for value in arguments.unlisted:
        text, known = string_of(value.node) or "", value.shape.enum
        message = f'"{text}" is no value of "{value.pair.key.value}" in the {services.age()}'
        near = nearest(text, known)
        if near is not None:
            message += f'; did you mean "{near}"?'
        elif len(known) <= 8:
            message += f": there {'is' if len(known) == 1 else 'are'} {listed(known)}"
        yield Finding(value.node.span, message)
