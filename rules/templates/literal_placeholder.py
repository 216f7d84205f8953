from asllint.rule import WARNING, Findings, Placeholders, Use, rule


@rule(severity=WARNING, since="0.1")
def literal_placeholder(use: Use, placeholders: Placeholders) -> Findings:
    """Text that looks like a placeholder, is not substituted, and so stays as it is."""
    yield from placeholders.findings(certain=False)
