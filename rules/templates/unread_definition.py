from asllint.rule import INFO, Finding, Findings, Use, rule

_WHY = {
    "outside": "is outside of this project",
    "too large": "is too large to be a definition",
    "unreadable": "can not be read",
    "circular": "reads itself",
}


@rule(severity=INFO, since="0.1")
def unread_definition(use: Use) -> Findings:
    """A template that refers to a file which is not read, so that nothing is known about it."""
    if use.target is not None and use.target.problem in _WHY:
        why = _WHY[use.target.problem]
        yield Finding(use.place, f'"{use.reference}" {why}, and is not checked')
