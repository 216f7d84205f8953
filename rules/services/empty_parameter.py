from asllint.rule import ERROR, Arguments, Definition, Finding, Findings, rule


@rule(severity=ERROR, since="0.1")
def empty_parameter(definition: Definition, arguments: Arguments) -> Findings:
    """A text that a call needs and that is empty, where its API takes no empty text."""
    for value in arguments.empty:
        action = value.handed.task.action
        if action is not None:
            yield Finding(
                value.node.span,
                f'"{value.pair.key.value}" is empty: "{action.service.prefix}:{action.name}" needs '
                "at least one character",
            )
