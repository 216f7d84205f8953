from asllint.rule import ERROR, Definition, Finding, Findings, Related, Scope, Variables, rule


@rule(severity=ERROR, aws="DUPLICATE_VARIABLE_NAME", since="0.1")
def shadowing_variable(definition: Definition, variables: Variables) -> Findings:
    """An assignment in a branch or a Map to a name that has a value around it already."""
    for scope in variables.scopes.values():
        for one in scope.assignments:
            outer = _owner(scope, one.name)
            if outer is None:
                continue
            earlier = outer.assigned[one.name]
            yield Finding(
                one.key.span,
                f'"{one.name}" is a variable of {outer.machine.title} already: take another '
                f"name in {scope.machine.title}",
                related=[Related(earlier.key.span, "assigned here")],
            )


def _owner(scope: Scope, name: str) -> Scope | None:
    """The scope around this one that assigns the name before the inner machine starts."""
    parent, outer = scope.machine.parent, scope.outer
    if (
        parent is None
        or outer is None
        or scope.machine.mode is None
        or name not in outer.may.get(parent, ())
    ):
        return None
    if name in outer.assigned:
        return outer
    return _owner(outer, name)
