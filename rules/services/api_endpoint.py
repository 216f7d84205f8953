import re

from asllint.rule import (
    WARNING,
    Definition,
    Finding,
    Findings,
    Fix,
    Integrations,
    Node,
    edits,
    integrations,
    rule,
)


@rule(severity=WARNING, since="0.1")
def api_endpoint(definition: Definition, calls: Integrations) -> Findings:
    """An `ApiEndpoint` in a form that the integration can not call."""
    for task in calls.calls_to("http", "apigateway"):
        service = task.resource.part("service")
        if task.kind != integrations.OPTIMISED:
            continue  # the API that builds APIs
        pair = (task.parameters or {}).get("ApiEndpoint")
        # What comes before a placeholder is known all the same.
        text = getattr(pair.value, "value", None) if pair is not None else None
        if pair is None or not isinstance(text, str) or str(pair.key.value).endswith(".$"):
            continue
        message = _http(text) if service == "http" else _api_gateway(text)
        if message:
            yield Finding(pair.value.span, message, fix=_fix(pair.value, text, service or ""))


def _fix(node: Node, text: str, service: str) -> Fix | None:
    """Call by https, or leave out the scheme before a host alone."""
    match = re.match(r"https?://", text, re.IGNORECASE)
    end = match.end() if match else 0
    if service == "http":
        return Fix('write "https://"', [edits.replace_text(node, 0, end, "https://")])
    if "/" in text[end:]:
        return None  # the stage and the path go into fields of their own
    return Fix(f'leave out "{text[:end]}"', [edits.replace_text(node, 0, end, "")])


def _http(text: str) -> str | None:
    if re.match(r"http://", text, re.IGNORECASE):
        return '"http:invoke" only calls by https: write "https://"'
    if re.fullmatch(r"[\w-]+(\.[\w-]+)+(:\d+)?(/[^\s{}<>]*)?", text):
        return 'an HTTP Task needs the whole URL: begin it with "https://"'
    return None


def _api_gateway(text: str) -> str | None:
    match = re.match(r"https?://", text, re.IGNORECASE)
    if match is None:
        return None
    return (
        f'"apigateway:invoke" takes the host alone: leave out "{match[0]}", and write the stage '
        'as "Stage" and the path as "Path"'
    )
