"""A plain evaluator of JSONPath choice rules over JSON values, written on its own.

It knows paths of names and indices, and no more of timestamps than `2024-05-01T10:00:00Z` and
offsets. Where AWS's behaviour is not known it says so: `Unclear`.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from asllint.syntax.node import Mapping, Node, Pair, Scalar, Sequence

COMPARISONS = {
    "Equals": lambda one, other: one == other,
    "LessThan": lambda one, other: one < other,
    "LessThanEquals": lambda one, other: one <= other,
    "GreaterThan": lambda one, other: one > other,
    "GreaterThanEquals": lambda one, other: one >= other,
}


class Failed(Exception):  # noqa: N818
    """The state fails."""


class Unclear(Exception):  # noqa: N818
    """What AWS does was neither recorded nor documented."""


def evaluate(rule: dict[str, Any], values: dict[str, Any]) -> bool:
    """What comes of a rule; `values` are by root: `$`, `$$`, `$name`."""
    if "And" in rule:
        return all(evaluate(one, values) for one in rule["And"])
    if "Or" in rule:
        return any(evaluate(one, values) for one in rule["Or"])
    if "Not" in rule:
        return not evaluate(rule["Not"], values)
    ((operator, operand),) = ((name, one) for name, one in rule.items() if name != "Variable")
    found = _at(rule["Variable"], values)
    if operator == "IsPresent":
        return bool(found) is operand
    if not found:
        raise Failed
    if operator.startswith("Is"):
        return _is(operator, found[0]) is operand
    if operator.endswith("Path"):
        read = _at(operand, values)
        if not read:
            if not _is_of(operator, found[0]):
                raise Unclear
            raise Failed
        operator, operand = operator.removesuffix("Path"), read[0]
    return _compare(operator, found[0], operand)


def _at(path: str, values: dict[str, Any]) -> list[Any]:
    root, *steps = re.findall(r"^\$\$|^\$\w*|\.\w+|\[\d+\]", path)
    if root not in values:
        return []
    value = values[root]
    for step in steps:
        if step.startswith("."):
            if not isinstance(value, dict) or step[1:] not in value:
                return []
            value = value[step[1:]]
        else:
            if not isinstance(value, list):
                return []
            if int(step[1:-1]) >= len(value):
                raise Unclear
            value = value[int(step[1:-1])]
    return [value]


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is(operator: str, value: object) -> bool:
    return {
        "IsNull": value is None,
        "IsString": isinstance(value, str),
        "IsNumeric": _is_number(value),
        "IsBoolean": isinstance(value, bool),
        "IsTimestamp": isinstance(value, str) and _instant(value) is not None,
    }[operator]


def _is_of(operator: str, value: object) -> bool:
    """Is a value of the type that an operator compares?"""
    if operator.startswith("Numeric"):
        return _is_number(value)
    return isinstance(value, bool if operator.startswith("Boolean") else str)


def _compare(operator: str, value: Any, operand: Any) -> bool:
    if not _is_of(operator, value) or not _is_of(operator, operand):
        return False
    if operator == "StringMatches":
        parts = re.findall(r"\\[*\\]|\*|[^*\\]", operand)
        pattern = "".join(".*" if part == "*" else re.escape(part[-1]) for part in parts)
        return re.fullmatch(pattern, value, re.DOTALL) is not None
    if operator.startswith("Timestamp"):
        value, operand = _instant(value), _instant(operand)
        if value is None or operand is None:
            return False
    ordering = re.sub("^(String|Numeric|Boolean|Timestamp)", "", operator)
    return bool(COMPARISONS[ordering](value, operand))


def _instant(text: str) -> datetime | None:
    match = re.fullmatch(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(Z|[+-]\d\d:\d\d)", text)
    return match and datetime.fromisoformat(match[1] + match[2].replace("Z", "+00:00"))


def node_of(value: object) -> Node:
    """A JSON value as a node of a definition, each string in it at a place of its own."""
    if isinstance(value, dict):
        pairs = [Pair(Scalar(0, 0, name), node_of(item)) for name, item in value.items()]
        return Mapping(0, 0, pairs)
    if isinstance(value, list):
        return Sequence(0, 0, [node_of(item) for item in value])
    assert value is None or isinstance(value, str | int | float)
    return Scalar(0, 0, value)
