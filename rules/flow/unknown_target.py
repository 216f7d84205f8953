from collections.abc import Collection

from asllint.rule import (
    ERROR,
    Ask,
    Finding,
    Findings,
    Fix,
    FlowGraph,
    Related,
    StateMachine,
    Transition,
    edits,
    listed,
    rule,
    state_named,
)


@rule(severity=ERROR, aws="MISSING_TRANSITION_TARGET", since="0.1")
def unknown_target(machine: StateMachine, flow: FlowGraph, ask: Ask) -> Findings:
    """A transition to a state that does not exist anywhere."""
    for transition, name in machine.dangling():
        # `transition-out-of-scope` says of the others where they belong.
        if state_named(name, machine, ask) is None:
            yield from _nowhere(transition, name, machine, flow)


def _nowhere(transition: Transition, name: str, machine: StateMachine, flow: FlowGraph) -> Findings:
    meant, span = flow.meant(transition), transition.target_name.span
    message = f'there is no state "{name}"'
    if meant is None:
        alone = machine.states == [transition.source]
        yield Finding(span, message if alone else message + _choices(machine.by_name))
        return
    fix = Fix(
        f'write "{meant}"',
        [edits.set_value(transition.target_name, meant)],
        safe=flow.is_typo(transition),
    )
    yield Finding(
        span,
        f'{message}; did you mean "{meant}"?',
        related=[Related(machine.by_name[meant].key.span, "this one?")],
        fix=fix,
    )


def _choices(names: Collection[str]) -> str:
    if not 0 < len(names) <= 8:
        return ""
    return f"; there {'are' if len(names) > 1 else 'is'} {listed(names)}"
