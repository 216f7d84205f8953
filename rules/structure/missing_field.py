from asllint.rule import (
    ERROR,
    Absence,
    Conformance,
    Definition,
    Finding,
    Findings,
    Fix,
    Pair,
    Part,
    Related,
    Span,
    edits,
    grammar,
    listed,
    operators_of,
    rule,
)

LACKS = {
    ("And", "Or", "Not", "Variable", "Condition"): "tests nothing",
    ("ItemProcessor", "Iterator"): "has no machine to run for each item",
    ("Seconds", "Timestamp", "SecondsPath", "TimestampPath"): "does not say how long to wait",
    ("RoleArn", "RoleArn.$"): "names no role",
}
"""What it means when an object has none of the fields of a group."""


@rule(severity=ERROR, aws="SCHEMA_VALIDATION_FAILED", since="0.1")
def missing_field(definition: Definition, conformance: Conformance) -> Findings:
    """A field that the object needs."""
    for absence in conformance.absences:
        misspelt = absence.misspelt()
        if absence.fields == ("Type",):
            yield _untyped(absence.part, misspelt.get("Type"))
        elif absence.group is None:
            fields = [name for name in absence.fields if name not in misspelt]
            if fields:
                yield _lacking(absence, fields)
        elif absence.fields != ("Next", "End") and not misspelt:
            yield _lacking_any(absence)


def _untyped(part: Part, misspelt: Pair | None) -> Finding:
    """A state without `Type`: nobody but this rule knows which fields it can have."""
    message = f'{_title(part)} needs "Type"'
    if misspelt is None:
        types = listed(grammar.STATES, "or")
        return Finding(part.span, f"{message}: one of {types}")
    return Finding(
        part.span,
        message,
        related=[Related(misspelt.key.span, "did you mean it by this?")],
        fix=Fix('write "Type"', [edits.rename(misspelt.key, "Type")]),
    )


def _lacking(absence: Absence, fields: list[str]) -> Finding:
    part, because = absence.part, absence.because
    if because is None:
        return Finding(part.span, f"{_title(part)} needs {listed(fields)}")
    value = getattr(because.value, "value", "")
    return Finding(
        part.span,
        f'{_title(part)} with "{because.key.value}": "{value}" needs {listed(fields)}',
        related=[Related(Span(because.key.start, because.value.end), "this makes it necessary")],
    )


def _lacking_any(absence: Absence) -> Finding:
    """An object that has none of the fields of a group."""
    part, known = absence.part, absence.part.kind.fields
    if absence.fields == grammar.OPERATORS:
        return Finding(
            part.node.fields["Variable"].key.span,
            '"Variable" is compared with nothing: add an operator such as "StringEquals"',
        )
    operators = operators_of(part.node)
    if operators and part.language == grammar.JSONPATH:
        key = part.node.fields[operators[0]].key
        return Finding(key.span, f'"{key.value}" has nothing to compare: add "Variable"')
    fields = [
        name
        for name in absence.fields
        if not known[name].instead
        and (part.language is None or known[name].language in (None, part.language))
    ]
    lack = LACKS.get(absence.fields, "is incomplete")
    return Finding(part.span, f"{_title(part)} {lack}: add {listed(fields, 'or')}")


def _title(part: Part) -> str:
    if part.state is not None and part.node is part.state.node:
        return f'the state "{part.state.name}"'
    return "the state machine" if part.kind is grammar.STATE_MACHINE else part.kind.title
