from asllint.rule import (
    INFO,
    WARNING,
    Ask,
    Catcher,
    Finding,
    Findings,
    Fix,
    State,
    Transaction,
    edits,
    errors,
    has_placeholder,
    listed,
    rule,
)

TASK_FAILED, TIMEOUT, MISSED = "States.TaskFailed", "States.Timeout", "States.HeartbeatTimeout"
TIMED = ("TimeoutSeconds", "TimeoutSecondsPath", "HeartbeatSeconds", "HeartbeatSecondsPath")


@rule(severity=WARNING, since="0.1")
def uncaught_timeout(catcher: Catcher, ask: Ask) -> Findings:
    """A Task whose time-out nobody catches, although other errors of it are caught."""
    state = catcher.state
    if state.type != "Task" or not any(map(state.pair, TIMED)):
        return
    names = {str(name.value) for catcher in state.catchers for name in catcher.error_names}
    if any(one.open for one in state.catchers) or any(map(has_placeholder, names)):
        return
    if not names or names & {errors.ALL, TIMEOUT, MISSED} or _is_caught_around(state):
        return
    if TASK_FAILED in names or not _is_undone(state, ask):
        # The same at each of several catchers, and told once.
        yield _finding(state, names)


def _is_caught_around(state: State) -> bool:
    """May a state around it take the error, or a Map get over the failure of an item?"""
    around = state.machine.parent
    while around is not None:
        if around.catchers or any(name.startswith("Tolerated") for name in around.fields):
            return True
        around = around.machine.parent
    return False


def _is_undone(state: State, ask: Ask) -> bool:
    """Is it a step whose named errors are undone? Then `partly-caught-step` speaks."""
    transaction = ask(Transaction, state.machine)
    rollback = transaction.rollbacks.get(state) if transaction.found else None
    return rollback is not None and bool(rollback.undoing)


def _finding(state: State, names: set[str]) -> Finding:
    field = next(pair for pair in map(state.pair, TIMED) if pair is not None)
    failed = TASK_FAILED in names
    catcher = next(
        one
        for one in reversed(state.catchers)
        if not failed or any(name.value == TASK_FAILED for name in one.error_names)
    )
    assert catcher.error_equals is not None, "it has names"
    caught = (
        f'"{TASK_FAILED}" stands for all errors but this one'
        if failed
        else f"only {listed(sorted(names))} {'is' if len(names) == 1 else 'are'}"
    )
    step = edits.add_item(catcher.error_equals, catcher.error_names[-1], TIMEOUT)
    return Finding(
        field.key.span,
        f'when "{state.name}" takes too long, nobody catches "{TIMEOUT}" ({caught}): add it to a '
        "catcher",
        severity=WARNING if failed else INFO,
        fix=Fix(f'catch "{TIMEOUT}", too', [step], safe=False),
    )
