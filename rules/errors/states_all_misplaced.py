from collections.abc import Sequence as Handlers

from asllint.rule import ERROR, Finding, Findings, Handler, Related, State, rule


@rule(severity=ERROR, aws="SCHEMA_VALIDATION_FAILED", since="0.1")
def states_all_misplaced(state: State) -> Findings:
    """`States.ALL` together with other error names, or before another retrier or catcher."""
    if state.retriers:
        yield from _check(state.retriers, "retrier")
    if state.catchers:
        yield from _check(state.catchers, "catcher")


def _check(handlers: Handlers[Handler], what: str) -> Findings:
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
            )
        elif handler is not handlers[-1]:
            yield Finding(
                wildcard.span,
                f'"States.ALL" leaves nothing for the {what} after it: move it to the end',
                related=[Related(handlers[-1].node.head, f"this {what} comes later")],
            )
