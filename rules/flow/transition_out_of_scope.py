from asllint.rule import (
    ERROR,
    Ask,
    Finding,
    Findings,
    Related,
    State,
    StateMachine,
    Transition,
    rule,
    state_named,
)


@rule(severity=ERROR, aws="MISSING_TRANSITION_TARGET", since="0.1")
def transition_out_of_scope(machine: StateMachine, ask: Ask) -> Findings:
    """A transition into or out of the body of a Map or Parallel state."""
    caught = {id(one.transition) for state in machine.states for one in state.catchers}
    for transition, name in machine.dangling():
        target = state_named(name, machine, ask)
        if target is not None:
            yield Finding(
                transition.target_name.span,
                _message(transition, target, id(transition) in caught),
                related=[Related(target.key.span, "here it stands")],
            )


def _message(transition: Transition, target: State, caught: bool) -> str:
    here, there = transition.machine, target.machine
    around = _state_around(here, there)
    if around is not None:
        remedy = _way_out(transition, around, target, caught)
        if target is around:
            return f'"{target.name}" is the {target.type} state around this: {remedy}'
        return f'"{target.name}" stands outside of {_inside(here)}: {remedy}'
    holder = _state_around(there, here)
    if holder is not None:
        start = f'"{target.name}" stands inside of {_inside(there)}'
        if holder is transition.source:
            return f"{start}, which is run by this very state: lead to the state that follows it"
        return f'{start}: lead to "{holder.name}" instead'
    start = f'"{target.name}" stands in'
    if here.parent is there.parent and here.parent is not None:
        return (
            f'{start} another branch of "{here.parent.name}": no transition leads from one branch '
            "into another"
        )
    return f"{start} {there.title}, and no transition leads there from {here.title}"


def _state_around(inner: StateMachine, outer: StateMachine) -> State | None:
    """The state of `outer` in which `inner` is nested, however deep; None if it is not."""
    while inner.parent is not None:
        if inner.parent.machine is outer:
            return inner.parent
        inner = inner.parent.machine
    return None


def _inside(machine: StateMachine) -> str:
    return machine.title.replace("a branch of", "the branches of")


def _way_out(transition: Transition, around: State, target: State, caught: bool) -> str:
    source = transition.source
    if source is None:
        return "start at a state in here"
    if caught:
        return f'let the error through, and catch it on "{around.name}"'
    end = 'end here with "End": true'
    if source.type == "Choice":
        end = "lead to a Succeed state in here"
    if target is around:
        return f"{end}, and it goes on by itself"
    return f'{end}, and let "{around.name}" lead there'
