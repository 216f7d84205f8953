import re

from asllint.rule import INFO, Definition, Finding, Findings, Mapping, Node, Scalar, Sequence, rule

_NAME = r"([a-z]{2,4}(?:-[a-z]+)+-\d+)"
_REGION = rf"\barn:[\w-]+:[\w-]+:{_NAME}:|\.{_NAME}\.amazonaws\.com\b"


@rule(severity=INFO, since="0.1", default=False)
def hard_coded_region(definition: Definition) -> Findings:
    """The name of an AWS region in the definition."""
    pending: list[Node] = [definition.machine.node]
    while pending:
        node = pending.pop()
        if isinstance(node, Mapping):
            pending += [pair.value for pair in node.pairs]
        elif isinstance(node, Sequence):
            pending += node.items
        elif isinstance(node, Scalar) and isinstance(node.value, str):
            match = re.search(_REGION, node.value)
            if match is not None:
                region = match[1] or match[2]
                yield Finding(
                    node.span,
                    f'the region "{region}" is written into the definition: let the template that '
                    "creates it fill it in",
                )
