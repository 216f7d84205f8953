from asllint.rule import WARNING, Definition, Finding, Findings, Layout, Mapping, State, rule


@rule(severity=WARNING, since="0.1")
def empty_result_writer(definition: Definition, layout: Layout) -> Findings:
    """A `ResultWriter` that says neither where results go nor how they look."""
    for machine in definition.machine.walk():
        for state in machine.states:
            if state.type == "Map":
                yield from _map(state, layout)


def _map(state: State, layout: Layout) -> Findings:
    pair, node = state.pair("ResultWriter"), state.node
    if pair is None or not isinstance(node, Mapping):
        return
    writer = pair.value
    if isinstance(writer, Mapping) and not writer.pairs and writer.complete:
        yield Finding(
            writer.span,
            '"ResultWriter" is empty, and the state fails when it runs: '
            "say where the results go, or delete it",
            fix=layout.fix("delete it", layout.without(node, pair), safe=False),
        )
