from asllint.rule import (
    JSONPATH,
    WARNING,
    Definition,
    Expressions,
    Finding,
    Findings,
    Layout,
    Site,
    grammar,
    rule,
)

PLAUSIBLE = (
    "path", "paths", "pathsmap", "pointer", "pattern", "expression", "query", "regex", "regexp",
    "template", "selector", "filter", "metricvalue", "metrictransformations",
)  # fmt: skip
"""Endings of keys in or under which a path may well be meant for somebody else."""

HALVES = ".$\"' "
"""What is left of a `.$` that was written wrongly: `a$`, `a.`, `a.$ `, and a quote too many."""

MAX_SHOWN = 60
"""A longer call (in code points) is not shown in a message."""


@rule(severity=WARNING, since="0.1")
def forgotten_dollar(definition: Definition, expressions: Expressions, layout: Layout) -> Findings:
    """A path or an intrinsic function in a payload template, under a key without `.$`."""
    taken = {id(plain.key) for plain, _ in expressions.twins}
    sites = [site for site in expressions.plain if _is_meant(site, expressions)]
    calls: dict[int, str | None] = {}
    for site in sites:
        pair, written = site.array, str(site.key.value)
        key = written.rstrip(HALVES) or written
        if pair is None:
            change = layout.text(site.key, f"{key}.$")
            title, where = f'write "{key}.$"', f'here: write the key as "{key}.$"'
        else:
            if id(pair) not in calls:
                calls[id(pair)] = expressions.as_call(pair.value)
            call = calls[id(pair)]
            change = layout.rewritten(pair, f"{key}.$", call) if call is not None else []
            shown = call if call is not None and len(call) <= MAX_SHOWN else "States.Array(…)"
            title = f'write "{key}.$": "{shown}"'
            where = f"in an array: {title}"
        plain = key.isprintable() and not set(key) & set("\"'\\")
        writable = plain and key == written and id(site.key) not in taken
        fix = layout.fix(title, change, safe=False) if writable else None
        message = f'"{site.text}" stays a plain text {where} to have it evaluated'
        yield Finding(site.scalar.span, message, fix=fix)


def _is_meant(site: Site, expressions: Expressions) -> bool:
    in_template = site.field.value in (grammar.TEMPLATE, grammar.VARIABLES)
    if not in_template or site.part.language != JSONPATH or str(site.key.value).endswith(".$"):
        return False
    inner = (str(key.value).lower() for key in site.keys[1:])  # the first is the field's own
    return expressions.means_value(site.text) and not any(key.endswith(PLAUSIBLE) for key in inner)
