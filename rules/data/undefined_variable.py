from asllint.rule import (
    WARNING,
    Definition,
    Finding,
    Findings,
    Fix,
    Read,
    Related,
    Scope,
    StateMachine,
    Variables,
    is_misspelling,
    rule,
)


@rule(severity=WARNING, since="0.1")
def undefined_variable(definition: Definition, variables: Variables) -> Findings:
    """A variable that is not assigned on any way to the state that reads it."""
    for read in variables.reads:
        scope = variables.scopes[read.state.machine]
        there = scope.may.get(read.state, {read.name})
        if read.name not in there and scope.knows_all and not read.asks_presence:
            yield _early(read, scope) or _elsewhere(read, scope, variables)


def _early(read: Read, scope: Scope) -> Finding | None:
    """It is a variable of this scope or of one around it, and has no value at this state."""
    within: Scope | None = scope
    while within is not None:
        found = within.assignment(read.name, read.state)
        if found is not None:
            name = read.state.name
            why = f'it is assigned on no way to "{name}"'
            if found.state is read.state:
                why = f'what "{name}" assigns is there from the next state on'
            place = Related(found.key.span, "assigned here")
            return Finding(read.span, f'"${read.name}" has no value yet: {why}', related=[place])
        within = within.outer
    return None


def _elsewhere(read: Read, scope: Scope, variables: Variables) -> Finding:
    """It is a variable of a scope that can not be seen from here, or none at all."""
    here = scope.machine
    found = variables.first(read.name)
    if found is not None:
        there, one = found[0].machine, found[1]
        inside = _is_in(here, there)
        remedy = 'hand it in with "ItemSelector"' if inside else "hand it on in an output"
        return Finding(
            read.span,
            f'"${read.name}" is assigned only in {there.title}, and can not be read in '
            f"{here.title}: {remedy}",
            related=[Related(one.key.span, "assigned here")],
        )
    if read.name == "states":
        return Finding(read.span, '"$states" is there in JSONata states only: write "$" or "$$"')
    near = variables.meant(read.name)
    remedy = f'; did you mean "${near}"?' if near else ": no state assigns it"
    fix = None
    assigned = variables.scopes[here].must.get(read.state, ())
    if near is not None and near in assigned:
        safe, step = is_misspelling(read.name, near), read.site.replaced(*read.place, f"${near}")
        fix = Fix(f'write "${near}"', [step], safe=safe)
    return Finding(read.span, f'there is no variable "${read.name}"{remedy}', fix=fix)


def _is_in(inner: StateMachine, outer: StateMachine) -> bool:
    """Is a machine another one, or nested in it?"""
    while inner is not outer and inner.parent is not None:
        inner = inner.parent.machine
    return inner is outer
