"""Which choice rules can never fire because those before them take every value that they take.

A rule that looks at one value only, and compares it with constants, is worked out for a value of
every kind there can be: each constant, one between two that follow each other, and so on. Between
two constants no comparison changes, so what holds for one such value holds for all.
"""

from __future__ import annotations

import operator as operators
from itertools import pairwise

from asllint.expressions.jsonata.reader import read_jsonata
from asllint.language.grammar import JSONATA
from asllint.language.machine import ChoiceRule, State
from asllint.syntax.node import Mapping, Node, Scalar, Sequence, has_placeholder, string_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import Any

    from asllint.expressions.jsonata.tree import Term

    Test = Callable[[object], bool]
    """Is it true for a value? Raises `_FailsError` where the state fails."""

MAX_RULES = 40
"""Of a Choice state with more rules nothing is said: programs write those."""
MAX_CONSTANTS = 100
"""With so many constants the rules about one value are compared."""
MAX_NUMBER = 10**15
"""Beyond it, nobody knows how exactly numbers are compared."""

MISSING = object()
"""In place of a value: there is none."""
_OTHERS: tuple[object, ...] = (MISSING, None, True, False, [])
_ORDERS: dict[str, Callable[[Any, Any], bool]] = {
    "Equals": operators.eq, "LessThan": operators.lt, "LessThanEquals": operators.le,
    "GreaterThan": operators.gt, "GreaterThanEquals": operators.ge,
    "=": operators.eq, "!=": operators.ne, "<": operators.lt, "<=": operators.le,
    ">": operators.gt, ">=": operators.ge,
}  # fmt: skip
_KINDS: dict[str, tuple[type, ...]] = {
    "Numeric": (int, float), "String": (str,), "Boolean": (bool,),
    "IsNumeric": (int, float), "IsString": (str,), "IsBoolean": (bool,), "IsNull": (type(None),),
}  # fmt: skip


class _FailsError(Exception):
    """The state fails with this value."""


class NotOneValueError(Exception):
    """The rule tests something else than one value against constants."""


class ValueTest:
    """A choice rule as a test of one value."""

    __slots__ = ("choice", "constants", "place", "test")

    def __init__(self, choice: ChoiceRule) -> None:
        """Raises `NotOneValueError`."""
        self.choice = choice
        self.place: str | None = None
        """What is tested, as it is written."""
        self.constants: list[object] = []
        """What it is compared with."""
        if choice.state.query_language == JSONATA:
            self.test = self._condition(choice)
        else:
            self.test = self._rule(choice.node)

    def of(self, value: object) -> bool | None:
        """Does it fire for a value? None where the state fails."""
        try:
            return self.test(value)
        except _FailsError:
            return None

    def _about(self, place: str, constant: object) -> None:
        if self.place not in (None, place):
            raise NotOneValueError
        if isinstance(constant, int | float) and abs(constant) > MAX_NUMBER:
            raise NotOneValueError
        self.place = place
        self.constants.append(constant)

    # --- JSONPath ---------------------------------------------------------------------------------

    def _rule(self, node: Node | None) -> Test:
        if not isinstance(node, Mapping) or not node.complete:
            raise NotOneValueError
        for name in ("And", "Or", "Not"):
            inner = node.get(name)
            if isinstance(inner, Sequence) and inner.items and name != "Not":
                return _together([self._rule(item) for item in inner.items], every=name == "And")
            if inner is not None:
                return _not(self._rule(inner))
        return self._comparison(node)

    def _comparison(self, node: Mapping) -> Test:
        place = string_of(node.get("Variable"))
        found = [name for name in node.fields if name.startswith(("Is", *_KINDS))]
        operand = node.get(found[0]) if len(found) == 1 else None
        if place is None or not isinstance(operand, Scalar):
            raise NotOneValueError
        (name,) = found
        self._about(place, operand.value)
        if isinstance(operand.value, str) and has_placeholder(operand.value):
            raise NotOneValueError
        if name in ("IsPresent", *_KINDS):
            return _of_kind(name, operand.value)
        family = next(kind for kind in _KINDS if name.startswith(kind))
        compare = _ORDERS.get(name.removeprefix(family))
        if compare is None or not _is_of(operand.value, _KINDS[family]):
            raise NotOneValueError
        return _compared(compare, operand.value, _KINDS[family])

    # --- JSONata ----------------------------------------------------------------------------------

    def _condition(self, choice: ChoiceRule) -> Test:
        text = (string_of(choice.node.get("Condition")) or "").strip()
        if not (text.startswith("{%") and text.endswith("%}")):
            raise NotOneValueError
        expression, mistakes = read_jsonata(text[2:-2])
        if expression is None or expression.tree is None or mistakes:
            raise NotOneValueError
        return self._term(expression.tree, text[2:-2])

    def _term(self, term: Term, text: str) -> Test:
        if term.predicates or term.group is not None:
            raise NotOneValueError
        if term.kind == "block" and len(term.parts) == 1:
            return self._term(term.parts[0], text)
        if term.kind == "function" and term.parts[0].value == "not" and len(term.parts) == 2:
            return _not(self._term(term.parts[1], text))
        if term.kind != "binary":
            raise NotOneValueError
        if term.value in ("and", "or"):
            parts = [self._term(part, text) for part in term.parts]
            return _together(parts, every=term.value == "and")
        compare = _ORDERS.get(str(term.value))
        left, right = term.parts
        if compare is None or right.kind not in ("number", "string") or right.predicates:
            raise NotOneValueError
        if left.kind not in ("path", "variable") or left.predicates or left.group is not None:
            raise NotOneValueError
        if any(part.kind not in ("name", "variable") or part.stages for part in left.parts):
            raise NotOneValueError
        self._about(text[left.start : left.end], right.value)
        return _compared_strictly(compare, right.value, equal=term.value in ("=", "!="))


def _together(tests: list[Test], *, every: bool) -> Test:
    def test(value: object) -> bool:
        for one in tests:
            if one(value) is not every:
                return not every
        return every

    return test


def _not(test: Test) -> Test:
    return lambda value: not test(value)


def _of_kind(name: str, expected: object) -> Test:
    if not isinstance(expected, bool):
        raise NotOneValueError

    def test(value: object) -> bool:
        if name == "IsPresent":
            return (value is not MISSING) is expected
        if value is MISSING:
            raise _FailsError
        return _is_of(value, _KINDS[name]) is expected

    return test


def _is_of(value: object, kinds: tuple[type, ...]) -> bool:
    return isinstance(value, kinds) and (bool in kinds or not isinstance(value, bool))


def _compared(
    compare: Callable[[Any, Any], bool], constant: object, kinds: tuple[type, ...]
) -> Test:
    """A comparison of JSONPath: false for other types; without a value the state fails."""

    def test(value: object) -> bool:
        if value is MISSING:
            raise _FailsError
        return _is_of(value, kinds) and compare(value, constant)

    return test


def _compared_strictly(
    compare: Callable[[Any, Any], bool], constant: object, *, equal: bool
) -> Test:
    """A comparison of JSONata: an order of different types fails, and one without a value."""
    kinds = (str,) if isinstance(constant, str) else (int, float)

    def test(value: object) -> bool:
        if _is_of(value, kinds):
            return compare(value, constant)
        if not equal:
            raise _FailsError
        return compare is operators.ne

    return test


# --- values of every kind -------------------------------------------------------------------------


def _samples(constants: Iterable[object]) -> Iterator[object]:
    """Each constant, something before and behind it, and a value of each other type."""
    yield from _OTHERS
    yield from ("", 0)
    known = list(constants)
    numbers = sorted(
        {one for one in known if isinstance(one, int | float) and type(one) is not bool}
    )
    for number, following in pairwise(numbers):
        yield from (number, (number + following) / 2)
    if numbers:
        yield from (numbers[0] - 1, numbers[-1], numbers[-1] + 1)
    for text in sorted({one for one in known if isinstance(one, str)}):
        yield text
        yield text + "\0"  # nothing stands between them


def implied(state: State) -> Iterator[tuple[ChoiceRule, list[ChoiceRule]]]:
    """The rules of a Choice state that can never fire, each with those that take its values."""
    if not 1 < len(state.choices) <= MAX_RULES:
        return
    before: list[ValueTest] = []
    for choice in state.choices:
        try:
            rule = ValueTest(choice)
        except (NotOneValueError, RecursionError):
            continue
        same = [other for other in before if other.place == rule.place]
        takers = _takers(rule, same)
        if takers:
            yield choice, [taker.choice for taker in takers]
        before.append(rule)


def _takers(rule: ValueTest, earlier: list[ValueTest]) -> list[ValueTest]:
    """The earlier rules that fire for all values for which this one would; none if it can fire.

    One that does alone is enough.
    """
    if not earlier:
        return []
    constants = [one for other in (rule, *earlier) for one in other.constants]
    if len(constants) > MAX_CONSTANTS:
        return []
    values = [value for value in _samples(constants) if rule.of(value)]
    for other in earlier:
        if values and all(map(other.of, values)):
            return [other]
    takers: dict[ValueTest, None] = {}
    for value in values:
        taker = next((other for other in earlier if other.of(value)), None)
        if taker is None:
            return []
        takers[taker] = None
    return list(takers)
