from asllint.rule import (
    ERROR,
    JSONATA,
    Definition,
    Expressions,
    Finding,
    Findings,
    Site,
    State,
    grammar,
    rule,
)

WANTED = {
    grammar.INTEGER: ("number",),
    grammar.NUMBER: ("number",),
    grammar.BOOLEAN: ("boolean",),
    grammar.TIMESTAMP: ("string",),
}
ITEMS = ("array", "object")
"""What a distributed Map goes through; an inline one takes arrays alone."""


@rule(severity=ERROR, since="0.1")
def expression_type(definition: Definition, expressions: Expressions) -> Findings:
    """A JSONata expression whose result is surely of the wrong type for its field."""
    for machine in definition.machine.walk():
        for state in machine.states:
            yield from _constant(state)
    for site, expression in expressions.in_jsonata():
        wanted = _wanted(site)
        if wanted and expression.type is not None and expression.type not in wanted:
            yield Finding(
                site.scalar.span,
                f'"{site.field.name}" needs {_named(*wanted)}, and this is always '
                f"{_named(expression.type)}",
            )


def _wanted(site: Site) -> tuple[str, ...]:
    """The types that the field takes, when the expression is the whole of its value."""
    if site.key is not site.part.node.fields[site.field.name].key:
        return ()
    if site.part.node.get(site.field.name) is not site.scalar:
        return ()
    if site.field.name == "Items":
        return _items(site.state)
    return WANTED.get(site.field.value, ())


def _items(state: State) -> tuple[str, ...]:
    inline = [machine.mode for machine in state.machines] == ["INLINE"]
    return ITEMS[:1] if inline else ITEMS


def _constant(state: State) -> Findings:
    """Items that are written out, as something else than an array."""
    node = state.field("Items")
    if state.type != "Map" or state.query_language != JSONATA or node is None:
        return
    wanted, kind = _items(state), node.type_name
    if kind in ("object", "boolean", "integer", "number") and kind not in wanted:
        yield Finding(node.head, f'"Items" needs {_named(*wanted)}, and this is {_named(kind)}')


def _named(*types: str) -> str:
    names = [f"{'an' if name[0] in 'aeio' else 'a'} {name}" for name in types]
    return " or ".join("null" if name == "a null" else name for name in names)
