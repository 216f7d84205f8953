from asllint.rule import WARNING, Catcher, Finding, Findings, rule


@rule(severity=WARNING, since="0.1")
def catch_to_itself(catcher: Catcher) -> Findings:
    """A catcher that leads back to the state that has just failed."""
    transition = catcher.transition
    if transition is None or transition.name != catcher.state.name:
        return  # by the name alone: no other state has to be looked at
    if "Assign" in catcher.node.fields:  # it may count the attempts in a variable
        return
    yield Finding(
        transition.target_name.span,
        f'after an error "{catcher.state.name}" starts again, without a limit: use "Retry", '
        "which counts its attempts and waits between them",
    )
