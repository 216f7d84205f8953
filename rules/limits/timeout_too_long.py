from asllint.rule import WARNING, Finding, Findings, Related, State, grammar, limits, rule


@rule(severity=WARNING, since="0.1")
def timeout_too_long(state: State) -> Findings:
    """A time-out of a Task that is longer than the execution can last."""
    if state.type != "Task":
        return
    # Beside a time-out of its own a heartbeat is held against that: `late-heartbeat`.
    node = state.field("TimeoutSeconds") or state.field("HeartbeatSeconds")
    seconds = limits.seconds_of(node)
    limit = None if seconds is None else limits.exceeded(state, seconds)
    if node is None or seconds is None or limit is None or seconds == grammar.MAX_SECONDS:
        return  # the largest number is what AWS takes where none is written
    related = [] if limit.node is None else [Related(limit.node.span, "all may take no longer")]
    yield Finding(
        node.span,
        f"this time-out of {seconds:,} seconds never comes, so that nobody can catch it: "
        f"{limit.said}: shorten it",
        related=related,
    )
