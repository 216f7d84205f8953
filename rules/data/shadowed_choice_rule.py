from asllint.rule import (
    WARNING,
    Ask,
    ChoiceRule,
    Finding,
    Findings,
    Fix,
    FlowGraph,
    Related,
    State,
    constant_condition_of,
    edits,
    implied,
    rule,
    string_of,
    test_of,
)


@rule(severity=WARNING, since="0.1")
def shadowed_choice_rule(state: State, ask: Ask) -> Findings:
    """A choice rule that can never fire, because an earlier one always fires in its place."""
    if len(state.choices) < 2:
        return
    first: dict[object, ChoiceRule] = {}
    taken = {id(choice): takers for choice, takers in implied(state)}
    certain = None
    for choice in state.choices:
        span = choice.node.head
        if certain is not None:
            yield Finding(
                span,
                "this choice rule can never fire: an earlier one always does",
                related=[Related(certain, "this one is always true")],
                fix=_fix(state, choice, ask),
            )
            continue
        test = None if _depends_on_chance(choice) else test_of(choice.node)
        earlier = first.setdefault(test, choice) if test is not None else choice
        if earlier is not choice:
            yield Finding(
                span,
                "this choice rule can never fire: an earlier one makes the same test",
                related=[Related(earlier.node.head, "the same test")],
                fix=_fix(state, choice, ask),
            )
        elif id(choice) in taken:
            yield _implied(state, choice, taken[id(choice)], ask)
        if constant_condition_of(choice):
            certain = span


def _implied(state: State, choice: ChoiceRule, takers: list[ChoiceRule], ask: Ask) -> Finding:
    """A rule all of whose values earlier ones take."""
    one = len(takers) == 1
    who = "an earlier one is true" if one else "one of the earlier ones is true"
    return Finding(
        choice.node.head,
        f"this choice rule can never fire: {who} whenever this one is",
        related=[Related(taker.node.head, "is asked first") for taker in takers[:8]],
        fix=_fix(state, choice, ask),
    )


def _fix(state: State, choice: ChoiceRule, ask: Ask) -> Fix | None:
    """Delete the rule, if nothing else hangs on it."""
    if not ask(FlowGraph, state.machine).spares(choice.transition):
        return None
    step = edits.delete(state.field("Choices"), choice.node)
    return Fix("delete the choice rule", [step], safe=False)


def _depends_on_chance(choice: ChoiceRule) -> bool:
    """Can its condition be false at one time and true at the next?"""
    return "$random(" in (string_of(choice.node.get("Condition")) or "")
