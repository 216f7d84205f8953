import re

from asllint.rule import (
    JSONATA,
    WARNING,
    Finding,
    Findings,
    Mapping,
    Node,
    Pair,
    State,
    StateMachine,
    has_placeholder,
    listed,
    rule,
    string_of,
)

_NEEDS = {
    "getObject": ("Bucket", "Key"),
    "listObjectsV2": ("Bucket",),
    "putObject": ("Bucket",),
}


@rule(severity=WARNING, aws="SCHEMA_VALIDATION_FAILED", since="0.1")
def s3_location(machine: StateMachine) -> Findings:
    """An `ItemReader` or a `ResultWriter` that does not say where in S3, or not in its form."""
    for state in machine.states:
        if state.type == "Map":
            yield from _map(state)


def _map(state: State) -> Findings:
    field = {"JSONPath": "Parameters", "JSONata": "Arguments"}.get(state.query_language or "")
    for name in ("ItemReader", "ResultWriter"):
        pair = state.pair(name)
        if pair is not None and isinstance(pair.value, Mapping) and field:
            yield from _check(pair, pair.value, field, state.query_language == JSONATA)


def _check(pair: Pair, node: Mapping, field: str, jsonata: bool) -> Findings:
    resource = string_of(node.get("Resource")) or ""
    needed = _NEEDS.get(resource.rpartition(":")[2])
    if needed is None or not node.complete:
        return
    given = node.fields.get(field)
    if given is None:
        if not {"Parameters", "Arguments"} & node.fields.keys():
            # Recorded for a ResultWriter in JSONata; of the others no answer is.
            yield Finding(
                pair.key.span,
                f'"{pair.key.value}" needs "{field}" with {listed(needed)}',
                refused=jsonata and pair.key.value == "ResultWriter",
            )
        return
    if not isinstance(given.value, Mapping) or not given.value.complete:
        return
    names = [name.removesuffix(".$") for name in given.value.fields]
    lacking = [name for name in needed if name not in names]
    if lacking and not any(map(has_placeholder, names)):
        message = f'"{pair.key.value}" does not say where in S3: add {listed(lacking)}'
        yield Finding(given.key.span, message, refused=False)
    bucket = given.value.get("Bucket")
    if bucket is not None and _is_no_bucket(bucket):
        yield Finding(
            bucket.span,
            "a bucket goes by its bare name: leave out what comes before and after it, and write "
            'the rest as "Key" or "Prefix"',
            refused=False,
        )


def _is_no_bucket(node: Node) -> bool:
    """Is it a URL, an ARN or a path?"""
    text = string_of(node) or ""
    return (
        re.match(r"(s3|https?)://|arn:", text) is not None
        or re.fullmatch(r"[\w.-]+/[\w./-]*", text) is not None
    )
