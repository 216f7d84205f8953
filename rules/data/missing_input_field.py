from asllint.rule import (
    WARNING,
    Expressions,
    Finding,
    Findings,
    Path,
    Shapes,
    Site,
    State,
    StateMachine,
    reads_input,
    rule,
)


@rule(severity=WARNING, since="0.1")
def missing_input_field(
    machine: StateMachine, shapes: Shapes, expressions: Expressions
) -> Findings:
    """A path into a state's input that no state before it has put there."""
    if not shapes.inputs:
        return  # nothing is known of any state
    asked = None  # until something is missing, nobody needs to know
    for site in expressions.of(machine):
        state = site.state
        if not shapes.knows(state) or not reads_input(site):
            continue
        for path in site.paths():
            missing = shapes.missing(state, path.names) if path.root == "$" else None
            if missing is None:
                continue
            asked = _asked(machine, expressions) if asked is None else asked
            if path.names[:1] not in asked.get(state, ()):
                yield _finding(site, state, path, missing)


def _asked(machine: StateMachine, expressions: Expressions) -> dict[State, set[tuple[str, ...]]]:
    """The fields whose presence a Choice state asks for."""
    asked: dict[State, set[tuple[str, ...]]] = {}
    for site in expressions.of(machine):
        asks = site.part.node.get("IsPresent") is not None
        if asks and site.path is not None:
            asked.setdefault(site.state, set()).add(site.path.names[:1])
    return asked


def _finding(site: Site, state: State, path: Path, missing: int) -> Finding:
    segment = path.segments[missing]
    name = path.names[missing]
    where = ".".join(path.names[:missing])
    inside = f'"{where}" of the input' if where else "the input"
    return Finding(
        site.span(segment.start, segment.end),
        f'{inside} of "{state.name}" has no field "{name}": no state before it puts one there',
    )
