from asllint.rule import (
    WARNING,
    Definition,
    Finding,
    Findings,
    Fix,
    Integrations,
    edits,
    rule,
    services,
    string_of,
)


@rule(severity=WARNING, since="0.1")
def constant_execution_name(definition: Definition, calls: Integrations) -> Findings:
    """A nested execution of a Standard workflow that has the same name every time."""
    for task in calls.calls_to("states"):
        if task.pattern not in (services.SYNC, services.SYNC_2):
            continue  # executions of an Express workflow can share a name
        pair = (task.parameters or {}).get("Name")
        text = string_of(pair.value) if pair is not None else None
        if pair is None or not text or str(pair.key.value).endswith(".$"):
            continue
        if "{%" not in text and not text.startswith(("$", "States.")):
            node = task.state.field("Parameters") or task.state.field("Arguments")
            yield Finding(
                pair.value.span,
                f'every execution would be called "{text}", and for 90 days only one can: leave '
                '"Name" out, or compute it',
                fix=Fix('leave "Name" out', [edits.delete(node, pair)], safe=False),
            )
