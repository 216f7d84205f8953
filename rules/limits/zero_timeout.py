from asllint.rule import WARNING, Definition, Finding, Findings, number_of, rule


@rule(severity=WARNING, since="0.1")
def zero_timeout(definition: Definition) -> Findings:
    """A time limit of zero seconds for the whole machine."""
    node = definition.machine.node.get("TimeoutSeconds")
    if node is not None and number_of(node) == 0:
        yield Finding(
            node.span,
            '"TimeoutSeconds" is 0: write how many seconds an execution may take, or delete it',
        )
