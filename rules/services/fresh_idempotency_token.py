from asllint.rule import (
    WARNING,
    Ask,
    Finding,
    Findings,
    Related,
    ServiceTask,
    idempotency,
    repeating,
    rule,
    runs_once,
    services,
    token_of,
)


@rule(severity=WARNING, since="0.1")
def fresh_idempotency_token(task: ServiceTask, ask: Ask) -> Findings:
    """An idempotency token that is another one on every attempt."""
    if not task.state.retriers or task.pattern != services.REQUEST_RESPONSE:
        return
    token = token_of(task, ask)
    if token is None or token.pair is None or token.kind != idempotency.FRESH:
        return
    found = repeating(task)
    if found is None:
        return
    steady = token.steady(task.state) if runs_once(task.state, ask) else None
    yield Finding(
        token.pair.value.span,
        f'"{token.name}" is another one on every attempt, so that "{task.resource.part("action")}" '
        f"is done twice when its answer got lost: {token.remedy(steady)}",
        related=[Related(found[1].span, "tries it again after such an error")],
        fix=token.fix(steady),
    )
