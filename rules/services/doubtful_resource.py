import re
from functools import lru_cache

from asllint.rule import (
    WARNING,
    Finding,
    Findings,
    Task,
    integrations,
    listed,
    rule,
)

_PARTITIONS = (
    "aws", "aws-cn", "aws-us-gov", "aws-eusc", "aws-iso", "aws-iso-b", "aws-iso-e", "aws-iso-f",
)  # fmt: skip
_OWNED = {
    integrations.LAMBDA: "arn:aws:lambda:REGION:ACCOUNT:function:NAME",
    integrations.ACTIVITY: "arn:aws:states:REGION:ACCOUNT:activity:NAME",
}
"""What belongs to an account in a region, and the form of its ARN."""


@rule(severity=WARNING, since="0.1")
def doubtful_resource(task: Task) -> Findings:
    """A `Resource` whose partition, region or account is missing or can hardly exist."""
    if task.kind not in (
        integrations.LAMBDA, integrations.ACTIVITY, integrations.SDK, integrations.OPTIMISED,
    ):  # fmt: skip
        return
    for part, message in _doubts(task.resource):
        yield Finding(task.span(part), message)


@lru_cache(maxsize=1024)  # many Tasks call the same
def _doubts(resource: integrations.Resource) -> list[tuple[str, str]]:
    partition, region, account = map(resource.part, ("partition", "region", "account"))
    doubts = []
    if partition is not None and partition not in _PARTITIONS:
        doubts.append(
            ("partition", f'there is no partition "{partition}": there is {listed(_PARTITIONS)}')
        )
    if resource.kind in _OWNED and "" in (region, account):
        missing = [name for name, text in (("region", region), ("account", account)) if text == ""]
        doubts.append(("", _incomplete(resource.kind, missing)))
    if region and region.islower() and not re.fullmatch(r"[a-z]{2,4}(-[a-z]+)+-\d+", region):
        doubts.append(("region", f'"{region}" is not the name of a region, as "eu-west-1" is'))
    if account and account.isdecimal() and len(account) != 12:
        doubts.append(("account", f"an account has 12 digits, and this has {len(account)}"))
    return doubts


def _incomplete(kind: str, missing: list[str]) -> str:
    what = kind.removeprefix("Lambda ")
    gap = " and no ".join(missing)
    return f'there is no {gap} in the ARN of this {what}: write it as "{_OWNED[kind]}"'
