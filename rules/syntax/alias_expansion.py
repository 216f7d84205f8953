from asllint.rule import ERROR, Analysis, Findings, rule


@rule(severity=ERROR, since="0.1")
def alias_expansion(analysis: Analysis) -> Findings:
    """YAML aliases that unfold to more than can be read."""
    yield from analysis.problems_of("alias-expansion")
