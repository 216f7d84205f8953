from asllint.rule import (
    ERROR,
    Conformance,
    Definition,
    Finding,
    Findings,
    Fix,
    Misfit,
    edits,
    grammar,
    nearest,
    rule,
    same,
)

EVERYWHERE = {name for kind in grammar.KINDS.values() for name in kind.fields}


@rule(severity=ERROR, aws="SCHEMA_VALIDATION_FAILED", since="0.1")
def unknown_field(definition: Definition, conformance: Conformance) -> Findings:
    """A field that the language does not have: misspelt, or in the wrong letter case."""
    for misfit in conformance.unknown:
        if misfit.name not in EVERYWHERE:
            yield _finding(misfit)


def _finding(misfit: Misfit) -> Finding:
    part, key, name = misfit.part, misfit.pair.key, misfit.name
    message = f'{part.kind.title} has no field "{name}"'
    meant = nearest(name, part.kind.fields) or _begun(name, list(part.kind.fields))
    if meant is None:
        elsewhere = nearest(name, EVERYWHERE)
        neither = f', and none called "{elsewhere}" either' if elsewhere else ""
        return Finding(key.span, f"{message}{neither}: delete it", fix=_deletion(misfit))
    twin = part.node.fields.get(meant)
    if twin is not None:
        fix = _deletion(misfit, safe=same(misfit.pair.value, twin.value))
        return Finding(key.span, f'{message}, and "{meant}" is there too: delete one', fix=fix)
    if meant.lower() == name.lower():
        message = f'field names are case-sensitive: write "{meant}", not "{name}"'
    else:
        message = f'{message}; did you mean "{meant}"?'
    return Finding(key.span, message, fix=Fix(f'write "{meant}"', [edits.rename(key, meant)]))


def _deletion(misfit: Misfit, *, safe: bool = False) -> Fix:
    step = edits.delete(misfit.part.node, misfit.pair)
    return Fix(f'delete "{misfit.name}"', [step], safe=safe)


def _begun(name: str, fields: list[str]) -> str | None:
    """The field that is abbreviated: "Timeout" for "TimeoutSeconds"."""
    begun = [field for field in fields if field.lower().startswith(name.lower())]
    shortest = min(begun, key=len, default="")
    clear = len(name) > 3 and all(field.startswith(shortest) for field in begun)
    return shortest if begun and clear else None
