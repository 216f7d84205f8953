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
    rule,
)


@rule(severity=WARNING, since="0.1")
def successful_rollback(machine: StateMachine, ask: Ask) -> Findings:
    """A rollback that ends in success."""
    transaction = ask(Transaction, machine)
    if not transaction.found or machine.parent is not None:
        return  # what is around a branch or an item may look at what became of it
    ended: dict[State, list[Rollback]] = {}
    for rollback in transaction.rollbacks.values():
        if transaction.is_shared(rollback) and not rollback.gives_up:
            for state in rollback.met:
                if state.ends:
                    ended.setdefault(state, []).append(rollback)
    for state, rollbacks in ended.items():
        names = [rollback.catcher.state for rollback in rollbacks]
        yield Finding(
            state.key.span,
            f'the execution succeeds at "{state.name}" when "{names[0].name}" has failed and been '
            "undone, so that whoever waits for it takes it for done: lead on to a Fail state",
            related=[
                Related(rollback.catcher.transition.target_name.span, "leads here")
                for rollback in rollbacks[:8]
                if rollback.catcher.transition is not None
            ],
        )
