"""The comparison operators of JSONPath choice rules, over shapes.

A value of another type makes a comparison false and is no error, the operand of a `…Path` operator
included (recorded). The order of texts is that of their characters; where Unicode orders them in
two ways, and for numbers that lose precision, nobody knows here what comes of it.
"""

from __future__ import annotations

import operator as operators
from typing import Final

from asllint.data.shape import (
    BOOLEAN_KIND,
    EVERY,
    NEVER,
    NULL_KIND,
    NUMBER_KIND,
    STRING_KIND,
    Shape,
    join,
    numbers,
    texts,
)
from asllint.data.timestamps import NO_TIMESTAMP, UNSURE, instant

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    Split = tuple[Shape, Shape]
    """The values that may pass a test, and those that may fail it."""
    Outcomes = tuple[bool, bool]
    """May one value pass, and may it fail?"""
    Judge = Callable[[Any], Outcomes]

MAX_EXACT: Final = 2**53 - 1
"""Greater numbers lose precision when they are compared (Developer Guide, "Choice")."""

FAMILIES: Final = {
    "String": STRING_KIND,
    "Numeric": NUMBER_KIND,
    "Timestamp": STRING_KIND,
    "Boolean": BOOLEAN_KIND,
}
"""What the operators of a family compare, by the word with which they begin."""

ORDERINGS: Final = {
    "Equals": operators.eq,
    "LessThan": operators.lt,
    "LessThanEquals": operators.le,
    "GreaterThan": operators.gt,
    "GreaterThanEquals": operators.ge,
}

KIND_TESTS: Final = {
    "IsNull": NULL_KIND,
    "IsNumeric": NUMBER_KIND,
    "IsString": STRING_KIND,
    "IsBoolean": BOOLEAN_KIND,
}

LAST_ORDERED: Final = "\ud7ff"
"""Behind it code points are not in the order of UTF-16, and nobody knows which one holds."""

ANY: Final = object()
"""In place of a literal: there is no telling which."""


def family_of(operator: str) -> str:
    """The family of an operator that compares: `String` of `StringLessThanPath`."""
    return next(family for family in FAMILIES if operator.startswith(family))


def ordering_of(operator: str) -> str:
    """How an operator compares: `LessThan` of `StringLessThanPath`."""
    return operator.removeprefix(family_of(operator)).removesuffix("Path")


def split(operator: str, value: Shape, operand: Shape) -> Split:
    """The values that may pass a test, and those that may fail it; NEVER where there are none.

    `operator` is any but `IsPresent`; the operand of a `…Path` operator is what its path reads.
    An enumeration of a service stays whole where it fails: services learn new values.
    """
    if operator.startswith("Is"):
        passing, failing = _split_by_type(operator, value)
        return (failing, passing) if operand.booleans == {False} else (passing, failing)
    if operator == "StringMatches":
        return _divided(value, STRING_KIND, _matching(operand.value))
    comparison = _Comparison(family_of(operator), ordering_of(operator), operand)
    kind = FAMILIES[comparison.family]
    passing, failing = _divided(value, kind, comparison)
    part = value.only(kind)
    if comparison.tells and (part.numbers is EVERY or part.texts is EVERY):
        passing = operand.only(kind)
    return passing, failing


def _split_by_type(operator: str, value: Shape) -> Split:
    if operator == "IsTimestamp":
        return _divided(value, STRING_KIND, _timestamp)
    kind = KIND_TESTS[operator]
    return value.only(kind), value.without(kind)


def _divided(value: Shape, kind: str, judge: Judge) -> Split:
    """Divide a value by a test that only values of one kind pass."""
    part, others = value.only(kind), value.without(kind)
    literals: Any = {NUMBER_KIND: part.numbers, BOOLEAN_KIND: part.booleans}.get(kind, part.texts)
    if literals is EVERY:
        may_pass, may_fail = judge(ANY)
        return part if may_pass else NEVER, value if may_fail else others
    judged = {literal: judge(literal) for literal in literals}
    passing = [literal for literal, may in judged.items() if may[0]]
    failing = [literal for literal, may in judged.items() if may[1]]
    if failing and part.answer is not None:
        failing = list(literals)
    return _some(part, kind, passing), join((others, _some(part, kind, failing)))


def _some(part: Shape, kind: str, chosen: list[Any]) -> Shape:
    """Some of the literals of a part; an enumeration is one only as a whole."""
    if kind == STRING_KIND:
        return part if len(chosen) == len(part.texts or ()) else texts(chosen)
    return numbers(chosen) if kind == NUMBER_KIND else Shape(booleans=frozenset(chosen))


class _Comparison:
    """Judges one value of a family by comparing it with an operand.

    `keys` is what it is compared with; `others`: the operand may be something with which every
    comparison is false; `unsure`: it may be something of which nobody knows how it compares.
    """

    __slots__ = ("family", "keys", "ordering", "others", "unsure")

    def __init__(self, family: str, ordering: str, operand: Shape) -> None:
        part = operand.only(FAMILIES[family])
        literals: Any = {"Numeric": part.numbers, "Boolean": part.booleans}.get(family, part.texts)
        self.family = family
        self.ordering = ordering
        self.others = operand.without(FAMILIES[family]).has_value
        self.unsure = literals is EVERY
        self.keys: set[Any] = set()
        for literal in () if literals is EVERY else literals:
            key = self.key(literal)
            if key == NO_TIMESTAMP and family == "Timestamp":
                self.others = True
            elif self.is_unsure(key):
                self.unsure = True
            else:
                self.keys.add(key)

    def key(self, literal: Any) -> Any:
        """What of a literal is compared."""
        return instant(literal) if self.family == "Timestamp" else literal

    def is_unsure(self, key: Any) -> bool:
        """Does nobody know how this one compares?"""
        if self.family == "Numeric":
            return not abs(key) <= MAX_EXACT
        if self.family == "String":
            return self.ordering != "Equals" and max(key, default="") > LAST_ORDERED
        return self.family == "Timestamp" and key == UNSURE

    @property
    def tells(self) -> bool:
        """Is a value that passes one of the operand's literals?"""
        equal = self.ordering == "Equals" and self.family != "Timestamp"
        return equal and not self.unsure

    def __call__(self, literal: Any) -> Outcomes:
        if not self.keys and not self.unsure:
            return False, True
        key: Any = None if literal is ANY else self.key(literal)
        if key == NO_TIMESTAMP and self.family == "Timestamp":
            return False, True
        if self.unsure or literal is ANY or self.is_unsure(key):
            return True, True
        if self.ordering == "Equals":
            found = key in self.keys
            return found, self.others or not found or len(self.keys) > 1
        compared = {ORDERINGS[self.ordering](key, end) for end in (min(self.keys), max(self.keys))}
        return True in compared, self.others or False in compared


def _timestamp(text: Any) -> Outcomes:
    when = UNSURE if text is ANY else instant(text)
    return when != NO_TIMESTAMP, when in (NO_TIMESTAMP, UNSURE)


# --- StringMatches --------------------------------------------------------------------------------


def pieces_of(pattern: str) -> list[str] | None:
    """What stands between the wildcards of a pattern, one piece more than there are.

    A backslash stands before an asterisk or a backslash that is meant itself; before anything else
    it fails when it is run, or nobody knows: None.
    """
    pieces, at = [""], 0
    while at < len(pattern):
        char = pattern[at]
        if char == "\\":
            at += 1
            if pattern[at : at + 1] not in ("*", "\\"):
                return None
            pieces[-1] += pattern[at]
        elif char == "*":
            pieces.append("")
        else:
            pieces[-1] += char
        at += 1
    return pieces


def matches(pieces: list[str], text: str) -> bool:
    """Does a text match as a whole? Each piece is found as early as it can be: in linear time."""
    if len(pieces) == 1:
        return text == pieces[0]
    first, *middle, last = pieces
    at, end = len(first), len(text) - len(last)
    if at > end or not text.startswith(first) or not text.endswith(last):
        return False
    for piece in middle:
        found = text.find(piece, at, end)
        if found < 0:
            return False
        at = found + len(piece)
    return True


def _matching(pattern: str) -> Judge:
    pieces = pieces_of(pattern)

    def judge(text: Any) -> Outcomes:
        if pieces is None or text is ANY:
            return True, pieces != ["", ""]
        return matches(pieces, text), not matches(pieces, text)

    return judge
