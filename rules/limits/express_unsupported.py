from asllint.rule import (
    ERROR,
    EXPRESS,
    Finding,
    Findings,
    Mapping,
    State,
    StateMachine,
    rule,
    string_of,
)

SUFFIXES = {
    ".sync": "wait for the end of a job",
    ".sync:2": "wait for the end of a job",
    ".waitForTaskToken": "wait for a callback",
}


@rule(severity=ERROR, aws="SCHEMA_VALIDATION_FAILED", since="0.1")
def express_unsupported(state: State) -> Findings:
    """What only Standard workflows can do, in an Express workflow."""
    if state.machine.workflow_type != EXPRESS:
        return
    subject, remedy = _words(state.machine)
    resource = state.field("Resource") if state.type == "Task" else None
    text = string_of(resource) or ""
    if resource is not None:
        for suffix, ability in SUFFIXES.items():
            if text.endswith(suffix):
                yield Finding(
                    resource.span,
                    f'{subject} can not {ability}: call without "{suffix}", or {remedy}',
                )
        if ":activity:" in text:
            message = f"{subject} can not use activities: call a Lambda function, or {remedy}"
            yield Finding(resource.span, message)
    for machine in state.machines:
        config = machine.node.get("ProcessorConfig")
        if machine.mode == "DISTRIBUTED" and isinstance(config, Mapping):
            message = f"{subject} can not hold a distributed Map: make it INLINE, or {remedy}"
            yield Finding(config.fields["Mode"].value.span, message)


def _words(machine: StateMachine) -> tuple[str, str]:
    """The Express workflow that the states of a machine run in, and how to make it another."""
    while machine.parent is not None:
        state = machine.parent
        if machine.mode == "DISTRIBUTED":
            return (
                f'"{state.name}" runs its items in Express workflows, which',
                'set "ExecutionType" to "STANDARD"',
            )
        machine = state.machine
    return "an Express workflow", "make the workflow Standard"
