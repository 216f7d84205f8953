from asllint.rule import (
    WARNING,
    Arguments,
    Definition,
    Finding,
    Findings,
    Fix,
    Node,
    Scalar,
    edits,
    rule,
)


@rule(severity=WARNING, since="0.1")
def parameter_type(definition: Definition, arguments: Arguments) -> Findings:
    """A parameter whose value can not be read as what the API of the service takes."""
    for value in arguments.mistyped:
        wanted, kind = value.type.called, value.node.type_name
        item = "each item of " if value.node is not value.pair.value else ""
        remedy, fix = "", None
        if value.type.kind == "string":
            remedy, fix = ": put it in quotes", _quoted(value.node, definition)
        elif value.type.kind == "list" and kind in ("object", "string"):
            remedy = ": put [ and ] around it"
            fix = Fix("put [ and ] around it", [edits.wrap(value.node)])
        yield Finding(
            value.node.head,
            f'{item}"{value.pair.key.value}" takes {wanted}, not {_kind(value.node)}{remedy}',
            fix=fix,
        )


def _quoted(node: Node, definition: Definition) -> Fix | None:
    """A number, or true or false, as a text."""
    if not isinstance(node, Scalar) or node.value is None or isinstance(node.value, str):
        return None
    text = definition.file.text[node.start : node.end]
    return Fix("put it in quotes", [edits.set_value(node, text)])


def _kind(node: Node) -> str:
    if isinstance(node, Scalar) and not isinstance(node.value, str):
        return str(node.value).lower() if isinstance(node.value, bool) else str(node.value)
    return {"string": "a text", "array": "an array", "object": "an object"}[node.type_name]
