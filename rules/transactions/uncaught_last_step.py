from asllint.rule import (
    INFO,
    Ask,
    Finding,
    Findings,
    Related,
    StateMachine,
    Transaction,
    arrows,
    rule,
)


@rule(severity=INFO, since="0.1")
def uncaught_last_step(machine: StateMachine, ask: Ask) -> Findings:
    """A step without a catcher, behind all steps whose errors are undone."""
    transaction = ask(Transaction, machine)
    if not transaction.found:
        return
    last = [
        step
        for step in transaction.steps
        if not step.catchers
        and not transaction.is_caught_within(step)
        and any(transaction.before(step))
        and not any(transaction.behind(step))
    ]
    if last:
        step, *others = last
        earlier = next(transaction.before(step))
        yield Finding(
            step.key.span,
            f'nothing is undone when "{step.name}" fails, for it has no catcher: when '
            f'"{earlier.catcher.state.name}" before it fails, {arrows(earlier.undoing)} follows',
            related=[Related(other.key.span, "the same holds here") for other in others],
        )
