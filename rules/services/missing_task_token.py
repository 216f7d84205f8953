import re

from asllint.rule import (
    WARNING,
    Definition,
    Expressions,
    Finding,
    Findings,
    Hole,
    Integrations,
    Mapping,
    Site,
    State,
    rule,
    walk,
)

_ATTRIBUTE = (
    r"\$\{(?:Fn::GetAtt|Fn::ImportValue|Ref)\}"
    r"|(?:data\.)?aws_\w+\.[\w-]+(?:\[[^\[\]]*\])?\.(?:arn|id|name|url)"
)
"""What a template puts there that is the name or the ARN of something, and never evaluated."""


@rule(severity=WARNING, since="0.1")
def missing_task_token(
    definition: Definition, calls: Integrations, expressions: Expressions
) -> Findings:
    """A Task that waits for a callback and hands the task token to nobody."""
    # Also where a placeholder hides all but the pattern.
    waiting = [task for task in calls.tasks if task.resource.text.endswith(".waitForTaskToken")]
    for task in waiting:
        state = task.state
        sites = expressions.by_state[state]
        handed_over = sites.unread or any(map(_has_token, sites.in_context))
        if not handed_over and _arguments_are_known(state):
            yield Finding(
                task.span(),
                f'"{state.name}" waits for a callback, and nothing hands the task token over: '
                f"{_remedy(state)}",
            )


def _has_token(site: Site) -> bool:
    """Does the expression read the task token, or the whole context object?"""
    if any(path.in_context and path.names[:1] in ((), ("Task",)) for path in site.paths()):
        return True
    uses = site.jsonata.states if site.jsonata is not None else ()
    return any(use.path[:2] in ((), ("context",), ("context", "Task")) for use in uses)


def _arguments_are_known(state: State) -> bool:
    node = state.field("Parameters") or state.field("Arguments")
    if not isinstance(node, Mapping):
        return False
    for one in walk(node):
        if isinstance(one, Hole) and re.fullmatch(_ATTRIBUTE, one.text) is None:
            return False
        if isinstance(one, Mapping):
            computed = any(
                str(pair.key.value).endswith(".$") and isinstance(pair.value, Hole)
                for pair in one.pairs
            )
            if computed or not one.complete:
                return False
    return True


def _remedy(state: State) -> str:
    if state.query_language == "JSONata":
        return 'pass "{% $states.context.Task.Token %}" on'
    return 'pass "$$.Task.Token" on, under a key that ends in ".$"'
