from asllint.rule import WARNING, ChoiceRule, Finding, Findings, constant_condition_of, rule


@rule(severity=WARNING, since="0.1")
def constant_condition(choice: ChoiceRule) -> Findings:
    """A condition that is always false."""
    if constant_condition_of(choice) is False:
        yield Finding(
            choice.node.fields["Condition"].value.span,
            "this condition is always false, so the choice rule can never fire: delete it",
        )
