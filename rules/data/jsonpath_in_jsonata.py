import re

from asllint.rule import (
    JSONATA,
    WARNING,
    Definition,
    Expressions,
    Finding,
    Findings,
    Fix,
    Site,
    edits,
    rule,
    string_of,
)

PLAIN = r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*|\[-?[0-9]+\])*"
TAKE_PATHS = r":(?:events|eventbridge|pipes|scheduler):"
"""Services whose own parameters are JSONPath, such as `InputPathsMap`."""


@rule(severity=WARNING, since="0.1")
def jsonpath_in_jsonata(definition: Definition, expressions: Expressions) -> Findings:
    """A path or an intrinsic function in a JSONata state, where it is a plain text."""
    for site in expressions.plain:
        if site.part.language != JSONATA or _meant_so(site):
            continue
        known = site.variable in expressions.assigned or site.variable == "states"
        if site.looks_like_path or known:
            message = f'"{site.text}" stays a plain text in a JSONata state: {_remedy(site)}'
            yield Finding(site.scalar.span, message, fix=_fix(site))
        elif site.calls_intrinsic:
            name = site.text.partition("(")[0].strip()
            yield Finding(
                site.scalar.span,
                f'"{name}" is no function of JSONata, so this stays a plain text: write an '
                'expression in "{% … %}"',
            )


def _meant_so(site: Site) -> bool:
    """Is it perhaps a path for the service that the state calls, or another mistake?"""
    if site.text.endswith("%}"):
        return True  # half an expression, of which `jsonata-embedded` tells
    called = string_of(site.state.field("Resource")) or ""
    return "path" in str(site.key.value).lower() or re.search(TAKE_PATHS, called) is not None


def _fix(site: Site) -> Fix | None:
    """The path as an expression, if it is plain. What it starts from is a guess."""
    key, written = site.key, _written(site)
    if written == "…" or str(key.value).endswith(".$"):
        return None
    expression = f"{{% {written} %}}"
    return Fix(f'write "{expression}"', [edits.set_value(site.scalar, expression)], safe=False)


def _written(site: Site) -> str:
    """The path as an expression; dots where that is not plain to see."""
    root = "$states.context." if site.text.startswith("$$") else "$states.input."
    if not site.looks_like_path:
        root = "$"
    names = site.text.lstrip("$").lstrip(".").replace("[*]", "")
    return f"{root}{names}" if re.fullmatch(PLAIN, names) else "…"


def _remedy(site: Site) -> str:
    written = _written(site)
    key = str(site.key.value)
    without = f' and the key "{key[:-2]}"' if key.endswith(".$") else ""
    return f'write "{{% {written} %}}"{without}'
