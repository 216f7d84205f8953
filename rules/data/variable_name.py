from asllint.rule import (
    ERROR,
    Definition,
    Finding,
    Findings,
    Fix,
    Scalar,
    Variables,
    edits,
    grammar,
    rule,
)


@rule(severity=ERROR, aws="INVALID_VARIABLE_NAME", since="0.1")
def variable_name(definition: Definition, variables: Variables) -> Findings:
    """The name of a variable that AWS does not take."""
    taken = {one.name for one in variables.assignments()}
    for one in variables.assignments():
        problem = _problem(one.name)
        if problem:
            yield Finding(one.key.span, problem, fix=_fix(one.name, one.key, taken))


def _fix(name: str, key: Scalar, taken: set[str]) -> Fix | None:
    """The name without what is no part of it."""
    bare = name.removeprefix("$").removesuffix(".$")
    if bare == name or not bare.isidentifier() or bare in taken:
        return None
    return Fix(f'write "{bare}"', [edits.rename(key, bare)])


def _problem(name: str) -> str | None:
    most = grammar.MAX_VARIABLE_NAME
    if len(name) > most:
        return f"the name of the variable has {len(name)} characters, and {most} are allowed"
    if name.startswith("$") and name[1:].isidentifier():
        return f'a variable is assigned without the dollar sign: write "{name[1:]}"'
    bare = name.removesuffix(".$")
    if bare != name and bare.isidentifier():
        return f'".$" is for JSONPath states, and this one uses JSONata: write "{bare}"'
    if not name.isidentifier():
        return (
            f'"{name}" can not be the name of a variable: begin with a letter, and use letters, '
            'digits and "_" only'
        )
    return None
