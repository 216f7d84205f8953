"""What calls of intrinsic functions yield, of data that is known wholly, in part, or not at all."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from asllint.data.bindings import WRONG_TYPE, Bindings, Fault
from asllint.data.intrinsics import call
from asllint.data.shape import (
    ANYTHING,
    BOOLEAN,
    EMPTY,
    LIST,
    MAYBE,
    NEVER,
    NULL,
    NUMBER,
    OPEN,
    TEXT,
    Shape,
    array_of,
    join,
    list_of,
    numbers,
    object_of,
    of,
    texts,
)
from asllint.expressions.intrinsic.reader import read_intrinsic
from asllint.tables.intrinsics import FUNCTIONS
from tests.cost import often
from tests.reference import intrinsics
from tests.reference.jsonpath import FailsError, UnknownError
from tests.reference.shapes import around, values


def numbers_of(*some: int) -> Shape:
    return numbers(some)


DATA: dict[str, Any] = {
    "n": 7, "half": 2.5, "third": 1.6, "big": 3_000_000_000, "top": 2_147_483_647, "huge": 1e300,
    "minus": -1, "none": None, "yes": True, "t": "a,b;;c", "e": "", "list": [1, 2, 2, 3],
    "pairs": [{"k": 1, "l": 2}], "one": {"k": 1}, "two": {"k": 2, "l": [True, None, 0.5, "é\n"]},
    "json": ' {"a": [1, 1.5]} ', "bad": '{"a":1', "more": "1 2", "nan": "NaN", "float": 1.0,
    "hello": "hello {}", "brace": "{ {}", "slash": "\\{}", "long": "a" * 10_001, "flat": "a\x01b",
    "sha": "sha256", "wide": "🚀" * 5_001, "lone": "a\ud800",
}  # fmt: skip


def yields(text: str, data: Shape, **variables: Shape) -> tuple[Shape, list[Fault]]:
    read, _ = read_intrinsic(text)
    assert read is not None
    faults: list[Fault] = []
    return call(read, Bindings(data, of({"State": {"Name": "S"}}), variables), faults), faults


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("States.Array()", []),
        ("States.Array(1, 'x', null, true, $.one)", [1, "x", None, True, {"k": 1}]),
        ("States.Array(1, States.Array(2, 3))", [1, [2, 3]]),
        ("States.Array($$.State.Name)", ["S"]),
        ("States.ArrayLength($.list)", 4),
        ("States.ArrayLength(States.Array())", 0),
        ("States.ArrayGetItem($.list, 0)", 1),
        ("States.ArrayGetItem($.list, 3)", 3),
        ("States.ArrayGetItem($.list, 1.2)", 2),
        ("States.ArrayGetItem($.list, 4)", None),
        ("States.ArrayPartition($.list, 3)", [[1, 2, 2], [3]]),
        ("States.ArrayPartition($.list, 2)", [[1, 2], [2, 3]]),
        ("States.ArrayPartition($.list, 2.4)", [[1, 2], [2, 3]]),
        ("States.ArrayPartition($.list, $.top)", [[1, 2, 2, 3]]),
        ("States.ArrayPartition(States.Array(), 3)", []),
        ("States.ArrayRange(1, 9, 2)", [1, 3, 5, 7, 9]),
        ("States.ArrayRange(0, 10, 3)", [0, 3, 6, 9]),
        ("States.ArrayRange(5, 1, -2)", [5, 3, 1]),
        ("States.ArrayRange(5, 1, 1)", []),
        ("States.ArrayRange(1, 5, -1)", []),
        ("States.ArrayRange(3, 3, -1)", [3]),
        ("States.ArrayRange(1.4, 5.4, 2.2)", [1, 3, 5]),
        ("States.ArrayRange(1, 1000, 1)", list(range(1, 1001))),
        ("States.ArrayRange(1000, 1, -1)", list(range(1000, 0, -1))),
        ("States.ArrayUnique(States.Array(2, 2))", [2]),
        ("States.ArrayUnique(States.Array())", []),
        ("States.ArrayContains($.list, 2)", True),
        ("States.ArrayContains($.list, 5)", False),
        ("States.ArrayContains($.list, true)", False),
        ("States.ArrayContains($.list, $.one)", False),
        ("States.ArrayContains(States.Array($.one), $.one)", True),
        ("States.ArrayContains(States.Array(), $.one)", False),
        ("States.ArrayContains(States.Array(null), null)", True),
        ("States.Base64Encode('hello')", "aGVsbG8="),
        ("States.Base64Encode('🚀')", "8J+agA=="),
        ("States.Base64Encode('')", ""),
        ("States.Base64Decode('aGVsbG8=')", "hello"),
        ("States.Base64Decode('4pyT')", "✓"),
        ("States.Base64Decode(States.Base64Encode($.t))", "a,b;;c"),
        ("States.Hash('input data', 'SHA-1')", "aaff4a450a104cd177d28d18d74485e8cae074b7"),
        ("States.Hash('hello', 'MD5')", "5d41402abc4b2a76b9719d911017c592"),
        ("States.Hash('✓', 'SHA-256')",
         "1dabba21cdad44541f6b15796f8d22978fc7ea10c46aeceeeeb66c23b3ac7604"),
        ("States.JsonMerge($.one, $.two, false)", {"k": 2, "l": [True, None, 0.5, "é\n"]}),
        ("States.JsonMerge($.two, $.one, false)", {"k": 1, "l": [True, None, 0.5, "é\n"]}),
        ("States.JsonMerge($.one, $.one, $.t)", {"k": 1}),
        ("States.JsonToString($.two)", '{"k":2,"l":[true,null,0.5,"é\\n"]}'),
        ("States.JsonToString('x')", '"x"'),
        ("States.JsonToString(null)", "null"),
        ("States.JsonToString(false)", "false"),
        ("States.JsonToString($.minus)", "-1"),
        ("States.JsonToString(States.Array())", "[]"),
        ("States.StringToJson($.json)", {"a": [1, 1.5]}),
        ("States.StringToJson('-0')", 0),
        ("States.StringToJson('\"x\"')", "x"),
        ("States.StringToJson('null')", None),
        ("States.StringToJson('')", None),
        ("States.StringToJson(' ')", None),
        ("States.MathAdd($.n, -1)", 6),
        ("States.MathAdd(1.49, 0)", 1),
        ("States.MathAdd($.third, 2.7)", 5),
        ("States.MathAdd(-1.6, 0)", -2),
        ("States.MathAdd($.top, 0)", 2_147_483_647),
        ("States.MathAdd(-2147483647, -1)", -2_147_483_648),
        ("States.MathAdd(States.MathAdd($.n, 1), 2)", 10),
        ("States.MathRandom(1, 2)", 1),
        ("States.StringSplit('1,2,3', ',')", ["1", "2", "3"]),
        ("States.StringSplit(',,,,', ',')", []),
        ("States.StringSplit('', ',')", []),
        ("States.StringSplit(' , ', ',')", [" ", " "]),
        ("States.StringSplit('This.is+a,test=string', '.+,=')",
         ["This", "is", "a", "test", "string"]),
        ("States.StringSplit($.t, ';,')", ["a", "b", "c"]),
        ("States.StringSplit('a[b]c^d', '[]^')", ["a", "b", "c", "d"]),
        ("States.Format('plain')", "plain"),
        ("States.Format('{} {} {}', 'x', $.n, true)", "x 7 true"),
        ("States.Format('{}|{}', null, $.half)", "null|2.5"),
        ("States.Format('{}', $.two)", '{"k":2,"l":[true,null,0.5,"é\\n"]}'),
        (r"States.Format('\{{}\} \'{}\' \\', 1, 2)", "{1} '2' \\"),
        ("States.Format($.hello, 'x')", "hello x"),
        ("States.Format('{}{}', States.Format('{}', 1), 2)", "12"),
    ],
)  # fmt: skip
def test_what_is_known_is_computed(text: str, found: object) -> None:
    assert yields(text, of(DATA)) == (of(found), [])


LISTS_OF_3 = list_of(TEXT, 1, 3)
STRINGS = list_of(TEXT)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        # what neither AWS's guide nor its answers tell
        ("States.ArrayPartition($.list, $.third)",
         list_of(list_of(numbers_of(1, 2, 3), 1, 2), 2, 4)),
        ("States.ArrayRange(1, $.third, 1)", join((of([1]), of([1, 2])))),
        ("States.ArrayRange($.huge, 2, 1)", list_of(NUMBER, 0, 1000)),
        ("States.ArrayGetItem($.list, $.third)", of(2)),
        ("States.ArrayUnique($.list)", array_of([numbers_of(1, 2, 3)] * 3)),
        ("States.ArrayContains($.list, '2')", BOOLEAN),
        ("States.ArrayContains(States.Array('true'), true)", BOOLEAN),
        ("States.ArrayContains($.pairs, States.ArrayGetItem($.pairs, 0))", BOOLEAN),
        ("States.ArrayContains(States.Array('x'), $.list)", BOOLEAN),
        ("States.ArrayContains($.list, 'x')", of(False)),
        ("States.MathAdd($.half, 0)", numbers_of(2, 3)),
        ("States.MathAdd(0, -2.5)", numbers_of(-2, -3)),
        ("States.MathAdd($.n, 1e309)", NUMBER),
        ("States.MathRandom(1, 4)", numbers_of(1, 2, 3)),
        ("States.MathRandom(1.6, 3.4, 7)", numbers_of(1, 2)),
        ("States.MathRandom(0, 40)", numbers(range(40))),
        ("States.MathRandom(0, 41)", NUMBER),
        ("States.StringSplit($.t, '')", STRINGS),
        ("States.StringToJson($.more)", ANYTHING),
        ("States.StringToJson($.nan)", ANYTHING),
        ("States.StringToJson('1e999')", ANYTHING),
        ("States.StringToJson('[1e999]')", ANYTHING),
        (f"States.StringToJson('{'9' * 5000}')", ANYTHING),
        (f"States.StringToJson('{'[' * 3000}')", ANYTHING),
        ("States.StringToJson($.none)", ANYTHING),
        ("States.StringToJson($.yes)", ANYTHING),
        ("States.JsonToString($.float)", TEXT),
        ("States.JsonToString($.huge)", TEXT),
        ("States.JsonToString($.flat)", TEXT),
        ("States.JsonToString($.lone)", TEXT),
        ("States.JsonToString(States.Array($.lone))", TEXT),
        ("States.JsonToString(States.Array($.float))", TEXT),
        (f"States.Base64Encode('{'a' * 57}')", of("YWFh" * 19)),
        (f"States.Base64Encode('{'a' * 58}')", TEXT),
        ("States.Base64Encode($.wide)", TEXT),
        ("States.Base64Encode($.lone)", TEXT),
        ("States.Base64Decode('!!!')", TEXT),
        ("States.Base64Decode('YQ')", TEXT),
        ("States.Base64Decode('YR==')", TEXT),
        ("States.Base64Decode('/w==')", TEXT),
        ("States.Base64Decode('é')", TEXT),
        ("States.Hash($.n, 'MD5')", TEXT),
        ("States.Hash($.one, 'MD5')", TEXT),
        ("States.Hash($.lone, 'MD5')", TEXT),
        ("States.Hash($.wide, 'MD5')", TEXT),
        ("States.Format($.slash, 1)", TEXT),
        ("States.Format($.n, 1)", TEXT),
        ("States.Format('{}', $.float)", TEXT),
        ("States.Format('{}', States.StringToJson('\"x\"'))", TEXT),
        ("States.Format('{}', States.StringToJson('1'))", of("1")),
        ("States.Format('${Name}')", TEXT),
        ("States.Array('${Name}')", array_of([TEXT])),
        ("States.UUID()", TEXT),
        # what is wrong with the text of a call, and is told of it
        ("States.UUID(1)", TEXT),
        ("States.Array1(1)", ANYTHING),
        ("States.ArrayLength()", NUMBER),
        ("States.ArrayLength('x')", NUMBER),
        ("States.ArrayGetItem(1, 0)", ANYTHING),
        ("States.ArrayGetItem($.list, -1)", ANYTHING),
        ("States.ArrayPartition($.list, 0)", LIST),
        ("States.ArrayContains(1, 1)", BOOLEAN),
        ("States.ArrayRange(1, 1001, 1)", LIST),
        ("States.ArrayRange(1, 2, 0)", LIST),
        ("States.MathAdd(3000000000, 1)", NUMBER),
        ("States.MathAdd(2147483647, 1)", NUMBER),
        ("States.MathRandom(2, 1)", NUMBER),
        ("States.JsonMerge($.one, $.two, true)", OPEN),
        ("States.Hash($.t, 'MD4')", TEXT),
        ("States.Format('{', 1)", TEXT),
        ("States.Format('{} {}', 1)", TEXT),
    ],
)  # fmt: skip
def test_what_is_not_known_is_wide_and_silent(text: str, found: Shape) -> None:
    assert yields(text, of(DATA)) == (found, [])


def test_what_is_nested_too_deep_is_not_read() -> None:
    deepest = ANYTHING
    for _ in range(10):
        deepest = array_of([deepest])
    assert yields("States.Array(" * 11 + ")" * 11, of({})) == (deepest, [])
    assert yields("States.Array(" * 10 + ")" * 10, of({}))[0].is_known


NAMES = ("ab", "cd")


@pytest.mark.parametrize(
    ("text", "x", "y", "found"),
    [
        ("States.Array($x, $y)", TEXT, ANYTHING, array_of([TEXT, ANYTHING])),
        ("States.ArrayLength($x)", list_of(TEXT, 1, 2), NULL, numbers_of(1, 2)),
        ("States.ArrayLength($x)", join((list_of(TEXT), NUMBER)), NULL, NUMBER),
        ("States.ArrayLength($x)", ANYTHING, NULL, NUMBER),
        ("States.ArrayGetItem($x, $y)", list_of(TEXT, 1), NUMBER, join((TEXT, NULL))),
        ("States.ArrayGetItem($x, $y)", list_of(TEXT, 1), of(0), TEXT),
        ("States.ArrayGetItem($x, $y)", list_of(TEXT, 1), numbers_of(0, -1), TEXT),
        ("States.ArrayGetItem($x, $y)", list_of(TEXT, 1), of(1), join((TEXT, NULL))),
        ("States.ArrayGetItem($x, $y)", list_of(TEXT, 1, 1), of(1), NULL),
        ("States.ArrayGetItem($x, $y)", of(["a", 1]), numbers_of(0, 1), join((of("a"), of(1)))),
        ("States.ArrayGetItem($x, $y)", ANYTHING, ANYTHING, ANYTHING),
        ("States.ArrayPartition($x, $y)", list_of(TEXT, 5, 6), of(3), list_of(LISTS_OF_3, 2, 2)),
        ("States.ArrayPartition($x, $y)", list_of(TEXT, 5, 6), numbers_of(0, 2, 3),
         list_of(LISTS_OF_3, 2, 3)),
        ("States.ArrayPartition($x, $y)", list_of(TEXT, 5, 6), NUMBER,
         list_of(list_of(TEXT, 1, 6), 1, 6)),
        ("States.ArrayPartition($x, $y)", list_of(TEXT), of(2), list_of(list_of(TEXT, 1, 2))),
        ("States.ArrayPartition($x, $y)", of([]), NUMBER, of([])),
        ("States.ArrayRange($x, $y, 1)", of(0), NUMBER, list_of(NUMBER, 0, 1000)),
        ("States.ArrayRange($x, $y, 1)", of(0), numbers_of(1, 2), list_of(NUMBER, 0, 1000)),
        ("States.ArrayRange($x, $y, 1)", of(0), of(2**53), NEVER),
        ("States.ArrayRange($x, $y, 1)", of(0), of(2**53 + 1), list_of(NUMBER, 0, 1000)),
        ("States.ArrayRange(1, $x, $y)", of(3), of(0.6), of([1, 2, 3])),
        ("States.ArrayUnique($x)", list_of(TEXT, 3, 9), NULL, list_of(TEXT, 1, 9)),
        ("States.ArrayUnique($x)", LIST, NULL, LIST),
        ("States.ArrayUnique($x)", of([*range(17), 0]), NULL, list_of(numbers(range(17)), 17, 17)),
        ("States.ArrayUnique($x)", of([*range(16)]), NULL, array_of([numbers(range(16))] * 16)),
        ("States.ArrayUnique($x)", array_of([TEXT, TEXT]), NULL, list_of(TEXT, 1, 2)),
        ("States.ArrayContains($x, $y)", STRINGS, of(1), BOOLEAN),
        ("States.ArrayContains($x, $y)", LIST, of(1), BOOLEAN),
        ("States.ArrayContains($x, $y)", of([1]), ANYTHING, BOOLEAN),
        ("States.ArrayContains($x, $y)", list_of(of("a")), of("b"), of(False)),
        ("States.ArrayContains($x, $y)", list_of(of("a"), 1), of("a"), BOOLEAN),
        ("States.ArrayContains($x, $y)", array_of([of("a"), TEXT]), of("a"), of(True)),
        ("States.ArrayContains($x, $y)", of([1]), NUMBER, BOOLEAN),
        ("States.ArrayContains($x, $y)", list_of(NUMBER), of("1"), BOOLEAN),
        ("States.ArrayContains($x, $y)", list_of(NUMBER), of(True), of(False)),
        ("States.ArrayContains($x, $y)", of([[1]]), LIST, BOOLEAN),
        ("States.ArrayContains($x, $y)", of([[1]]), of([2]), of(False)),
        ("States.ArrayContains($x, $y)", of([{"a": 1}]), OPEN, BOOLEAN),
        ("States.ArrayContains($x, $y)", of([{"a": 1, "b": 2}]), of({"a": 1, "b": 3}), of(False)),
        ("States.ArrayContains($x, $y)", of([[{"a": 1, "b": 2}]]), of([{"a": 1, "b": 2}]), BOOLEAN),
        ("States.ArrayContains($x, $y)", of([[{"a": 1}]]), of([{"a": 1}]), of(True)),
        ("States.ArrayContains($x, $y)", list_of(NUMBER), numbers_of(1, 2), BOOLEAN),
        ("States.ArrayContains($x, $y)", of([1e300]), of("1e+300"), BOOLEAN),
        ("States.ArrayContains($x, $y)", of([0.5]), of("0.5"), BOOLEAN),
        ("States.ArrayContains($x, $y)", of([1e300]), of(1e300), of(True)),
        ("States.ArrayContains($x, $y)", of([None]), of("null"), BOOLEAN),
        ("States.Base64Encode($x)", texts(NAMES), NULL, texts(("YWI=", "Y2Q="))),
        ("States.Base64Encode($x)", join((TEXT, NUMBER)), NULL, TEXT),
        ("States.Base64Decode($x)", texts(("YWI=", "Y2Q=")), NULL, texts(NAMES)),
        ("States.Base64Decode($x)", ANYTHING, NULL, TEXT),
        ("States.Hash($x, $y)", TEXT, of("MD5"), TEXT),
        ("States.Hash($x, $y)", of("a"), TEXT, TEXT),
        ("States.Hash($x, $y)", of("a"), texts(("MD5", "MD4")), of(hashlib.md5(b"a").hexdigest())),
        ("States.Hash($x, $y)", join((of("a"), NULL)), of("MD5"), TEXT),
        ("States.Hash($x, $y)", NULL, of("MD5"), TEXT),
        ("States.JsonMerge($x, $y, false)", OPEN, of({"a": 1}), object_of({"a": of(1)}, MAYBE)),
        ("States.JsonMerge($x, $y, false)", of({"a": 1}), OPEN, object_of({"a": ANYTHING}, MAYBE)),
        ("States.JsonMerge($x, $y, false)", of({"a": 1}), object_of({"a": TEXT.or_nothing}),
         object_of({"a": join((of(1), TEXT))})),
        ("States.JsonMerge($x, $y, false)", join((of({"a": 1}), TEXT)), EMPTY, of({"a": 1})),
        ("States.JsonMerge($x, $x, $y)", EMPTY, BOOLEAN, EMPTY),
        ("States.JsonToString($x)", TEXT, NULL, TEXT),
        ("States.JsonToString($x)", join((of("a"), of(1), NULL)), NULL,
         texts(('"a"', "1", "null"))),
        ("States.JsonToString($x)", numbers(range(40)), NULL, texts(map(str, range(40)))),
        ("States.JsonToString($x)", numbers(range(41)), NULL, TEXT),
        ("States.JsonToString($x)", LIST, NULL, TEXT),
        ("States.JsonToString($x)", OPEN, NULL, TEXT),
        ("States.StringToJson($x)", TEXT, NULL, ANYTHING),
        ("States.StringToJson($x)", texts(("1", "", "{")), NULL, join((of(1), NULL))),
        ("States.StringToJson($x)", join((of("1"), of([]))), NULL, of(1)),
        ("States.StringToJson($x)", join((of("1"), NULL)), NULL, ANYTHING),
        ("States.MathAdd($x, $y)", NUMBER, of(1), NUMBER),
        ("States.MathAdd($x, $y)", numbers_of(1, 2), numbers_of(10, 20),
         numbers_of(11, 12, 21, 22)),
        ("States.MathAdd($x, $y)", numbers(range(21)), numbers_of(0, 21), NUMBER),
        ("States.MathAdd($x, $y)", numbers(range(20)), numbers_of(0, 20), numbers(range(40))),
        ("States.MathAdd($x, $y)", numbers_of(1, 2**31), of(0), of(1)),
        ("States.MathAdd($x, $y)", numbers_of(1, 2**31 - 1), of(1), of(2)),
        ("States.MathRandom($x, $y)", NUMBER, of(1), NUMBER),
        ("States.MathRandom($x, $y)", numbers_of(1, 3), numbers_of(2, 4), numbers_of(1, 2, 3)),
        ("States.StringSplit($x, ',')", TEXT, NULL, STRINGS),
        ("States.StringSplit($x, ',')", texts(("a", "b,c")), NULL,
         join((of(["a"]), of(["b", "c"])))),
        ("States.StringSplit('a', $x)", TEXT, NULL, STRINGS),
        ("States.StringSplit($x, $y)", texts(map(str, range(40))), of(","), None),
        ("States.StringSplit($x, $y)", texts(map(str, range(21))), texts(",;"), STRINGS),
        ("States.Format('{}', $x)", TEXT, NULL, TEXT),
        ("States.Format('a{}', $x)", texts(NAMES), NULL, texts(("aab", "acd"))),
        ("States.Format('a{}', $x)", BOOLEAN, NULL, texts(("atrue", "afalse"))),
        ("States.Format('a{}', $x)", join((of("b"), of([]))), NULL, texts(("ab", "a[]"))),
        ("States.Format('a{}', $x)", ANYTHING, NULL, TEXT),
        ("States.Format('a{}', $x)", LIST, NULL, TEXT),
        ("States.Format($x, 1)", texts(("{}", "a")), NULL, of("1")),
        ("States.Format($x, 1)", TEXT, NULL, TEXT),
        ("States.Format('{}{}', $x, $y)", numbers(range(8)), numbers(range(5)), None),
        ("States.Format('{}{}', $x, $y)", numbers(range(7)), numbers(range(6)), TEXT),
        ("States.Format('{}{}', $x, $y)", of("a" * 131_072), of("a" * 131_072), of("a" * 262_144)),
        ("States.Format('{}{}', $x, $y)", of("a" * 131_072), of("a" * 131_073), TEXT),
    ],
)  # fmt: skip
def test_what_is_partly_known(text: str, x: Shape, y: Shape, found: Shape | None) -> None:
    shape, faults = yields(text, of({}), x=x, y=y)
    assert bool(faults) == shape.is_never
    if found is None:
        assert shape not in (TEXT, STRINGS)
    else:
        assert shape == found


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        ("States.ArrayLength($.t)", "$.t",
         '"array" of "States.ArrayLength(array)" is an array, and this is a text'),
        ("States.ArrayGetItem($.one, 0)", "$.one",
         '"array" of "States.ArrayGetItem(array, index)" is an array, and this is an object'),
        ("States.ArrayGetItem($.list, $.t)", "$.t",
         '"index" of "States.ArrayGetItem(array, index)" is a number, and this is a text'),
        ("States.ArrayGetItem($.list, $.minus)", "$.minus",
         "an index counts from 0, and never from the end"),
        ("States.ArrayPartition($.none, 1)", "$.none",
         '"array" of "States.ArrayPartition(array, size)" is an array, and this is null'),
        ("States.ArrayPartition($.list, States.MathAdd(0, 0))", "States.MathAdd(0, 0)",
         "the size of a part is at least 1"),
        ("States.ArrayRange(1, $.top, 1)", "States.ArrayRange(1, $.top, 1)",
         "this range has 2,147,483,647 items, and 1,000 are allowed"),
        ("States.ArrayRange(1, $.t, 1)", "$.t",
         '"end" of "States.ArrayRange(start, end, step)" is a number, and this is a text'),
        ("States.ArrayRange(1, 2, States.MathAdd(0, 0))", "States.MathAdd(0, 0)",
         "a step of 0 never reaches the end"),
        ("States.ArrayContains($.t, 1)", "$.t",
         '"array" of "States.ArrayContains(array, value)" is an array, and this is a text'),
        ("States.ArrayUnique($.one)", "$.one",
         '"array" of "States.ArrayUnique(array)" is an array, and this is an object'),
        ("States.Base64Encode($.n)", "$.n",
         '"text" of "States.Base64Encode(text)" is a text, and this is a number'),
        ("States.Base64Encode($.long)", "$.long", "more than 10,000 characters are refused"),
        ("States.Base64Decode($.long)", "$.long", "more than 10,000 characters are refused"),
        ("States.Hash($.long, 'MD5')", "$.long", "more than 10,000 characters are refused"),
        ("States.Hash('a', $.n)", "$.n",
         '"algorithm" of "States.Hash(value, algorithm)" is a text, and this is a number'),
        ("States.Hash('a', $.sha)", "$.sha", 'there is no hash algorithm "sha256"'),
        ("States.JsonMerge($.one, $.list, false)", "$.list",
         '"second" of "States.JsonMerge(first, second, deep)" is an object, and this is an array'),
        ("States.JsonMerge($.one, $.one, $.yes)", "$.yes",
         'AWS merges the first level only, and fails with "true"'),
        ("States.StringToJson($.bad)", "$.bad", "the text is no JSON"),
        ("States.StringToJson($.one)", "$.one",
         '"text" of "States.StringToJson(text)" is a text, and this is an object'),
        ("States.MathAdd($.t, 1)", "$.t",
         '"first" of "States.MathAdd(first, second)" is a number, and this is a text'),
        ("States.MathAdd(1, $.big)", "$.big",
         "a number here is between -2,147,483,648 and 2,147,483,647"),
        ("States.MathAdd($.top, 1)", "States.MathAdd($.top, 1)",
         "the sum is not between -2,147,483,648 and 2,147,483,647"),
        ("States.MathRandom($.n, 7)", "States.MathRandom($.n, 7)",
         "the end must be greater than the start, which is 7"),
        ("States.MathRandom(1, 2, $.none)", "$.none",
         '"seed" of "States.MathRandom(start, end[, seed])" is a number, and this is null'),
        ("States.StringSplit($.n, ',')", "$.n",
         '"text" of "States.StringSplit(text, separators)" is a text, and this is a number'),
        ("States.StringSplit('a', $.list)", "$.list",
         '"separators" of "States.StringSplit(text, separators)" is a text, and this is an array'),
        ("States.Format($.brace, 1)", "$.brace", 'a brace of the template belongs to no "{}"'),
        ("States.Format($.hello)", "$.hello", 'the template has 1 "{}", and no value follows'),
        ("States.Format($.t, 1, 2)", "$.t", 'the template has no "{}", and 2 values follow'),
        ("States.Array(1, States.ArrayLength($.t))", "$.t",
         '"array" of "States.ArrayLength(array)" is an array, and this is a text'),
        ("States.Array($.gone, States.ArrayLength($.t))", "gone", '"gone" is not there'),
    ],
)  # fmt: skip
def test_what_aws_refuses_is_told_where_it_stands(text: str, place: str, message: str) -> None:
    shape, faults = yields(text, of(DATA))
    (fault,) = faults
    assert (text[fault.start : fault.end], fault.text) == (place, message)
    assert shape == NEVER
    assert fault.fails


def test_a_refusal_says_what_is_refused() -> None:
    ((_, (fault,)), (_, (other,))) = (
        yields("States.ArrayLength($.t)", of(DATA)),
        yields("States.MathAdd($.top, 1)", of(DATA)),
    )
    assert (fault.kind, fault.holder, fault.name) == (WRONG_TYPE, of(DATA["t"]), "array")
    assert (other.kind, other.name) == (WRONG_TYPE, "States.MathAdd")


# --- against plain values -------------------------------------------------------------------------

SPECIAL: tuple[Any, ...] = (
    "1,2", ",", "{}", "{} {}", "{", "MD5", "SHA-256", '{"a": 1}', "[1, 2]", "YWI=", "true", "false",
    0, 3, -4, 0.5, 1.6, 2.4, 3_000_000_000, [1, 1, 2], ["a", "b"], [{"a": 1}], {"b": {"a": 1}},
)  # fmt: skip


@st.composite
def calls(draw: st.DrawFn) -> tuple[str, list[Any], list[Shape]]:
    """A function, values for it, and shapes around them."""
    function = FUNCTIONS[draw(st.sampled_from(sorted(FUNCTIONS)))]
    count = draw(st.integers(function.minimum, 4 if function.maximum is None else function.maximum))
    chosen = [draw(st.one_of(values, st.sampled_from(SPECIAL))) for _ in range(count)]
    return function.name, chosen, [draw(around(one)) for one in chosen]


@given(calls())
@settings(max_examples=often(200, 20_000), deadline=None)
def test_what_a_function_answers_is_in_what_it_yields(
    one: tuple[str, list[Any], list[Shape]],
) -> None:
    name, chosen, shapes = one
    names = [f"x{index}" for index in range(len(chosen))]
    text = f"{name}({', '.join(f'${each}' for each in names)})"
    shape, faults = yields(text, of({}), **dict(zip(names, shapes, strict=True)))
    assert shape.is_never == bool(faults)
    try:
        answers = intrinsics.outcomes(name, chosen)
    except (FailsError, UnknownError):
        return
    for answer in answers:
        assert shape.contains(answer), answer
