from asllint.rule import (
    INFO,
    Finding,
    Findings,
    Fix,
    Integrations,
    Layout,
    Mapping,
    State,
    Task,
    integrations,
    listed,
    rule,
)

ANY = {"States.ALL", "States.TaskFailed"}
TRANSIENT = (
    "Lambda.ServiceException", "Lambda.AWSLambdaException", "Lambda.SdkClientException",
    "Lambda.TooManyRequestsException",
)  # fmt: skip
RETRIER = {
    "ErrorEquals": list(TRANSIENT),
    "IntervalSeconds": 1,
    "MaxAttempts": 3,
    "BackoffRate": 2,
    "JitterStrategy": "FULL",
}


@rule(severity=INFO, since="0.1", default=False)
def unretried_lambda_failure(state: State, calls: Integrations, layout: Layout) -> Findings:
    """A Lambda function that is not called again after a passing failure of Lambda itself."""
    task = calls.of(state)
    if task is None or state.open or not _calls_function(task):
        return
    if state.pair("Retry") is None:
        yield Finding(
            task.span(),
            f"a passing failure of Lambda fails this Task: retry {listed(TRANSIENT)}",
            fix=_with_retrier(state, layout),
        )
    elif state.retriers and not any(retrier.open for retrier in state.retriers):
        names = {str(name.value) for retrier in state.retriers for name in retrier.error_names}
        if not names & {*ANY, *TRANSIENT}:
            yield Finding(
                task.span(),
                "no retrier of this Task is for a passing failure of Lambda: add one for "
                f"{listed(TRANSIENT)}",
            )


def _calls_function(task: Task) -> bool:
    if task.kind == integrations.OPTIMISED:
        return task.resource.part("service") == "lambda"
    return task.kind == integrations.LAMBDA


def _with_retrier(state: State, layout: Layout) -> Fix | None:
    """The retrier that AWS recommends; never safe, for it lets the function run twice."""
    if not isinstance(state.node, Mapping):
        return None
    change = layout.last_field(state.node, "Retry", [RETRIER])
    return layout.fix("retry what passes", change, safe=False)
