import re

from asllint.rule import INFO, Definition, Finding, Findings, Texts, rule

_ACCOUNT = r"\barn:[\w-]+:[\w-]+:[\w-]*:(\d{12}):|\bsqs\.[\w-]+\.amazonaws\.com[\w.]*/(\d{12})/"


@rule(severity=INFO, since="0.1", default=False)
def hard_coded_account(definition: Definition, texts: Texts) -> Findings:
    """The number of an AWS account in the definition."""
    for node, text in texts:
        match = re.search(_ACCOUNT, text)
        if match is not None:
            account = match[1] or match[2]
            yield Finding(
                node.span,
                f"the account {account} is written into the definition: let the template that "
                "creates it fill it in",
            )
