import re

from asllint.rule import INFO, Definition, Finding, Findings, Texts, rule

_NAME = r"([a-z]{2,4}(?:-[a-z]+)+-\d+)"
_REGION = rf"\barn:[\w-]+:[\w-]+:{_NAME}:|\.{_NAME}\.amazonaws\.com\b"


@rule(severity=INFO, since="0.1", default=False)
def hard_coded_region(definition: Definition, texts: Texts) -> Findings:
    """The name of an AWS region in the definition."""
    for node, text in texts:
        match = re.search(_REGION, text)
        if match is not None:
            region = match[1] or match[2]
            yield Finding(
                node.span,
                f'the region "{region}" is written into the definition: let the template that '
                "creates it fill it in",
            )
