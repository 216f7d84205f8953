from asllint.rule import (
    WARNING,
    Ask,
    Finding,
    Findings,
    Related,
    ServiceTask,
    idempotency,
    items_around,
    rule,
    token_of,
)


@rule(severity=WARNING, since="0.1")
def shared_idempotency_token(task: ServiceTask, ask: Ask) -> Findings:
    """An idempotency token that is the same for all items of a Map."""
    around = items_around(task.state)
    token = None if around is None else token_of(task, ask)
    if around is None or token is None or token.pair is None:
        return
    if token.kind == idempotency.OF_EXECUTION:
        yield Finding(
            token.pair.value.span,
            f'"{token.name}" is the same for all items of "{around.name}", and the second one gets '
            "what the first has made: make it of the item, too",
            related=[Related(around.key.span, "runs it for each item, in the same execution")],
        )
