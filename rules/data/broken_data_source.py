from asllint.rule import ERROR, Analysis, Findings, rule


@rule(severity=ERROR, since="0.1")
def broken_data_source(analysis: Analysis) -> Findings:
    """A file that `[data]` of the settings names, and that can not be used."""
    yield from analysis.problems_of("broken-data-source")
