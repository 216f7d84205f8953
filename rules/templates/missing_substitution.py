from asllint.rule import ERROR, Findings, Placeholders, Use, rule


@rule(severity=ERROR, since="0.1")
def missing_substitution(use: Use, placeholders: Placeholders) -> Findings:
    """A placeholder that the template does not substitute, where its text can not work."""
    yield from placeholders.findings(certain=True)
