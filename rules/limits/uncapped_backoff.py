from asllint.rule import INFO, Finding, Findings, Fix, Retrier, edits, limits, rule


@rule(severity=INFO, since="0.1")
def uncapped_backoff(retrier: Retrier) -> Findings:
    """A retrier that waits for more than a day before its last attempt."""
    waits = limits.Backoff(retrier)
    if waits.last <= limits.DAY or waits.is_capped:
        return
    if not waits.is_random and limits.exceeded(retrier.state, waits.total):
        return  # `retry-too-long` says more
    rate = retrier.node.get("BackoffRate") or retrier.node.get("MaxAttempts")
    step = edits.add_fields(retrier.node, {"MaxDelaySeconds": 3600})
    yield Finding(
        retrier.node.head if rate is None else rate.span,
        f"before its last attempt, of {waits.attempts:,}, it waits "
        f"{'up to ' if waits.is_random else ''}{limits.in_words(waits.last)}: set "
        '"MaxDelaySeconds"',
        fix=Fix('add "MaxDelaySeconds"', [step], draft=True),
    )
