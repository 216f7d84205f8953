from collections.abc import Sequence as Handlers

from asllint.rule import (
    ERROR,
    Finding,
    Findings,
    Fix,
    Handler,
    Node,
    Related,
    State,
    edits,
    rule,
    string_of,
)

NOT_MEANT = frozenset(("States.DataLimitExceeded", "States.Runtime"))
"""Errors that "States.ALL" does not answer to."""


@rule(severity=ERROR, aws="SCHEMA_VALIDATION_FAILED", since="0.1")
def states_all_misplaced(state: State) -> Findings:
    """`States.ALL` together with other error names, or before another retrier or catcher."""
    if state.retriers:
        yield from _check(state, state.retriers, "Retry")
    if state.catchers:
        yield from _check(state, state.catchers, "Catch")


def _check(state: State, handlers: Handlers[Handler], field: str) -> Findings:
    what = "retrier" if field == "Retry" else "catcher"
    claims = sum("States.ALL" in map(string_of, one.error_names) for one in handlers)
    for handler in handlers:
        names = handler.error_names
        wildcard = next((name for name in names if name.value == "States.ALL"), None)
        if wildcard is None or handler.error_equals is None:
            continue
        others = [item for item in handler.error_equals.items if item is not wildcard]
        if others:
            yield Finding(
                wildcard.span,
                f'"States.ALL" must stand alone: give it a {what} of its own, as the last one',
                related=[Related(others[0].span, "stands beside it")],
                fix=_alone(handler, others) if handler is handlers[-1] else None,
            )
        elif handler is not handlers[-1]:
            last = edits.move_last(state.field(field), handler.node)
            yield Finding(
                wildcard.span,
                f'"States.ALL" leaves nothing for the {what} after it: move it to the end',
                related=[Related(handlers[-1].node.head, f"this {what} comes later")],
                # Not if another one wants to be there, too.
                fix=None if claims > 1 else Fix("move it to the end", [last]),
            )


def _alone(handler: Handler, others: list[Node]) -> Fix | None:
    """Delete the names that "States.ALL" stands for anyway."""
    names = [string_of(other) for other in others]
    if not all(names) or not NOT_MEANT.isdisjoint(names):
        return None
    return Fix('leave "States.ALL" alone', [edits.delete(handler.error_equals, *others)])
