from asllint.rule import (
    ERROR,
    Conformance,
    Definition,
    Finding,
    Findings,
    Fix,
    Mapping,
    Misfit,
    Node,
    Scalar,
    children,
    edits,
    grammar,
    listed,
    rule,
    walk,
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

COUNTERPARTS = {"Parameters": "Arguments", "Arguments": "Parameters"}
"""Fields that hold the same under another name in the other query language."""

OLDER = frozenset(
    field.name
    for kind in (*grammar.KINDS.values(), *grammar.STATES.values())
    for field in kind.fields.values()
    if field.language == grammar.JSONPATH
)
"""Every field that only JSONPath has."""

DATA = frozenset(("Arguments", "Assign", "ItemSelector", "Items", "Output"))
"""Fields whose values are data, and hold no fields of the language."""

INSTEAD_IN = {("Pass", "Output"): ("Parameters", "Result")}
"""The same for one kind of object."""


@rule(severity=ERROR, aws="SCHEMA_VALIDATION_FAILED", since="0.1")
def wrong_query_language(definition: Definition, conformance: Conformance) -> Findings:
    """A field that only the other query language has."""
    for misfit in conformance.foreign:
        goes_along = misfit.name in grammar.OPERATORS and "Variable" in misfit.part.node.fields
        if not goes_along:  # with "Variable", which is reported
            fix = _other_name(misfit) or _other_language(misfit, definition)
            yield Finding(misfit.pair.key.span, _message(misfit), fix=fix)


def _other_name(misfit: Misfit) -> Fix | None:
    """The field under its name in this query language, where its value says the same in both."""
    fields, present = misfit.part.kind.fields, misfit.part.node.fields
    meant = COUNTERPARTS.get(misfit.name)
    if meant not in fields or meant in present or not _is_constant(misfit.pair.value):
        return None
    return Fix(f'write "{meant}"', [edits.rename(misfit.pair.key, meant)])


def _is_constant(node: Node) -> bool:
    """Is nothing in an object evaluated, in neither query language?"""
    if not isinstance(node, Mapping) or not node.complete:
        return False
    for one in walk(node):
        if isinstance(one, Mapping) and any(key.endswith(".$") for key in one.fields):
            return False
        text = one.value if isinstance(one, Scalar) else ""
        if isinstance(text, str) and (text.startswith(("$", "States.")) or "{%" in text):
            return False
    return True


def _other_language(misfit: Misfit, definition: Definition) -> Fix | None:
    """Say that the state uses JSONata, where all of it does, and an expression shows it."""
    part = misfit.part
    state = part.state
    if state is None or part.language != grammar.JSONPATH or not isinstance(state.node, Mapping):
        return None
    if "QueryLanguage" in state.fields or "QueryLanguage" in state.machine.by_name:
        return None
    source = definition.file.text[state.node.start : state.node.end]
    if "{%" not in source or ".$" in source or state.machines or _has_older_fields(state.node):
        return None
    step = edits.add_fields(state.node, {"QueryLanguage": "JSONata"}, first=True)
    return Fix('set "QueryLanguage": "JSONata" on the state', [step])


def _has_older_fields(node: Mapping) -> bool:
    """Is there a field of JSONPath in an object, or in one in it?"""
    return any(
        isinstance(one, Mapping) and not OLDER.isdisjoint(one.fields)
        for one in walk(node, _without_data)
    )


def _without_data(node: Node) -> list[Node]:
    if isinstance(node, Mapping):
        return [pair.value for name, pair in node.fields.items() if name not in DATA]
    return children(node)


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
