from asllint.rule import (
    WARNING,
    Ask,
    Finding,
    Findings,
    Fix,
    Related,
    State,
    StateMachine,
    Transaction,
    edits,
    listed,
    rule,
)

RETRIER = {"ErrorEquals": ["States.ALL"], "IntervalSeconds": 2, "MaxAttempts": 5, "BackoffRate": 2}


@rule(severity=WARNING, since="0.1")
def unguarded_undoing(machine: StateMachine, ask: Ask) -> Findings:
    """A state that undoes something, and is tried only once."""
    transaction = ask(Transaction, machine)
    if not transaction.found:
        return
    once = [state for state in transaction.undoing if not _is_guarded(state)]
    if once:
        yield _tried_once(once)


def _is_guarded(state: State) -> bool:
    """Is a state tried again, or its error caught? Or is that so of all Tasks in it?"""
    if state.pair("Retry") or state.pair("Catch") or state.open:
        return True
    inner = [one for machine in state.machines for one in machine.states if one.type == "Task"]
    return bool(inner) and all(one.pair("Retry") or one.pair("Catch") for one in inner)


def _tried_once(states: list[State]) -> Finding:
    names = listed(state.name for state in states)
    tasks = [state for state in states if state.type == "Task"]
    fix = Fix(
        f"retry {listed(state.name for state in tasks)}",
        [edits.add_fields(state.node, {"Retry": [RETRIER]}) for state in tasks],
        safe=False,
    )
    return Finding(
        states[0].key.span,
        f"{names} {'is' if len(states) == 1 else 'are'} to undo something, and a single failure "
        'ends that: add "Retry"',
        related=[Related(state.key.span, "this too") for state in states[1:8]],
        fix=fix if tasks else None,
    )
