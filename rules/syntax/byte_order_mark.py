from asllint.rule import WARNING, Analysis, Findings, rule


@rule(severity=WARNING, since="0.1")
def byte_order_mark(analysis: Analysis) -> Findings:
    """A byte order mark at the beginning of the file."""
    yield from analysis.problems_of("byte-order-mark")
