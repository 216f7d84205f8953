from asllint.rule import WARNING, Finding, Findings, Related, Retrier, limits, rule


@rule(severity=WARNING, since="0.1")
def retry_too_long(retrier: Retrier) -> Findings:
    """A retrier whose waits take longer than the execution can last."""
    waits = limits.Backoff(retrier)
    limit = limits.exceeded(retrier.state, waits.total)
    if limit is None or waits.is_random:
        return
    names = ("MaxAttempts", "BackoffRate", "IntervalSeconds")
    node = next((found for found in map(retrier.node.get, names) if found is not None), None)
    related = [] if limit.node is None else [Related(limit.node.span, "all may take no longer")]
    yield Finding(
        retrier.node.head if node is None else node.span,
        f"the waits before its {waits.attempts:,} attempts come to "
        f"{limits.in_words(waits.total)}, and {limit.said}: the last ones never happen; make it "
        "try less often, or wait less",
        related=related,
    )
