"""Where a state machine runs, as far as somebody says so."""

from __future__ import annotations

import re

from asllint.policy.values import HIDDEN, MaskedText, pattern_of

_VARIABLE = re.compile(r"\$\{(\w+)\}")
_OF_ENVIRONMENT = ("Partition", "Region", "Account")


class Environment:
    """Partition, region and account of the machine, and its name; `*` stands for what is unsaid."""

    __slots__ = ("account", "name", "partition", "region")

    def __init__(
        self, *, partition: str = "aws", region: str = "", account: str = "", name: str = ""
    ) -> None:
        self.partition = partition
        self.region = region or HIDDEN
        self.account = account or HIDDEN
        self.name = name or HIDDEN

    def arn(self, template: str, values: dict[str, MaskedText]) -> str:
        """A pattern for an ARN, from a template such as `arn:${Partition}:sqs:…:${QueueName}`."""
        own = {"Partition": self.partition, "Region": self.region, "Account": self.account}

        def text(match: re.Match[str]) -> str:
            name = match[1]
            return own[name] if name in own else values[name].text if name in values else HIDDEN

        return pattern_of(_VARIABLE.sub(text, template))

    def machine(self, name: str | None = None) -> str:
        """The ARN of the machine itself, or of another one."""
        value = MaskedText(self.name if name is None else name)
        return self.arn(
            "arn:${Partition}:states:${Region}:${Account}:stateMachine:${N}", {"N": value}
        )


def variables(template: str) -> list[str]:
    """What differs from one ARN of a template to the other, environment apart."""
    return [name for name in _VARIABLE.findall(template) if name not in _OF_ENVIRONMENT]


def is_of(template: str, arn: str) -> bool:
    """Can an ARN, of which parts may be unknown, be one of a template?"""
    want, have = template.split(":", 5), arn.split(":", 5)
    if len(want) < 6 or len(have) < 6 or want[2] != have[2]:
        return False
    pieces = re.split(r"(\$\{\w+\})", want[5])
    regex = "".join(".+" if piece.startswith("${") else re.escape(piece) for piece in pieces)
    return re.fullmatch(regex, have[5], re.DOTALL) is not None or HIDDEN in have[5][:1]
