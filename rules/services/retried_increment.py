from asllint.rule import (
    WARNING,
    Finding,
    Findings,
    Mapping,
    Related,
    ServiceTask,
    Update,
    has_placeholder,
    repeating,
    rule,
    services,
    string_of,
    updates_in,
)


@rule(severity=WARNING, since="0.1")
def retried_increment(task: ServiceTask) -> Findings:
    """A number in DynamoDB that a retrier may count twice."""
    resource, given = task.resource, task.parameters
    if not task.state.retriers or resource.part("service") != "dynamodb" or not given:
        return
    if resource.part("action") != "updateItem" or task.pattern != services.REQUEST_RESPONSE:
        return
    pair = given.get("UpdateExpression")
    text = None if pair is None or str(pair.key.value).endswith(".$") else string_of(pair.value)
    if pair is None or not text or has_placeholder(text) or "{%" in text:
        return
    found = repeating(task)
    counted = next((one for one in updates_in(text) if _counts(one, task)), None)
    if found is None or counted is None or "ConditionExpression" in given or "Expected" in given:
        return
    yield Finding(
        pair.value.span,
        f'"{counted.path}" is counted twice when the answer got lost: add a "ConditionExpression", '
        "or write the call's own id with it",
        related=[Related(found[1].span, "tries it again after such an error")],
    )


def _counts(update: Update, task: ServiceTask) -> bool:
    """Does the action change a number by another one?"""
    if update.counts:
        return True
    values = (task.parameters or {}).get("ExpressionAttributeValues")
    if update.clause != "ADD" or values is None or not isinstance(values.value, Mapping):
        return False
    added = values.value.get(update.words[0]) if update.words else None
    return isinstance(added, Mapping) and any(
        name.removesuffix(".$") == "N" for name in added.fields
    )
