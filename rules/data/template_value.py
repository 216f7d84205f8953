import json

from asllint.rule import (
    ERROR,
    Definition,
    Edit,
    Expressions,
    Finding,
    Findings,
    Fix,
    Related,
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
        fix, right = None, json.dumps(name.removesuffix(".$"), ensure_ascii=False)
        if name != ".$" and id(pair) not in twins:
            fix = Fix(f"write {right}", [Edit(pair.key.span, right)])
        yield Finding(
            pair.value.head,
            f'"{name}" takes a path or an intrinsic function, not {article} {kind}: write the key '
            f'as "{name.removesuffix(".$")}" for a constant',
            related=[Related(pair.key.span, "this key is evaluated")],
            fix=fix,
        )
