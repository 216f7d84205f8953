from asllint.rule import WARNING, Finding, Findings, Placeholders, Use, rule


@rule(severity=WARNING, since="0.1", tag="unnecessary")
def unused_substitution(use: Use, placeholders: Placeholders) -> Findings:
    """A substitution that the definition never uses."""
    meant = {placeholders.meant(name) for name in placeholders.left}
    for name, span in placeholders.unused.items():
        if name not in meant:  # that is one mistake, and reported at the placeholder
            yield Finding(
                span, f'the definition never uses "${{{name}}}": use it, or delete the substitution'
            )
