from asllint.rule import (
    JSONPATH,
    WARNING,
    Definition,
    Edit,
    Expressions,
    Finding,
    Findings,
    Fix,
    Site,
    grammar,
    rule,
)

PLAUSIBLE = (
    "path", "paths", "pathsmap", "pointer", "pattern", "expression", "query", "regex", "regexp",
    "template", "selector", "filter", "metricvalue", "metrictransformations",
)  # fmt: skip
"""Endings of keys in or under which a path may well be meant for somebody else."""


@rule(severity=WARNING, since="0.1")
def forgotten_dollar(definition: Definition, expressions: Expressions) -> Findings:
    """A path or an intrinsic function in a payload template, under a key without `.$`."""
    twins = {id(plain.key) for plain, _ in expressions.twins}
    for site in expressions.plain:
        if site.part.language == JSONPATH and _looks_evaluated(site):
            key = str(site.key.value)
            fix = None
            if id(site.key) not in twins and key.isprintable() and not set(key) & set('"\\'):
                fix = Fix(f'write "{key}.$"', [Edit(site.key.span, f'"{key}.$"')])
            yield Finding(
                site.scalar.span,
                f'"{site.text}" stays a plain text here: '
                f'write the key as "{key}.$" to have it evaluated',
                fix=fix,
            )


def _looks_evaluated(site: Site) -> bool:
    in_template = site.field.value in (grammar.TEMPLATE, grammar.VARIABLES)
    if not in_template or str(site.key.value).endswith(".$"):
        return False
    inner = (str(key.value).lower() for key in site.keys[1:])  # the first is the field's own
    return (site.looks_like_path or site.calls_intrinsic) and not any(
        key.endswith(PLAUSIBLE) for key in inner
    )
