from asllint.rule import (
    ERROR,
    Finding,
    Findings,
    Layout,
    Mapping,
    Related,
    State,
    rule,
    string_of,
)


@rule(severity=ERROR, aws="SCHEMA_VALIDATION_FAILED", since="0.1")
def credentials_on_activity(state: State, layout: Layout) -> Findings:
    """`Credentials` on a Task that is done by an activity."""
    pair, resource = state.pair("Credentials"), state.field("Resource")
    if pair is None or resource is None or state.type != "Task":
        return
    if ":activity:" in (string_of(resource) or ""):
        gone = layout.without(state.node, pair) if isinstance(state.node, Mapping) else []
        yield Finding(
            pair.key.span,
            'an activity takes no "Credentials", because its workers come with their own: delete '
            "the field",
            related=[Related(resource.span, "an activity")],
            fix=layout.fix('delete "Credentials"', gone),
        )
