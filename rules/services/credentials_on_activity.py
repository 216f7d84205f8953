from asllint.rule import ERROR, Finding, Findings, Fix, Related, Task, edits, integrations, rule


@rule(severity=ERROR, aws="SCHEMA_VALIDATION_FAILED", since="0.1")
def credentials_on_activity(task: Task) -> Findings:
    """`Credentials` on a Task that is done by an activity."""
    state = task.state
    pair = state.pair("Credentials") if task.kind == integrations.ACTIVITY else None
    if pair is not None:
        yield Finding(
            pair.key.span,
            'an activity takes no "Credentials", because its workers come with their own: delete '
            "the field",
            related=[Related(task.span(), "an activity")],
            fix=Fix('delete "Credentials"', [edits.delete(state.node, pair)]),
        )
