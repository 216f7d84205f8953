from asllint.rule import EXPRESS, WARNING, Finding, Findings, Related, State, limits, rule


@rule(severity=WARNING, since="0.1", states=("Wait",))
def wait_too_long(state: State) -> Findings:
    """A wait that is longer than the execution can last."""
    node = state.field("Seconds")
    seconds = limits.seconds_of(node)
    if node is None or seconds is None:
        return  # AWS refuses still longer ones, and `out-of-range` says so
    limit = limits.limit_of(state.machine)
    if seconds <= limit.seconds:
        return
    if limit.node is not None:
        yield Finding(
            node.span,
            f"this wait of {seconds:,} seconds never ends: {limit.said}: shorten it, or allow more "
            "time",
            related=[Related(limit.node.span, "all of it may take no longer")],
        )
        return
    remedy = "shorten it"
    if state.machine.workflow_type == EXPRESS:
        remedy += ", or make the workflow Standard"
    yield Finding(node.span, f"{limit.said}, and this wait is longer: {remedy}")
