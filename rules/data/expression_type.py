from asllint.rule import ERROR, Definition, Expressions, Finding, Findings, Site, grammar, rule

WANTED = {
    grammar.INTEGER: ("number",),
    grammar.NUMBER: ("number",),
    grammar.BOOLEAN: ("boolean",),
    grammar.TIMESTAMP: ("string",),
}
ITEMS = ("array", "object")


@rule(severity=ERROR, since="0.1")
def expression_type(definition: Definition, expressions: Expressions) -> Findings:
    """A JSONata expression whose result is surely of the wrong type for its field."""
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
    return ITEMS if site.field.name == "Items" else WANTED.get(site.field.value, ())


def _named(*types: str) -> str:
    names = [f"{'an' if name[0] in 'aeio' else 'a'} {name}" for name in types]
    return " or ".join("null" if name == "a null" else name for name in names)
