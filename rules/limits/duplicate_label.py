from asllint.rule import ERROR, Definition, Finding, Findings, Node, Related, rule, string_of


@rule(severity=ERROR, aws="DUPLICATE_LABEL_NAME", since="0.1")
def duplicate_label(definition: Definition) -> Findings:
    """Two Map states with the same label."""
    first: dict[str, Node] = {}
    for machine in definition.machine.walk():
        for state in machine.states:
            node = state.field("Label") if state.type == "Map" else None
            text = string_of(node)
            if node is None or text is None:
                continue
            earlier = first.setdefault(text, node)
            if earlier is not node:
                yield Finding(
                    node.span,
                    f'another Map state has the label "{text}", and labels are unique in the whole '
                    "state machine: choose another one",
                    related=[Related(earlier.span, "first used here")],
                )
