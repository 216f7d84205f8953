from asllint.rule import (
    EXPRESS,
    WARNING,
    Finding,
    Findings,
    Related,
    State,
    grammar,
    number_of,
    rule,
)

YEAR = 31_536_000
FIVE_MINUTES = 300


@rule(severity=WARNING, since="0.1", states=("Wait",))
def wait_too_long(state: State) -> Findings:
    """A wait that is longer than the execution can last."""
    node = state.field("Seconds")
    seconds = number_of(node)
    if node is None or seconds is None or seconds > grammar.MAX_SECONDS:
        return  # AWS refuses still longer ones, and `out-of-range` says so
    limit = state.outermost.node.get("TimeoutSeconds")
    most = number_of(limit)
    if limit is not None and most is not None and seconds > most:
        yield Finding(
            node.span,
            f"this wait of {seconds} seconds never ends: the whole execution times out after "
            f'{most} ("TimeoutSeconds"): shorten it, or allow more time',
            related=[Related(limit.span, "all of it may take no longer")],
        )
    elif state.machine.workflow_type == EXPRESS and seconds > FIVE_MINUTES:
        yield Finding(
            node.span,
            f"an Express workflow lasts at most five minutes ({FIVE_MINUTES} seconds), and this "
            "wait is longer: shorten it, or make the workflow Standard",
        )
    elif seconds > YEAR:
        yield Finding(
            node.span,
            f"a Standard workflow lasts at most a year ({YEAR} seconds), and this wait is longer: "
            "shorten it",
        )
