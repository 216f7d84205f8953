from asllint.rule import (
    WARNING,
    Ask,
    Finding,
    Findings,
    ServiceTask,
    idempotency,
    rule,
    runs_once,
    token_of,
)


@rule(severity=WARNING, since="0.1")
def constant_idempotency_token(task: ServiceTask, ask: Ask) -> Findings:
    """An idempotency token that is the same in every execution."""
    token = token_of(task, ask)
    if token is None or token.pair is None or token.kind != idempotency.CONSTANT:
        return
    steady = token.steady(task.state) if runs_once(task.state, ask) else None
    yield Finding(
        token.pair.value.span,
        f'"{token.name}" is the same in every execution, and the second one gets what the first '
        f"has made: {token.remedy(steady)}",
        fix=token.fix(steady),
    )
