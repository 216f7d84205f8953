"""What becomes of a placeholder that stands for a number or a boolean: does it stay a text?

CloudFormation and Terraform replace characters: `"${Wait}"` becomes `"60"`, a text for AWS.
Where an object of a template is filled in, the value has a type of its own.
Sources: reported with AWS's answer, "Expected value of type Integer", for files from S3, for
`Fn::Sub` and for the variables `env` and `param` of Serverless; for YAML from S3 and for
`Definition` the code of CloudFormation's handler (see `hosts.use.Use.from_s3`); Terraform, "Strings
and Templates".
"""

from __future__ import annotations

import re

from asllint.hosts.use import CLOUDFORMATION, SERVERLESS, SERVERLESS_RESOURCE, Use
from asllint.source.finding import ERROR, WARNING
from asllint.syntax.node import Hole, Node, Scalar

TYPE_CHECKING = False
if TYPE_CHECKING:
    from asllint.hosts.definition import Definition
    from asllint.source.finding import Severity

_PARAMS = r"(?m)^[ ]*params[ ]*:"
_VARIABLE = r"\$\{(env|opt|param):[^,(){}$]*\}"
_OF_A_HOST = r"\$\{(?!AWS::)[\w-]*+[:(]"
"""`${self:custom.wait}`, `${strToBool(…)}`: what Serverless replaces, by values of any type."""


def is_quoted(definition: Definition, value: Node) -> bool:
    """Is a value a text because it is written as one, with quotes or as a block of YAML?"""
    return definition.file.text[value.start : value.start + 1] in tuple("\"'|>")


def severity_of_text(definition: Definition, value: Node) -> Severity | None:
    """How bad it is that a number or a boolean is filled in through a placeholder.

    `ERROR` when it surely stays a text; `WARNING` when nobody has seen AWS's answer, or no template
    is known; None when it becomes what is wanted, or nobody can tell.
    """
    text = (
        value.text if isinstance(value, Hole) else value.value if isinstance(value, Scalar) else ""
    )
    if not isinstance(text, str) or "${" not in text or "${Token[" in text:
        return None
    if not definition.uses:
        quoted = is_quoted(definition, value)
        likely = quoted and not definition.file.yaml and not re.search(_OF_A_HOST, text)
        return WARNING if likely else None
    found = [_in_use(use, definition, value, text) for use in definition.uses]
    return ERROR if ERROR in found else WARNING if WARNING in found else None


def in_object(definition: Definition) -> bool:
    """Does a template of CloudFormation hold it as an object, whose texts need no quotes?"""
    return any(use.node is not None and use.host == CLOUDFORMATION for use in definition.uses)


def _in_use(use: Use, definition: Definition, value: Node, text: str) -> Severity | None:
    if use.host == SERVERLESS:
        return _in_serverless(use, text)
    if use.node is not None:
        by_text = use.host == CLOUDFORMATION and use.kind != SERVERLESS_RESOURCE
        own = definition.file.text.startswith("${", value.start)  # no function of the template
        known = (own or is_quoted(definition, value)) and not re.search(_OF_A_HOST, text)
        return WARNING if by_text and known else None
    if not is_quoted(definition, value):
        return None  # the text is read after something stands in its place
    return ERROR if use.sure and not definition.file.yaml else WARNING


def _in_serverless(use: Use, text: str) -> Severity | None:
    """Serverless puts values in the place of variables; those from outside are texts."""
    match = re.fullmatch(_VARIABLE, text)
    if match is None:
        return None
    if match[1] == "param":
        # Without `params` in the service they come from the command line.
        if re.search(_PARAMS, use.file.text):
            return None
        return ERROR if "stepFunctions" in use.file.text else WARNING
    return ERROR if match[1] == "env" else WARNING
