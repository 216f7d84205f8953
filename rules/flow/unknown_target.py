import json

from asllint.rule import (
    ERROR,
    Edit,
    Finding,
    Findings,
    Fix,
    FlowGraph,
    Related,
    StateMachine,
    Transition,
    listed,
    rule,
)


@rule(severity=ERROR, aws="MISSING_TRANSITION_TARGET", since="0.1")
def unknown_target(machine: StateMachine, flow: FlowGraph) -> Findings:
    """A transition to a state that does not exist anywhere."""
    for transition, name in machine.dangling():
        # `transition-out-of-scope` says of the others where they belong.
        if not _elsewhere(machine, name):
            yield from _nowhere(transition, name, machine, flow)


def _nowhere(transition: Transition, name: str, machine: StateMachine, flow: FlowGraph) -> Findings:
    meant, span = flow.meant(transition), transition.target_name.span
    message = f'there is no state "{name}"'
    if meant is None:
        alone = machine.states == [transition.source]
        yield Finding(span, message if alone else message + _choices(list(machine.by_name)))
        return
    edits = [Edit(span, json.dumps(meant, ensure_ascii=False))]
    yield Finding(
        span,
        f'{message}; did you mean "{meant}"?',
        related=[Related(machine.by_name[meant].key.span, "this one?")],
        fix=Fix(f'write "{meant}"', edits, safe=flow.is_typo(transition)),
    )


def _choices(names: list[str]) -> str:
    if not 0 < len(names) <= 8:
        return ""
    return f"; there {'are' if len(names) > 1 else 'is'} {listed(names)}"


def _elsewhere(machine: StateMachine, name: str) -> bool:
    top = machine
    while top.parent is not None:
        top = top.parent.machine
    return any(name in other.by_name for other in top.walk())
