from asllint.rule import INFO, Finding, Findings, Fix, Task, edits, listed, rule, services

ANY = {"States.ALL", "States.TaskFailed"}


@rule(severity=INFO, since="0.1", default=False)
def unretried_lambda_failure(task: Task) -> Findings:
    """A Lambda function that is not called again after a passing failure of Lambda itself."""
    state = task.state
    if state.open or not task.calls_function:
        return
    if state.pair("Retry") is None:
        yield Finding(
            task.span(),
            "a passing failure of Lambda fails this Task: retry "
            f"{listed(services.LAMBDA_TRANSIENT)}",
            # The retrier that AWS recommends; never safe, for it lets the function run twice.
            fix=Fix(
                "retry what passes",
                [edits.add_fields(state.node, {"Retry": [services.LAMBDA_RETRIER]})],
                safe=False,
            ),
        )
    elif state.retriers and not any(retrier.open for retrier in state.retriers):
        names = {str(name.value) for retrier in state.retriers for name in retrier.error_names}
        if not names & {*ANY, *services.LAMBDA_TRANSIENT}:
            yield Finding(
                task.span(),
                "no retrier of this Task is for a passing failure of Lambda: add one for "
                f"{listed(services.LAMBDA_TRANSIENT)}",
            )
