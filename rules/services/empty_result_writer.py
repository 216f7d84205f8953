from asllint.rule import WARNING, Definition, Finding, Findings, Fix, Mapping, State, edits, rule


@rule(severity=WARNING, since="0.1")
def empty_result_writer(definition: Definition) -> Findings:
    """A `ResultWriter` that says neither where results go nor how they look."""
    for machine in definition.machine.walk():
        for state in machine.states:
            if state.type == "Map":
                yield from _map(state)


def _map(state: State) -> Findings:
    pair = state.pair("ResultWriter")
    writer = pair.value if pair is not None else None
    if pair is not None and isinstance(writer, Mapping) and not writer.pairs and writer.complete:
        yield Finding(
            writer.span,
            '"ResultWriter" is empty, and the state fails when it runs: '
            "say where the results go, or delete it",
            fix=Fix("delete it", [edits.delete(state.node, pair)], safe=False),
        )
