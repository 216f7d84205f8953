from asllint.rule import (
    INFO,
    Ask,
    Finding,
    Findings,
    Related,
    StateMachine,
    Transaction,
    listed,
    rule,
)


@rule(severity=INFO, since="0.1")
def unfinished_rollback(machine: StateMachine, ask: Ask) -> Findings:
    """A state that undoes something, after whose last attempt nobody undoes the rest."""
    transaction = ask(Transaction, machine)
    if not transaction.found:
        return
    last = [
        state
        for state in transaction.undoing
        if state.pair("Retry") and not state.pair("Catch") and transaction.left_to_undo(state)
    ]
    if last:
        state, *others = last
        left = listed(other.name for other in transaction.left_to_undo(state)[:8])
        yield Finding(
            state.key.span,
            f'when "{state.name}" fails after all attempts, nobody goes on to {left}: catch its '
            "errors",
            related=[Related(other.key.span, "the same holds here") for other in others[:8]],
        )
