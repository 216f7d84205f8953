from asllint.rule import WARNING, Analysis, Findings, rule


@rule(severity=WARNING, since="0.1")
def duplicate_key(analysis: Analysis) -> Findings:
    """The same key twice in one object."""
    yield from analysis.problems_of("duplicate-key")
