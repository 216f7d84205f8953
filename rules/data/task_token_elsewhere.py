from asllint.rule import (
    WARNING,
    Definition,
    Expressions,
    Finding,
    Findings,
    Site,
    Span,
    State,
    rule,
    string_of,
)

TOKEN = ("Task", "Token")


@rule(severity=WARNING, since="0.1")
def task_token_elsewhere(definition: Definition, expressions: Expressions) -> Findings:
    """The task token, read in a state that waits for no callback and has none."""
    for site in expressions.in_context:
        span = _token(site)
        if span is not None and not _may_have_token(site.state):
            yield Finding(
                span,
                f'"{site.state.name}" has no task token: only a Task whose "Resource" ends in '
                '".waitForTaskToken", an activity, and "states:startExecution.sync" have one',
            )


def _token(site: Site) -> Span | None:
    """Where in the string the token is read."""
    for path in site.paths():
        if path.in_context and path.names[:2] == TOKEN:
            return site.span(path.start, path.end)
    for use in site.jsonata.states if site.jsonata is not None else ():
        if use.path[:3] == ("context", *TOKEN):
            return site.span(use.start, use.end)
    return None


def _may_have_token(state: State) -> bool:
    if state.type != "Task":
        return False
    resource = string_of(state.field("Resource"))
    if resource is None or ":activity:" in resource:
        return True
    # Recorded: a nested execution that is waited for has one, too.
    return resource.endswith(".waitForTaskToken") or ":states:startExecution.sync" in resource
