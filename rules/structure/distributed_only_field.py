from asllint.rule import WARNING, Finding, Findings, Related, State, grammar, listed, rule


@rule(severity=WARNING, since="0.1", states=("Map",))
def distributed_only_field(state: State) -> Findings:
    """A field that does nothing unless the Map state is distributed."""
    if [machine.mode for machine in state.machines] != ["INLINE"]:
        return
    pairs = [pair for name in grammar.DISTRIBUTED_ONLY if (pair := state.pair(name))]
    if not pairs:
        return
    pairs.sort(key=lambda pair: pair.key.start)
    names = listed(str(pair.key.value) for pair in pairs)
    yield Finding(
        pairs[0].key.span,
        f"{names} only {'work' if len(pairs) > 1 else 'works'} in a distributed Map, and "
        f'"{state.name}" is inline: set "Mode": "DISTRIBUTED" in its "ProcessorConfig"',
        related=[Related(pair.key.span, "this one too") for pair in pairs[1:]],
    )
