from asllint.rule import (
    WARNING,
    Finding,
    Findings,
    FlowGraph,
    Hole,
    Mapping,
    Related,
    Scalar,
    State,
    StateMachine,
    arrows,
    grammar,
    rule,
)

CHANGING = ("Assign", "Output", "InputPath", "OutputPath", "Parameters", "Result")
MOVING = ("$$", "$states.context", "$now", "$millis", "$random", "$uuid", "${")


@rule(severity=WARNING, since="0.1")
def unchanging_loop(machine: StateMachine, flow: FlowGraph) -> Findings:
    """A loop of Choice, Pass and Wait states that changes nothing of what it tests."""
    if not flow.cyclic:
        return
    stuck = set(flow.stuck) if flow.exits or machine.parent is not None else flow.reachable
    inert = [
        state
        for state in machine.states
        if state in flow.cyclic and state not in stuck and _inert(state)
    ]
    for loop in flow.loops(inert):
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


def _inert(state: State) -> bool:
    """Does the state leave all data as they are, and test nothing that moves by itself?"""
    if state.type not in ("Choice", "Pass", "Wait") or state.open:
        return False
    if any(transition.target is None for transition in state.transitions):
        return False  # once `unknown-target` is repaired, it may be another loop, or none
    objects = [state.node, *(part.node for part in state.choices)]
    if any(isinstance(node, Mapping) and node.fields.keys() & set(CHANGING) for node in objects):
        return False
    return not any(_moves(rule) for part in state.choices for rule in part.rules())


def _moves(rule: Mapping) -> bool:
    """Does a choice rule test the time, the context or chance, or nothing at all?

    What a placeholder hides may do so.
    """
    for name, pair in rule.fields.items():
        if name not in ("Variable", "Condition") and name not in grammar.OPERATORS:
            continue
        value = pair.value.value if isinstance(pair.value, Scalar) else None
        if isinstance(pair.value, Hole) or (name == "Condition" and value is True):
            return True
        if isinstance(value, str) and any(mark in value for mark in MOVING):
            return True
    return False
