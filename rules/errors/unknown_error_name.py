from asllint.rule import (
    WARNING,
    Definition,
    Edit,
    Finding,
    Findings,
    Fix,
    Handler,
    Scalar,
    State,
    nearest,
    rule,
    string_of,
)

KNOWN = (
    "States.ALL", "States.BranchFailed", "States.DataLimitExceeded",
    "States.ExceedToleratedFailureThreshold", "States.HeartbeatTimeout", "States.Http.Socket",
    "States.IntrinsicFailure", "States.ItemReaderFailed", "States.NoChoiceMatched",
    "States.ParameterPathFailure", "States.Permissions", "States.QueryEvaluationError",
    "States.ResultPathMatchFailure", "States.ResultWriterFailed", "States.Runtime",
    "States.TaskFailed", "States.Timeout",
)  # fmt: skip
HTTP_STATUS = "States.Http.StatusCode."


@rule(severity=WARNING, since="0.1")
def unknown_error_name(definition: Definition) -> Findings:
    """An error name that begins with `States.` and that Step Functions does not raise."""
    states = [state for machine in definition.machine.walk() for state in machine.states]
    fails = [state for state in states if state.type == "Fail"]
    raised = {string_of(state.field("Error")) for state in fails}
    anything = any(map(_raises_anything, fails))
    for state in states:
        if not (state.retriers or state.catchers):
            continue
        handlers: list[Handler] = [*state.retriers, *state.catchers]
        for name in (name for handler in handlers for name in handler.error_names):
            text = str(name.value)
            if text in KNOWN or text in raised or text.startswith(HTTP_STATUS):
                continue
            if text.casefold().startswith("states."):
                yield from _check(name, text, anything=anything)


def _raises_anything(state: State) -> bool:
    """Is the error of a Fail state one that only the execution knows?"""
    error = state.field("Error")
    text = string_of(error)
    return state.pair("ErrorPath") is not None or (
        error is not None and (text is None or "{%" in text)
    )


def _check(name: Scalar, text: str, *, anything: bool) -> Findings:
    meant = nearest(text, KNOWN)
    if meant is not None:
        fix = Fix(f'write "{meant}"', [Edit(name.span, f'"{meant}"')])
        message = f'Step Functions raises no "{text}"; did you mean "{meant}"?'
        yield Finding(name.span, message, fix=fix)
    elif text.startswith("States.") and not anything:
        yield Finding(
            name.span,
            f'Step Functions raises no "{text}", and no other error may begin with "States.": '
            'write a name that exists, such as "States.TaskFailed"',
        )
