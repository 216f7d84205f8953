from asllint.rule import (
    WARNING,
    Ask,
    Finding,
    Findings,
    Related,
    StateMachine,
    arrows,
    rule,
    unchanging_loops,
)


@rule(severity=WARNING, since="0.1")
def unchanging_loop(machine: StateMachine, ask: Ask) -> Findings:
    """A loop of Choice, Pass and Wait states that changes nothing of what it tests."""
    for loop in ask(unchanging_loops, machine):
        choice = next((state for state in loop if state.type == "Choice"), None)
        if choice is None:
            continue  # its way out is a transition that another rule reports
        others = [state for state in loop if state is not choice][:8]
        yield Finding(
            choice.key.span,
            f'nothing in the loop {arrows([*loop, loop[0]])} changes what "{choice.name}" tests: '
            "an execution that goes round once never gets out",
            related=[Related(state.key.span, "in the loop") for state in others],
        )
