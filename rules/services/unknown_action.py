from asllint.rule import (
    WARNING,
    Finding,
    Findings,
    Service,
    ServiceTask,
    hint,
    rule,
    services,
)


@rule(severity=WARNING, aws="SCHEMA_VALIDATION_FAILED", since="0.1")
def unknown_action(task: ServiceTask) -> Findings:
    """A Task that calls an action which is not there, or which Step Functions can not call."""
    service = task.service
    if service is None or service.retired:
        return
    name, action = task.resource.part("action"), task.action
    if not name or task.miscased is not None or (action is not None and not action.unsupported):
        return
    if action is not None:
        reason = "it streams events" if action.streams else "AWS documents it as not supported"
        message = f'Step Functions can not call "{name}": {reason}'
    elif service.optimised:
        message = _optimised(service, name)
    else:
        message = (
            f'{service.title} has no action "{name}" in the {services.age()}'
            f"{hint(name, service.actions)}"
        )
    yield Finding(task.span("action"), message)


def _optimised(service: Service, name: str) -> str:
    """The SDK integration has what the optimised one lacks, unless it is just misspelt."""
    message = f'"{service.prefix}" has no optimised "{name}" in the {services.age()}'
    sdk = services.sdk_service(service.sdk) if service.sdk else None
    if sdk is not None and sdk.action(name) is not None:
        return f'{message}: call "arn:aws:states:::aws-sdk:{sdk.prefix}:{name}"'
    return message + hint(name, service.actions)
