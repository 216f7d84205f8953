from asllint.rule import WARNING, Finding, Findings, Scalar, State, rule


@rule(severity=WARNING, since="0.1")
def end_false(state: State) -> Findings:
    """`"End": false`, which ends nothing and leads nowhere."""
    pair = state.pair("End")
    if pair is not None and isinstance(pair.value, Scalar) and pair.value.value is False:
        remedy = "delete it" if state.field("Next") is not None else 'write "Next" with a state'
        yield Finding(pair.value.span, f'"End": false does not end anything: {remedy}')
