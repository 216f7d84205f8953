from asllint.rule import (
    EXPRESS,
    WARNING,
    Definition,
    Finding,
    Findings,
    Fix,
    Integrations,
    Task,
    edits,
    integrations,
    rule,
    services,
)

_LIMITS = ("TimeoutSeconds", "TimeoutSecondsPath", "HeartbeatSeconds", "HeartbeatSecondsPath")


@rule(severity=WARNING, since="0.1")
def endless_wait(definition: Definition, calls: Integrations) -> Findings:
    """A Task that waits for a callback or an activity, and nothing ends the wait."""
    root = definition.machine.node
    if root.get("TimeoutSeconds") is not None or not root.complete:
        return  # nothing outlives the execution
    for task in calls.tasks:
        whom = _awaited(task)
        if whom is None or task.state.machine.workflow_type == EXPRESS:
            continue
        if getattr(task.state.node, "complete", False) and not any(map(task.state.field, _LIMITS)):
            step = edits.add_fields(task.state.node, {"TimeoutSeconds": 3600})
            yield Finding(
                task.span(),
                f'"{task.state.name}" waits for {whom}, for a year if need be: add '
                '"TimeoutSeconds" or "HeartbeatSeconds"',
                fix=Fix('add "TimeoutSeconds"', [step], draft=True),
            )


def _awaited(task: Task) -> str | None:
    if task.kind == integrations.ACTIVITY:
        return "a worker"
    return "a callback" if task.pattern == services.TASK_TOKEN else None
