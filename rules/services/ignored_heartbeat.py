from asllint.rule import (
    INFO,
    Definition,
    Finding,
    Findings,
    Integrations,
    Task,
    integrations,
    rule,
    services,
)


@rule(severity=INFO, since="0.1")
def ignored_heartbeat(definition: Definition, calls: Integrations) -> Findings:
    """A heartbeat of a Task that nobody can send one for."""
    for task in calls.tasks:
        fields = task.state.fields
        pair = fields.get("HeartbeatSeconds") or fields.get("HeartbeatSecondsPath")
        if pair is not None and not _is_heard(task):
            yield Finding(
                pair.key.span,
                f'nobody can send a heartbeat for "{task.state.name}", because it waits neither '
                'for a callback nor for an activity: "TimeoutSeconds" limits it',
            )


def _is_heard(task: Task) -> bool:
    """Does somebody hold its task token, as far as that can be known?"""
    if task.kind in (integrations.OPTIMISED, integrations.SDK):
        return task.pattern in (None, services.TASK_TOKEN)
    return task.kind != integrations.LAMBDA
