from asllint.rule import (
    WARNING,
    Ask,
    ChoiceRule,
    Finding,
    Findings,
    Fix,
    FlowGraph,
    constant_condition_of,
    edits,
    rule,
)


@rule(severity=WARNING, since="0.1")
def constant_condition(choice: ChoiceRule, ask: Ask) -> Findings:
    """A condition that is always false."""
    if constant_condition_of(choice) is False:
        yield Finding(
            choice.node.fields["Condition"].value.span,
            "this condition is always false, so the choice rule can never fire: delete it",
            fix=_fix(choice, ask),
        )


def _fix(choice: ChoiceRule, ask: Ask) -> Fix | None:
    """Delete the rule; a Choice state needs one, and nothing else may hang on it."""
    rules = choice.state.field("Choices")
    if len(choice.state.choices) < 2 or not ask(FlowGraph, choice.state.machine).spares(
        choice.transition
    ):
        return None
    return Fix("delete the choice rule", [edits.delete(rules, choice.node)], safe=False)
