from asllint.rule import (
    JSONATA,
    JSONPATH,
    WARNING,
    Finding,
    Findings,
    Fix,
    Handler,
    Scalar,
    Service,
    Task,
    edits,
    errors,
    integrations,
    rule,
    services,
)

DISTRIBUTED = 'only a Map state in "DISTRIBUTED" mode raises'
OF_OTHER_STATES = {
    "States.BranchFailed": "only a Parallel state raises",
    "States.ExceedToleratedFailureThreshold": DISTRIBUTED,
    "States.ItemReaderFailed": DISTRIBUTED,
    "States.NoChoiceMatched": "only a Choice state raises",
    "States.ResultWriterFailed": DISTRIBUTED,
}
OF_OTHER_LANGUAGE = {
    "States.IntrinsicFailure": JSONPATH,
    "States.ParameterPathFailure": JSONPATH,
    "States.QueryEvaluationError": JSONATA,
    "States.ResultPathMatchFailure": JSONPATH,
}
OF_ALL = ("States.ALL", "States.TaskFailed", "States.Timeout")
"""Those that stand in nearly every handler, and can come from any Task."""
CALLS = (integrations.OPTIMISED, integrations.SDK)


@rule(severity=WARNING, since="0.1")
def impossible_error(task: Task) -> Findings:
    """A retrier or catcher of a Task for an error that this Task never raises."""
    handlers: list[Handler] = [*task.state.retriers, *task.state.catchers]
    for handler in handlers:
        for name in handler.error_names:
            if name.value not in OF_ALL:
                yield from _check(name, str(name.value), task)


def _check(name: Scalar, text: str, task: Task) -> Findings:
    if text.startswith("States."):
        yield from _reserved(name, text, task)
    elif errors.is_pattern(text) or errors.meant_reserved(text) is not None:
        return  # `unknown-error-name` reports it
    elif task.calls_function:
        yield from _of_function(name, text)
    else:
        yield from _of_service(name, text, task)


def _reserved(name: Scalar, text: str, task: Task) -> Findings:
    """An error of Step Functions itself that comes from something else than this Task."""
    state = task.state
    beats = ("HeartbeatSeconds", "HeartbeatSecondsPath")
    if text in OF_OTHER_STATES:
        yield Finding(name.span, f'{OF_OTHER_STATES[text]} "{text}": delete it from this Task')
    elif text in OF_OTHER_LANGUAGE and state.query_language:
        language = OF_OTHER_LANGUAGE[text]
        if state.query_language != language:
            yield Finding(name.span, f'only a {language} state raises "{text}": delete it here')
    elif text.startswith("States.Http.") and task.kind != integrations.UNKNOWN:
        if task.resource.part("service") != "http" and not task.resource.hidden("service"):
            yield Finding(name.span, f'only a call of "http:invoke" raises "{text}": delete it')
    elif text == "States.HeartbeatTimeout" and not (state.open or any(map(state.pair, beats))):
        yield Finding(
            name.span,
            f'"{state.name}" never raises "{text}" without "HeartbeatSeconds": add it, or handle '
            '"States.Timeout"',
        )


def _of_function(name: Scalar, text: str) -> Findings:
    """A misspelt error of Lambda itself; who may raise anything raises what they like."""
    meant = errors.meant_of_lambda(text)
    if meant is not None:
        yield _misspelt(name, text, meant, "Lambda")


def _of_service(name: Scalar, text: str, task: Task) -> Findings:
    """An error that is none of the service's, where its errors are known."""
    service = task.service
    known_errors = service is not None and service.error_prefix and service.sdk
    plain = task.pattern in services.PATTERNS and task.pattern != services.TASK_TOKEN
    if service is None or not known_errors or not plain or task.kind not in CALLS:
        # Whoever has the task token reports errors of any name.
        yield from _of_function(name, text)
        return
    known = task.errors
    if text in known or _same_but_for_case(text, service, known):
        return
    meant = errors.meant_by(text, known)
    if meant is not None:
        yield _misspelt(name, text, meant, service.title)
        return
    prefix = f"{service.error_prefix}."
    general = service.client_errors[-1 if len(service.client_errors) < 2 else 0]
    if text.startswith(prefix):
        remedy = f'"{general}" stands for those without a name of their own'
        message = f'"{text}" is no error of {service.title} in the {services.age()}: {remedy}'
    else:
        message = (
            f'a call of {service.title} never raises "{text}": its errors begin with "{prefix}"'
        )
    yield Finding(name.span, message)


def _same_but_for_case(text: str, service: Service, known: tuple[str, ...]) -> bool:
    """Is it an error whose acronyms an optimised integration may write otherwise?"""
    if not service.optimised or not text.startswith(f"{service.error_prefix}."):
        return False
    return text.casefold() in {name.casefold() for name in known}


def _misspelt(name: Scalar, text: str, meant: str, service: str) -> Finding:
    return Finding(
        name.span,
        f'{service} raises no "{text}" here; did you mean "{meant}"?',
        fix=Fix(f'write "{meant}"', [edits.set_value(name, meant)]),
    )
