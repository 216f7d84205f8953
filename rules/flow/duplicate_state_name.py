from asllint.rule import ERROR, Definition, Finding, Findings, Related, State, has_placeholder, rule


@rule(severity=ERROR, aws="DUPLICATE_STATE_NAME", since="0.1")
def duplicate_state_name(definition: Definition) -> Findings:
    """Two states of the same name anywhere in the definition."""
    states = [state for machine in definition.machine.walk() for state in machine.states]
    if len({state.name for state in states}) == len(states):
        return
    states.sort(key=lambda state: state.key.start)
    first: dict[str, State] = {}
    for state in states:
        earlier = first.setdefault(state.name, state)
        if earlier.key.span == state.key.span or has_placeholder(state.name):
            continue
        yield Finding(
            state.key.span,
            f'the name "{state.name}" is taken: a state\'s name must be unique in the whole '
            "definition, nested machines included",
            related=[Related(earlier.key.span, f"first used in {earlier.machine.title}")],
        )
