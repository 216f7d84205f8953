"""What the hosts of templates find in them: each is imported only where it may find something."""

from __future__ import annotations

from asllint.hosts.use import (
    CLOUDFORMATION,
    DEFINITION,
    SERVERLESS,
    TERRAFORM,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from asllint.hosts.use import Lookup, Use
    from asllint.source.text import SourceFile
    from asllint.syntax.node import Node, Problem

_SYNTHESISED = ("cdk.out", "cdktf.out")
_SYNTHESISED_MARKS = ("aws:cdk:path", "AWS::CDK::Metadata")


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


def uses_in_part(
    file: SourceFile, roots: Sequence[Node], through: Sequence[Use], lookup: Lookup
) -> Iterator[Use]:
    """The state machines of a file of which a template takes a part."""
    from asllint.hosts import serverless

    for use in through:
        if use.part != DEFINITION:
            for root in roots[:1]:
                yield from serverless.uses_in(file, root, use.part, use.address, lookup)
