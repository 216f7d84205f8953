from asllint.rule import (
    WARNING,
    ChoiceRule,
    Finding,
    Findings,
    Fix,
    FlowGraph,
    constant_condition_of,
    edits,
    rule,
)


@rule(severity=WARNING, since="0.1", local=True)
def constant_condition(choice: ChoiceRule, flow: FlowGraph) -> Findings:
    """A condition that is always false."""
    if constant_condition_of(choice) is False:
        yield Finding(
            choice.node.fields["Condition"].value.span,
            "this condition is always false, so the choice rule can never fire: delete it",
            fix=_fix(choice, flow),
        )


def _fix(choice: ChoiceRule, flow: FlowGraph) -> Fix | None:
    """Delete the rule; a Choice state needs one, and nothing else may hang on it."""
    rules = choice.state.field("Choices")
    if len(choice.state.choices) < 2 or not flow.spares(choice.transition):
        return None
    return Fix("delete the choice rule", [edits.delete(rules, choice.node)], safe=False)
