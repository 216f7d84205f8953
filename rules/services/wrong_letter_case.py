from asllint.rule import (
    ERROR,
    Arguments,
    Definition,
    Finding,
    Findings,
    Fix,
    Integrations,
    Task,
    edits,
    rule,
)


@rule(severity=ERROR, aws="SCHEMA_VALIDATION_FAILED", since="0.1")
def wrong_letter_case(
    definition: Definition, calls: Integrations, arguments: Arguments
) -> Findings:
    """A service, an action or a parameter that is right but for its letter case."""
    for task in calls.calls:
        if task.miscased is not None:
            yield _called(task, *task.miscased)
    for stray in arguments.strays:
        if stray.miscased and not stray.missed:  # `missing-parameter` reports those
            # Plain ones are refused; with computed ones the machine is created, and fails.
            yield Finding(
                stray.pair.key.span,
                f'parameters are case-sensitive: write "{stray.meant}", not "{stray.name}"',
                fix=stray.fix,
                refused=stray.name == stray.pair.key.value,
            )


def _called(task: Task, part: str, meant: str) -> Finding:
    start, end = task.resource.parts[part]
    text = task.resource.text
    written = text[:start] + meant + text[end:]
    fix = Fix(f'write "{meant}"', [edits.set_value(task.node, written)])
    message = f'{part}s are case-sensitive: write "{meant}", not "{text[start:end]}"'
    return Finding(task.span(part), message, fix=fix)
