from asllint.rule import WARNING, Finding, Findings, Fix, Scalar, State, edits, rule


@rule(severity=WARNING, since="0.1")
def end_false(state: State) -> Findings:
    """`"End": false`, which ends nothing and leads nowhere."""
    pair = state.pair("End")
    if pair is not None and isinstance(pair.value, Scalar) and pair.value.value is False:
        leads, remedy, fix = state.field("Next") is not None, 'write "Next" with a state', None
        if leads:
            remedy, fix = "delete it", Fix('delete "End"', [edits.delete(state.node, pair)])
        yield Finding(pair.value.span, f'"End": false does not end anything: {remedy}', fix=fix)
