from asllint.rule import (
    JSONPATH,
    WARNING,
    Definition,
    Expressions,
    Finding,
    Findings,
    Fix,
    Intention,
    Site,
    edits,
    grammar,
    rule,
)

HALVES = ".$\"' "
"""What is left of a `.$` that was written wrongly: `a$`, `a.`, `a.$ `, and a quote too many."""


@rule(severity=WARNING, since="0.1")
def forgotten_dollar(definition: Definition, expressions: Expressions) -> Findings:
    """A path or an intrinsic function in a payload template, under a key without `.$`."""
    taken = {id(plain.key) for plain, _ in expressions.twins}
    sites = [site for site in expressions.plain if _is_meant(site, expressions)]
    calls: dict[int, str | None] = {}
    for site in sites:
        pair, written = site.array, str(site.key.value)
        key = written.rstrip(HALVES) or written
        if pair is None:
            step: Intention | None = edits.rename(site.key, f"{key}.$")
            title, where = f'write "{key}.$"', f'here: write the key as "{key}.$"'
        else:
            if id(pair) not in calls:
                calls[id(pair)] = expressions.as_call(pair.value)
            call = calls[id(pair)]
            step = edits.replace_field(pair, f"{key}.$", call) if call is not None else None
            title = f'write "{key}.$": "{expressions.shown(call)}"'
            where = f"in an array: {title}"
        fix = None
        if step is not None and key == written and id(site.key) not in taken:
            fix = Fix(title, [step], safe=False)
        message = f'"{site.text}" stays a plain text {where} to have it evaluated'
        yield Finding(site.scalar.span, message, fix=fix)


def _is_meant(site: Site, expressions: Expressions) -> bool:
    in_template = site.field.value in (grammar.TEMPLATE, grammar.VARIABLES)
    if not in_template or site.part.language != JSONPATH or str(site.key.value).endswith(".$"):
        return False
    return expressions.means_value(site.text) and not site.may_be_for_others
