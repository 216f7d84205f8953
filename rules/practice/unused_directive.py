from asllint.rule import WARNING, Directives, Finding, Findings, Fix, rule


@rule(severity=WARNING, since="0.1", tag="unnecessary")
def unused_directive(directives: Directives) -> Findings:
    """An `asllint: ignore` directive that silences nothing."""
    for directive, name in directives.unused:
        message = f'"{name}" finds nothing here: delete it from the directive'
        edits = directive.without(name)
        safe = directive not in directives.in_doubt
        fix = Fix(f'delete "{name}"', edits, safe=safe) if edits else None
        yield Finding(directive.span, message, fix=fix)
