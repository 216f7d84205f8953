from asllint.rule import (
    ERROR,
    Finding,
    Findings,
    Mapping,
    Node,
    Related,
    Sequence,
    State,
    rule,
    string_of,
)


@rule(severity=ERROR, since="0.1", states=("Map",))
def duplicate_csv_header(state: State) -> Findings:
    """The same column name twice in `CSVHeaders`."""
    headers: Node | None = state.field("ItemReader")
    for name in ("ReaderConfig", "CSVHeaders"):
        headers = headers.get(name) if isinstance(headers, Mapping) else None
    if not isinstance(headers, Sequence):
        return
    first: dict[str, Node] = {}
    for item in headers.items:
        text = string_of(item)
        if text is None:
            continue
        earlier = first.setdefault(text, item)
        if earlier is not item:
            yield Finding(
                item.span,
                f'the header "{text}" stands twice, and reading the file fails: rename one',
                related=[Related(earlier.span, "the first one")],
            )
