from asllint.rule import (
    ERROR,
    Conflict,
    Conformance,
    Definition,
    Finding,
    Findings,
    Fix,
    Related,
    Scalar,
    edits,
    grammar,
    listed,
    rule,
)


@rule(severity=ERROR, aws="SCHEMA_VALIDATION_FAILED", since="0.1")
def conflicting_fields(definition: Definition, conformance: Conformance) -> Findings:
    """Fields of which an object can have only one."""
    for conflict in conformance.conflicts:
        if not _ends_nothing(conflict):
            first, second = conflict.pairs[:2]
            related = [Related(first.key.span, "it excludes this one")]
            yield Finding(second.key.span, _message(conflict), related=related)
    for misfit, because in conformance.forbidden:
        value = getattr(because.value, "value", "")
        step = edits.delete(misfit.part.node, misfit.pair)
        yield Finding(
            misfit.pair.key.span,
            f'"{misfit.name}" can not stand beside "{because.key.value}": "{value}": delete it',
            related=[Related(because.key.span, "it is excluded by this")],
            fix=Fix(f'delete "{misfit.name}"', [step], safe=False),
        )


def _ends_nothing(conflict: Conflict) -> bool:
    """Is it `"End": false` beside `Next`, of which `end-false` speaks?"""
    values = {pair.key.value: pair.value for pair in conflict.pairs}
    end = values.get("End")
    return isinstance(end, Scalar) and end.value is False


def _message(conflict: Conflict) -> str:
    names = [str(pair.key.value) for pair in conflict.pairs]
    if set(names) == {"Next", "End"}:
        return 'a state has either "Next" or "End", not both: delete one'
    if set(names) <= set(grammar.OPERATORS):
        return f'one test has one operator, not {listed(names)}: combine several tests with "And"'
    return f"{listed(names)} exclude each other: keep one of them"
