import re

from asllint.rule import (
    ERROR,
    JSONPATH,
    Conformance,
    Definition,
    Finding,
    Findings,
    Fix,
    edits,
    is_timestamp,
    names_twin,
    rule,
    string_of,
)

SHAPE = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d([.]\d+)?(Z|[+-]\d\d:\d\d)"


@rule(severity=ERROR, aws="SCHEMA_VALIDATION_FAILED", since="0.1")
def malformed_timestamp(definition: Definition, conformance: Conformance) -> Findings:
    """A timestamp that is not in the form of RFC 3339 that Step Functions takes."""
    for misfit in conformance.timestamps:
        text = string_of(misfit.pair.value) or ""
        value, right = misfit.pair.value, _right(text)
        fix = Fix(f'write "{right}"', [edits.set_value(value, right)]) if right else None
        remedy = _remedy(text)
        if misfit.part.language == JSONPATH and text.startswith("$"):
            remedy = f'a path can only stand in "{misfit.name}Path"'
        if names_twin(misfit, text):
            name = f"{misfit.name}Path"
            fix = Fix(f'rename the field to "{name}"', [edits.rename(misfit.pair.key, name)])
            remedy = f"that is a path: {fix.title}"
        yield Finding(value.span, f'"{misfit.name}" is "{text}": {remedy}', fix=fix)


def _right(text: str) -> str | None:
    """The timestamp, if just the T or the Z is written otherwise."""
    right = re.sub(r"(?<=[0-9])[tT ](?=[0-9])", "T", text.strip())
    right = re.sub(r" ?[zZ]$", "Z", right)
    return right if is_timestamp(right) else None


def _remedy(text: str) -> str:
    if "{%" in text:
        return "{% … %} is only evaluated in JSONata states, and this is a JSONPath state"
    if re.fullmatch(SHAPE, text):
        return "there is no such day or time"
    return "write it like 2030-01-31T09:30:00Z, with the T, the seconds and the zone"
