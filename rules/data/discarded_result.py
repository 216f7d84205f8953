from asllint.rule import (
    INFO,
    Finding,
    Findings,
    Fix,
    Mapping,
    Node,
    Scalar,
    State,
    edits,
    rule,
    walk,
)


@rule(severity=INFO, since="0.1")
def discarded_result(state: State) -> Findings:
    """A `ResultSelector` whose result is thrown away by `"ResultPath": null`."""
    pair, path = state.pair("ResultSelector"), state.field("ResultPath")
    if state.query_language != "JSONPath" or state.type not in ("Task", "Map", "Parallel"):
        return
    if pair is None or not isinstance(pair.value, Mapping) or not isinstance(path, Scalar):
        return
    # An `Assign` may read what is selected, also one in a part that could not be read.
    if path.value is not None or "Assign" in state.fields or state.open:
        return
    delete = edits.delete(state.node, pair)
    yield Finding(
        pair.key.span,
        '"ResultPath": null throws away what "ResultSelector" makes: delete the "ResultSelector", '
        'or give "ResultPath" a path',
        fix=Fix('delete "ResultSelector"', [delete], safe=_never_fails(pair.value)),
    )


def _never_fails(selector: Node) -> bool:
    """Is nothing in it evaluated? A path to what is not there makes the state fail."""
    return not any(
        isinstance(node, Mapping)
        and (not node.complete or any(name.endswith(".$") for name in node.fields))
        for node in walk(selector)
    )
