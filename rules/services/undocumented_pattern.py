from asllint.rule import WARNING, Finding, Findings, ServiceTask, listed, rule, services


@rule(severity=WARNING, aws="SCHEMA_VALIDATION_FAILED", since="0.1")
def undocumented_pattern(task: ServiceTask) -> Findings:
    """A pattern (`.sync`, `.waitForTaskToken`) that AWS does not document for this action."""
    action = task.action
    if action is None or not task.pattern:
        return
    pattern = task.pattern
    if pattern in action.service.never or pattern not in services.PATTERNS:
        return  # `unsupported-pattern` reports it
    if pattern not in action.patterns:
        others = [f".{name}" for name in action.patterns if name]
        offer = f": it supports {listed(others)}" if others else ": leave it out"
        yield Finding(
            task.span("pattern"),
            f'"{action.name}" does not support ".{pattern}" in the {services.age()}{offer}',
        )
