import re

from asllint.rule import (
    WARNING,
    Finding,
    Findings,
    Fix,
    Mapping,
    Pair,
    State,
    StateMachine,
    edits,
    listed,
    rule,
    string_of,
)

_ONLY_FOR = {
    "CSVHeaderLocation": ("CSV", "MANIFEST"),
    "CSVHeaders": ("CSV", "MANIFEST"),
    "CSVDelimiter": ("CSV", "MANIFEST"),
    "ItemsPointer": ("JSON",),
}
"""The types of input that each field is for."""

PLAIN = r"(?:\$\.)?([\w-]+(?:\.[\w-]+)*)"
"""A path of names, or one that lacks its beginning."""


@rule(severity=WARNING, since="0.1")
def reader_config(machine: StateMachine) -> Findings:
    """A field of `ReaderConfig` that does not go with the others."""
    for state in machine.states:
        if state.type == "Map":
            yield from _map(state)


def _map(state: State) -> Findings:
    reader = state.field("ItemReader")
    config = reader.get("ReaderConfig") if isinstance(reader, Mapping) else None
    if not isinstance(reader, Mapping) or not isinstance(config, Mapping):
        return
    fields = config.fields
    kind = string_of(config.get("InputType"))
    for name, kinds in _ONLY_FOR.items():
        # AWS refuses CSVHeaderLocation beside JSON: `conflicting-fields` reports it.
        if name in fields and kind and kind not in kinds and (name, kind) != _REFUSED:
            yield Finding(
                fields[name].key.span,
                f'"{name}" is only read for {listed(kinds, "or")}, and "InputType" is "{kind}"',
            )
    if "ItemsPointer" in fields and kind in (None, "JSON"):
        yield from _pointer(fields["ItemsPointer"])
    yield from _headers(fields)
    yield from _sources(string_of(reader.get("Resource")) or "", fields)


_REFUSED = ("CSVHeaderLocation", "JSON")


def _pointer(pair: Pair) -> Findings:
    """What stands where a JSON pointer (RFC 6901) is read."""
    text = string_of(pair.value)
    if not text or text.startswith("/"):
        return
    names = re.fullmatch(PLAIN, text)
    pointer = "/" + names[1].replace(".", "/") if names else "/name"
    fix = Fix(f'write "{pointer}"', [edits.set_value(pair.value, pointer)]) if names else None
    message = f'"ItemsPointer" is a JSON pointer, which begins with "/": write "{pointer}"'
    yield Finding(pair.value.span, message, fix=fix)


def _headers(fields: dict[str, Pair]) -> Findings:
    location = fields.get("CSVHeaderLocation")
    if location is not None and string_of(location.value) == "FIRST_ROW" and "CSVHeaders" in fields:
        yield Finding(
            fields["CSVHeaders"].key.span,
            'the headers are taken from the first row, not from "CSVHeaders": delete it, or set '
            '"CSVHeaderLocation" to "GIVEN"',
        )


def _sources(resource: str, fields: dict[str, Pair]) -> Findings:
    """What reads one object, and what reads a list of them."""
    manifest = fields.get("ManifestType")
    inventory = manifest is not None and string_of(manifest.value) == "S3_INVENTORY"
    if inventory and "InputType" in fields:
        yield Finding(
            fields["InputType"].key.span,
            'an S3 inventory says itself what it holds: leave "InputType" out',
        )
    transformation = fields.get("Transformation")
    flattens = transformation is not None and string_of(transformation.value) == "LOAD_AND_FLATTEN"
    if transformation is not None and flattens and resource.endswith(":s3:getObject"):
        yield Finding(
            transformation.value.span,
            '"LOAD_AND_FLATTEN" reads the objects of a list: it needs "s3:listObjectsV2"',
        )
    if transformation is not None and flattens and "InputType" not in fields:
        yield Finding(
            transformation.value.span,
            '"LOAD_AND_FLATTEN" has to know what the objects hold: add "InputType"',
        )
