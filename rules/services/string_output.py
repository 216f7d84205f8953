from collections import Counter
from collections.abc import Mapping

from asllint.rule import (
    WARNING,
    Expressions,
    Finding,
    Findings,
    Fix,
    FlowGraph,
    Integrations,
    Site,
    State,
    StateMachine,
    Task,
    edits,
    grammar,
    reads_input,
    rule,
    services,
    string_of,
)


@rule(severity=WARNING, since="0.1")
def string_output(
    machine: StateMachine,
    calls: Integrations,
    flow: FlowGraph,
    expressions: Expressions,
) -> Findings:
    """A path into the `Output` of an execution that `.sync` returns as a text."""
    tasks = [one for one in calls.calls_in(machine, "states") if _returns_a_text(one)]
    arrivals: Counter[State | None] = Counter()
    if tasks:
        arrivals.update(one.target for state in machine.states for one in state.transitions)
    for task in tasks:
        follower, prefix = _follower(task, flow, arrivals)
        resource = task.state.field("Resource")
        fix = Fix('write ".sync:2"', [edits.append_text(resource, ":2")], safe=False)
        read = [task.state] if follower in (None, task.state) else [task.state, follower]
        for site in (site for state in read if state for site in expressions.by_state[state]):
            for start, end in _places(site, task.state, follower, prefix):
                yield Finding(
                    site.span(start, end),
                    f'"Output" is a text here, and has no fields: ".sync:2" in the "Resource" of '
                    f'"{task.state.name}" makes it an object',
                    fix=fix,
                )


def _returns_a_text(task: Task) -> bool:
    return task.resource.part("action") == "startExecution" and task.pattern == services.SYNC


def _follower(
    task: Task, flow: FlowGraph, arrivals: Mapping[State | None, int]
) -> tuple[State | None, tuple[str, ...]]:
    """The state that only this Task leads to, and where in its input the result stands."""
    state = task.state
    changed = any(state.pair(name) for name in ("ResultSelector", "OutputPath", "Output"))
    path = string_of(state.field("ResultPath")) if state.pair("ResultPath") else "$"
    names = tuple((path or "").split(".")[1:])
    if changed or not path or path != ".".join(("$", *names)):
        return None, ()
    target = state.machine.by_name.get(string_of(state.field("Next")) or "")
    alone = arrivals[target] == 1 and target is not flow.start
    return (target, names) if alone else (None, ())


def _places(
    site: Site, state: State, follower: State | None, prefix: tuple[str, ...]
) -> list[tuple[int, int]]:
    """Where in an expression a field of the text is read."""
    if site.state is state and site.part.node is state.node:
        if site.jsonata is not None:
            wanted = ("result", "Output")
            return [
                (use.start, use.end)
                for use in site.jsonata.states
                if use.path[:2] == wanted and len(use.path) > 2
            ]
        return _paths(site, ()) if site.field.reads == grammar.RESULT else []
    if site.state is follower and reads_input(site):
        return _paths(site, prefix)
    return []


def _paths(site: Site, prefix: tuple[str, ...]) -> list[tuple[int, int]]:
    wanted = (*prefix, "Output")
    return [
        (path.start, path.end)
        for path in site.paths()
        if path.root == "$"
        and path.names[: len(wanted)] == wanted
        and len(path.names) > len(wanted)
    ]
