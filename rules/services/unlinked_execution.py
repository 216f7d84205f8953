from asllint.rule import (
    INFO,
    Definition,
    Finding,
    Findings,
    Integrations,
    Mapping,
    has_placeholder,
    rule,
)

_LINK = "AWS_STEP_FUNCTIONS_STARTED_BY_EXECUTION_ID"


@rule(severity=INFO, since="0.1")
def unlinked_execution(definition: Definition, calls: Integrations) -> Findings:
    """A nested execution that the console can not link to the one that starts it."""
    for task in calls.calls_to("states"):
        pair = (task.parameters or {}).get("Input")
        if pair is None or not isinstance(pair.value, Mapping) or not pair.value.complete:
            continue
        names = list(pair.value.fields)
        if names and not any(has_placeholder(name) or name.startswith(_LINK) for name in names):
            yield Finding(
                pair.key.span,
                f"the console can not link this execution to the one it starts: pass "
                f'{_expression(task.state.query_language)} on as "{_LINK}"',
            )


def _expression(language: str | None) -> str:
    if language == "JSONata":
        return '"{% $states.context.Execution.Id %}"'
    return '"$$.Execution.Id"'
