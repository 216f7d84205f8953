from asllint.rule import WARNING, Finding, Findings, Related, StateMachine, grammar, limits, rule


@rule(severity=WARNING, since="0.1")
def timeout_too_long(machine: StateMachine) -> Findings:
    """A time-out of a Task that is longer than the execution can last."""
    limit = limits.limit_of(machine)
    related = [] if limit.node is None else [Related(limit.node.span, "all may take no longer")]
    for state in machine.states:
        if state.type != "Task":
            continue
        # Beside a time-out of its own a heartbeat is held against that: `late-heartbeat`.
        node = state.field("TimeoutSeconds") or state.field("HeartbeatSeconds")
        seconds = None if node is None else limits.seconds_of(node)
        if node is None or seconds is None or seconds <= limit.seconds:
            continue
        if seconds != grammar.MAX_SECONDS:  # which is what AWS takes where none is written
            yield Finding(
                node.span,
                f"this time-out of {seconds:,} seconds never comes, so that nobody can catch it: "
                f"{limit.said}: shorten it",
                related=related,
            )
