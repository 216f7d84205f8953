from asllint.rule import (
    WARNING,
    Ask,
    Catcher,
    Finding,
    Findings,
    Fix,
    Rollback,
    State,
    StateMachine,
    Transaction,
    edits,
    errors,
    has_placeholder,
    listed,
    rule,
)

TASK_FAILED, TIMEOUT = "States.TaskFailed", "States.Timeout"
"""Together they stand for all errors that a catcher can catch."""
TIMED = ("TimeoutSeconds", "TimeoutSecondsPath", "HeartbeatSeconds", "HeartbeatSecondsPath")


@rule(severity=WARNING, since="0.1")
def partly_caught_step(machine: StateMachine, ask: Ask) -> Findings:
    """A step whose named errors are undone, and no others."""
    transaction = ask(Transaction, machine)
    if not transaction.found:
        return
    for step in transaction.steps:
        if step.catchers and not _catches_all(step) and _is_undone(step, transaction):
            rollback = transaction.rollbacks.get(step)
            yield _finding(step, step.catchers[0] if rollback is None else rollback.catcher)


def _catches_all(step: State) -> bool:
    """Are all errors caught, or may they be? A missed time-out is another rule's."""
    names = {str(name.value) for catcher in step.catchers for name in catcher.error_names}
    hidden = any(one.open for one in step.catchers) or any(map(has_placeholder, names))
    return hidden or not names.isdisjoint((errors.ALL, TASK_FAILED))


def _is_undone(step: State, transaction: Transaction) -> bool:
    """Is something undone after the named errors, or is the step between such as undo?"""
    rollback: Rollback | None = transaction.rollbacks.get(step)
    if rollback is not None:
        return bool(rollback.undoing)  # `half-rollback` says what an empty one lacks
    return any(transaction.before(step)) and any(transaction.behind(step))


def _finding(step: State, catcher: Catcher) -> Finding:
    names = [str(name.value) for each in step.catchers for name in each.error_names]
    more = [TASK_FAILED, *([TIMEOUT] if any(map(step.pair, TIMED)) else [])]
    last = catcher.error_names[-1]
    assert catcher.error_equals is not None, "it has names"
    steps = [edits.add_item(catcher.error_equals, last, name) for name in more]
    return Finding(
        catcher.error_equals.span,
        f'nothing is undone when "{step.name}" fails with another error than '
        f"{listed(names, 'or')}: add {listed(more)}",
        fix=Fix(f"add {listed(more)}", steps, safe=False),
    )
