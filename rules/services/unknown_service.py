from asllint.rule import (
    WARNING,
    Finding,
    Findings,
    ServiceTask,
    integrations,
    nearest,
    rule,
    services,
)


@rule(severity=WARNING, aws="SCHEMA_VALIDATION_FAILED", since="0.1")
def unknown_service(task: ServiceTask) -> Findings:
    """A Task that calls a service which Step Functions does not know under this name."""
    name = task.resource.part("service")
    if not name or task.service is not None or task.miscased is not None:
        return
    action = task.resource.part("action") or "ACTION"
    if task.kind == integrations.OPTIMISED:
        message = _optimised(name, action)
    else:
        message = f'there is no service "{name}" in the {services.age()}{_sdk_hint(name)}'
    yield Finding(task.span("service"), message)


def _sdk_hint(name: str) -> str:
    near = services.meant_by(name) or nearest(name, services.sdk_names())
    return f': an SDK integration calls it "{near}"' if near else ""


def _optimised(name: str, action: str) -> str:
    message = f'"{name}" has no optimised integration in the {services.age()}'
    near = nearest(name, services.optimised_names())
    if near is not None:
        return f'{message}; did you mean "{near}"?'
    prefix = name if services.sdk_service(name) else services.meant_by(name)
    prefix = prefix or nearest(name, services.sdk_names())
    if prefix is None:
        return message
    return f'{message}: call "arn:aws:states:::aws-sdk:{prefix}:{action}"'
