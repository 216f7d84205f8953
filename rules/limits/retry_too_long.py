from asllint.rule import WARNING, Ask, Finding, Findings, Related, StateMachine, limits, rule

FIELDS = ("MaxAttempts", "BackoffRate", "IntervalSeconds")


@rule(severity=WARNING, since="0.1")
def retry_too_long(machine: StateMachine, ask: Ask) -> Findings:
    """A retrier whose waits take longer than the execution can last."""
    waiting = ask(limits.backoffs, machine)
    if not waiting:
        return
    limit = limits.limit_of(machine)
    for waits in waiting:
        if waits.total > limit.seconds and not waits.is_random:
            yield _finding(waits, limit)


def _finding(waits: limits.Backoff, limit: limits.Limit) -> Finding:
    retrier = waits.retrier
    node = next((found for found in map(retrier.node.get, FIELDS) if found is not None), None)
    related = [] if limit.node is None else [Related(limit.node.span, "all may take no longer")]
    return Finding(
        retrier.node.head if node is None else node.span,
        f"the waits before its {waits.attempts:,} attempts come to "
        f"{limits.in_words(waits.total)}, and {limit.said}: the last ones never happen; make it "
        "try less often, or wait less",
        related=related,
    )
