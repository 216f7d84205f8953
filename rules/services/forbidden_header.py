from asllint.rule import (
    WARNING,
    Definition,
    Finding,
    Findings,
    Integrations,
    Mapping,
    integrations,
    rule,
)

_BOTH = {
    "authorization", "connection", "content-md5", "expect", "host", "max-forwards", "server", "te",
    "trailer", "transfer-encoding", "upgrade", "via",
}  # fmt: skip
_FORBIDDEN = {
    "http": _BOTH | {
        "a-im", "accept-charset", "accept-datetime", "accept-encoding", "cache-control",
        "content-encoding", "date", "forwarded", "from", "http2-settings", "if-match",
        "if-modified-since", "if-none-match", "if-range", "if-unmodified-since", "origin",
        "pragma", "proxy-authorization", "referer", "warning",
    },
    "apigateway": _BOTH | {"proxy-authenticate", "www-authenticate"},
}  # fmt: skip
_PREFIXES = ("x-forwarded", "x-amz")


@rule(severity=WARNING, since="0.1")
def forbidden_header(definition: Definition, calls: Integrations) -> Findings:
    """A header that an HTTP Task or a call of API Gateway can not set."""
    for task in calls.calls_to(*_FORBIDDEN):
        forbidden = _FORBIDDEN.get(task.resource.part("service") or "")
        if task.kind != integrations.OPTIMISED or forbidden is None:
            continue  # the API that builds APIs
        pair = (task.parameters or {}).get("Headers")
        if pair is None or not isinstance(pair.value, Mapping):
            continue
        for key, header in pair.value.fields.items():
            name = key.removesuffix(".$").lower()
            if name in forbidden or name.startswith(_PREFIXES):
                remedy = "leave it out"
                if name == "authorization" and task.resource.part("service") == "http":
                    remedy = "the connection brings it"
                yield Finding(
                    header.key.span,
                    f'Step Functions does not let a Task set the header "{key}": {remedy}',
                )
