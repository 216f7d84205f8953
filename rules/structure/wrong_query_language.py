from asllint.rule import (
    ERROR,
    Conformance,
    Definition,
    Finding,
    Findings,
    Misfit,
    grammar,
    listed,
    rule,
)

INSTEAD = {
    "InputPath": ("Arguments", "Items", "Output"),
    "Parameters": ("Arguments", "ItemSelector", "Output"),
    "ResultSelector": ("Output",),
    "ResultPath": ("Output", "Assign"),
    "OutputPath": ("Output",),
    "Result": ("Output",),
    "ItemsPath": ("Items",),
    "Arguments": ("Parameters",),
    "Output": ("ResultSelector", "ResultPath", "OutputPath"),
    "Items": ("ItemsPath",),
    "Condition": ("Variable",),
    "RoleArn.$": ("RoleArn",),
    **dict.fromkeys(("Variable", "And", "Or", "Not", *grammar.OPERATORS), ("Condition",)),
}
"""What the other query language has instead of a field, as far as the object has it."""

INSTEAD_IN = {("Pass", "Output"): ("Parameters", "Result")}
"""The same for one kind of object."""


@rule(severity=ERROR, aws="SCHEMA_VALIDATION_FAILED", since="0.1")
def wrong_query_language(definition: Definition, conformance: Conformance) -> Findings:
    """A field that only the other query language has."""
    for misfit in conformance.foreign:
        goes_along = misfit.name in grammar.OPERATORS and "Variable" in misfit.part.node.fields
        if not goes_along:  # with "Variable", which is reported
            yield Finding(misfit.pair.key.span, _message(misfit))


def _message(misfit: Misfit) -> str:
    part, field = misfit.part, misfit.field
    assert field is not None
    assert part.state is not None
    message = (
        f'"{misfit.name}" is a field of {field.language}, and the state "{part.state.name}" uses '
        f"{part.language}"
    )
    remedies = _remedies(misfit)
    return f"{message}: {', or '.join(remedies)}" if remedies else message


def _remedies(misfit: Misfit) -> list[str]:
    name, fields = misfit.name, misfit.part.kind.fields
    remedies = []
    others = INSTEAD_IN.get((misfit.part.kind.name, name)) or INSTEAD.get(name, ())
    instead = [other for other in others if other in fields]
    twin = name[: -len("Path")] if name.endswith("Path") else None
    if instead:
        remedies.append(f"use {listed(instead, 'or')}")
    elif twin in fields:
        remedies.append(f'use "{twin}" with an expression')
    if misfit.part.language == grammar.JSONPATH:
        remedies.append('set "QueryLanguage": "JSONata" on the state')
    return remedies
