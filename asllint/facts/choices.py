"""What the rules of a Choice state test, without what they do when they fire."""

from __future__ import annotations

from asllint.language.machine import ChoiceRule, State
from asllint.syntax.node import Mapping, Scalar, Sequence, has_placeholder, plain, string_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from asllint.syntax.node import Node

_ACTIONS = ("Next", "Comment", "Assign", "Output")

Test = tuple[object, ...]


def test_of(rule: Mapping) -> Test | None:
    """A test as a value that is equal for equal tests; None when a part of it is unknown.

    `And` and `Or` do not depend on their order.
    """
    if not rule.complete:
        return None
    pieces: list[object] = []
    for name, pair in sorted(rule.fields.items()):
        if name in _ACTIONS:
            continue
        piece = _piece(name, pair.value)
        if piece is None:
            return None
        pieces.append(piece)
    return tuple(pieces) or None


def _piece(name: str, value: Node) -> Test | None:
    if isinstance(value, Sequence):
        tests = [test_of(item) if isinstance(item, Mapping) else None for item in value.items]
        if any(test is None for test in tests):
            return None
        return (name, *sorted(tests, key=repr))
    if isinstance(value, Mapping):
        inner = test_of(value)
        return None if inner is None else (name, inner)
    if isinstance(value, Scalar):
        known = value.value
        if isinstance(known, str) and has_placeholder(known):
            return None
        return (name, type(known).__name__, plain(value))
    return None


def opposite(test: Test) -> Test | None:
    """The test that is true just when this one is false, where it is plain to see."""
    parts: dict[object, Test] = {part[0]: part for part in test if isinstance(part, tuple)}
    if set(parts) == {"Not"}:
        inner = parts["Not"][1]
        return inner if isinstance(inner, tuple) else None
    if "Variable" in parts and len(parts) == 2:
        (operator,) = set(parts) - {"Variable"}
        if str(operator).startswith("Is") and parts[operator][1:2] == ("bool",):
            flipped = (operator, "bool", not parts[operator][2])
            return tuple(sorted((flipped, parts["Variable"]), key=lambda part: str(part[0])))
    return (("Not", test),)


def constant_condition_of(rule: ChoiceRule) -> bool | None:
    """Is the condition a constant true or false? None when it is neither."""
    node = rule.node.get("Condition")
    if isinstance(node, Scalar):
        if isinstance(node.value, bool):
            return node.value
        text = (string_of(node) or "").strip()
        if text.startswith("{%") and text.endswith("%}"):
            return {"true": True, "false": False}.get(text[2:-2].strip())
    return None


def exhaustive(state: State) -> bool:
    """Is one of the rules of a Choice state sure to fire?"""
    seen: set[Test] = set()
    for rule in state.choices:
        if constant_condition_of(rule):
            return True
        test = test_of(rule.node)
        if test is None:
            return True  # an unknown test may be the one that is missing
        if opposite(test) in seen:
            return True
        seen.add(test)
    return False
