from asllint.rule import (
    ERROR,
    Finding,
    Findings,
    Service,
    Task,
    nearest,
    rule,
    services,
)


@rule(severity=ERROR, aws="SCHEMA_VALIDATION_FAILED", since="0.1", local=True)
def unsupported_pattern(task: Task) -> Findings:
    """A pattern (`.sync`, `.waitForTaskToken`) that does not exist, or not for this service."""
    if not task.pattern or "pattern" not in task.resource.parts:
        return
    pattern, service = task.pattern, task.service
    if pattern not in services.PATTERNS:
        near = nearest(pattern, services.PATTERNS)
        names = '".sync", ".sync:2" and ".waitForTaskToken"'
        hint = f'; did you mean ".{near}"?' if near else f": there is {names}"
        yield Finding(task.span("pattern"), f'there is no integration pattern ".{pattern}"{hint}')
    elif service is not None and pattern in service.never:
        yield Finding(task.span("pattern"), _message(pattern, service))


def _message(pattern: str, service: Service) -> str:
    if not service.optimised:
        return (
            f'an SDK integration does not support ".{pattern}": call an action that says whether '
            "the work is done, in a loop with a Wait"
        )
    if pattern == services.SYNC_2:
        return f'only "states:startExecution" supports ".sync:2", and "{service.prefix}" does not'
    return f'"{service.prefix}" does not support ".{pattern}": leave it out'
