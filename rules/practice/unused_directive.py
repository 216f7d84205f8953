from asllint.rule import WARNING, Directives, Finding, Findings, rule


@rule(severity=WARNING, since="0.1", tag="unnecessary")
def unused_directive(directives: Directives) -> Findings:
    """An `asllint: ignore` directive that silences nothing."""
    for directive, name in directives.unused:
        yield Finding(directive.span, f'"{name}" finds nothing here: delete it from the directive')
