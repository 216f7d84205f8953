from asllint.rule import (
    WARNING,
    Definition,
    Finding,
    Findings,
    Fix,
    Integrations,
    Mapping,
    Node,
    Scalar,
    Task,
    edits,
    rule,
    string_of,
)

_FORM = "application/x-www-form-urlencoded"


@rule(severity=WARNING, since="0.1")
def form_content_type(definition: Definition, calls: Integrations) -> Findings:
    """An HTTP Task that encodes its body as a form, and does not call it one."""
    for task in calls.calls_to("http"):
        given = task.parameters or {}
        transform = given["Transform"].value if "Transform" in given else None
        encoding = transform.get("RequestBodyEncoding") if isinstance(transform, Mapping) else None
        headers = given["Headers"].value if "Headers" in given else None
        if encoding is None or string_of(encoding) != "URL_ENCODED":
            continue
        if headers is None or not _may_be_a_form(headers):
            yield Finding(
                encoding.span,
                f'a form needs the header "content-type" with "{_FORM}": add it to "Headers"',
                fix=_fix(task, headers),
            )


def _fix(task: Task, headers: Node | None) -> Fix | None:
    title = f'write "{_FORM}"'
    if headers is None:
        node = task.state.field("Parameters") or task.state.field("Arguments")
        return Fix(title, [edits.add_fields(node, {"Headers": {"Content-Type": _FORM}})])
    if not isinstance(headers, Mapping):
        return None
    for key, pair in headers.fields.items():
        if key.lower() == "content-type" and isinstance(pair.value, Scalar):
            return Fix(title, [edits.set_value(pair.value, _FORM)], safe=False)
    return Fix(title, [edits.add_fields(headers, {"Content-Type": _FORM})])


def _may_be_a_form(headers: Node) -> bool:
    if not isinstance(headers, Mapping) or not headers.complete:
        return True
    for key, pair in headers.fields.items():
        if key.removesuffix(".$").lower() == "content-type":
            text = string_of(pair.value)
            return key.endswith(".$") or text is None or "{%" in text or _FORM in text.lower()
    return False
