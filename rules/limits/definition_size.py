from asllint.rule import ERROR, Analysis, Finding, Findings, Span, grammar, rule


@rule(severity=ERROR, aws="SCHEMA_VALIDATION_FAILED", since="0.1")
def definition_size(analysis: Analysis) -> Findings:
    """A definition of more than 1 MB, which is more than the API takes."""
    yield from analysis.problems_of("definition-size")
    for definition in analysis.definitions:
        node = definition.node
        size = node.end - node.start
        within = any(use.node is not None for use in definition.uses)
        if within or definition.file.text[node.start] != "{":
            continue  # what is sent is not what is written here
        if size > grammar.MAX_DEFINITION:
            yield Finding(
                Span(node.start, node.start + 1),
                f"the definition has {size:,} characters, and {grammar.MAX_DEFINITION:,} are "
                "allowed: move a part of it into a state machine of its own",
            )
