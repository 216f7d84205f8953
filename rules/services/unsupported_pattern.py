from asllint.rule import (
    ERROR,
    Finding,
    Findings,
    Fix,
    Service,
    Task,
    edits,
    nearest,
    rule,
    services,
)


@rule(severity=ERROR, aws="SCHEMA_VALIDATION_FAILED", since="0.1")
def unsupported_pattern(task: Task) -> Findings:
    """A pattern (`.sync`, `.waitForTaskToken`) that does not exist, or not for this service."""
    if not task.pattern or "pattern" not in task.resource.parts:
        return
    pattern, service = task.pattern, task.service
    if pattern not in services.PATTERNS:
        near = nearest(pattern, services.PATTERNS)
        names = '".sync", ".sync:2" and ".waitForTaskToken"'
        hint = f'; did you mean ".{near}"?' if near else f": there is {names}"
        message = f'there is no integration pattern ".{pattern}"{hint}'
        yield Finding(task.span("pattern"), message, fix=_fix(task, near))
    elif service is not None and pattern in service.never:
        only = pattern == services.SYNC_2 and services.SYNC not in service.never
        fix = _fix(task, services.SYNC) if only else None
        yield Finding(task.span("pattern"), _message(pattern, service), fix=fix)


def _fix(task: Task, pattern: str | None) -> Fix | None:
    """Another pattern in place of the one in the text of `Resource`."""
    if pattern is None:
        return None
    same = pattern.lower() == (task.pattern or "").lower()
    step = edits.replace_text(task.node, *task.resource.parts["pattern"], pattern)
    return Fix(f'write ".{pattern}"', [step], safe=same)


def _message(pattern: str, service: Service) -> str:
    if not service.optimised:
        return (
            f'an SDK integration does not support ".{pattern}": call an action that says whether '
            "the work is done, in a loop with a Wait"
        )
    if pattern == services.SYNC_2:
        return f'only "states:startExecution" supports ".sync:2", and "{service.prefix}" does not'
    return f'"{service.prefix}" does not support ".{pattern}": leave it out'
