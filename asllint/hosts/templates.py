"""Which files may be templates with state machines in them, and what their hosts find there.

The quick look is what every file pays for, so it knows the marks of all hosts and imports none.
"""

from __future__ import annotations

from asllint.hosts.use import (
    CLOUDFORMATION,
    DEFINITION,
    RESOURCE,
    SERVERLESS,
    SERVERLESS_RESOURCE,
    TERRAFORM,
    TERRAFORM_RESOURCE,
)
from asllint.source.text import HCL, JSON, YAML

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from asllint.hosts.use import Lookup, Use
    from asllint.source.text import SourceFile
    from asllint.syntax.node import Node, Problem

_TERRAFORM = (".tf", ".tofu", ".tf.json")
_PROGRAMS = ("serverless.ts", "serverless.js", "serverless.mjs", "serverless.cjs")
_TERRAFORM_MARKS = (
    "StartAt", TERRAFORM_RESOURCE, "step-functions", "step_functions", ".asl", "statemachine",
)  # fmt: skip
_SYNTHESISED = ("cdk.out", "cdktf.out")
_SYNTHESISED_MARKS = ("aws:cdk:path", "AWS::CDK::Metadata")
_BLOCK = f'resource "{TERRAFORM_RESOURCE}"'


def hosts_of(path: str, text: str) -> tuple[str, ...]:
    """The hosts that may find a state machine in a text, by a quick look at it."""
    if path.lower().endswith(_TERRAFORM) or (path == "-" and _BLOCK in text):
        return (TERRAFORM,) if any(mark in text for mark in _TERRAFORM_MARKS) else ()
    hosts: tuple[str, ...] = ()
    if "::StateMachine" in text and (RESOURCE in text or SERVERLESS_RESOURCE in text):
        hosts += (CLOUDFORMATION,)
    if "stepFunctions" in text and ("stepFunctions:" in text or '"stepFunctions"' in text):
        hosts += (SERVERLESS,)
    return hosts


def is_synthesised(file: SourceFile) -> bool:
    """Is a file, or the one that a text is in, what the CDK writes: by its folder or its marks?"""
    from asllint.syntax.embedded import Embedded

    whole = file
    while isinstance(whole, Embedded):
        whole = whole.outer
    folders = whole.path.replace("\\", "/").split("/")[:-1]
    return any(folder in _SYNTHESISED for folder in folders) or any(
        mark in whole.text for mark in _SYNTHESISED_MARKS
    )


def notation_of(path: str, text: str) -> str:
    """How a file is written: `JSON`, `YAML` or `HCL`; standard input (`-`) tells it by its look."""
    lower = path.lower()
    if lower.endswith((".yaml", ".yml")):
        return YAML
    if lower.endswith((".tf", ".tofu")):
        return HCL
    if lower.endswith(".template"):
        return JSON if text.lstrip("\ufeff \t\r\n").startswith("{") else YAML
    if path != "-":
        return JSON
    first = text.lstrip("\ufeff \t\r\n")[:1]
    if first in ("{", "[", '"', "“", "'", "<", ""):
        return JSON
    if _BLOCK in text:
        return HCL
    return YAML if "StartAt:" in text or hosts_of(path, text) else JSON


def uses(
    file: SourceFile, roots: Sequence[Node], hosts: Sequence[str], lookup: Lookup
) -> Iterator[Use]:
    """The state machines of a template in JSON or YAML."""
    if CLOUDFORMATION in hosts:
        from asllint.hosts import cloudformation

        for root in roots:
            yield from cloudformation.uses(file, root, lookup)
    if SERVERLESS in hosts:
        from asllint.hosts import serverless

        for root in roots:
            yield from serverless.uses(file, root, lookup)
    if TERRAFORM in hosts:
        from asllint.hosts import terraform

        for root in roots:
            yield from terraform.uses(file, terraform.blocks_in_json(root), lookup)


def problems(roots: Sequence[Node], hosts: Sequence[str]) -> Iterator[Problem]:
    """Definitions in a template that stand where nobody takes them for one."""
    if SERVERLESS in hosts:
        from asllint.hosts import serverless

        for root in roots:
            yield from serverless.problems(root)


def is_program(path: str, text: str) -> bool:
    """Is a file a service of Serverless that is written as a program, and has state machines?"""
    named = path.lower().endswith(_PROGRAMS)
    return named and "stepFunctions" in text and "stateMachines" in text


def uses_in_part(
    file: SourceFile, roots: Sequence[Node], through: Sequence[Use], lookup: Lookup
) -> Iterator[Use]:
    """The state machines of a file of which a template takes a part."""
    from asllint.hosts import serverless

    for use in through:
        if use.part != DEFINITION:
            for root in roots[:1]:
                yield from serverless.uses_in(file, root, use.part, use.address, lookup)
