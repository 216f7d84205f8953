from asllint.rule import (
    ERROR,
    JSONPATH,
    WARNING,
    Conformance,
    Definition,
    Finding,
    Findings,
    Fix,
    Hole,
    Scalar,
    edits,
    grammar,
    in_object,
    is_quoted,
    rule,
    severity_of_text,
)

_WANTED = {
    grammar.INTEGER: "a whole number",
    grammar.NUMBER: "a number",
    grammar.BOOLEAN: "true or false",
}


@rule(severity=ERROR, aws="SCHEMA_VALIDATION_FAILED", since="0.1")
def quoted_placeholder(definition: Definition, conformance: Conformance) -> Findings:
    """A placeholder for a number or a boolean that stays a text when it is filled in."""
    for misfit in conformance.placeholders:
        assert misfit.field is not None
        value = misfit.pair.value
        severity = severity_of_text(definition, value)
        if severity is None:
            continue
        if misfit.part.language != JSONPATH and misfit.field.expression:
            if misfit.field.value == grammar.BOOLEAN:
                continue  # an expression is what it may be filled with
            severity = WARNING
        assert isinstance(value, Hole | Scalar)
        text = value.text if isinstance(value, Hole) else value.value
        wanted = _WANTED[misfit.field.value]
        fix = None
        if in_object(definition):
            message = (
                f'"{misfit.name}" takes {wanted}, and "{text}" stays a text when it is filled in: '
                "write the value itself"
            )
        elif is_quoted(definition, value) and not str(text).startswith(_OUTSIDE):
            message = (
                f'"{misfit.name}" takes {wanted}, and "{text}" in quotes stays a text when it is '
                "filled in: delete the quotes"
            )
            fix = Fix("delete the quotes", [edits.unquote(value)], safe=False)
        else:
            message = (
                f'"{misfit.name}" takes {wanted}, and "{text}" is a text, whatever it is set to: '
                + _serverless(misfit.field.value, str(text))
            )
        yield Finding(value.span, message, fix=fix, refused=severity is ERROR, severity=severity)


_OUTSIDE = ("${env:", "${opt:", "${param:")
"""Variables of Serverless that come from outside of the service."""


def _serverless(kind: str, text: str) -> str:
    if kind == grammar.BOOLEAN:
        return f"write ${{strToBool({text})}}"
    return 'write the number into the service, and read it with "${self:…}"'
