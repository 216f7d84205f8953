from asllint.rule import WARNING, Definition, Finding, Findings, Fix, Integrations, edits, rule

_TARGETS = {
    ("sqs", "sendMessage"): ("QueueUrl", "queue"),
    ("sns", "publish"): ("TopicArn", "topic"),
}


@rule(severity=WARNING, since="0.1")
def missing_message_group(definition: Definition, calls: Integrations) -> Findings:
    """A message to a FIFO queue or topic that belongs to no message group."""
    for task in calls.calls_to("sqs", "sns"):
        resource = task.resource
        found = _TARGETS.get((resource.part("service") or "", resource.part("action") or ""))
        given = task.parameters
        if found is None or given is None or "MessageGroupId" in given:
            continue
        name, what = found
        pair = given.get(name)
        value = pair.value if pair is not None else None
        # The end of a name with a placeholder is known all the same.
        text = getattr(value, "value", None)
        if pair is not None and isinstance(text, str) and text.endswith(".fifo"):
            node = task.state.field("Parameters") or task.state.field("Arguments")
            new = "MessageGroupId"
            yield Finding(
                pair.value.span,
                f'a FIFO {what} takes no message without a group: add "{new}"',
                fix=Fix(f'add "{new}"', [edits.add_fields(node, {new: ""})], draft=True),
            )
