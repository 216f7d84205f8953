from asllint.rule import WARNING, Analysis, Findings, rule


@rule(severity=WARNING, since="0.1")
def nesting_too_deep(analysis: Analysis) -> Findings:
    """Brackets that nest deeper than anybody can mean."""
    yield from analysis.problems_of("nesting-too-deep")
