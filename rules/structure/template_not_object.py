from asllint.rule import (
    WARNING,
    Conformance,
    Definition,
    Finding,
    Findings,
    Scalar,
    has_placeholder,
    rule,
)


@rule(severity=WARNING, since="0.1")
def template_not_object(definition: Definition, conformance: Conformance) -> Findings:
    """A payload template that is a single value, in which nothing is evaluated."""
    for misfit in conformance.templates:
        value = misfit.pair.value
        if not isinstance(value, Scalar):
            continue  # AWS takes an array of templates
        text = value.value if isinstance(value.value, str) else ""
        if has_placeholder(text):
            continue
        message = f'a payload template is an object, and "{misfit.name}" is a single value'
        if text.startswith(("$", "States.")):
            message = (
                f'"{text}" is passed on as this very text: in "{misfit.name}" only the values of '
                'keys that end in ".$" are evaluated'
            )
        yield Finding(value.span, message)
