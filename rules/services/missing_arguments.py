from asllint.rule import ERROR, Definition, Finding, Findings, Integrations, rule


@rule(severity=ERROR, aws="SCHEMA_VALIDATION_FAILED", since="0.1")
def missing_arguments(definition: Definition, calls: Integrations) -> Findings:
    """A call of a service without `Parameters` (JSONPath) or `Arguments` (JSONata)."""
    for task in calls.calls:
        field, node = task.arguments_field, task.state.node
        if field is None or task.arguments is not None or not getattr(node, "complete", False):
            continue
        other = {"Parameters": "Arguments", "Arguments": "Parameters"}[field]
        if task.state.pair(other) is None:  # else `wrong-query-language` reports that one
            yield Finding(
                task.span(),
                f'a call of a service needs "{field}": add the field, as {{}} '
                "when there is nothing to hand over",
            )
