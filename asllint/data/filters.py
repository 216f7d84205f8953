"""Filters of JSONPath, `[?(@.size > 3)]`: which of some values they let through.

Recorded from AWS: `==` between numbers and between texts. The rest is what the documentation of the
Jayway library says; where its versions differ, as for a number beside a text, both may be.
"""

from __future__ import annotations

import operator
import re
from functools import lru_cache
from typing import Final

from asllint.data.shape import (
    BOOLEAN_KIND,
    EVERY,
    MAYBE,
    NOTHING,
    NULL_KIND,
    NUMBER_KIND,
    OBJECT_KIND,
    STRING_KIND,
    Shape,
    of,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

_TERM = (
    r"\s*@((?:\.[\w-]+|\['[^'\\]*'\])+)\s*"
    r"(?:(==|!=|<=|>=|<|>)\s*"
    r"(-?[0-9]{1,15}(?:\.[0-9]{1,15})?|'[^'\\]*'|\"[^\"\\]*\"|true|false|null)\s*)?"
)
_NAME = r"\.([\w-]+)|\['([^'\\]*)'\]"
_CONSTANTS = {"true": True, "false": False, "null": None}
_OPERATORS: Final[dict[str, Callable[[Any, Any], bool]]] = {
    "==": operator.eq, "!=": operator.ne, "<": operator.lt, "<=": operator.le,
    ">": operator.gt, ">=": operator.ge,
}  # fmt: skip


class Outcomes:
    """Whether a filter may let some value through, and whether it may not."""

    __slots__ = ("may_not", "may_pass")

    def __init__(self, may_pass: bool, may_not: bool) -> None:
        self.may_pass = may_pass
        self.may_not = may_not


class _Term:
    """One comparison, or the question whether there is a field: `@.a.b`, `@.a.b == 1`."""

    __slots__ = ("compare", "constant", "names", "operator")

    def __init__(self, match: re.Match[str]) -> None:
        self.names = [one[0] or one[1] for one in re.compile(_NAME).findall(match[1])]
        self.operator = match[2]
        self.compare = _OPERATORS.get(match[2])
        self.constant = None if match[3] is None else _constant(match[3])

    def outcomes(self, value: Shape) -> Outcomes:
        """What comes of it for one of some values."""
        found = value
        for name in self.names:
            found = _field(found, name)
        there = found.present
        if self.compare is None:
            return Outcomes(there.has_value, found.nothing or there.anything or there.null)
        if there.anything:
            return Outcomes(True, True)
        answers = set(self._answers(there))
        if found.nothing:
            answers |= {False} if self.operator != "!=" else {True, False}
        return Outcomes(True in answers, False in answers)

    def _answers(self, found: Shape) -> set[bool]:
        """What the comparison may come to for what is there."""
        wanted = of(self.constant)
        (kind,) = wanted.kinds
        same, answers = found.only(kind), set[bool]()
        if same.has_value:
            answers |= self._compared(same, kind)
        others = found.without(kind)
        if others.has_value:
            texts = STRING_KIND in (kind, *others.kinds)
            answers |= {False} if self.operator == "==" and not texts else {True, False}
        return answers

    def _compared(self, found: Shape, kind: str) -> set[bool]:
        """What it may come to for values of the constant's own kind."""
        literals: frozenset[Any] | None = frozenset((None,))
        if kind != NULL_KIND:
            literals = {
                NUMBER_KIND: found.numbers,
                STRING_KIND: found.texts,
                BOOLEAN_KIND: found.booleans,
            }[kind]
        ordered = kind == NUMBER_KIND or self.operator in ("==", "!=")
        if literals is EVERY or not ordered or self.compare is None:
            return {True, False}
        return {self.compare(one, self.constant) for one in literals}


def _field(holder: Shape, name: str) -> Shape:
    """A field, with `nothing` where there may be none."""
    if holder.anything:
        return MAYBE
    if holder.object is None:
        return NOTHING
    found = holder.object.get(name)
    return found if holder.kinds == (OBJECT_KIND,) and not holder.nothing else found.or_nothing


def _constant(text: str) -> object:
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    if text[0] in "'\"":
        return text[1:-1]
    return float(text) if "." in text else int(text)


@lru_cache(maxsize=256)
def _terms(condition: str) -> tuple[str, tuple[_Term, ...]] | None:
    """The comparisons of a condition, and what joins them all; None where it is not that simple."""
    pattern, at = re.compile(_TERM), 0
    terms: list[_Term] = []
    joins: set[str] = set()
    while True:
        match = pattern.match(condition, at)
        if match is None:
            return None
        terms.append(_Term(match))
        at = match.end()
        if at == len(condition):
            return (joins.pop() if joins else "&&", tuple(terms)) if len(joins) < 2 else None
        joins.add(condition[at : at + 2])
        if not joins <= {"&&", "||"}:
            return None
        at += 2


def outcomes(condition: str, value: Shape) -> Outcomes:
    """May the filter `[?(condition)]` let one of some values through, and may it not?"""
    found = _terms(condition)
    if found is None:
        return Outcomes(True, True)
    every = [term.outcomes(value) for term in found[1]]
    if found[0] == "&&":
        return Outcomes(all(one.may_pass for one in every), any(one.may_not for one in every))
    return Outcomes(any(one.may_pass for one in every), all(one.may_not for one in every))
