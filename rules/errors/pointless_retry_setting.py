from asllint.rule import (
    WARNING,
    Finding,
    Findings,
    Fix,
    Related,
    Retrier,
    edits,
    number_of,
    rule,
    string_of,
)


@rule(severity=WARNING, since="0.1")
def pointless_retry_setting(retrier: Retrier) -> Findings:
    """Retrier fields that take each other's effect away."""
    if number_of(retrier.node.get("MaxAttempts")) == 0:
        yield from _without_retries(retrier)
    else:
        yield from _longest_wait(retrier)


def _without_retries(retrier: Retrier) -> Findings:
    fields = retrier.node.fields
    names = ("IntervalSeconds", "BackoffRate", "MaxDelaySeconds", "JitterStrategy")
    idle = [
        fields[name] for name in names if name in fields and string_of(fields[name].value) != "NONE"
    ]
    for pair in idle[:1]:  # what the first one says holds for the others
        name = pair.key.value
        yield Finding(
            pair.key.span,
            f'"{name}" has no effect, because "MaxAttempts" is 0: delete it, or allow retries',
            related=[Related(fields["MaxAttempts"].value.span, "never retries")],
            fix=Fix("delete what has no effect", [edits.delete(retrier.node, *idle)]),
        )


def _longest_wait(retrier: Retrier) -> Findings:
    fields, node = retrier.node.fields, retrier.node
    interval, most = number_of(node.get("IntervalSeconds")), number_of(node.get("MaxDelaySeconds"))
    if most is None:
        return
    delay = fields["MaxDelaySeconds"]
    if interval is not None and interval >= most:
        yield Finding(
            delay.value.span,
            f'"MaxDelaySeconds" is {most}, and already the first wait takes {interval} seconds: '
            'make it larger than "IntervalSeconds"',
            related=[Related(fields["IntervalSeconds"].value.span, "the first wait")],
        )
    elif number_of(node.get("BackoffRate")) == 1:
        yield Finding(
            delay.key.span,
            '"MaxDelaySeconds" has no effect, because the wait never grows: delete it, or make '
            '"BackoffRate" larger than 1',
            related=[Related(fields["BackoffRate"].value.span, "every wait takes as long")],
            fix=Fix('delete "MaxDelaySeconds"', [edits.delete(node, delay)]),
        )
