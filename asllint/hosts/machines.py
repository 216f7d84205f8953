"""Which state machine of a template is meant, and which of them may start each other.

An ARN names one by a function of the template (`!Ref Child`, `aws_sfn_state_machine.child.arn`) or
by the name that AWS gives it. Whatever is meant elsewhere is nobody's.
"""

from __future__ import annotations

import re

from asllint.hosts.use import SERVERLESS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from asllint.hosts.use import Use

_RESOURCE = r"\$\{([A-Za-z0-9]++)(?:\.Arn)?\}"
"""`${Child}`: what CloudFormation puts there is the ARN of the state machine."""
_TERRAFORM = r"(?:\$\{)?\s*+aws_sfn_state_machine\.([\w-]++)(?:\[[^\]]*\])?\.(?:arn|id)\s*+\}?"
_ARN = r"arn:[^:]*+:states:[^:]*+:[^:]*+:stateMachine:"
_PART = r"\$\{[^{}]*+\}"
_COLON = "\0"


def meant(text: str, machines: Mapping[str, str]) -> str:
    """The name of the state machine that an ARN means, as a text of the template.

    `machines` are those of the template (`Use.machines`). Empty where it is none of them.
    """
    whole = re.fullmatch(_RESOURCE, text)
    if whole is None and "aws_sfn_state_machine." in text:
        whole = re.fullmatch(_TERRAFORM, text)
    if whole is not None:
        return machines.get(whole[1], "")
    if not text.startswith("arn:"):
        return ""
    hidden = re.sub(_PART, lambda part: part[0].replace(":", _COLON), text)
    arn = re.match(_ARN, hidden)
    return "" if arn is None else machines.get(f":{text[arn.end() :]}", "")


def acquaint(uses: Sequence[Use]) -> None:
    """Let the state machines of a template know each other: by which names, and who may call."""
    machines = names_in(uses)
    callers = tuple(dict.fromkeys(use.name for use in uses if use.starts_machines))
    for use in uses:
        use.machines, use.callers = machines, callers


def names_in(uses: Sequence[Use]) -> dict[str, str]:
    """The state machines of a template, by all that an ARN can name them (`meant`)."""
    machines: dict[str, str] = {}
    for use in uses:
        for name in _names(use):
            # One of two with one name is nobody's.
            machines[name] = "" if machines.get(name, use.name) != use.name else use.name
    return machines


def _names(use: Use) -> list[str]:
    """All that a state machine can be named by in an ARN; after a colon what AWS calls it."""
    names = [_logical_id(use)]
    if use.resource_name:
        names.append(f":{use.resource_name}")
    return names


def _logical_id(use: Use) -> str:
    """What the resource is called.

    Source: `serverless-step-functions`, `lib/naming.js`; Serverless Framework, `naming.js`.
    """
    if use.host != SERVERLESS:
        return use.name
    name = use.name.replace("-", "Dash").replace("_", "Underscore")
    return f"{name[:1].upper()}{name[1:]}StepFunctionsStateMachine"
