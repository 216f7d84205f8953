from asllint.rule import ERROR, Finding, Findings, State, grammar, has_placeholder, rule


@rule(severity=ERROR, aws="INVALID_STATE_NAME", since="0.1")
def state_name_length(state: State) -> Findings:
    """A state name of more than 80 characters."""
    length = len(state.name)
    if length > grammar.MAX_STATE_NAME and not has_placeholder(state.name):
        yield Finding(
            state.key.span,
            f"the state's name has {length} characters, and {grammar.MAX_STATE_NAME} are allowed: "
            'shorten it, and tell the rest in "Comment"',
        )
