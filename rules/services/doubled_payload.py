from asllint.rule import WARNING, Definition, Finding, Findings, Integrations, integrations, rule

_INVOKE = {
    "FunctionName", "Payload", "InvocationType", "LogType", "Qualifier", "ClientContext",
}  # fmt: skip


@rule(severity=WARNING, since="0.1")
def doubled_payload(definition: Definition, calls: Integrations) -> Findings:
    """The parameters of `lambda:invoke` in a Task whose `Resource` is the function itself."""
    for task in calls.tasks:
        pair = task.arguments if task.kind == integrations.LAMBDA else None
        if (
            pair is not None
            and {"FunctionName", "Payload"} <= set(task.parameters or ()) <= _INVOKE
        ):
            yield Finding(
                pair.key.span,
                f'the function gets all of "{pair.key.value}" as its event, "FunctionName" and '
                '"Payload" included: call "arn:aws:states:::lambda:invoke", or give just what is '
                'in "Payload"',
            )
