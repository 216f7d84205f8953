"""What comes of a choice rule in JSONPath, and what is learned by it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from asllint.data.bindings import MISSING, NEVER_TRUE, Bindings, Fault, either
from asllint.data.choice import MAX_NESTED, decide
from asllint.data.shape import (
    ANYTHING,
    BOOLEAN,
    EMPTY,
    LIST,
    MAYBE,
    NEVER,
    NOTHING,
    NULL,
    NUMBER,
    OBJECT_KIND,
    OPEN,
    STRING_KIND,
    TEXT,
    Array,
    Object,
    Shape,
    join,
    list_of,
    numbers,
    object_of,
    of,
    texts,
)
from asllint.syntax.node import Hole, Mapping, Node, Pair, Scalar, Sequence
from tests.cost import assert_in_proportion, often
from tests.reference.choice import Failed, Unclear, evaluate, node_of
from tests.reference.shapes import around

Rule = dict[str, Any]


def rule_of(rule: Rule) -> Mapping:
    node = node_of(rule)
    assert isinstance(node, Mapping)
    return node


def decided(rule: Rule, data: Shape, **variables: Shape) -> tuple[Shape | None, Shape | None]:
    """The data when a rule is true, and when it is false; without a fault."""
    faults: list[Fault] = []
    verdict = decide(rule_of(rule), Bindings(data, MAYBE, variables), faults)
    assert faults == []
    true, false = verdict.when_true, verdict.when_false
    return None if true is None else true.data, None if false is None else false.data


def open_with(**fields: Shape) -> Shape:
    return Shape(object=Object(fields, MAYBE))


def a(shape: Shape) -> Shape:
    """The object whose field "a" is this."""
    return object_of({"a": shape})


def test_a(operator: str, operand: Any) -> Rule:
    return {"Variable": "$.a", operator: operand}


test_a.__test__ = False  # type: ignore[attr-defined]

NOT_TEXT = ANYTHING.without(STRING_KIND)
STATUS = texts(("FAILED", "RUNNING", "SUCCEEDED"), "glue:getJobRun")
AB = texts("ab")

# What "$.a" is before, and when the test is true and when it is false; None where that can not be.
FIELDS: list[tuple[str, Any, Shape, Shape | None, Shape | None]] = [
    ("IsPresent", True, TEXT.or_nothing, TEXT, NOTHING),
    ("IsPresent", False, TEXT.or_nothing, NOTHING, TEXT),
    ("IsPresent", True, NULL, NULL, None),
    ("IsPresent", True, NOTHING, None, NOTHING),
    ("IsPresent", False, TEXT, None, TEXT),
    ("IsNull", True, join((NULL, TEXT)), NULL, TEXT),
    ("IsNull", False, join((NULL, TEXT)), TEXT, NULL),
    ("IsNull", True, TEXT, None, TEXT),
    ("IsNull", True, NULL, NULL, None),
    ("IsNull", True, TEXT.or_nothing, None, TEXT),
    ("IsString", True, ANYTHING, TEXT, NOT_TEXT),
    ("IsString", True, of("1"), of("1"), None),
    ("IsNumeric", True, join((of("1"), of(1))), of(1), of("1")),
    ("IsNumeric", True, of("1"), None, of("1")),
    ("IsBoolean", True, join((of("true"), of(True))), of(True), of("true")),
    ("IsTimestamp", True, join((of("now"), NULL)), None, join((of("now"), NULL))),
    ("IsTimestamp", True, of("2024-05-01T10:00:00Z"), of("2024-05-01T10:00:00Z"), None),
    ("IsTimestamp", True, of("2024-05-01"), of("2024-05-01"), of("2024-05-01")),
    ("IsTimestamp", True, join((TEXT, NULL)), TEXT, join((TEXT, NULL))),
    ("IsTimestamp", False, join((TEXT, NULL)), join((TEXT, NULL)), TEXT),
    ("StringEquals", "a", TEXT, of("a"), TEXT),
    ("StringEquals", "a", ANYTHING, of("a"), ANYTHING),
    ("StringEquals", "a", AB, of("a"), of("b")),
    ("StringEquals", "a", of("a"), of("a"), None),
    ("StringEquals", "a", of("b"), None, of("b")),
    ("StringEquals", "1", of(1), None, of(1)),
    ("StringEquals", "a", join((AB, NULL)), of("a"), join((of("b"), NULL))),
    ("StringEquals", "RUNNING", STATUS, of("RUNNING"), STATUS),
    ("StringEquals", "RUNNING", join((STATUS, NULL)), of("RUNNING"), join((STATUS, NULL))),
    ("StringEquals", "a", texts("a", "sqs:sendMessage"), texts("a", "sqs:sendMessage"), None),
    ("StringLessThan", "b", texts("abc"), of("a"), texts("bc")),
    ("StringLessThan", "b", TEXT, TEXT, TEXT),
    ("StringLessThan", "b", NUMBER, None, NUMBER),
    ("StringLessThanEquals", "b", texts("abc"), AB, of("c")),
    ("StringGreaterThan", "b", texts("abc"), of("c"), AB),
    ("StringGreaterThanEquals", "b", texts("abc"), texts("bc"), of("a")),
    ("StringGreaterThan", "A", of("a"), of("a"), None),
    ("StringLessThan", "\ud7ff", of("a"), of("a"), None),
    ("StringLessThan", "\ue000", of("a"), of("a"), of("a")),
    ("StringLessThan", "a", of("\U0001f600"), of("\U0001f600"), of("\U0001f600")),
    ("StringEquals", "\U0001f600", of("a"), None, of("a")),
    ("StringMatches", "a*", texts(("ab", "ba")), of("ab"), of("ba")),
    ("StringMatches", "a*", join((TEXT, NULL)), TEXT, join((TEXT, NULL))),
    ("StringMatches", "*", join((TEXT, NULL)), TEXT, NULL),
    ("StringMatches", "*", ANYTHING, TEXT, NOT_TEXT),
    ("StringMatches", "FAIL*", STATUS, of("FAILED"), STATUS),
    ("StringMatches", "*", STATUS, STATUS, None),
    ("StringMatches", "a\\", of("a"), of("a"), of("a")),
    ("StringMatches", "a\\b", of("ab"), of("ab"), of("ab")),
    ("StringMatches", "a", NUMBER, None, NUMBER),
    ("NumericEquals", 1, NUMBER, of(1), NUMBER),
    ("NumericEquals", 1.0, of(1), of(1), None),
    ("NumericEquals", 1, of("1"), None, of("1")),
    ("NumericEquals", 1, of(True), None, of(True)),
    ("NumericEquals", 2**53, of(1), of(1), of(1)),
    ("NumericEquals", 2**53 - 1, of(1), None, of(1)),
    ("NumericEquals", 2**53, NUMBER, NUMBER, NUMBER),
    ("NumericEquals", 1, of(-(2**53)), of(-(2**53)), of(-(2**53))),
    ("NumericLessThan", 2, numbers((1, 2, 3)), of(1), numbers((2, 3))),
    ("NumericLessThanEquals", 2, numbers((1, 2, 3)), numbers((1, 2)), of(3)),
    ("NumericGreaterThan", 2, numbers((1, 2, 3)), of(3), numbers((1, 2))),
    ("NumericGreaterThanEquals", 2, numbers((1, 2, 3)), numbers((2, 3)), of(1)),
    ("NumericGreaterThan", 2, ANYTHING, NUMBER, ANYTHING),
    ("BooleanEquals", True, BOOLEAN, of(True), of(False)),
    ("BooleanEquals", False, ANYTHING, of(False), join((
        ANYTHING.without("boolean"), of(True)
    ))),
    ("BooleanEquals", True, of("true"), None, of("true")),
    ("BooleanEquals", True, NUMBER, None, NUMBER),
    ("TimestampEquals", "2024-05-01T10:00:00Z", of("2024-05-01T12:00:00+02:00"), of(
        "2024-05-01T12:00:00+02:00"
    ), None),
    ("TimestampEquals", "2024-05-01T10:00:00Z", of("today"), None, of("today")),
    ("TimestampEquals", "2024-05-01T10:00:00Z", TEXT, TEXT, TEXT),
    ("TimestampEquals", "2024-05-01T10:00:00Z", NUMBER, None, NUMBER),
    ("TimestampLessThan", "2024-05-01T10:00:00Z", of("2024-05-01T10:00:00.001Z"), None, of(
        "2024-05-01T10:00:00.001Z"
    )),
    ("TimestampGreaterThan", "2024-05-01T10:00:00Z", of("2024-05-01T10:00:00.001Z"), of(
        "2024-05-01T10:00:00.001Z"
    ), None),
    ("TimestampLessThan", "2024-05-01", of("2024-05-01T10:00:00Z"), of(
        "2024-05-01T10:00:00Z"
    ), of("2024-05-01T10:00:00Z")),
    ("TimestampLessThan", "today", of("2024-05-01T10:00:00Z"), None, of("2024-05-01T10:00:00Z")),
    ("StringEquals", 1, AB, AB, AB),
    ("NumericEquals", "1", NUMBER, NUMBER, NUMBER),
    ("NumericEquals", True, NUMBER, NUMBER, NUMBER),
    ("BooleanEquals", "true", BOOLEAN, BOOLEAN, BOOLEAN),
    ("IsString", "true", ANYTHING, ANYTHING, ANYTHING),
    ("StringEquals", "${Status}", AB, AB, AB),
    ("StringEquals", "__STATUS__", STATUS, STATUS, STATUS),
    ("StringsEqual", "a", AB, AB, AB),
]  # fmt: skip


@pytest.mark.parametrize(("operator", "operand", "before", "true", "false"), FIELDS)
def test_a_field_is_tested(
    operator: str, operand: Any, before: Shape, true: Shape | None, false: Shape | None
) -> None:
    expected = (true and a(true), false and a(false))
    assert decided(test_a(operator, operand), a(before)) == expected


GUARD = test_a("IsPresent", True)
IS_A = test_a("StringEquals", "a")
IS_B = test_a("StringEquals", "b")
HAS_B = {"Variable": "$.b", "IsPresent": True}

RULES: list[tuple[str, Rule, Shape, Shape | None, Shape | None]] = [
    (
        "the data itself",
        {"Variable": "$", "IsString": True},
        ANYTHING,
        TEXT,
        ANYTHING.without(STRING_KIND),
    ),
    ("there always is data", {"Variable": "$", "IsPresent": True}, EMPTY, EMPTY, None),
    ("a guard", GUARD, OPEN, open_with(a=ANYTHING), open_with(a=NOTHING)),
    (
        "what is no object lacks fields",
        GUARD,
        ANYTHING,
        open_with(a=ANYTHING),
        join((ANYTHING.without(OBJECT_KIND), open_with(a=NOTHING))),
    ),
    ("a test learns that it is there", IS_A, OPEN, open_with(a=of("a")), open_with(a=ANYTHING)),
    (
        "a field of a field",
        {"Variable": "$.a.b", "IsPresent": True},
        OPEN,
        open_with(a=open_with(b=ANYTHING)),
        open_with(
            a=join((ANYTHING.without(OBJECT_KIND), open_with(b=NOTHING))).or_nothing
        ),
    ),
    ("a guard before a test", {"And": [GUARD, IS_A]}, a(AB.or_nothing), a(of("a")), a(
        of("b").or_nothing
    )),
    ("a guard before a test of nothing", {"And": [GUARD, IS_A]}, EMPTY, None, EMPTY),
    ("a guard that is turned", {"Or": [{"Not": GUARD}, IS_A]}, EMPTY, EMPTY, None),
    ("both of two", {"And": [GUARD, HAS_B]}, OPEN, open_with(a=ANYTHING, b=ANYTHING), OPEN),
    ("one of two", {"Or": [IS_A, IS_B]}, a(texts("abc")), a(AB), a(of("c"))),
    ("one of two, always", {"Or": [IS_A, IS_B]}, a(AB), a(AB), None),
    ("both of two, never", {"And": [IS_A, IS_B]}, a(AB), None, a(AB)),
    ("not", {"Not": IS_A}, a(AB), a(of("b")), a(of("a"))),
    ("not both", {"Not": {"And": [GUARD, IS_A]}}, a(of("a")), None, a(of("a"))),
    ("the first decides", {"Or": [test_a("IsNull", True), IS_A]}, a(NULL), a(NULL), None),
    ("the second may fail, or not be asked", {"Or": [GUARD, IS_A]}, a(TEXT.or_nothing), a(TEXT),
     None),
    ("an item", {"Variable": "$[0]", "IsString": True}, list_of(ANYTHING, 1), Shape(
        array=Array((TEXT,), ANYTHING, 1)
    ), Shape(array=Array((ANYTHING.without(STRING_KIND),), ANYTHING, 1))),
    ("an item that may be missing", {"Variable": "$[0]", "IsNull": True}, LIST, LIST, LIST),
    ("an item, past the end", {"Variable": "$[1]", "IsNull": True}, of([1]), of([1]), None),
    ("an item, guarded", {"Variable": "$[0]", "IsPresent": True}, LIST, LIST, LIST),
    ("an item, past the end, guarded", {"Variable": "$[1]", "IsPresent": True}, of([1]), of([1]),
     of([1])),
    ("an item that is there", {"Variable": "$[0]", "IsPresent": True}, of([1]), of([1]), None),
    ("no item", {"Variable": "$[0]", "IsPresent": True}, EMPTY, None, EMPTY),
    ("several", {"Variable": "$[*].a", "IsPresent": True}, LIST, LIST, None),
    ("the context", {"Variable": "$$.Execution.Name", "StringEquals": "a"}, EMPTY, EMPTY, EMPTY),
    ("half a path", {"Variable": "$.", "IsNull": True}, EMPTY, EMPTY, EMPTY),
    ("a placeholder", {"Variable": "$.${Field}", "IsNull": True}, EMPTY, EMPTY, EMPTY),
    ("no path", {"Variable": 1, "IsNull": True}, EMPTY, EMPTY, EMPTY),
    ("no operator", {"Variable": "$.a"}, EMPTY, EMPTY, EMPTY),
    ("two operators", {**IS_A, "IsNull": True}, EMPTY, EMPTY, EMPTY),
    ("two parts", {**IS_A, "Not": IS_A}, EMPTY, EMPTY, EMPTY),
    ("a condition", {"Condition": "{% true %}"}, EMPTY, EMPTY, EMPTY),
    ("no rule", {}, EMPTY, EMPTY, EMPTY),
    ("a list of nothing", {"And": []}, EMPTY, EMPTY, EMPTY),
    ("no list", {"Or": IS_A}, EMPTY, EMPTY, EMPTY),
    ("no rule, but a path", {"Not": "$.a", "StringEquals": "a"}, a(AB), a(AB), a(AB)),
    ("no rules", {"Not": [IS_A]}, EMPTY, EMPTY, EMPTY),
    ("an unknown rule among others", {"And": [IS_A, "later"]}, a(AB), a(of("a")), a(AB)),
    ("an unknown rule before others", {"Or": [{}, IS_A]}, a(AB), a(AB), a(of("b"))),
    ("no object for an operand", {"Variable": "$.a", "StringEquals": {}}, a(AB), a(AB), a(AB)),
    ("what happens next", {**IS_A, "Next": "B", "Comment": "c", "Assign": {}}, a(AB), a(of("a")),
     a(of("b"))),
]  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "data", "true", "false"), [pytest.param(*one[1:], id=one[0]) for one in RULES]
)
def test_a_rule_is_decided(
    rule: Rule, data: Shape, true: Shape | None, false: Shape | None
) -> None:
    assert decided(rule, data) == (true, false)


def two(one: Shape, other: Shape) -> Shape:
    return object_of({"a": one, "b": other})


PATHS: list[tuple[str, Shape, Shape, tuple[Shape, Shape] | None, tuple[Shape, Shape] | None]] = [
    ("StringEqualsPath", TEXT, of("b"), (of("b"), of("b")), (TEXT, of("b"))),
    ("StringEqualsPath", of("a"), TEXT, (of("a"), TEXT), (of("a"), TEXT)),
    ("StringEqualsPath", of("a"), of("a"), (of("a"), of("a")), None),
    ("StringEqualsPath", of("a"), AB, (of("a"), AB), (of("a"), AB)),
    ("StringEqualsPath", TEXT, AB, (AB, AB), (TEXT, AB)),
    ("StringEqualsPath", ANYTHING, ANYTHING, (TEXT, TEXT), (ANYTHING, ANYTHING)),
    ("StringEqualsPath", TEXT, join((of("b"), NULL)), (of("b"), of("b")), (
        TEXT, join((of("b"), NULL))
    )),
    ("StringEqualsPath", of("b"), join((of("b"), NULL)), (of("b"), of("b")), (
        of("b"), join((of("b"), NULL))
    )),
    ("StringEqualsPath", STATUS, of("NEW"), None, (STATUS, of("NEW"))),
    ("StringEqualsPath", TEXT, of(1), None, (TEXT, of(1))),
    ("StringLessThanPath", of("b"), texts("ac"), (of("b"), texts("ac")), (of("b"), texts("ac"))),
    ("StringLessThanPath", of("b"), texts("cd"), (of("b"), texts("cd")), None),
    ("StringLessThanPath", of("b"), texts("aA"), None, (of("b"), texts("aA"))),
    ("NumericGreaterThanEqualsPath", of(2), numbers((1, 2)), (of(2), numbers((1, 2))), None),
    ("NumericLessThanEqualsPath", numbers((1, 3)), of(2), (of(1), of(2)), (of(3), of(2))),
    ("NumericGreaterThanPath", numbers((1, 3)), of(2), (of(3), of(2)), (of(1), of(2))),
    ("NumericEqualsPath", of(1), of("1"), None, (of(1), of("1"))),
    ("NumericEqualsPath", NUMBER, numbers((1, 2**60)), (NUMBER, numbers((1, 2**60))), (
        NUMBER, numbers((1, 2**60))
    )),
    ("BooleanEqualsPath", BOOLEAN, of(True), (of(True), of(True)), (of(False), of(True))),
    ("TimestampLessThanPath", of("2024-05-01T10:00:00Z"), texts(("x", "2025-05-01T10:00:00Z")), (
        of("2024-05-01T10:00:00Z"), texts(("x", "2025-05-01T10:00:00Z"))
    ), (of("2024-05-01T10:00:00Z"), texts(("x", "2025-05-01T10:00:00Z")))),
    ("TimestampLessThanPath", of("x"), TEXT, None, (of("x"), TEXT)),
    ("StringEqualsPath", NUMBER, NOTHING, None, (NUMBER, NOTHING)),
    ("StringEqualsPath", ANYTHING, NOTHING, None, (ANYTHING.without(STRING_KIND), NOTHING)),
    ("StringEqualsPath", TEXT, TEXT.or_nothing, (TEXT, TEXT), (TEXT, TEXT.or_nothing)),
]  # fmt: skip


@pytest.mark.parametrize(("operator", "one", "other", "true", "false"), PATHS)
def test_two_fields_are_compared(
    operator: str,
    one: Shape,
    other: Shape,
    true: tuple[Shape, Shape] | None,
    false: tuple[Shape, Shape] | None,
) -> None:
    expected = (true and two(*true), false and two(*false))
    assert decided(test_a(operator, "$.b"), two(one, other)) == expected


def test_an_operand_that_is_no_path_is_unknown() -> None:
    for operand in ("b", "$.${b}", 1, "$.a["):
        assert decided(test_a("StringEqualsPath", operand), a(AB)) == (a(AB), a(AB))


# --- variables and context ------------------------------------------------------------------------


def test_a_variable_is_narrowed() -> None:
    rule = rule_of({"Variable": "$job.status", "StringEquals": "a"})
    verdict = decide(rule, Bindings(EMPTY, MAYBE, {"job": OPEN, "other": TEXT}), [])
    assert verdict.when_true == Bindings(
        EMPTY, MAYBE, {"job": open_with(status=of("a")), "other": TEXT}
    )
    assert verdict.when_false == Bindings(
        EMPTY, MAYBE, {"job": open_with(status=ANYTHING), "other": TEXT}
    )


def test_a_variable_of_which_nothing_is_known_is_narrowed() -> None:
    rule = rule_of({"Variable": "$job", "IsPresent": True})
    verdict = decide(rule, Bindings(EMPTY, MAYBE, {}), [])
    assert verdict.when_true == Bindings(EMPTY, MAYBE, {"job": ANYTHING})
    assert verdict.when_false == Bindings(EMPTY, MAYBE, {"job": NOTHING})


def test_the_context_is_narrowed() -> None:
    rule = rule_of({"Variable": "$$.Task", "IsPresent": True})
    verdict = decide(rule, Bindings(EMPTY, OPEN, {}), [])
    assert verdict.when_true == Bindings(EMPTY, open_with(Task=ANYTHING), {})
    assert verdict.when_false == Bindings(EMPTY, open_with(Task=NOTHING), {})


def test_what_is_learned_of_variables_is_joined() -> None:
    rule = rule_of(
        {"Or": [{"Variable": "$x", "NumericEquals": 1}, {"Variable": "$x", "NumericEquals": 2}]}
    )
    verdict = decide(rule, Bindings(EMPTY, MAYBE, {}), [])
    assert verdict.when_true == Bindings(EMPTY, MAYBE, {"x": numbers((1, 2))})
    assert verdict.when_false == Bindings(EMPTY, MAYBE, {"x": ANYTHING})


def test_either_of_two_outcomes() -> None:
    one = Bindings(of(1), TEXT, {"x": of(1)})
    other = Bindings(of(2), TEXT, {"y": of(1)})
    assert either(None, None) is None
    assert either(one, None) is one
    assert either(None, one) is one
    assert either(one, one) is one
    assert either(one, other) == Bindings(numbers((1, 2)), TEXT, {"x": MAYBE, "y": MAYBE})


# --- what fails -----------------------------------------------------------------------------------


def failing(rule: Mapping, data: Shape) -> list[Fault]:
    """The faults of a rule that fails for sure."""
    faults: list[Fault] = []
    verdict = decide(rule, Bindings(data, MAYBE, {}), faults)
    assert verdict.when_true is None
    assert verdict.when_false is None
    return faults


def string(rule: Node | None, *names: str | int) -> Scalar:
    """A string in a rule."""
    for name in names:
        if isinstance(name, str):
            assert isinstance(rule, Mapping)
            rule = rule.get(name)
        else:
            assert isinstance(rule, Sequence)
            rule = rule.items[name]
    assert isinstance(rule, Scalar)
    return rule


def test_a_variable_that_is_missing_fails() -> None:
    rule = rule_of(IS_A)
    (fault,) = failing(rule, EMPTY)
    assert fault == Fault(MISSING, 2, 3, '"a" is not there', EMPTY, "a", string(rule, "Variable"))


def test_an_operand_that_is_missing_fails() -> None:
    rule = rule_of(test_a("StringEqualsPath", "$.b"))
    (fault,) = failing(rule, a(TEXT))
    assert fault == Fault(
        MISSING, 2, 3, '"b" is not there', a(TEXT), "b", string(rule, "StringEqualsPath")
    )


def test_of_two_paths_that_fail_the_first_is_told() -> None:
    rule = rule_of(test_a("StringEqualsPath", "$.b"))
    (fault,) = failing(rule, EMPTY)
    assert fault.at is string(rule, "Variable")


@pytest.mark.parametrize(
    "rule",
    [
        {"Not": IS_A},
        {"And": [IS_A, GUARD]},
        {"Or": [IS_A, GUARD]},
        {"Or": [GUARD, IS_A]},
        {"And": [{"Not": GUARD}, IS_A]},
        {"Or": [{"And": [GUARD, IS_A]}, IS_B]},
    ],
)
def test_a_rule_that_surely_asks_fails(rule: Rule) -> None:
    (fault,) = failing(rule_of(rule), EMPTY)
    assert (fault.kind, fault.text) == (MISSING, '"a" is not there')
    assert fault.at is not None
    assert fault.at.value == "$.a"


@pytest.mark.parametrize(
    ("rule", "true", "false"),
    [
        ({"And": [HAS_B, IS_A]}, None, object_of({"b": NOTHING})),
        ({"Or": [HAS_B, IS_A]}, object_of({"b": TEXT}), None),
    ],
)
def test_a_rule_that_may_not_ask_may_go_well(
    rule: Rule, true: Shape | None, false: Shape | None
) -> None:
    assert decided(rule, object_of({"b": TEXT.or_nothing})) == (true, false)


def test_where_nothing_comes_nothing_is_said() -> None:
    for rule in (IS_A, GUARD, test_a("StringEqualsPath", "$.b")):
        assert decided(rule, NEVER) == (None, None)


# --- what is never true ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("operator", "operand", "text"),
    [
        ("StringEquals", "SUCCESS", '"$.a" is never "SUCCESS"'),
        ("StringEquals", "running", '"$.a" is never "running"'),
        ("StringMatches", "SUCCESS*", '"$.a" never matches "SUCCESS*"'),
        ("StringLessThan", "A", '"$.a" is never less than "A"'),
        ("StringLessThanEquals", "A", '"$.a" is never at most "A"'),
        ("StringGreaterThan", "Z", '"$.a" is never greater than "Z"'),
        ("StringGreaterThanEquals", "Z", '"$.a" is never at least "Z"'),
    ],
)
def test_a_text_that_a_service_never_answers(operator: str, operand: str, text: str) -> None:
    rule = rule_of(test_a(operator, operand))
    faults: list[Fault] = []
    data = a(STATUS)
    verdict = decide(rule, Bindings(data, MAYBE, {}), faults)
    assert verdict.when_true is None
    assert verdict.when_false is not None
    assert verdict.when_false.data == data
    at = string(rule, operator)
    assert faults == [Fault(NEVER_TRUE, 0, len(operand), text, STATUS, operand, at)]


@pytest.mark.parametrize(
    ("operator", "operand", "shown"),
    [("NumericEquals", 1, "1"), ("BooleanEquals", True, "true")],
)
def test_a_text_is_no_other_value(operator: str, operand: Any, shown: str) -> None:
    rule = rule_of(test_a(operator, operand))
    faults: list[Fault] = []
    decide(rule, Bindings(a(STATUS), MAYBE, {}), faults)
    at = string(rule, operator)
    text = f'"$.a" is never {shown}'
    assert faults == [Fault(NEVER_TRUE, 0, 0, text, STATUS, shown, at)]


def test_what_a_service_never_answers_is_told_wherever_it_is_asked() -> None:
    never = test_a("StringEquals", "SUCCESS")
    rules = (
        {"Not": never},
        {"And": [GUARD, never]},
        {"Or": [test_a("StringEquals", "FAILED"), never]},
        {"And": [{"Not": test_a("StringEquals", "FAILED")}, never]},
    )
    for rule in rules:
        faults: list[Fault] = []
        decide(rule_of(rule), Bindings(a(STATUS), MAYBE, {}), faults)
        assert [fault.text for fault in faults] == ['"$.a" is never "SUCCESS"']
        assert faults[0].holder == STATUS
        assert not faults[0].fails


@pytest.mark.parametrize(
    ("rule", "data"),
    [
        (test_a("StringEquals", "RUNNING"), a(STATUS)),
        (test_a("StringEquals", "SUCCESS"), a(texts(("RUNNING", "FAILED")))),
        (test_a("StringEquals", "SUCCESS"), a(join((STATUS, of("NEW"))))),
        (test_a("IsNull", True), a(STATUS)),
        (test_a("IsNumeric", True), a(STATUS)),
        (test_a("IsTimestamp", True), a(STATUS)),
        ({"And": [test_a("StringEquals", "FAILED"), test_a("StringEquals", "RUNNING")]}, a(STATUS)),
        ({"Variable": "$.a", "StringEqualsPath": "$.b"}, two(STATUS, of("SUCCESS"))),
    ],
)
def test_what_is_never_true_for_other_reasons_is_not_told(rule: Rule, data: Shape) -> None:
    decided(rule, data)


# --- what is not understood -----------------------------------------------------------------------


def test_a_rule_that_is_not_complete_is_unknown() -> None:
    rule = rule_of(IS_A)
    torn = Mapping(0, 0, rule.pairs, complete=False)
    hole = Mapping(
        0, 0, [rule.pairs[0], Pair(Scalar(0, 0, "StringEquals"), Hole(0, 0, "${Status}"))]
    )
    variable = Mapping(0, 0, [Pair(Scalar(0, 0, "Variable"), Hole(0, 0, "${V}")), rule.pairs[1]])
    bindings, faults = Bindings(EMPTY, MAYBE, {}), list[Fault]()
    for unknown in (torn, hole, variable):
        verdict = decide(unknown, bindings, faults)
        assert verdict.when_true is bindings
        assert verdict.when_false is bindings
    assert faults == []


def nested(levels: int) -> Rule:
    rule: Rule = IS_A
    for _ in range(levels):
        rule = {"Not": rule}
    return rule


def test_of_rules_that_lie_deep_nothing_is_said() -> None:
    known = a(of("a"))
    assert decided(nested(MAX_NESTED - 1), known) == (None, known)
    assert decided(nested(MAX_NESTED), known) == (known, known)
    assert decided(nested(3 * MAX_NESTED), known) == (known, known)


def test_many_rules_take_time_in_proportion() -> None:
    def prepare(size: int) -> Any:
        tests = [test_a("StringEquals", f"v{number}") for number in range(size)]
        rule = rule_of({"Or": tests})
        return lambda: decide(rule, Bindings(OPEN, MAYBE, {}), [])

    assert_in_proportion(prepare, 100)


# --- against a plain evaluator --------------------------------------------------------------------

PLACES = ("$", "$.a", "$.b", "$.a.b", "$.a[0]", "$$.Execution.Input", "$x", "$x.a")
INSTANTS = ("2024-05-01T10:00:00Z", "2024-05-01T12:00:00+02:00", "2024-05-01T10:00:01Z")
literals = st.one_of(
    st.none(),
    st.booleans(),
    st.sampled_from((0, 1, 2, 1.5, -1)),
    st.sampled_from(("", "a", "b", "ab", "1", "a*b", *INSTANTS)),
)
data_values = st.recursive(
    literals,
    lambda items: st.one_of(
        st.lists(items, max_size=2), st.dictionaries(st.sampled_from("ab"), items)
    ),
    max_leaves=5,
)
objects = st.dictionaries(st.sampled_from("ab"), data_values)
executions = st.dictionaries(st.just("Input"), data_values)
ORDERINGS = ("Equals", "LessThan", "LessThanEquals", "GreaterThan", "GreaterThanEquals")
OPERANDS: dict[str, st.SearchStrategy[Any]] = {
    "String": st.sampled_from(("", "a", "b", "ab", "1")),
    "Numeric": st.sampled_from((0, 1, 2, 1.5)),
    "Timestamp": st.sampled_from(INSTANTS),
}


@st.composite
def single_tests(draw: st.DrawFn) -> Rule:
    variable = draw(st.sampled_from(PLACES))
    family = draw(st.sampled_from(("Is", "Matches", "Boolean", "Path", *OPERANDS)))
    if family == "Is":
        names = ("Null", "Present", "Present", "Numeric", "String", "Boolean", "Timestamp")
        return {"Variable": variable, f"Is{draw(st.sampled_from(names))}": draw(st.booleans())}
    if family == "Matches":
        patterns = ("*", "a*", "*b", "a*b", "a\\*b", "a", "", "**", "a*b*a")
        return {"Variable": variable, "StringMatches": draw(st.sampled_from(patterns))}
    if family == "Boolean":
        return {"Variable": variable, "BooleanEquals": draw(st.booleans())}
    if family == "Path":
        word = draw(st.sampled_from((*OPERANDS, "Boolean")))
        ordering = "Equals" if word == "Boolean" else draw(st.sampled_from(ORDERINGS))
        return {"Variable": variable, f"{word}{ordering}Path": draw(st.sampled_from(PLACES))}
    operator = family + draw(st.sampled_from(ORDERINGS))
    return {"Variable": variable, operator: draw(OPERANDS[family])}


rules = st.recursive(
    single_tests(),
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(lambda some: {"And": some}),
        st.lists(inner, min_size=1, max_size=3).map(lambda some: {"Or": some}),
        inner.map(lambda one: {"Not": one}),
    ),
    max_leaves=4,
)


@st.composite
def situations(draw: st.DrawFn) -> tuple[dict[str, Any], Bindings]:
    """Values by root, and bindings that contain them."""
    values = {"$": draw(objects), "$$": {"Execution": draw(executions)}}
    variable = NOTHING
    if draw(st.booleans()):
        values["$x"] = draw(data_values)
        variable = draw(around(values["$x"]))
    elif draw(st.booleans()):
        variable = TEXT.or_nothing
    data, context = draw(around(values["$"])), draw(around(values["$$"]))
    return values, Bindings(data, context, {"x": variable})


def holds(bindings: Bindings | None, values: dict[str, Any]) -> bool:
    return bindings is not None and all(
        (
            bindings.data.contains(values["$"]),
            bindings.context.contains(values["$$"]),
            bindings.variable("x").contains(values["$x"])
            if "$x" in values
            else bindings.variable("x").nothing,
        )
    )


@settings(max_examples=often(100, 2_000), deadline=None)
@given(rules, situations())
def test_what_a_plain_evaluator_says_is_possible(
    rule: Rule, situation: tuple[dict[str, Any], Bindings]
) -> None:
    values, bindings = situation
    faults: list[Fault] = []
    verdict = decide(rule_of(rule), bindings, faults)
    fails = [fault for fault in faults if fault.fails]
    assert bool(fails) == (verdict.when_true is None and verdict.when_false is None)
    try:
        outcome = evaluate(rule, values)
    except Failed:
        return
    except Unclear:
        assume(False)
    assert holds(verdict.when_true if outcome else verdict.when_false, values)


@settings(max_examples=often(70, 2_000), deadline=None)
@given(rules, situations())
def test_a_known_value_decides_a_rule(
    rule: Rule, situation: tuple[dict[str, Any], Bindings]
) -> None:
    values, _ = situation
    variables = {"x": of(values["$x"]) if "$x" in values else NOTHING}
    bindings = Bindings(of(values["$"]), of(values["$$"]), variables)
    verdict = decide(rule_of(rule), bindings, [])
    try:
        outcome = evaluate(rule, values)
    except Failed:
        assert verdict.when_true is None
        assert verdict.when_false is None
        return
    except Unclear:
        assume(False)
    assert (verdict.when_true, verdict.when_false) == (
        (bindings, None) if outcome else (None, bindings)
    )
