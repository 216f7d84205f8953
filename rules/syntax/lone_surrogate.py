from asllint.rule import WARNING, Analysis, Findings, rule


@rule(severity=WARNING, since="0.1")
def lone_surrogate(analysis: Analysis) -> Findings:
    """Half of a surrogate pair in a string."""
    yield from analysis.problems_of("lone-surrogate")
