from asllint.rule import (
    ERROR,
    Conformance,
    Definition,
    Finding,
    Findings,
    Related,
    rule,
)


@rule(severity=ERROR, aws="SCHEMA_VALIDATION_FAILED", since="0.1")
def query_language_conflict(definition: Definition, conformance: Conformance) -> Findings:
    """A JSONPath state in a machine that is JSONata as a whole."""
    whole = definition.machine.node.fields.get("QueryLanguage")
    for misfit in conformance.downgrades:
        yield Finding(
            misfit.pair.value.span,
            "a state can not go back to JSONPath when the whole machine is JSONata: move "
            '"QueryLanguage": "JSONata" from the machine to the states that need it',
            related=[Related(whole.value.span, "the machine's query language")] if whole else (),
        )
