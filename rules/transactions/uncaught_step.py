from asllint.rule import (
    WARNING,
    Ask,
    Finding,
    Findings,
    Related,
    Rollback,
    State,
    StateMachine,
    Transaction,
    arrows,
    rule,
)


@rule(severity=WARNING, since="0.1")
def uncaught_step(machine: StateMachine, ask: Ask) -> Findings:
    """A step without a catcher, between steps whose errors are undone."""
    transaction = ask(Transaction, machine)
    if not transaction.found:
        return
    for step in transaction.steps:
        if step.catchers or transaction.is_caught_within(step):
            continue
        earlier, later = next(transaction.before(step), None), next(transaction.behind(step), None)
        if earlier is not None and later is not None:
            yield _finding(step, earlier, later)


def _finding(step: State, earlier: Rollback, later: Rollback) -> Finding:
    before, behind = earlier.catcher.state, later.catcher.state
    return Finding(
        step.key.span,
        f'nothing is undone when "{step.name}" fails, for it has no catcher: when "{before.name}" '
        f'before it fails, {arrows(earlier.undoing)} follows, and when "{behind.name}" behind it '
        f"does, {arrows(later.undoing)}",
        related=[
            Related(before.key.span, "an earlier step, which has one"),
            Related(behind.key.span, "a later step, which has one"),
        ],
    )
