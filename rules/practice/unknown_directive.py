from asllint.rule import WARNING, Directives, Finding, Findings, hint, rule


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
        yield Finding(directive.span, f'there is no rule "{name}" to ignore{near}')
