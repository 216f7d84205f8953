from collections.abc import Sequence as Handlers

from asllint.rule import WARNING, Finding, Findings, Fix, Handler, State, edits, rule

MISSED = "States.HeartbeatTimeout"
ALSO = ("States.Timeout", "States.ALL")


@rule(severity=WARNING, since="0.1")
def heartbeat_timeout_alone(state: State) -> Findings:
    """A missed heartbeat that is handled under one of its two names only."""
    if state.type != "Task" or not (state.pair("HeartbeatSeconds") or _by_path(state)):
        return
    yield from _check(state.retriers, "retrier")
    yield from _check(state.catchers, "catcher")


def _by_path(state: State) -> bool:
    return state.pair("HeartbeatSecondsPath") is not None


def _check(handlers: Handlers[Handler], what: str) -> Findings:
    names = [name for handler in handlers for name in handler.error_names]
    if any(handler.open for handler in handlers) or any(name.value in ALSO for name in names):
        return
    for handler in handlers:
        for name in (one for one in handler.error_names if one.value == MISSED):
            step = edits.add_item(handler.error_equals, name, "States.Timeout")
            yield Finding(
                name.span,
                'a missed heartbeat was seen to raise "States.Timeout", which no '
                f'{what} of this Task names: write both, "{MISSED}" and "States.Timeout"',
                fix=Fix('add "States.Timeout"', [step], safe=False),
            )
