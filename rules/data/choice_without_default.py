from asllint.rule import (
    INFO,
    Ask,
    Finding,
    Findings,
    Fix,
    Passage,
    State,
    edits,
    exhaustive,
    rule,
    string_of,
    test_of,
)

COVERS = {
    "LessThan": {"<"},
    "LessThanEquals": {"<", "="},
    "Equals": {"="},
    "GreaterThanEquals": {">", "="},
    "GreaterThan": {">"},
}
FAMILIES = ("Numeric", "String", "Timestamp")


@rule(severity=INFO, since="0.1", states=("Choice",))
def choice_without_default(state: State, ask: Ask) -> Findings:
    """A Choice state without `Default`, of whose rules none may fire."""
    if state.open or not state.choices:
        return
    if state.field("Default") is not None or exhaustive(state) or _covers_a_type(state):
        return
    if not ask(Passage, state).is_covered:  # by all that is known to come
        yield Finding(
            state.key.span,
            f'when no rule of "{state.name}" fires, the execution fails with '
            '"States.NoChoiceMatched": add "Default"',
            fix=_fix(state),
        )


def _fix(state: State) -> Fix | None:
    """Lead to a new Fail state, whose error says what has happened."""
    taken = {other.name for machine in state.outermost.walk() for other in machine.states}
    names = (f"{state.name[:60]} not matched{number}" for number in ("", " 2", " 3"))
    name = next((one for one in names if one not in taken), None)
    if name is None:
        return None
    fail = {
        "Type": "Fail", "Error": "NoChoiceMatched", "Cause": f'No rule of "{state.name}" fired',
    }  # fmt: skip
    states = state.machine.node.get("States")
    steps = [
        edits.add_fields(state.node, {"Default": name}),
        edits.add_fields(states, {name: fail}),
    ]
    return Fix(f'add "Default", and the Fail state "{name}"', steps, safe=False)


def _covers_a_type(state: State) -> bool:
    """Do the rules ask for true and false, or for all numbers, so that nothing is forgotten?"""
    covered: dict[tuple[object, ...], set[object]] = {}
    for choice in state.choices:
        variable = string_of(choice.node.get("Variable"))
        for part in test_of(choice.node) or ():
            if variable is None or not isinstance(part, tuple) or len(part) != 3:
                continue  # a nested test
            operator, _, value = part
            name = str(operator).removesuffix("Path")
            family = next((one for one in FAMILIES if name.startswith(one)), None)
            if operator == "BooleanEquals":
                sides = covered.setdefault((variable, operator), set())
                sides.add(value)
            elif family and name.removeprefix(family) in COVERS:
                sides = covered.setdefault((variable, family, operator != name, value), set())
                sides |= COVERS[name.removeprefix(family)]
    return any(sides >= {"<", "=", ">"} or sides >= {True, False} for sides in covered.values())
