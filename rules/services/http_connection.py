import re

from asllint.rule import (
    WARNING,
    Definition,
    Finding,
    Findings,
    Integrations,
    Mapping,
    Related,
    Task,
    rule,
    string_of,
)

_PLACES = ("Authentication", "InvocationConfig")


@rule(severity=WARNING, since="0.1")
def http_connection(definition: Definition, calls: Integrations) -> Findings:
    """An HTTP Task with two connections, or with something that is no connection."""
    for task in calls.calls_to("http"):
        yield from _check(task)


def _check(task: Task) -> Findings:
    given = task.parameters or {}
    both = [given[name] for name in _PLACES if name in given]
    if len(both) > 1:
        yield Finding(
            both[1].key.span,
            f'the connection stands in "{both[0].key.value}" and in "{both[1].key.value}": leave '
            "one",
            related=[Related(both[0].key.span, "the other one")],
        )
    for pair in both:
        node = pair.value.get("ConnectionArn") if isinstance(pair.value, Mapping) else None
        text = string_of(node)
        if node is None or text is None or not text.startswith("arn:"):
            continue
        if not re.match(r"arn:[^:]*:events:[^:]*:[^:]*:connection/", text):
            yield Finding(
                node.span,
                f'"{text}" is not the ARN of a connection of EventBridge, such as '
                '"arn:aws:events:REGION:ACCOUNT:connection/NAME/ID"',
            )
