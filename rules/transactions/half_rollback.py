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
    listed,
    rule,
)


@rule(severity=WARNING, since="0.1")
def half_rollback(machine: StateMachine, ask: Ask) -> Findings:
    """A rollback that leaves out what the rollback of an earlier step undoes."""
    transaction = ask(Transaction, machine)
    if not transaction.found:
        return
    told: set[str | None] = set()
    for step, rollback in transaction.rollbacks.items():
        transition = rollback.catcher.transition
        if transition is None or transition.name in told:
            continue
        for earlier in transaction.before(step):
            forgotten = _forgotten(rollback, earlier, transaction)
            if forgotten:
                told.add(transition.name)
                yield _finding(rollback, earlier, forgotten)
                break


def _forgotten(rollback: Rollback, earlier: Rollback, transaction: Transaction) -> list[State]:
    """What an earlier rollback undoes, and a third one too, and this one does not."""
    if not rollback.gives_up and set(rollback.undoing).isdisjoint(earlier.undoing):
        return []  # it goes on in another way
    missing = [state for state in earlier.undoing if state not in rollback.undoing]
    others = [
        one.undoing for one in transaction.rollbacks.values() if one.undoing != earlier.undoing
    ]
    shared = any(state in undoing for undoing in others for state in missing)
    return missing if shared else []


def _finding(rollback: Rollback, earlier: Rollback, forgotten: list[State]) -> Finding:
    place, before = rollback.catcher.transition, earlier.catcher.transition
    assert place is not None and before is not None, "there is no rollback otherwise"
    done = f"only {arrows(rollback.undoing)} follows" if rollback.undoing else "nothing is undone"
    step, other = rollback.catcher.state.name, earlier.catcher.state.name
    return Finding(
        place.target_name.span,
        f'half a rollback: when "{step}" fails, {done}; when "{other}" fails, which is before it, '
        f"{arrows(earlier.undoing)} does: lead on to {listed(one.name for one in forgotten)}",
        related=[Related(before.target_name.span, "the whole rollback")],
    )
