from asllint.rule import (
    INFO,
    Ask,
    Finding,
    Findings,
    Related,
    ServiceTask,
    repeating,
    rule,
    runs_once,
    services,
    token_of,
)


@rule(severity=INFO, since="0.1", default=False)
def missing_idempotency_token(task: ServiceTask, ask: Ask) -> Findings:
    """A call without an idempotency token, which a retrier may make twice."""
    if not task.state.retriers or task.pattern != services.REQUEST_RESPONSE or task.state.open:
        return
    token, found = token_of(task, ask), repeating(task)
    if token is None or token.pair is not None or found is None:
        return
    steady = token.steady(task.state) if runs_once(task.state, ask) else None
    yield Finding(
        task.span("action"),
        f'"{task.resource.part("action")}" is done twice when its answer got lost: '
        f"{token.remedy(steady)}",
        related=[Related(found[1].span, "tries it again after such an error")],
        fix=token.added(task, steady),
    )
