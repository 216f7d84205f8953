from asllint.rule import WARNING, Analysis, Findings, rule


@rule(severity=WARNING, since="0.1")
def unread_template(analysis: Analysis) -> Findings:
    """A Terraform file that could not be read, so that its state machines are not checked."""
    yield from analysis.problems_of("unread-template")
