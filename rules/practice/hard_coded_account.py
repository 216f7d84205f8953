import re

from asllint.rule import INFO, Definition, Finding, Findings, Mapping, Node, Scalar, Sequence, rule

_ACCOUNT = r"\barn:[\w-]+:[\w-]+:[\w-]*:(\d{12}):|\bsqs\.[\w-]+\.amazonaws\.com[\w.]*/(\d{12})/"


@rule(severity=INFO, since="0.1", default=False)
def hard_coded_account(definition: Definition) -> Findings:
    """The number of an AWS account in the definition."""
    pending: list[Node] = [definition.machine.node]
    while pending:
        node = pending.pop()
        if isinstance(node, Mapping):
            pending += [pair.value for pair in node.pairs]
        elif isinstance(node, Sequence):
            pending += node.items
        elif isinstance(node, Scalar) and isinstance(node.value, str):
            match = re.search(_ACCOUNT, node.value)
            if match is not None:
                account = match[1] or match[2]
                yield Finding(
                    node.span,
                    f"the account {account} is written into the definition: let the template that "
                    "creates it fill it in",
                )
