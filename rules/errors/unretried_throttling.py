from asllint.rule import INFO, Finding, Findings, State, nearest, rule

FAILURES = {"Lambda.ServiceException", "Lambda.AWSLambdaException", "Lambda.SdkClientException"}
THROTTLED = "Lambda.TooManyRequestsException"
ANY = {"States.ALL", "States.TaskFailed"}


@rule(severity=INFO, since="0.1")
def unretried_throttling(state: State) -> Findings:
    """Retriers for passing failures of Lambda, but none for too many calls at once."""
    if any(retrier.open for retrier in state.retriers):
        return
    names = [name for retrier in state.retriers for name in retrier.error_names]
    known = {str(name.value) for name in names}
    if known & ANY or any(one == THROTTLED or nearest(one, (THROTTLED,)) for one in known):
        return
    for name in names:
        if name.value in FAILURES:
            yield Finding(
                name.span,
                f'calls beyond the concurrency fail with "{THROTTLED}", which is not retried: '
                "add it to this retrier",
            )
            return
