"""What a choice rule tests, as it is written at its line: `$.order.paid == true`."""

from __future__ import annotations

from asllint.syntax.node import Mapping, Scalar, Sequence, plain, string_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from asllint.syntax.node import Node

MAX_LENGTH = 400
"""A longer text is cut, in code points; nobody reads it at a line."""
MAX_DEPTH = 20

_KINDS = ("String", "Numeric", "Boolean", "Timestamp")
_SIGNS = {
    "Equals": "==",
    "LessThanEquals": "<=",
    "GreaterThanEquals": ">=",
    "LessThan": "<",
    "GreaterThan": ">",
    "Matches": "matches",
}
_IS = {
    "IsPresent": ("is present", "is not present"),
    "IsNull": ("is null", "is not null"),
    "IsBoolean": ("is a boolean", "is no boolean"),
    "IsNumeric": ("is a number", "is no number"),
    "IsString": ("is a string", "is no string"),
    "IsTimestamp": ("is a timestamp", "is no timestamp"),
}
_NOT_FIELDS = ("Next", "Comment", "Assign", "Output", "Variable")


def in_words(rule: Mapping) -> str:
    """The test of a choice rule on one line; as much of it as can be read."""
    condition = rule.get("Condition")
    if condition is not None:
        return _cut(_expression(condition))
    return _cut(_test(rule, 0))


def _cut(text: str) -> str:
    text = " ".join(text[: 2 * MAX_LENGTH].split())
    return text if len(text) <= MAX_LENGTH else text[: MAX_LENGTH - 1] + "…"


def _expression(node: Node) -> str:
    """A condition without its delimiters."""
    text = string_of(node)
    if text is None:
        return _value(node)
    inner = text.strip()
    if inner.startswith("{%") and inner.endswith("%}"):
        return inner[2:-2].strip()
    return text


def _test(rule: Node | None, depth: int) -> str:
    if not isinstance(rule, Mapping) or depth > MAX_DEPTH:
        return "…"
    if rule.get("Not") is not None:
        return f"not ({_test(rule.get('Not'), depth + 1)})"
    for name, word in (("And", " and "), ("Or", " or ")):
        tests = rule.get(name)
        if isinstance(tests, Sequence):
            parts = [_part(item, depth + 1) for item in tests.items]
            return word.join(parts) if parts else "…"
    return _comparison(rule)


def _part(rule: Node, depth: int) -> str:
    """A test in another one; in brackets if it has parts of its own."""
    text = _test(rule, depth)
    joined = isinstance(rule, Mapping) and (rule.get("And") or rule.get("Or")) is not None
    return f"({text})" if joined else text


def _comparison(rule: Mapping) -> str:
    variable = string_of(rule.get("Variable")) or "…"
    for name, pair in rule.fields.items():
        if name in _NOT_FIELDS:
            continue
        if name in _IS:
            known = isinstance(pair.value, Scalar) and pair.value.value is False
            return f"{variable} {_IS[name][known]}"
        sign = _sign(name.removesuffix("Path"))
        if sign:
            is_path = name.endswith("Path")
            other = string_of(pair.value) if is_path else _value(pair.value)
            return f"{variable} {sign} {other or '…'}"
        if rule.get("Variable") is not None:
            return f"{variable} {name} {_value(pair.value)}"
    return variable


def _sign(name: str) -> str:
    for kind in _KINDS:
        if name.startswith(kind):
            return _SIGNS.get(name[len(kind) :], "")
    return ""


def _value(node: Node) -> str:
    if not isinstance(node, Scalar):
        return "…"
    value = plain(node)
    if isinstance(value, str):
        return f'"{value}"'
    if value is None:
        return "null"
    return str(value).lower() if isinstance(value, bool) else str(value)
