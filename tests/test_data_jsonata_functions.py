from __future__ import annotations

from typing import Any

import pytest

from asllint.data.jsonata.call import Call
from asllint.data.jsonata.functions import TABLE
from asllint.data.jsonata.functions.higher_order import MAX_APPLIED
from asllint.data.jsonata.functions.text import MATCH
from asllint.data.jsonata.values import Function, Value
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
    OPEN,
    TEXT,
    Array,
    Object,
    Shape,
    array_of,
    join,
    list_of,
    numbers,
    object_of,
    of,
    texts,
)
from asllint.tables.jsonata_functions import FUNCTIONS

EITHER = texts(("a", "b"))
ROW = object_of({"id": NUMBER})


def shape_of(value: object) -> Value:
    """A shape or a function as it is; a value, or a list that holds shapes, as a shape."""
    if isinstance(value, Shape | Function):
        return value
    if isinstance(value, list):
        return array_of(one for one in map(shape_of, value) if isinstance(one, Shape))
    if isinstance(value, dict) and any(isinstance(one, Shape) for one in value.values()):
        return object_of({name: one for name, one in value.items() if isinstance(one, Shape)})
    return of(value)


def answer(name: str, *arguments: object, kept: bool = False) -> tuple[Shape, str]:
    """What a function of the table answers, and why it fails."""
    reasons = [""]
    given = tuple(map(shape_of, arguments))
    call = Call(name, given, 0, 0, reasons.append, is_kept=kept)
    return TABLE[name](call), reasons[-1]


def check(call: tuple[Any, ...], expected: object) -> None:
    found, _ = answer(*call)
    assert found == shape_of(expected)


def alone_or_listed(element: Shape, least: int = 0, most: int | None = None) -> Shape:
    """What a sequence of such items is for those who get it."""
    parts = [list_of(element, max(least, 2), most)]
    parts += [element] if least < 2 else []
    return join([*parts, NOTHING] if least == 0 else parts)


def test_every_function_is_in_the_table() -> None:
    assert TABLE.keys() == FUNCTIONS.keys()


# --- texts ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        (("string", "x"), "x"),
        (("string", 1.5), "1.5"),
        (("string", 0.30000000000000004), "0.3"),
        (("string", 1e20), "100000000000000000000"),
        (("string", 1e21), "1e+21"),
        (("string", 1.25e-7), "1.25e-7"),
        (("string", -0.000001), "-0.000001"),
        (("string", 123456789012345680), "123456789012346000"),
        (("string", 0.0), "0"),
        (("string", -12.5), "-12.5"),
        (("string", None), "null"),
        (("string", True), "true"),
        (("string", []), "[]"),
        (("string", {}), "{}"),
        (
            ("string", {"b": [1, "x\n\u2028é", None], "a": {}}),
            '{"b":[1,"x\\n\u2028é",null],"a":{}}',
        ),
        (("string", {"x": 1, "10": 2, "2": 3, "02": 4}), '{"2":3,"10":2,"x":1,"02":4}'),
        (("string", ["\ud800"]), '["\\ud800"]'),
        (("string", {"a": [1, {}]}, True), '{\n  "a": [\n    1,\n    {}\n  ]\n}'),
        (("string", [1], False), "[1]"),
        (("string", [float("inf")]), "[null]"),
        (("string", 10**400), TEXT),
        (("string", Function(lambda values: NEVER)), ""),
        (("string", join((EITHER, NULL, NOTHING))), join((EITHER, of("null"), NOTHING))),
        (("string", [NUMBER]), TEXT),
        (("string", join((EITHER, NUMBER))), TEXT),
        (("string", ANYTHING), TEXT),
        (("string", MAYBE), TEXT.or_nothing),
        (("string", [1], BOOLEAN), texts(("[1]", "[\n  1\n]"))),
        (("length", "héllo😀"), 6),
        (("length", TEXT), NUMBER),
        (("length", EITHER), 1),
        (("length", EITHER.or_nothing), of(1).or_nothing),
        (("length", TEXT.or_nothing), NUMBER.or_nothing),
        (("length", NOTHING), NOTHING),
        (("uppercase", "straße"), "STRASSE"),
        (("uppercase", EITHER), texts(("A", "B"))),
        (("lowercase", "ÀB"), "àb"),
        (("trim", " \t a \n\r b "), "a b"),
        (("trim", "   "), ""),
        (("substring", "hello", 3), "lo"),
        (("substring", "hello", 1.5), "ello"),
        (("substring", "hello", -3), "llo"),
        (("substring", "hello", -3, 2), "ll"),
        (("substring", "hello", -10, 2), "he"),
        (("substring", "hello", -10), "hello"),
        (("substring", "hello", 1, 100), "ello"),
        (("substring", "hello", 1, 2), "el"),
        (("substring", "hello", 5), ""),
        (("substring", "hello", 1, 0), ""),
        (("substring", "hello", 1, -1), ""),
        (("substring", "a😀c", 1, 1), "😀"),
        (("substring", "hello", NUMBER), TEXT),
        (("substring", EITHER, 0, numbers((0, 1))), texts(("a", "b", ""))),
        (("substringBefore", "a-b-c", "-"), "a"),
        (("substringBefore", "abc", "x"), "abc"),
        (("substringBefore", "abc", ""), ""),
        (("substringBefore", "abc", NOTHING), TEXT),
        (("substringAfter", "a-b-c", "-"), "b-c"),
        (("substringAfter", "abc", "x"), "abc"),
        (("substringAfter", "abc", ""), "abc"),
        (("substringAfter", "abc", "c"), ""),
        (("pad", "a", 3), "a  "),
        (("pad", "a", -3, "#"), "##a"),
        (("pad", "a", 6, "xyz"), "axyzxy"),
        (("pad", "abc", 3), "abc"),
        (("pad", "abc", 2), "abc"),
        (("pad", "a", 3, ""), "a  "),
        (("pad", "a", NOTHING), "a"),
        (("pad", "a", 2.5), TEXT),
        (("pad", "a", 1e9), TEXT),
        (("contains", "abc", "b"), True),
        (("contains", "abc", "x"), False),
        (("contains", TEXT, "x"), BOOLEAN),
        (("contains", TEXT.or_nothing, "x"), BOOLEAN.or_nothing),
        (("contains", "abc", Function(lambda values: NEVER, pattern=("b", ""))), BOOLEAN),
        (("split", "a,b,c", ","), ["a", "b", "c"]),
        (("split", "a,b,c", ",", 2), ["a", "b"]),
        (("split", "a,b", ",", 1.9), ["a"]),
        (("split", "a,b", ",", 0), []),
        (("split", "a,b", ",", 9), ["a", "b"]),
        (("split", "abc", ""), ["a", "b", "c"]),
        (("split", "", ""), []),
        (("split", "", ","), [""]),
        (("split", "a😀", ""), list_of(TEXT)),
        (("split", TEXT, ","), list_of(TEXT, 1)),
        (("split", TEXT, ",", 2), list_of(TEXT)),
        (("split", TEXT, ""), list_of(TEXT)),
        (("split", TEXT, TEXT), list_of(TEXT)),
        (("split", "a b", Function(lambda values: NEVER, pattern=(" ", ""))), list_of(TEXT)),
        (("split", NOTHING, ","), NOTHING),
        (("join", ["a", "b"], "-"), "a-b"),
        (("join", ["a", "b"]), "ab"),
        (("join", []), ""),
        (("join", "a", "-"), "a"),
        (("join", [TEXT, "b"]), TEXT),
        (("join", ["a", EITHER]), TEXT),
        (("join", NOTHING), NOTHING),
        (("match", "ab", Function(lambda values: NEVER)), alone_or_listed(MATCH)),
        (("match", NOTHING, Function(lambda values: NEVER)), NOTHING),
        (("match", "ab", Function(lambda values: NEVER), 1), alone_or_listed(MATCH)),
        (("replace", "aXbX", "X", "$1"), "a$1b$1"),
        (("replace", "aXbX", "X", "", 1), "abX"),
        (("replace", "aaa", "a", "b", 1.5), "bba"),
        (("replace", "aaa", "a", "b", 0), "aaa"),
        (("replace", "aaa", Function(lambda values: NEVER), "b"), TEXT),
        (("replace", "a" * 1000, "a", "b" * 1000), TEXT),
        (("base64encode", "hi"), "aGk="),
        (("base64encode", "é"), TEXT),
        (("base64decode", "aGk="), "hi"),
        (("base64decode", "/w=="), TEXT),
        (("base64decode", "?"), TEXT),
        (("encodeUrl", "a b/c?é&"), "a%20b/c?%C3%A9&"),
        (("encodeUrlComponent", "a b/c?é&(!)"), "a%20b%2Fc%3F%C3%A9%26(!)"),
        (("decodeUrl", "a%20b%2fc%C3%A9"), "a b%2fcé"),
        (("decodeUrlComponent", "a%20b%2fc%C3%A9"), "a b/cé"),
        (("decodeUrlComponent", "plain"), "plain"),
    ],
)
def test_texts(call: tuple[Any, ...], expected: object) -> None:
    check(call, expected)


# --- numbers --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        (("number", "12.50"), 12.5),
        (("number", "-1e2"), -100),
        (("number", "0x1F"), 31),
        (("number", "0b11"), 3),
        (("number", True), 1),
        (("number", 7), 7),
        (("number", BOOLEAN), numbers((0, 1))),
        (("number", texts(("1", "x"))), 1),
        (("number", TEXT), NUMBER),
        (("number", TEXT.or_nothing), NUMBER.or_nothing),
        (("abs", -3.5), 3.5),
        (("floor", -1.5), -2),
        (("ceil", 1.2), 2),
        (("ceil", NUMBER), NUMBER),
        (("round", 0.5), 0),
        (("round", 1.5), 2),
        (("round", 2.5), 2),
        (("round", -2.5), -2),
        (("round", 1.005, 2), 1),
        (("round", 4.525, 2), 4.52),
        (("round", 125, -1), 120),
        (("round", 12.345, 1.5), NUMBER),
        (("round", 1e308, 400), NUMBER),
        (("power", 2, 10), 1024),
        (("power", 2, -1), 0.5),
        (("power", -2, 3), -8),
        (("power", 3, -1), NUMBER),
        (("power", 2, 0.5), NUMBER),
        (("power", 2, 65), NUMBER),
        (("power", 0, 0), 1),
        (("sqrt", 16), 4),
        (("sqrt", 10**400), NUMBER),
        (("round", 10**400), NUMBER),
        (("average", [10**400]), NUMBER),
        (("sqrt", 2), 1.4142135623730951),
        (("formatBase", 255, 16), "ff"),
        (("formatBase", -3.7), "-4"),
        (("formatBase", 100, 2.5), "1100100"),
        (("formatBase", 0, 2), "0"),
        (("formatBase", 2**53, 2), TEXT),
        (("formatInteger", 12, "0000"), "0012"),
        (("formatInteger", -12.5, "#0"), "-13"),
        (("formatInteger", 12, "w"), TEXT),
        (("formatInteger", 12, "#"), TEXT),
        (("parseInteger", "0012", "0000"), 12),
        (("parseInteger", "abc", "0"), join((NUMBER, of("NaN")))),
        (("parseInteger", "twelve", "w"), join((NUMBER, of("NaN")))),
        (("formatNumber", 1234.5678, "#,##0.00"), "1,234.57"),
        (("formatNumber", 1234567, "#,###"), "1,234,567"),
        (("formatNumber", 123, "#,###"), "123"),
        (("formatNumber", 5, "000"), "005"),
        (("formatNumber", -5, "0.0"), "-5.0"),
        (("formatNumber", 0.126, "0.0%"), "12.6%"),
        (("formatNumber", 12.5, "$0.00"), "$12.50"),
        (("formatNumber", 0, "#"), "0"),
        (("formatNumber", 0.5, "#.##"), ".5"),
        (("formatNumber", 2.5, "0"), "2"),
        (("formatNumber", 3.5, "0"), "4"),
        (("formatNumber", 1, "#.##"), "1.0"),
        (("formatNumber", 34.555, "0.00"), "34.56"),
        (("formatNumber", 1.25, "0.0##"), "1.25"),
        (("formatNumber", 1, "0.0e0"), TEXT),
        (("formatNumber", 1, "0;(0)"), TEXT),
        (("formatNumber", 1, "0#"), TEXT),
        (("formatNumber", 1, "0.#0"), TEXT),
        (("formatNumber", 1, "0.0.0"), TEXT),
        (("formatNumber", 1, "0a0"), TEXT),
        (("formatNumber", 1, "0,"), TEXT),
        (("formatNumber", 1, "0,00,000"), TEXT),
        (("formatNumber", 1, "x"), TEXT),
        (("formatNumber", 1e15, "0"), TEXT),
        (("formatNumber", 1, "0", {"zero-digit": "0"}), TEXT),
        (("sum", [0.1, 0.2, 0.3]), 0.6000000000000001),
        (("sum", []), 0),
        (("sum", NOTHING), NOTHING),
        (("sum", [1, NUMBER]), NUMBER),
        (("sum", list_of(NUMBER).or_nothing), NUMBER.or_nothing),
        (("sum", 5), 5),
        (("sum", [1e308, 1e308]), join((NUMBER, TEXT))),
        (("max", [1, 3, 2]), 3),
        (("max", []), NOTHING),
        (("max", list_of(numbers((1, 2)))), numbers((1, 2)).or_nothing),
        (("max", [numbers((1, 2)), 7]), numbers((1, 2, 7))),
        (("min", [4, 3.5]), 3.5),
        (("average", [1, 2]), 1.5),
        (("average", []), NOTHING),
        (("average", list_of(NUMBER, 1)), NUMBER),
        (("average", list_of(NUMBER)), NUMBER.or_nothing),
    ],
)
def test_numbers(call: tuple[Any, ...], expected: object) -> None:
    check(call, expected)


# --- truth and types ------------------------------------------------------------------------------

TRUE_OR_FALSE = [
    (None, False),
    (0, False),
    (0.5, True),
    ("", False),
    ("0", True),
    ([], False),
    ([0], False),
    ([[0]], False),
    ([[1]], True),
    ([0, ""], False),
    ([0, 1], True),
    ({}, False),
    ({"a": None}, True),
    (False, False),
    (True, True),
]


@pytest.mark.parametrize(("value", "expected"), TRUE_OR_FALSE)
def test_every_value_is_true_or_false(value: object, expected: bool) -> None:
    check(("boolean", value), expected)
    check(("not", value), not expected)
    check(("exists", value), True)


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        (("boolean", NOTHING), NOTHING),
        (("boolean", ANYTHING), BOOLEAN),
        (("boolean", MAYBE), BOOLEAN.or_nothing),
        (("boolean", EITHER), True),
        (("boolean", texts(("", "a"))), BOOLEAN),
        (("boolean", TEXT), BOOLEAN),
        (("boolean", join((NULL, of(0), EMPTY, NOTHING))), of(False).or_nothing),
        (("boolean", OPEN), BOOLEAN),
        (("boolean", object_of({"a": NUMBER.or_nothing})), BOOLEAN),
        (("boolean", object_of({"a": NUMBER})), True),
        (("boolean", list_of(of(0))), False),
        (("boolean", list_of(of(1))), BOOLEAN),
        (("boolean", list_of(of(1), 1)), True),
        (("boolean", list_of(numbers((0, 1)), 1)), BOOLEAN),
        (("boolean", [0, NUMBER]), BOOLEAN),
        (("boolean", [1, NUMBER]), True),
        (("boolean", Function(lambda values: NEVER)), False),
        (("not", EITHER.or_nothing), of(False).or_nothing),
        (("not", NOTHING), NOTHING),
        (("exists", NOTHING), False),
        (("exists", NULL), True),
        (("exists", MAYBE), BOOLEAN),
        (("exists", Function(lambda values: NEVER)), True),
        (("type", None), "null"),
        (("type", True), "boolean"),
        (("type", 1), "number"),
        (("type", "a"), "string"),
        (("type", [1]), "array"),
        (("type", {}), "object"),
        (("type", Function(lambda values: NEVER)), "function"),
        (("type", join((TEXT, NULL, NOTHING))), texts(("string", "null")).or_nothing),
        (
            ("type", ANYTHING),
            texts(("null", "boolean", "number", "string", "array", "object", "function")),
        ),
        (("assert", True), NOTHING),
        (("assert", BOOLEAN, "no"), NOTHING),
    ],
)
def test_truth_and_types(call: tuple[Any, ...], expected: object) -> None:
    check(call, expected)


# --- lists ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        (("count", [1, 2]), 2),
        (("count", []), 0),
        (("count", NOTHING), 0),
        (("count", 5), 1),
        (("count", list_of(TEXT, 1, 2)), numbers((1, 2))),
        (("count", list_of(TEXT).or_nothing), NUMBER),
        (("count", TEXT.or_nothing), numbers((0, 1))),
        (("append", [1], [2, 3]), [1, 2, 3]),
        (("append", 1, 2), [1, 2]),
        (("append", [], []), []),
        (("append", NOTHING, [1]), [1]),
        (("append", 1, NOTHING), 1),
        (("append", NOTHING, NOTHING), NOTHING),
        (("append", TEXT.or_nothing, 1), join((of(1), array_of((TEXT, of(1)))))),
        (("append", list_of(NUMBER), ["a"]), list_of(join((NUMBER, of("a"))), 1)),
        (("append", ["a"], list_of(NUMBER)), Shape(array=Array((of("a"),), NUMBER, 1))),
        (("append", list_of(NUMBER, 2, 2), ["a"]), [NUMBER, NUMBER, "a"]),
        (("append", Function(lambda values: NEVER), 1), MAYBE),
        (("sort", [3, 1, 2]), [1, 2, 3]),
        (("sort", ["b", "a", "\U0001f600", "\uffff"]), ["a", "b", "\U0001f600", "\uffff"]),
        (("sort", [{}]), [{}]),
        (("sort", []), []),
        (("sort", NOTHING), NOTHING),
        (("sort", 5), [5]),
        (("sort", list_of(ANYTHING, 2)), list_of(join((NUMBER, TEXT)), 2)),
        (("sort", list_of(ANYTHING)), list_of(ANYTHING)),
        (("reverse", [1, 2, 3]), [3, 2, 1]),
        (("reverse", [1, TEXT]), [TEXT, 1]),
        (("reverse", list_of(TEXT)), list_of(TEXT)),
        (("reverse", Shape(array=Array((of(1),), NUMBER, 1))), list_of(NUMBER, 1)),
        (("reverse", NOTHING), NOTHING),
        (("shuffle", [1, 2]), list_of(numbers((1, 2)), 2, 2)),
        (("shuffle", [1]), [1]),
        (("distinct", [1, 2, 1]), [1, 2]),
        (("distinct", [1, True, "1", [1], [True]]), [1, True, "1", [1], [True]]),
        (("distinct", [{"a": 1, "b": 2}, {"b": 2, "a": 1}, 0]), [{"a": 1, "b": 2}, 0]),
        (("distinct", [1, 1]), join((of(1), of([1])))),
        (("distinct", [1]), [1]),
        (("distinct", []), []),
        (("distinct", 5), 5),
        (("distinct", NOTHING), NOTHING),
        (("distinct", list_of(TEXT, 2)), join((TEXT, list_of(TEXT, 1)))),
        (("distinct", MAYBE), MAYBE),
        (("zip", [1, 2], ["a", "b", "c"]), [[1, "a"], [2, "b"]]),
        (("zip", [1], NOTHING), []),
        (("zip", 1, 2), [[1, 2]]),
        (("zip", list_of(NUMBER), list_of(TEXT, 1)), list_of(array_of((NUMBER, TEXT)))),
        (("zip", [1]), [[1]]),
        (
            ("zip", list_of(NUMBER, 1).or_nothing, [1]),
            Shape(array=Array((array_of((NUMBER, of(1))),), NEVER)),
        ),
    ],
)
def test_lists(call: tuple[Any, ...], expected: object) -> None:
    check(call, expected)


# --- objects --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        (("keys", {"b": 1, "a": 2}), ["b", "a"]),
        (("keys", {"b": 1, "2": 1, "1": 1}), ["1", "2", "b"]),
        (("keys", {"a": 1}), "a"),
        (("keys", {}), NOTHING),
        (("keys", 5), NOTHING),
        (("keys", NOTHING), NOTHING),
        (("keys", [{"a": 1}, {"b": 2}, {"a": 3}, 7]), ["a", "b"]),
        (("keys", [[{"a": 1}]]), alone_or_listed(TEXT)),
        (("keys", object_of({"a": TEXT, "b": TEXT})), list_of(EITHER, 2, 2)),
        (("keys", object_of({"a": TEXT, "b": TEXT.or_nothing})), alone_or_listed(EITHER, 1, 2)),
        (("keys", OPEN), alone_or_listed(TEXT)),
        (("keys", ANYTHING), alone_or_listed(TEXT)),
        (("keys", list_of(ROW)), of("id").or_nothing),
        (("keys", list_of(ROW, 1)), "id"),
        (("keys", list_of(NUMBER)), NOTHING),
        (("lookup", {"a": 1}, "a"), 1),
        (("lookup", {"a": None}, "a"), None),
        (("lookup", {"a": 1}, "b"), NOTHING),
        (("lookup", {"a": [1]}, "a"), [1]),
        (("lookup", [{"a": 1}, {"a": 2}], "a"), [1, 2]),
        (("lookup", [{"a": 1}, {}], "a"), 1),
        (("lookup", [{}], "a"), NOTHING),
        (("lookup", [{"a": [1, 2]}, {"a": 3}, 5, [{"a": 4}]], "a"), [1, 2, 3, 4]),
        (("lookup", [{"a": [1, 2]}, {"a": TEXT}], "a"), [1, 2, TEXT]),
        (
            ("lookup", [{"a": [1]}, object_of({"a": TEXT.or_nothing})], "a"),
            alone_or_listed(join((of(1), TEXT))),
        ),
        (("lookup", [ANYTHING], "a"), alone_or_listed(ANYTHING)),
        (("lookup", OPEN, "a"), MAYBE),
        (("lookup", 5, "a"), NOTHING),
        (("lookup", {"a": 1, "b": "x"}, EITHER), join((of(1), of("x")))),
        (("lookup", {"a": 1}, TEXT), of(1).or_nothing),
        (("lookup", [{"a": 1}], TEXT), MAYBE),
        (("lookup", list_of(ROW), "id"), alone_or_listed(NUMBER)),
        (("lookup", list_of(ROW, 2), "id"), list_of(NUMBER, 2)),
        (("spread", {"a": 1, "b": 2}), [{"a": 1}, {"b": 2}]),
        (("spread", {"a": 1}), {"a": 1}),
        (("spread", {}), NOTHING),
        (("spread", 5), 5),
        (("spread", [{"a": 1}]), [{"a": 1}]),
        (("spread", [{"a": 1, "b": 2}, 5]), [{"a": 1}, {"b": 2}, 5]),
        (("spread", [2.5, [{"a": 1}, [7]], {"b": 2}]), [2.5, {"a": 1}, 7, {"b": 2}]),
        (("spread", [ROW, "x"]), list_of(join((ROW, of("x"))))),
        (("spread", [{}]), []),
        (("spread", []), NOTHING),
        (("spread", ROW), ROW),
        (("spread", OPEN), alone_or_listed(OPEN)),
        (("spread", list_of(ROW)), list_of(ROW).or_nothing),
        (("spread", list_of(ANYTHING, 1)), LIST),
        (("spread", NOTHING), NOTHING),
        (("merge", [{"a": 1}, {"b": 2}, {"a": 3}]), {"a": 3, "b": 2}),
        (("merge", []), {}),
        (("merge", {"a": 1}), {"a": 1}),
        (("merge", NOTHING), NOTHING),
        (("merge", list_of(ROW)), object_of({"id": NUMBER.or_nothing})),
        (("merge", list_of(ROW, 1)), ROW),
        (("merge", [{"id": "x"}, object_of({"id": NUMBER.or_nothing})]),
         object_of({"id": join((of("x"), NUMBER))})),
        (("merge", [{"a": 1}, OPEN]), Shape(object=Object({"a": ANYTHING}, MAYBE))),
        (("merge", [OPEN, {"a": 1}]), Shape(object=Object({"a": of(1)}, MAYBE))),
        (("merge", [ANYTHING]), OPEN),
        (("clone", {"a": 1}), {"a": 1}),
        (("clone", NOTHING), NOTHING),
    ],
)  # fmt: skip
def test_objects(call: tuple[Any, ...], expected: object) -> None:
    check(call, expected)


# --- functions that are handed a function ---------------------------------------------------------


def function(compute: Any, arity: int | None = 1) -> Function:
    """A function of known values; of others nobody knows what it answers."""

    def call(values: Any) -> Value:
        if not all(value.is_known for value in values):
            return MAYBE
        return shape_of(compute(*(value.value for value in values)))

    return Function(call, arity)


EVEN = function(lambda number: number % 2 == 0)
SAME = Function(lambda values: values[0], 1)
SECOND = Function(lambda values: values[1], 2)
THIRD = Function(lambda values: values[2], 3)
NONE = Function(lambda values: NOTHING, 1)
FAILS = Function(lambda values: NEVER, 1)
FAILS_FOR_2 = Function(lambda values: NEVER if values[0] == of(2) else values[0], 1)
PERHAPS = Function(lambda values: BOOLEAN, 1)
ADD = function(lambda one, other: one + other, 2)
FIRST_OF_TWO = Function(lambda values: values[0], 2)
GREATER = function(lambda one, other: one["n"] > other["n"], 2)
SORTED = [{"n": 1, "v": "b"}, {"n": 1, "v": "c"}, {"n": 2, "v": "a"}]


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        (("map", [1, 2], SAME), [1, 2]),
        (("map", [1], SAME), 1),
        (("map", [[1]], SAME), [1]),
        (("map", [], SAME), NOTHING),
        (("map", NOTHING, SAME), NOTHING),
        (("map", ["a", "b"], SECOND), [0, 1]),
        (("map", [1, 2], THIRD), [[1, 2], [1, 2]]),
        (("map", [1, 2], NONE), NOTHING),
        (("map", list_of(TEXT), SAME), alone_or_listed(TEXT)),
        (("map", list_of(TEXT), SECOND), alone_or_listed(NUMBER)),
        (("map", list_of(TEXT, 2, 3), SAME), list_of(TEXT, 2, 3)),
        (("map", TEXT.or_nothing, SAME), TEXT.or_nothing),
        (("map", [1, TEXT.or_nothing.present, 3], SAME), [1, TEXT, 3]),
        (("map", [1, 2], MAYBE), alone_or_listed(ANYTHING, 0, 2)),
        (("map", list_of(TEXT), FAILS), NOTHING),
        (("map", Shape(array=Array((of(1), of(2)), NUMBER, 1)), FAILS_FOR_2), 1),
        (("filter", [1, 2, 3, 4], EVEN), [2, 4]),
        (("filter", [1, 2], EVEN), 2),
        (("filter", [1], EVEN), NOTHING),
        (("filter", [1, 2], NONE), NOTHING),
        (("filter", [1, 2], PERHAPS), alone_or_listed(numbers((1, 2)), 0, 2)),
        (("filter", [1, 2, 3], PERHAPS), alone_or_listed(numbers((1, 2, 3)), 0, 3)),
        (("filter", list_of(ROW), PERHAPS), alone_or_listed(ROW)),
        (("filter", NOTHING, EVEN), NOTHING),
        (("single", [1, 2], EVEN), 2),
        (("single", [7]), 7),
        (("single", list_of(TEXT)), TEXT),
        (("single", [1, 2], PERHAPS), numbers((1, 2))),
        (("single", NOTHING, EVEN), NOTHING),
        (("reduce", [1, 2, 3], ADD), 6),
        (("reduce", ["a", "b"], ADD, "-"), "-ab"),
        (("reduce", [1], ADD), 1),
        (("reduce", [], ADD), NOTHING),
        (("reduce", [], ADD, 5), 5),
        (("reduce", NOTHING, ADD, 5), NOTHING),
        (("reduce", list_of(TEXT, 1), FIRST_OF_TWO), TEXT),
        (("reduce", list_of(TEXT), FIRST_OF_TWO), TEXT.or_nothing),
        (("reduce", list_of(TEXT), FIRST_OF_TWO, 0), 0),
        (("reduce", list_of(NUMBER, 2), ADD), MAYBE),
        (("reduce", Shape(array=Array((of(1), of(2)), NEVER, 1)), ADD), numbers((1, 3))),
        (("reduce", [1, 2], MAYBE), MAYBE),
        (("reduce", [1, 2], Function(lambda values: values[2], 3)), 1),
        (("reduce", [1, 2], Function(lambda values: values[3], 4)), [1, 2]),
        (("each", {"b": 1, "a": 2}, SAME), [1, 2]),
        (("each", {"b": 1, "a": 2}, SECOND), ["b", "a"]),
        (("each", {"a": 1}, THIRD), {"a": 1}),
        (("each", {}, SAME), NOTHING),
        (("each", {"a": 1, "b": 2}, NONE), NOTHING),
        (("each", NOTHING, SAME), NOTHING),
        (("each", object_of({"a": NUMBER, "b": TEXT}), SAME), list_of(join((NUMBER, TEXT)), 2, 2)),
        (("each", object_of({"a": NUMBER.or_nothing}), SAME), NUMBER.or_nothing),
        (("each", object_of({"a": NUMBER}), SECOND), "a"),
        (("each", object_of({"a": NUMBER.or_nothing}), FAILS), NOTHING),
        (("each", OPEN, SECOND), alone_or_listed(TEXT)),
        (("sift", {"a": 1, "b": 2}, EVEN), {"b": 2}),
        (("sift", {"a": 1}, EVEN), NOTHING),
        (("sift", {}, EVEN), NOTHING),
        (("sift", NOTHING, EVEN), NOTHING),
        (("sift", {"a": 1, "b": 2}, function(lambda value, key: key == "a", 2)), {"a": 1}),
        (("sift", {"a": 1}, PERHAPS), object_of({"a": of(1).or_nothing}).or_nothing),
        (("sift", object_of({"a": TEXT, "b": TEXT.or_nothing}), SAME),
         object_of({"a": TEXT.or_nothing, "b": TEXT.or_nothing}).or_nothing),
        (("sift", object_of({"a": TEXT, "b": of(1).or_nothing}), EVEN),
         object_of({"a": TEXT.or_nothing}).or_nothing),
        (("sift", OPEN, PERHAPS), OPEN.or_nothing),
        (("sort", SORTED[::-1], GREATER), [SORTED[1], SORTED[0], SORTED[2]]),
        (("sort", [1, 2], PERHAPS), list_of(numbers((1, 2)), 2, 2)),
        (("sort", [1, 2], MAYBE), list_of(numbers((1, 2)), 2, 2)),
        (("sort", list_of(ROW), PERHAPS), list_of(ROW)),
    ],
)  # fmt: skip
def test_functions_of_functions(call: tuple[Any, ...], expected: object) -> None:
    check(call, expected)


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        (("map", [1], SAME), [1]),
        (("filter", [1, 2], EVEN), [2]),
        (("each", {"a": 1}, SAME), [1]),
        (("keys", {"a": 1}), ["a"]),
        (("lookup", [{"a": 1}], "a"), [1]),
        (("lookup", {"a": 1}, "a"), 1),
        (("spread", {"a": 1}), [{"a": 1}]),
        (("filter", [1], EVEN), NOTHING),
        (("match", "a", Function(lambda values: NEVER)), list_of(MATCH, 1).or_nothing),
    ],
)
def test_brackets_behind_the_call_keep_a_sequence(call: tuple[Any, ...], expected: object) -> None:
    assert answer(*call, kept=True)[0] == shape_of(expected)


def test_a_function_is_applied_to_the_items_of_a_long_list_at_once() -> None:
    count = MAX_APPLIED + 1
    asked = []

    def call(values: Any) -> Value:
        asked.append(values[0])
        return shape_of(values[0])

    long = of(list(range(count)))
    assert answer("map", long, Function(call, 1))[0] == list_of(NUMBER, count, count)
    assert asked == [NUMBER]
    assert answer("reduce", long, FIRST_OF_TWO)[0] == of(0)


# --- times ----------------------------------------------------------------------------------------

MOMENT = 1510067557121


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        (("now",), TEXT),
        (("now", "[Y]"), TEXT),
        (("millis",), NUMBER),
        (("fromMillis", 0), "1970-01-01T00:00:00.000Z"),
        (("fromMillis", MOMENT), "2017-11-07T15:12:37.121Z"),
        (("fromMillis", -1), "1969-12-31T23:59:59.999Z"),
        (("fromMillis", MOMENT, NOTHING, "+0130"), "2017-11-07T16:42:37.121+01:30"),
        (("fromMillis", MOMENT, NOTHING, "+0000"), "2017-11-07T15:12:37.121Z"),
        (("fromMillis", MOMENT, NOTHING, "-0130"), TEXT),
        (("fromMillis", MOMENT, NOTHING, "Z"), TEXT),
        (("fromMillis", MOMENT, "[Y0001]-[M01]-[D01]"), "2017-11-07"),
        (("fromMillis", MOMENT, "[H01][m01][s01].[f001]"), "151237.121"),
        (("fromMillis", MOMENT, "[D1]/[M1]/[Y01]"), "7/11/17"),
        (("fromMillis", MOMENT, "[H01]", "+0100"), "16"),
        (("fromMillis", MOMENT, "[MNn] [Y0001]"), TEXT),
        (("fromMillis", MOMENT, "[Y"), TEXT),
        (("fromMillis", MOMENT, "[[[Y1]"), TEXT),
        (("fromMillis", 1e15), TEXT),
        (("fromMillis", NUMBER), TEXT),
        (("fromMillis", NOTHING), NOTHING),
        (("toMillis", "1970-01-01T00:00:01Z"), 1000),
        (("toMillis", "2017-11-07T15:12:37.121Z"), MOMENT),
        (("toMillis", "2017-11-07T16:42:37.121+01:30"), MOMENT),
        (("toMillis", "2017-11-07T14:12:37.121-01:00"), MOMENT),
        (("toMillis", "1970-01-01T00:00:00.5Z"), 500),
        (("toMillis", "2017"), 1483228800000),
        (("toMillis", "2017-11"), 1509494400000),
        (("toMillis", "2017-11-07"), 1510012800000),
        (("toMillis", "2017-13-07"), NUMBER),
        (("toMillis", "2017-11-07T15:12:37"), NUMBER),
        (("toMillis", "2017 or so"), NUMBER),
        (("toMillis", TEXT), NUMBER),
        (("toMillis", "7/11/17", "[D1]/[M1]/[Y01]"), NUMBER.or_nothing),
        (("toMillis", NOTHING), NOTHING),
    ],
)
def test_times(call: tuple[Any, ...], expected: object) -> None:
    check(call, expected)


# --- what Step Functions adds ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        (("partition", [0], 1), [[0]]),
        (("partition", [0, 1, 2], 2), [[0, 1], [2]]),
        (("partition", [0, 1, 2], 5), [[0, 1, 2]]),
        (("partition", [0, 1, 2], 2.9), [[0, 1], [2]]),
        (("partition", [0, 1, 2]), [[0, 1, 2]]),
        (("partition", [], 2), NOTHING),
        (("partition", [0, 1], 0), NOTHING),
        (("partition", [0, 1], -0.5), NOTHING),
        (("partition", NOTHING, 2), NOTHING),
        (("partition", [0, 1], numbers((1, 2, -1))), join((of([[0], [1]]), of([[0, 1]])))),
        (("partition", [0, 1], NUMBER), list_of(list_of(numbers((0, 1)), 1, 2), 1, 2).or_nothing),
        (("partition", list_of(TEXT, 1), 2), list_of(list_of(TEXT, 1, 2), 1)),
        (("partition", list_of(TEXT), 2), list_of(list_of(TEXT, 1, 2), 1).or_nothing),
        (("range", 0, 6, 2), [0, 2, 4, 6]),
        (("range", 0, 5, 2), [0, 2, 4]),
        (("range", 10, 8, -1), [10, 9, 8]),
        (("range", -1.7, 2, 1), [-1, 0, 1, 2]),
        (("range", 5, 3, -1.5), [5, 4, 3]),
        (("range", 3, 3, 1), 3),
        (("range", 1, 2, 5), join((of(1), of([1])))),
        (("range", 5, 1, 1), NOTHING),
        (("range", 1, 5, -1), NOTHING),
        (("range", 1, 5, 0), NOTHING),
        (("range", 1, 5), NOTHING),
        (("range", 1, 360145, 1), list_of(NUMBER, 360145, 360145)),
        (("range", NUMBER, 5, 1), join((NOTHING, NUMBER, list_of(NUMBER, 1, 360145)))),
        (("range", numbers((1, 2)), 5, 1), join((NOTHING, NUMBER, list_of(NUMBER, 1, 360145)))),
        (("hash", "Hello", "MD5"), "8b1a9953c4611296a827abf8c47804d7"),
        (("hash", "input", "SHA-1"), "140f86aae51ab9e1cda9b4254fe98a74eb54c1a1"),
        (("hash", "ñ", "MD5"), "94e9342ecbb1458b6043ecd3bfcbc192"),
        (("hash", "a"), NOTHING),
        (("hash", TEXT, "MD5"), TEXT),
        (("hash", "a", TEXT), TEXT),
        (("hash", "a", texts(("MD5", "md5"))), "0cc175b9c0f1b6a831c399e269772661"),
        (("hash", TEXT, TEXT.or_nothing), TEXT.or_nothing),
        (("uuid",), TEXT),
        (("parse", '{"b":1,"a":[null]}'), {"b": 1, "a": [None]}),
        (("parse", "1.0"), 1),
        (("parse", "1e2"), 100),
        (("parse", ' "x" '), "x"),
        (("parse", "9223372036854775807"), 9223372036854775807),
        (("parse", "123456789012345678901234567890"), 1.2345678901234568e29),
        (("parse", TEXT), ANYTHING),
        (("parse", texts(("1", "x"))), 1),
        (("parse", NOTHING), NOTHING),
        (("parse", TEXT.or_nothing), MAYBE),
        (("parse", "[" * 100_000), ANYTHING),
        (("random",), NUMBER),
        (("random", 42), 0.7275636800328681),
        (("random", 0.9), 0.730967787376657),
        (("random", numbers((0, 7))), numbers((0.730967787376657, 0.7306990420600421))),
        (("random", NUMBER), NUMBER),
    ],
)
def test_what_step_functions_adds(call: tuple[Any, ...], expected: object) -> None:
    check(call, expected)


# --- failures -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("call", "reason"),
    [
        (("split", "a", ",", -1), '"$split" takes no negative limit'),
        (("replace", "a", "", "b"), '"$replace" takes no empty text to look for'),
        (("replace", "a", "a", "b", -1), '"$replace" takes no negative limit'),
        (("match", "a", SAME, -1), '"$match" takes no negative limit'),
        (("join", ["a", 1]), '"$join" takes texts only'),
        (("decodeUrl", "a%2"), '"$decodeUrl" reads no such escapes'),
        (("decodeUrl", "%%20"), '"$decodeUrl" reads no such escapes'),
        (("decodeUrlComponent", "%FF"), '"$decodeUrlComponent" reads no such escapes'),
        (("encodeUrl", "\ud800"), '"$encodeUrl" takes no half of a character'),
        (("string", float("nan")), '"$string" takes no number that is not finite'),
        (("number", "abc"), '"$number" can not read "abc"'),
        (("number", ""), '"$number" can not read ""'),
        (("number", "01"), '"$number" can not read "01"'),
        (("number", "1e400"), '"$number" can not read "1e400"'),
        (("number", "x" * 41), '"$number" can not read this text'),
        (("number", texts(("a", "a"))), '"$number" can not read "a"'),
        (("power", 0, -1), "the result is no finite number"),
        (("power", 1e308, 2), "the result is no finite number"),
        (("power", -8, 0.5), "the result is no number"),
        (("power", 2, NOTHING), '"$power" needs an exponent'),
        (("sqrt", -1), '"$sqrt" takes no negative number'),
        (("formatBase", 1, 1), "the base is 2 at least and 36 at most"),
        (("formatBase", 1, 37), "the base is 2 at least and 36 at most"),
        (("sum", [1, "a"]), '"$sum" takes numbers only'),
        (("max", ["a"]), '"$max" takes numbers only'),
        (("error",), '"$error" is called'),
        (("error", "boom"), '"$error" is called: "boom"'),
        (("error", TEXT), '"$error" is called'),
        (("assert", False), '"$assert" finds that a condition is false'),
        (("assert", False, "no"), '"$assert" finds that a condition is false: "no"'),
        (("assert", NOTHING), '"$assert" finds that a condition is false'),
        (("sort", ["b", 1]), '"$sort" takes numbers only, or texts only, without a function'),
        (("sort", [{}, {}]), '"$sort" takes numbers only, or texts only, without a function'),
        (("merge", [1]), '"$merge" takes objects only'),
        (("single", []), '"$single" finds no item'),
        (("single", [1], EVEN), '"$single" finds no item'),
        (("single", [1, 2]), '"$single" finds more than one item'),
        (("single", [2, 4], EVEN), '"$single" finds more than one item'),
        (("reduce", [1, 2], SAME), '"$reduce" takes a function of two arguments'),
        (("map", [1, 2], FAILS), ""),
        (("map", [1, 2], FAILS_FOR_2), ""),
        (("map", list_of(TEXT, 1), FAILS), ""),
        (("filter", [1, 2], FAILS_FOR_2), ""),
        (("single", [1], FAILS), ""),
        (("sort", [1, 2], FAILS), ""),
        (("sort", list_of(TEXT, 2), FAILS), ""),
        (("reduce", [1, 2], Function(lambda values: NEVER, 2)), ""),
        (("each", {"a": 1}, FAILS), ""),
        (("each", object_of({"a": TEXT}), FAILS), ""),
        (("sift", {"a": 1}, FAILS), ""),
        (("toMillis", "x"), '"$toMillis" takes a time such as "2026-01-31T12:00:00Z"'),
        (("partition", [1], "2"), "the size of a part is a number, and not below 0"),
        (("range", 1, "2", 1), '"$range" takes a first and a last number, and a step'),
        (("range", 1, 2, None), '"$range" takes a first and a last number, and a step'),
        (("partition", [1], -1), "the size of a part is a number, and not below 0"),
        (("range", 1), '"$range" takes a first and a last number, and a step'),
        (("range",), '"$range" takes a first and a last number, and a step'),
        (
            ("range", 1, 360146, 1),
            "a range of 360,146 numbers is too long: there are 360,145",
        ),
        (("hash",), '"$hash" takes a text'),
        (("hash", 5, "MD5"), '"$hash" takes a text'),
        (("hash", "a", 5), '"$hash" takes the name of an algorithm'),
        (("hash", "a", "md5"), '"$hash" has no such algorithm'),
        (("parse", ""), '"$parse" takes no empty text'),
        (("parse", " \n"), '"$parse" takes no empty text'),
        (("parse", "x"), '"$parse" reads no such JSON'),
        (("parse", "[1] 2"), '"$parse" reads no such JSON'),
        (("parse", "NaN"), '"$parse" reads no such JSON'),
        (("parse", "1e400"), '"$parse" reads no such JSON'),
        (("parse", '{"a":1,"a":2}'), '"$parse" reads no such JSON'),
        (("parse", 5), '"$parse" takes a text'),
        (("random", "x"), '"$random" takes a number'),
    ],
)
def test_what_surely_fails(call: tuple[Any, ...], reason: str) -> None:
    assert answer(*call) == (NEVER, reason)
