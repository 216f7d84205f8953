from asllint.rule import WARNING, Directives, Finding, Findings, Fix, hint, nearest, rule


@rule(severity=WARNING, since="0.1")
def unknown_directive(directives: Directives) -> Findings:
    """An `asllint:` directive that is malformed or names no rule."""
    for directive in directives.items:
        if directive.malformed:
            yield Finding(
                directive.span,
                "a directive must name the rules it silences: write "
                '"asllint: ignore[rule-name] reason"',
            )
    for directive, name in directives.unknown:
        near = hint(name, directives.names) or "; `asllint rules` lists all"
        meant = nearest(name, directives.names)
        edits = directive.renamed(name, meant) if meant else []
        fix = Fix(f'write "{meant}"', edits) if edits else None
        yield Finding(directive.span, f'there is no rule "{name}" to ignore{near}', fix=fix)
