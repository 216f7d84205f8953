from asllint.rule import WARNING, Finding, Findings, Fix, Mapping, State, edits, rule, string_of


@rule(severity=WARNING, since="0.1", states=("Map",))
def ignored_items_path(state: State) -> Findings:
    """An `ItemsPath` beside an `ItemReader`, which alone says what the items are."""
    pair = state.pair("ItemsPath")
    if pair is None or string_of(pair.value) == "$":
        return
    # An inline Map has no use for the reader: `distributed-only-field`.
    modes = [machine.mode for machine in state.machines]
    if modes != ["DISTRIBUTED"] or not isinstance(state.field("ItemReader"), Mapping):
        return
    yield Finding(
        pair.key.span,
        '"ItemsPath" is ignored beside "ItemReader": delete it, or say with "ItemsPointer" in '
        '"ReaderConfig" where in the file the items are',
        fix=Fix('delete "ItemsPath"', [edits.delete(state.node, pair)], safe=False),
    )
