"""The rules of a Choice state in JSONPath: what comes of a test, and what is learned by it.

A missing `Variable` fails the state, which is why `IsPresent` stands before other tests: `And` and
`Or` stop as soon as they can (recorded).
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from asllint.data.bindings import NEVER_TRUE, Bindings, Fault, Verdict, either
from asllint.data.comparison import (
    FAMILIES,
    family_of,
    ordering_of,
    split,
)
from asllint.data.narrow import narrowed
from asllint.data.paths import look, read
from asllint.data.shape import BOOLEAN_KIND, NEVER, NOTHING, Shape, of
from asllint.expressions.path import read_path
from asllint.language.grammar import OPERATORS
from asllint.syntax.node import Mapping, Scalar, Sequence, is_marker, string_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from asllint.expressions.path import Path
    from asllint.syntax.node import Node

MAX_NESTED: Final = 50
"""Of rules that lie deeper in others nobody says what comes of them."""

_PARTS = ("And", "Or", "Not", "Variable", "Condition")
_SHOWN = {
    "Equals": "is never",
    "LessThan": "is never less than",
    "LessThanEquals": "is never at most",
    "GreaterThan": "is never greater than",
    "GreaterThanEquals": "is never at least",
    "Matches": "never matches",
}


def decide(rule: Mapping, bindings: Bindings, faults: list[Fault]) -> Verdict:
    """What comes of a choice rule: `And`, `Or`, `Not`, or a `Variable` that is compared.

    Each outcome has learned what it can of `$`, `$$` and variables. The faults are what fails for
    sure, and tests that no value of a service's enumeration passes; each says in `at` which string
    of the rule it is about. Of what is incomplete or filled in later nothing is said.
    """
    return _decide(rule, bindings, faults, MAX_NESTED)


def _decide(rule: Node | None, bindings: Bindings, faults: list[Fault], depth: int) -> Verdict:
    if isinstance(rule, Mapping) and rule.complete and depth > 0:
        parts = [name for name in _PARTS if name in rule.fields]
        node = rule.get(parts[0]) if len(parts) == 1 else None
        if isinstance(node, Sequence) and node.items and parts[0] in ("And", "Or"):
            return _in_turn(node, bindings, faults, depth, parts[0] == "And")
        if isinstance(node, Mapping) and parts == ["Not"]:
            verdict = _decide(node, bindings, faults, depth - 1)
            return Verdict(verdict.when_false, verdict.when_true)
        if isinstance(node, Scalar) and parts == ["Variable"]:
            return _test(rule, node, bindings, faults)
    return Verdict(bindings, bindings)


def _in_turn(
    rules: Sequence, bindings: Bindings, faults: list[Fault], depth: int, every: bool
) -> Verdict:
    """Rules one after the other, until one is false (`every`, for `And`) or true (for `Or`)."""
    going: Bindings | None = bindings
    stopped: Bindings | None = None
    for rule in rules.items:
        assert going is not None, "the loop ends before"
        found: list[Fault] = []
        verdict = _decide(rule, going, found, depth - 1)
        # What fails only if the rules before it have not decided may go well.
        faults += [fault for fault in found if stopped is None or not fault.fails]
        on, off = verdict.when_true, verdict.when_false
        going = on if every else off
        stopped = either(stopped, off if every else on)
        if going is None:
            break
    return Verdict(going, stopped) if every else Verdict(stopped, going)


def _test(rule: Mapping, variable: Scalar, bindings: Bindings, faults: list[Fault]) -> Verdict:
    """A `Variable`, and the one operator that compares it."""
    unknown = Verdict(bindings, bindings)
    path = _path_at(variable)
    operators = [name for name in rule.fields if name in OPERATORS]
    node = rule.get(operators[0]) if len(operators) == 1 else None
    if path is None or not isinstance(node, Scalar):
        return unknown
    operator = operators[0]
    if operator.endswith("Path"):
        operand_path = _path_at(node)
        if operand_path is None:
            return unknown
        value = _read(path, bindings, variable, faults)
        if value.is_never:
            return Verdict(None, None)
        return _compared_by_path(operator, path, operand_path, node, value, bindings, faults)
    operand = _literal(operator, node)
    if operand is None:
        return unknown
    if operator == "IsPresent":
        return _presence(path, bindings, operand.value)
    value = _read(path, bindings, variable, faults)
    marked = is_marker(str(node.value))
    if marked and not _is_of_its_kind(value):
        return Verdict(None, None) if value.is_never else unknown
    verdict = _compared(operator, path, value, operand, bindings)
    told = verdict.when_true is None and value.answer is not None and not marked
    if told and not operator.startswith("Is"):
        faults.append(_never_true(operator, variable, node, value))
    return verdict


def _presence(path: Path, bindings: Bindings, expected: bool) -> Verdict:
    there = look(path, bindings)
    present = absent = None
    if there.has_value:
        present = _learned(bindings, path, lambda there: there.present)
    if there.nothing:
        absent = _learned(bindings, path, lambda there: NOTHING if there.nothing else NEVER)
    return Verdict(present, absent) if expected else Verdict(absent, present)


def _compared(
    operator: str, path: Path, value: Shape, operand: Shape, bindings: Bindings
) -> Verdict:
    passing, failing = split(operator, value, operand)
    when_true = when_false = None
    if not passing.is_never:
        when_true = _learned(bindings, path, lambda it: split(operator, it.present, operand)[0])
    if not failing.is_never:
        when_false = _learned(bindings, path, lambda it: split(operator, it.present, operand)[1])
    return Verdict(when_true, when_false)


def _compared_by_path(
    operator: str,
    path: Path,
    operand_path: Path,
    node: Scalar,
    value: Shape,
    bindings: Bindings,
    faults: list[Fault],
) -> Verdict:
    """Compare with what another path reads.

    That it is read when the value is of another type, with which the test is false whatever it is
    compared with, was not recorded: there it may be missing.
    """
    kind = FAMILIES[family_of(operator)]
    found: list[Fault] = []
    operand = _read(operand_path, bindings, node, found)
    if operand.is_never:
        others = value.without(kind)
        if others.is_never:
            faults += found
            return Verdict(None, None)
        return Verdict(None, _learned(bindings, path, lambda there: there.present.without(kind)))
    verdict = _compared(operator, path, value, operand, bindings)
    if verdict.when_true is not None:
        learned = _learned(verdict.when_true, operand_path, lambda there: there.only(kind))
        verdict = Verdict(learned, verdict.when_false)
    return verdict


def _learned(bindings: Bindings, path: Path, change: Callable[[Shape], Shape]) -> Bindings:
    """The bindings with what is learned of a value, where a path leads to it by names and indices.

    Past the end of an array a path may read null: what an index may not find is not narrowed.
    """
    steps = _steps(path)
    if steps is None:
        return bindings
    indexed = any(isinstance(step, int) for step in steps)

    def learn(there: Shape) -> Shape:
        return there if indexed and there.nothing else change(there)

    name = path.variable
    if name is not None:
        known = narrowed(bindings.variable(name), steps, learn)
        return bindings if known is None else bindings.having(variables={name: known})
    whole = bindings.context if path.in_context else bindings.data
    known = narrowed(whole, steps, learn)
    return bindings.having(context=known) if path.in_context else bindings.having(data=known)


def _steps(path: Path) -> tuple[str | int, ...] | None:
    """The names and indices of a path; None where it has other steps."""
    steps = []
    for segment in path.segments:
        if segment.kind not in ("name", "index") or not isinstance(segment.value, str | int):
            return None
        steps.append(segment.value)
    return tuple(steps)


# --- what stands in a rule ------------------------------------------------------------------------


def _read(path: Path, bindings: Bindings, at: Scalar, faults: list[Fault]) -> Shape:
    """What a path of the rule reads; its faults are about the string that holds it."""
    found: list[Fault] = []
    value = read(path, bindings, found)
    for fault in found:
        fault.at = at
    faults += found
    return value.present


def _path_at(node: Scalar) -> Path | None:
    text = string_of(node)
    return None if text is None else _path(text)


@lru_cache(maxsize=4096)
def _path(text: str) -> Path | None:
    """The path that a text is; None for one with mistakes."""
    path, mistakes = read_path(text)
    return None if mistakes else path


def _literal(operator: str, node: Scalar) -> Shape | None:
    """What a value is compared with; None where that is unknown, or of the wrong type."""
    shape = of(node.value)
    kind = BOOLEAN_KIND if operator.startswith("Is") else FAMILIES[family_of(operator)]
    text = node.value
    if isinstance(text, str) and string_of(node) is None:
        return None
    return shape if shape.kinds == (kind,) else None


def _is_of_its_kind(value: Shape) -> bool:
    """Are values of a service written like a mark (`IN_PROGRESS`)? Then what looks like one is one.

    Anywhere else it may be what a program puts something in place of.
    """
    return value.answer is not None and any(map(is_marker, value.texts or ()))


def _never_true(operator: str, variable: Scalar, node: Scalar, holder: Shape) -> Fault:
    value = node.value
    shown = f'"{value}"' if isinstance(value, str) else str(value).lower()
    text = f'"{variable.value}" {_SHOWN[ordering_of(operator)]} {shown}'
    name, end = (value, len(value)) if isinstance(value, str) else (shown, 0)
    return Fault(NEVER_TRUE, 0, end, text, holder, name, node)
