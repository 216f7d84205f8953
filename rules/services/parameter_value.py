import re

from asllint.rule import (
    WARNING,
    Arguments,
    Definition,
    Finding,
    Findings,
    Fix,
    edits,
    listed,
    nearest,
    rule,
    services,
    string_of,
)

_MANY = 40
"""Longer lists grow all the time (types of instances): only slips of letter case count in them."""

_ANY_CASE = ("RetryAction", "S3TableAction", "S3TableGranularity")
"""What the API reference says is compared without letter case."""


@rule(severity=WARNING, since="0.1")
def parameter_value(definition: Definition, arguments: Arguments) -> Findings:
    """A value that is none of those the API of the service knows."""
    for value in arguments.unlisted:
        text, known = string_of(value.node) or "", value.type.enum
        slip = text.lower() in map(str.lower, known)
        if slip and value.type.name in _ANY_CASE:
            continue
        if re.search(r"[<>{}]", text) or (len(known) > _MANY and not slip):
            continue  # a mark that somebody fills in, or most likely new
        message = f'"{text}" is no value of "{value.pair.key.value}" in the {services.age()}'
        near, fix = nearest(text, known), None
        if near is not None:
            safe = near.lower() == text.lower()
            fix = Fix(f'write "{near}"', [edits.set_value(value.node, near)], safe=safe)
            message += f'; did you mean "{near}"?'
        elif len(known) <= 8:
            message += f": there {'is' if len(known) == 1 else 'are'} {listed(known)}"
        yield Finding(value.node.span, message, fix=fix)
