from asllint.rule import INFO, WARNING, Analysis, Findings, rule


@rule(severity=WARNING, since="0.1")
def unread_template(analysis: Analysis) -> Findings:
    """A file that could not be read, so that its state machines are not checked."""
    for finding in analysis.problems_of("unread-template"):
        if analysis.file.path.lower().endswith((".ts", ".js", ".mjs", ".cjs")):
            finding.severity = INFO  # nothing is wrong with a program
        yield finding
