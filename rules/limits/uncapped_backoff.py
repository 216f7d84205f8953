from asllint.rule import INFO, Ask, Finding, Findings, Fix, StateMachine, edits, limits, rule


@rule(severity=INFO, since="0.1")
def uncapped_backoff(machine: StateMachine, ask: Ask) -> Findings:
    """A retrier that waits for more than a day before its last attempt."""
    for waits in ask(limits.backoffs, machine):
        if waits.last <= limits.DAY or waits.is_capped:
            continue
        if waits.is_random or waits.total <= limits.limit_of(machine).seconds:
            yield _finding(waits)  # otherwise `retry-too-long` says more


def _finding(waits: limits.Backoff) -> Finding:
    node = waits.retrier.node
    rate = node.get("BackoffRate") or node.get("MaxAttempts")
    step = edits.add_fields(node, {"MaxDelaySeconds": 3600})
    return Finding(
        node.head if rate is None else rate.span,
        f"before its last attempt, of {waits.attempts:,}, it waits "
        f"{'up to ' if waits.is_random else ''}{limits.in_words(waits.last)}: set "
        '"MaxDelaySeconds"',
        fix=Fix('add "MaxDelaySeconds"', [step], draft=True),
    )
