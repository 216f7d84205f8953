from asllint.rule import (
    ERROR,
    Arguments,
    Definition,
    Finding,
    Findings,
    Fix,
    Handed,
    Stray,
    edits,
    listed,
    rule,
)

_EMPTY: dict[str, object] = {
    "structure": {}, "map": {}, "list": [], "integer": 0, "number": 0, "boolean": False,
}  # fmt: skip
"""What stands for a value of each kind until somebody fills it in."""


@rule(severity=ERROR, aws="SCHEMA_VALIDATION_FAILED", since="0.1")
def missing_parameter(definition: Definition, arguments: Arguments) -> Findings:
    """A call without a parameter that AWS insists on."""
    for handed, lacking in arguments.lacking:
        if not handed.measured:
            continue
        misspelt = {stray.meant: stray for stray in arguments.strays if stray.handed is handed}
        for name in lacking:
            stray = misspelt.get(name)
            if stray is not None:
                yield _misspelt(stray, name)
        names = [name for name in lacking if name not in misspelt]
        if names:
            yield Finding(handed.span, _message(handed, names), fix=_draft(handed, names))


def _draft(handed: Handed, names: list[str]) -> Fix:
    """The parameters with values that somebody has to fill in."""
    fields: dict[str, object] = {}
    for name in names:
        member = handed.type.members.get(name)
        fields[name] = _EMPTY.get(member.type.kind, "") if member is not None else ""
    return Fix(f"add {listed(names)}", [edits.add_fields(handed.node, fields)], draft=True)


def _misspelt(stray: Stray, name: str) -> Finding:
    return Finding(
        stray.pair.key.span,
        f'this call needs "{name}", and "{stray.name}" is not the same: write "{name}"',
        fix=stray.fix,
    )


def _message(handed: Handed, lacking: list[str]) -> str:
    action = handed.task.action
    assert action is not None
    return f'"{action.service.prefix}:{action.name}" needs {listed(lacking)}'
