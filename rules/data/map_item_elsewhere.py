from asllint.rule import (
    WARNING,
    Definition,
    Expressions,
    Finding,
    Findings,
    Site,
    Span,
    State,
    rule,
)


@rule(severity=WARNING, since="0.1")
def map_item_elsewhere(definition: Definition, expressions: Expressions) -> Findings:
    """The item of a Map, read outside of its `ItemSelector`."""
    for site in expressions.in_context:
        if _selects(site):
            continue
        around = _map_around(site.state)
        if around is not None:
            remedy = f'put it into that of "{around.name}", and read it from the input here'
        else:
            remedy = f"there is none in {site.place}"
        for span in _reads(site):
            yield Finding(span, f'only the "ItemSelector" of a Map sees its item: {remedy}')


def _selects(site: Site) -> bool:
    """Is it the template for the items, which was called `Parameters` once?"""
    return site.part.kind.name == "Map" and site.field.name in ("ItemSelector", "Parameters")


def _reads(site: Site) -> list[Span]:
    """Where in the string the item is read."""
    spans = [
        (path.start, path.end)
        for path in site.paths()
        if path.in_context and path.names[:1] == ("Map",)
    ]
    if site.jsonata is not None:
        uses = site.jsonata.states
        spans += [(use.start, use.end) for use in uses if use.path[:2] == ("context", "Map")]
    return [site.span(*span) for span in spans]


def _map_around(state: State) -> State | None:
    """The innermost Map that the state is an iteration of."""
    around = state.machine.parent
    while around is not None and around.type != "Map":
        around = around.machine.parent
    return around
