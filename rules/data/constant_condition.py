from asllint.rule import (
    WARNING,
    ChoiceRule,
    Finding,
    Findings,
    Fix,
    FlowGraph,
    Layout,
    Sequence,
    constant_condition_of,
    rule,
)


@rule(severity=WARNING, since="0.1", local=True)
def constant_condition(choice: ChoiceRule, flow: FlowGraph, layout: Layout) -> Findings:
    """A condition that is always false."""
    if constant_condition_of(choice) is False:
        yield Finding(
            choice.node.fields["Condition"].value.span,
            "this condition is always false, so the choice rule can never fire: delete it",
            fix=_fix(choice, flow, layout),
        )


def _fix(choice: ChoiceRule, flow: FlowGraph, layout: Layout) -> Fix | None:
    """Delete the rule; a Choice state needs one, and nothing else may hang on it."""
    rules = choice.state.field("Choices")
    if (
        not isinstance(rules, Sequence)
        or len(rules.items) < 2
        or not flow.spares(choice.transition)
    ):
        return None
    gone = layout.without(rules, choice.node)
    return layout.fix("delete the choice rule", gone, safe=False)
