"""The resources that an action is about: ARNs, as narrow as the parameters of a call tell."""

from __future__ import annotations

import re

from asllint.policy.environment import is_of, variables
from asllint.policy.named import NAMED
from asllint.policy.values import HIDDEN, MaskedText
from asllint.tables.permissions import Permissions
from asllint.tables.permissions.kept import TYPES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from asllint.policy.environment import Environment
    from asllint.policy.named import Resource
    from asllint.policy.values import Parameters

ALL = "*"
_ALIASES = {
    "BucketName": ("Bucket",),
    "ClusterId": ("JobFlowId", "JobFlowIds"),
    "ObjectName": ("Key",),
}
_NAMING = r"(?:Name|Id|Arn|ARN|Identifier|Resource)s?$"
"""How parameters end that say what a call is about."""
_NAME, _ID, _ARN = ("Name", "Names"), ("Id", "Ids"), ("Arn", "ARN")


def resources_of(
    known: Permissions, action: str, parameters: Parameters, environment: Environment
) -> list[Resource]:
    """What an action is about: patterns, each with the reason why it is no narrower."""
    types = TYPES.get(f"{known.prefix}:{action}".lower(), known.types(action))
    if not types:
        return [(ALL, "")]
    needed = [name.removesuffix("!") for name in types if name.endswith("!")]
    others = [name for name in types if not name.endswith("!")]
    chosen = needed + [name for name in others if _is_named(known.arn(name), name, parameters)]
    if not chosen:
        # Without such a resource the action is about none: only `*` allows it.
        return [(ALL, _naming(parameters))]
    found: dict[str, str] = {}
    for name in chosen:
        for pattern, reason in _of_type(known, name, parameters, environment):
            found.setdefault(pattern, reason)
    return list(found.items())


def _naming(parameters: Parameters) -> str:
    """Why an action is allowed on everything, although a parameter may name what it is about."""
    if parameters.closed:
        return "its parameters are only known when it runs"
    for name in parameters.names():
        if re.search(_NAMING, name):
            value = parameters.value(name)
            unsaid = f'no table tells what "{name}" names'
            return (value.reason if value is not None else "") or unsaid
    return ""


def _of_type(
    known: Permissions, name: str, parameters: Parameters, environment: Environment
) -> Iterable[Resource]:
    """The resources of one type."""
    special = NAMED.get((known.prefix, name))
    found = None if special is None else special(parameters, environment)
    if found:
        return found
    template = known.arn(name)
    if not template:
        return [(ALL, f'nobody knows the ARN of a "{name}"')]
    arns = [one for one in parameters.texts() if one.is_arn and is_of(template, one.text)]
    if arns:
        return [(one.pattern, one.reason) for one in arns]
    return _filled(template, name, parameters, environment)


def _filled(
    template: str, name: str, parameters: Parameters, environment: Environment
) -> Iterable[Resource]:
    """The template with what the parameters tell; one ARN for each item of a list."""
    found = {one: _values(one, name, parameters) for one in variables(template)}
    longest = max((len(values) for values in found.values()), default=1)
    for at in range(longest):
        row = {one: values[min(at, len(values) - 1)] for one, values in found.items()}
        reasons = [value.reason for value in row.values() if value.reason]
        yield environment.arn(template, row), reasons[0] if reasons else ""


def _values(variable: str, name: str, parameters: Parameters) -> list[MaskedText]:
    """What is known of a variable of a template."""
    wanted = _candidates(variable, name)
    for one in wanted:
        found = parameters.values(one)
        if found:
            # An ARN of something else tells nothing here.
            return [
                MaskedText(HIDDEN, f'"{one}" names something else') if value.is_arn else value
                for value in found
            ]
    taken = next((one for one in wanted if parameters.takes(one)), None)
    reason = f'"{taken}" is not given' if taken else f"no parameter names the {_plain(name)}"
    return [MaskedText(HIDDEN, reason)]


def _candidates(variable: str, name: str) -> list[str]:
    """The parameters that a variable may be called, the most likely first.

    A name is never taken for an id: what is too narrow fails when it runs.
    """
    ending = next((one for one in ("Name", "Id", "ID") if variable.endswith(one)), "")
    stem = variable.removesuffix(ending) or variable
    kinds = (*_NAME, *_ARN) if ending == "Name" else (*_ID, *_ARN) if ending else ()
    more = ("", "s", *kinds, "Identifier", "Identifiers")
    found = [variable, *_ALIASES.get(variable, ()), *(stem + one for one in more)]
    if stem == "Resource":
        found += [*_NAME, *_ID, "Identifier", *_ARN]
    elif _plain(stem).replace(" ", "") == _plain(name.partition("-on-")[0]).replace(" ", ""):
        found += [*kinds, "Identifier"]
    found += [_plain(name).replace(" ", "") + one for one in kinds]
    return list(dict.fromkeys(found))


def _plain(name: str) -> str:
    """The type of a resource in words."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])|[-_]", " ", name).lower()


def _is_named(template: str, name: str, parameters: Parameters) -> bool:
    """Is there a parameter for each variable of a template, or its whole ARN?"""
    if parameters.closed or not template:
        return False
    if any(one.is_arn and is_of(template, one.text) for one in parameters.texts()):
        return True
    wanted = [_candidates(one, name) for one in variables(template)]
    return bool(wanted) and all(any(map(parameters.pair, names)) for names in wanted)
