from asllint.rule import WARNING, Analysis, Findings, rule


@rule(severity=WARNING, since="0.1")
def misplaced_definition(analysis: Analysis) -> Findings:
    """A definition that stands where the Serverless Framework takes it for something else."""
    yield from analysis.problems_of("misplaced-definition")
