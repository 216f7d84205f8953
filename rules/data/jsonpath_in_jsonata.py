import re

from asllint.rule import (
    JSONATA,
    WARNING,
    Definition,
    Expressions,
    Finding,
    Findings,
    Site,
    rule,
    string_of,
)

PLAIN = r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*|\[-?[0-9]+\])*"
TAKE_PATHS = r":(?:events|eventbridge|pipes|scheduler):"
"""Services whose own parameters are JSONPath, such as `InputPathsMap`."""


@rule(severity=WARNING, since="0.1")
def jsonpath_in_jsonata(definition: Definition, expressions: Expressions) -> Findings:
    """A path or an intrinsic function in a JSONata state, where it is a plain text."""
    for site in expressions.sites:
        if site.part.language != JSONATA or not site.constant or _meant_so(site):
            continue
        if site.looks_like_path:
            message = f'"{site.text}" stays a plain text in a JSONata state: {_remedy(site)}'
            yield Finding(site.scalar.span, message)
        elif site.calls_intrinsic:
            name = site.text.partition("(")[0].strip()
            yield Finding(
                site.scalar.span,
                f'"{name}" is no function of JSONata, so this stays a plain text: write an '
                'expression in "{% … %}"',
            )


def _meant_so(site: Site) -> bool:
    """Is it perhaps a path for the service that the state calls?"""
    resource = site.state.field("Resource") if site.state else None
    called = (string_of(resource) or "") if resource else ""
    return "path" in str(site.key.value).lower() or re.search(TAKE_PATHS, called) is not None


def _remedy(site: Site) -> str:
    root = "$states.context" if site.text.startswith("$$") else "$states.input"
    names = site.text.lstrip("$").lstrip(".").replace("[*]", "")
    written = f"{root}.{names}" if re.fullmatch(PLAIN, names) else "…"
    key = str(site.key.value)
    without = f' and the key "{key[:-2]}"' if key.endswith(".$") else ""
    return f'write "{{% {written} %}}"{without}'
