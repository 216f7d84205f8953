import re

from asllint.rule import (
    JSONPATH,
    WARNING,
    Definition,
    Edit,
    Expressions,
    Finding,
    Findings,
    Fix,
    Mapping,
    Node,
    Sequence,
    Site,
    rule,
)

TEMPLATES = ("payload template", "variables")
PATH = r"\$\$?(?:[.][A-Za-z_]|\[[\'0-9*])[^\s]*"
PLAUSIBLE = (
    "path", "paths", "pathsmap", "pointer", "pattern", "expression", "query", "regex", "regexp",
    "template", "selector", "filter", "metricvalue", "metrictransformations",
)  # fmt: skip
"""Endings of keys in or under which a path may well be meant for somebody else."""


@rule(severity=WARNING, since="0.1")
def forgotten_dollar(definition: Definition, expressions: Expressions) -> Findings:
    """A path or an intrinsic function in a payload template, under a key without `.$`."""
    foreign: set[int] | None = None
    for site in expressions.sites:
        if site.part.language != JSONPATH or not site.constant or not _looks_evaluated(site):
            continue
        key = str(site.key.value)
        if key.endswith(".$"):
            continue
        if foreign is None:
            foreign = _foreign(expressions)
        if id(site.scalar) in foreign:
            continue
        fix = None
        if key.isprintable() and not set(key) & set('"\\'):
            fix = Fix(f'write "{key}.$"', [Edit(site.key.span, f'"{key}.$"')])
        yield Finding(
            site.scalar.span,
            f'"{site.text}" stays a plain text here: '
            f'write the key as "{key}.$" to have it evaluated',
            fix=fix,
        )


def _looks_evaluated(site: Site) -> bool:
    if site.field.value not in TEMPLATES:
        return False
    return bool(re.fullmatch(PATH, site.text)) or site.calls_intrinsic


def _foreign(expressions: Expressions) -> set[int]:
    """The ids of all texts in or under a key whose paths may be meant for somebody else."""
    found: set[int] = set()
    pairs = {
        site.part.node.fields[site.field.name]
        for site in expressions.sites
        if site.field.value in TEMPLATES
    }
    pending: list[tuple[Node, bool]] = [(pair.value, False) for pair in pairs]
    while pending:
        node, inside = pending.pop()
        if isinstance(node, Mapping):
            pending += [
                (pair.value, inside or str(pair.key.value).lower().endswith(PLAUSIBLE))
                for pair in node.pairs
            ]
        elif isinstance(node, Sequence):
            pending += [(item, inside) for item in node.items]
        elif inside:
            found.add(id(node))
    return found
