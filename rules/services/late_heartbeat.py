from asllint.rule import (
    WARNING,
    Definition,
    Finding,
    Findings,
    Integrations,
    Related,
    State,
    number_of,
    rule,
)


@rule(severity=WARNING, since="0.1")
def late_heartbeat(definition: Definition, calls: Integrations) -> Findings:
    """`HeartbeatSeconds` that is not below `TimeoutSeconds`."""
    for task in calls.tasks:
        if "HeartbeatSeconds" in task.state.fields:
            yield from _check(task.state)


def _check(state: State) -> Findings:
    heartbeat, timeout = state.field("HeartbeatSeconds"), state.field("TimeoutSeconds")
    beat, limit = number_of(heartbeat), number_of(timeout)
    if heartbeat is None or timeout is None or beat is None or limit is None or beat < limit:
        return
    yield Finding(
        heartbeat.span,
        f"the timeout of {limit} seconds comes before a heartbeat can be missed: "
        '"HeartbeatSeconds" has to be below "TimeoutSeconds"',
        related=[Related(timeout.span, "the timeout")],
    )
