from asllint.rule import (
    ERROR,
    Definition,
    Expressions,
    Finding,
    Findings,
    Fix,
    Pair,
    Related,
    edits,
    rule,
)


@rule(severity=ERROR, aws="SCHEMA_VALIDATION_FAILED", since="0.1")
def template_value(definition: Definition, expressions: Expressions) -> Findings:
    """A key of a payload template that ends in `.$` and has no string."""
    twins = {id(twin) for _, twin in expressions.twins}
    for _, pair in expressions.misvalued:
        name = str(pair.key.value)
        kind = pair.value.type_name
        article = "an" if kind[0] in "aeio" else "a"
        remedy, fix = _remedy(pair, expressions)
        if name == ".$" or id(pair) in twins:
            fix = None
        yield Finding(
            pair.value.head,
            f'"{name}" takes a path or an intrinsic function, not {article} {kind}: {remedy}',
            related=[Related(pair.key.span, "this key is evaluated")],
            fix=fix,
        )


def _remedy(pair: Pair, expressions: Expressions) -> tuple[str, Fix | None]:
    """What to write: a call for an array that holds paths, another key for a constant."""
    name, call = str(pair.key.value), expressions.as_call(pair.value)
    if call is not None:
        shown = expressions.shown(call)
        title = f'write "{shown}"'
        return title, Fix(title, [edits.replace_field(pair, name, call)])
    right = name.removesuffix(".$")
    fix = Fix(f'write "{right}"', [edits.rename(pair.key, right)])
    return f'write the key as "{right}" for a constant', fix
