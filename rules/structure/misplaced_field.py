from asllint.rule import (
    ERROR,
    Conformance,
    Definition,
    Finding,
    Findings,
    Fix,
    Misfit,
    Scalar,
    edits,
    grammar,
    rule,
)

ADVICE = {
    ("Choice", "Next"): 'a Choice state has no "Next": its rules and "Default" say where it leads',
    ("Choice", "End"): "a Choice state can not end the machine: lead it to a Succeed state",
    ("Succeed", "End"): 'a Succeed state always ends the machine: delete "End"',
    ("Succeed", "Next"): 'a Succeed state ends the machine: delete "Next", or make it a Pass state',
    ("Fail", "End"): 'a Fail state always ends the machine: delete "End"',
    ("Fail", "Next"): 'a Fail state ends the machine: delete "Next"',
    ("Map", "Arguments"): 'a Map state takes no "Arguments": use "Items" and "ItemSelector"',
    ("NestedChoiceRule", "Next"): 'only the outermost rule has a "Next": delete it in here',
    ("NestedChoiceRule", "Assign"): 'only the outermost rule has an "Assign": move it there',
}  # fmt: skip


IDLE = {("Fail", "Next"), ("NestedChoiceRule", "Next")}
"""Transitions that are never taken."""


@rule(severity=ERROR, aws="SCHEMA_VALIDATION_FAILED", since="0.1")
def misplaced_field(definition: Definition, conformance: Conformance) -> Findings:
    """A field of the language in an object that does not take it."""
    for misfit in conformance.unknown:
        if grammar.homes_of(misfit.name):
            yield Finding(misfit.pair.key.span, _message(misfit), fix=_fix(misfit))


def _fix(misfit: Misfit) -> Fix | None:
    """Take away what says nothing new, or leads nowhere; anything else was meant somehow."""
    name, kind, node = misfit.name, misfit.part.kind.name, misfit.part.node
    if (kind, name) == ("Choice", "Next") and "Default" not in node.fields:
        return Fix('write "Default"', [edits.rename(misfit.pair.key, "Default")], safe=False)
    says_nothing = name == "End" and kind in grammar.TERMINAL_TYPES
    if not says_nothing and (kind, name) not in IDLE:
        return None
    value = misfit.pair.value
    safe = says_nothing and isinstance(value, Scalar) and value.value is True
    return Fix(f'delete "{name}"', [edits.delete(node, misfit.pair)], safe=safe)


def _message(misfit: Misfit) -> str:
    name, kind = misfit.name, misfit.part.kind
    advice = ADVICE.get((kind.name, name))
    if advice:
        return advice
    if name == "QueryLanguage":
        return f'{kind.title} takes no "QueryLanguage": set it on the top level or on single states'
    if name == "Comment":
        return f'{kind.title} takes no "Comment": write it one level up'
    return f'{kind.title} takes no "{name}": {_where(misfit)}'


def _where(misfit: Misfit) -> str:
    """Which objects do take the field: for a part of a state other parts, otherwise states."""
    homes = grammar.homes_of(misfit.name)
    states = [kind.name for kind in homes if kind.name in grammar.STATES]
    parts = [kind.title for kind in homes if kind.name not in (*states, "NestedChoiceRule")]
    inside = misfit.part.state is not None and misfit.part.node is not misfit.part.state.node
    if parts and (inside or not states):
        return f"it belongs in {_joined(parts, 'or')}"
    if len(states) == len(grammar.STATES):
        return "only a state does"
    top = " and the top level" if grammar.STATE_MACHINE in homes else ""
    return f"only {_joined(states, 'and')} states{top} do"


def _joined(titles: list[str], word: str) -> str:
    *others, last = titles
    return f"{', '.join(others)} {word} {last}" if others else last
