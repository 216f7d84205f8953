from asllint.rule import (
    INFO,
    Finding,
    Findings,
    Fix,
    Layout,
    Retrier,
    State,
    edits,
    nearest,
    rule,
    services,
)

THROTTLED = "Lambda.TooManyRequestsException"
FAILURES = {*services.LAMBDA_TRANSIENT} - {THROTTLED}
ANY = {"States.ALL", "States.TaskFailed"}


@rule(severity=INFO, since="0.1")  # not local: it looks at the template, too
def unretried_throttling(state: State, layout: Layout) -> Findings:
    """Retriers for passing failures of Lambda, but none for too many calls at once."""
    known = {str(name.value) for retrier in state.retriers for name in retrier.error_names}
    if known.isdisjoint(FAILURES) or any(retrier.open for retrier in state.retriers):
        return
    if known & ANY or any(one == THROTTLED or nearest(one, (THROTTLED,)) for one in known):
        return
    if layout.synthesised:
        return  # the CDK writes these retriers by itself
    for retrier in state.retriers:
        for name in retrier.error_names:
            if name.value in FAILURES:
                yield Finding(
                    name.span,
                    f'calls beyond the concurrency fail with "{THROTTLED}", which is not retried: '
                    "add it to this retrier",
                    fix=_with_one_more(retrier),
                )
                return


def _with_one_more(retrier: Retrier) -> Fix | None:
    """The name at the end of a list in brackets."""
    names = retrier.error_equals
    if names is None:
        return None
    return Fix(
        f'add "{THROTTLED}"', [edits.add_item(names, names.items[-1], THROTTLED)], safe=False
    )
