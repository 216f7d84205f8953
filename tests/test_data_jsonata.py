"""What expressions of JSONata yield: of values, of shapes, and what fails."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from asllint.data.bindings import MISSING, RAISED, WRONG_TYPE, Bindings, Fault
from asllint.data.jsonata.budget import Budget
from asllint.data.jsonata.evaluate import collapses, collapses_here, decide, evaluate, missing_step
from asllint.data.jsonata.truth import FALSE, truth
from asllint.data.shape import (
    ANYTHING,
    BOOLEAN,
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
from asllint.expressions.jsonata.reader import read_jsonata
from tests.cost import assert_in_proportion, often
from tests.reference.jsonata import UNDEFINED, FailedError, UnlikeError, expressions, run
from tests.reference.shapes import shapes_with_value, values

if TYPE_CHECKING:
    from collections.abc import Callable

DATA: dict[str, Any] = {
    "a": {"b": 1, "c": [1, 2, 3]},
    "items": [
        {"id": 1, "n": "x", "tags": ["p", "q"]},
        {"id": 2, "n": "y", "tags": []},
        {"id": 3, "n": "x", "tags": ["r"]},
    ],
    "one": [{"id": 7, "tags": ["z"]}],
    "nested": [[1, 2], [3, [4]]],
    "s": "text",
    "n": 5,
    "f": 1.5,
    "t": True,
    "z": None,
    "e": [],
    "o": {},
}


def bindings_of(x: Shape, y: Shape = NOTHING) -> Bindings:
    """`$x`, `$y`, and `$states.input`, which is what `$x` is."""
    states = NOTHING if x.is_nothing else object_of({"input": x})
    return Bindings(NOTHING, NOTHING, {"x": x, "y": y, "states": states})


def shape_of(text: str, bindings: Bindings) -> tuple[Shape, list[Fault]]:
    expression, mistakes = read_jsonata(text)
    assert expression is not None, mistakes
    faults: list[Fault] = []
    return evaluate(expression, bindings, faults), faults


# --- values ---------------------------------------------------------------------------------------

_TABLE = r"""
$x.a.b  $x.a.c  $x.items.id  $x.items.tags  $x.one.id  $x.one.tags  $x.one  $x.one.id[]  $x.one[].id
$x.items[0]  $x.items[-1].id  $x.items[0].tags  $x.items[n="x"].id  $x.items[n="y"].id
$x.items[n="y"]  $x.items[n="nope"]  $x.items[id>1].n  $x.items[[0,2]].id  $x.items[[0..1]].id
$x.items.tags[0]  $x.(items.tags)[0]  $x.items[tags]  $x.items.(tags[0])  $x.items[[1,"a"]].id
$x.nested  $x.nested[0]  $x.nested[0][1]  $x.nested.($)  $x.nested.$  $x.nested[1][1]
$x.*  $x.a.*  $x.**.id  $x.a.**  $x.items.*  $x.nested.*  $x.missing  $x.missing.deeper  $x.s.foo
$x.e  $x.e.a  $x.o  $x.z  $x.z.a  $x.n[0]  $x.n[1]  $x.s[]  $x.a.c[-1]  $x.a.c[5]  $x.a.c[1.7]
[1,2,3]  [1,[2,3]]  [$x.a.c,4]  [$x.missing,4]  [[$x.a.c],4]  [1..5]  [1..3,7..8]  [5..1]
{"a":1,"b":$x.missing}  {"a":$x.n,$x.s:2}  {}  []
1+2  1+2*3-4/2  7%3  -7%3  -$x.n  $x.n+$x.missing  $x.missing*2  -$x.missing  1/4
$x.s&"!"&$x.n  $x.missing&"a"  $x.f&""  "a"&true&null  "a"&[1,2]  "a"&{"b":1}  $x.missing&$x.missing
1=1  1="1"  $x.missing=1  $x.missing!=1  [1,2]=[1,2]  {"a":1}={"a":1}  1!=2  [1]!=[2]
1<2  "a"<"b"  2>=2  2>2  2<=1  $x.missing<1
$x.n in [1,5]  "a" in "a"  9 in [1,5]  $x.missing in [1]
$x.t and $x.n  $x.z or $x.e  $x.t and $x.missing  $x.z and (1+"a")  $x.t or (1+"a")
true?1:2  false?1:2  false?1  $x.missing?1:2  $x.e?1:2  $x.o?1:2  [0]?1:2  [0,0]?1:2  [0,1]?1:2
[[1]]?1:2  ""?1:2  "a"?1:2  0?1:2  null?1:2
($a:=1;$a+1)  ($a:=1;($a:=2;$a);$a)  ($a:=1;($a:=2);$a)  $y:=5  ()  ($a:=1;true?$a:=2;$a)
($f:=function($p){$p*2};$f(4))  ($f:=function($p,$q){$q};$f(4))  function($p){$p}(3)
($f:=function($n){$n<=1?1:$n*$f($n-1)};$f(6))  ($k:=2;$f:=function($p){$p*$k};$f(4))
($f:=function($n,$acc){$n=0?$acc:$f($n-1,$acc+$n)};$f(10,0))
($add:=function($a,$b){$a+$b};$inc:=$add(?,1);$inc(3))  ($s:=$substring(?,1);$s("abc"))
($x.n~>$string)  ($x.n~>$string())  "abc"~>$substring(1)  ($up:=$trim~>$uppercase;$up(" a "))
1~>function($v){$v+1}  [1,2]~>$map(function($v){$v+1})  [3,1,2]~>$sort()
$x.items^(id).id  $x.items^(>id).id  $x.items^(n,>id).id  $x.a.c^(>$)  $x.items^(missing).id
$x.items{n:id}  $x.items{n:$sum(id)}  $x.items{n:$count($)}  $x.missing{"a":1}  $x.one{n:id}
$x.items.{"k":n}  $x.one.{"k":id}  $x.items.[id]  $x.one.[id]  $x.items.[id,n]
$x.items#$i.{"i":$i,"id":id}  $x.items@$p.{"id":$p.id}  $x.items@$p.$p.tags
$x.items.tags.{"t":$,"id":%.id}  $x.items#$i[$i=1].id  $x.items[$x.n>3].id
$map($x.items,function($v){$v.id})  $map($x.items,function($v,$i){$i})
$map($x.one,function($v){$v.id})  $map($x.one,function($v){$v.id})[]
$filter($x.items,function($v){$v.n="x"}).id  $filter($x.items,function($v){$v.n="y"})
$filter($x.items,function($v){$v.n="y"})[]  $reduce($x.a.c,function($p,$v){$p+$v})
$count($x.items)  $sum($x.items.id)  $exists($x.missing)  $exists($x.z)  $not($x.t)
$x.items[id=1 or id=3].n  $x.items[$not(id=1)].n  $x.items[tags[0]="r"].id  $x.items.tags[$="p"]
[$x.items.id][0]  ([$x.items.id])[0]  $x.items.id[0]  ($x.items.id)[0]  $x.a[b=1].c[1]
$x["a"]  $x."a"."b"  $x.`a`.b  $x.items.n&"-"  $x.a.c[$<3]  $x.n.$string()  $x.items.n.$uppercase()
$x.items.(id*2)  $x.items.(id=2?n:"no")  $x.items.({"id":id}).id  $x.one.(tags)
($x.n>3 and $x.s="text")?"big":"small"  $x.items[0].{"a":id}.a  ($x.items)[id=2].n
"""
"""Two blanks stand between two expressions."""

EXPRESSIONS = [one for line in _TABLE.splitlines() for one in line.split("  ") if one]


@pytest.mark.parametrize("text", EXPRESSIONS)
def test_what_is_known_is_computed(text: str) -> None:
    shape, faults = shape_of(text, bindings_of(of(DATA)))
    found = run(text, x=DATA, states={"input": DATA})
    assert faults == []
    if found is UNDEFINED:
        assert shape == NOTHING
    else:
        assert shape.value == found


# --- shapes ---------------------------------------------------------------------------------------

ORDER = object_of({"id": NUMBER, "name": TEXT.or_nothing})
INPUT = object_of(
    {
        "orders": list_of(ORDER),
        "some": list_of(ORDER, 1),
        "pair": array_of([NUMBER, TEXT]),
        "id": NUMBER,
        "name": TEXT,
        "maybe": TEXT.or_nothing,
        "flag": BOOLEAN,
        "any": ANYTHING,
        "may": MAYBE,
        "list": LIST,
        "open": OPEN,
        "none": NULL,
        "status": texts(("A", "B"), "glue:getJob"),
        "size": numbers((1, 2)),
    }
)
SHAPES = Bindings(
    NOTHING, NOTHING, {"x": INPUT, "v": NUMBER, "states": object_of({"input": INPUT})}
)


def several(item: Shape, least: int = 2) -> Shape:
    return list_of(item, least)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("$x.orders.id", join((NOTHING, NUMBER, several(NUMBER)))),
        ("$x.some.id", join((NUMBER, several(NUMBER)))),
        ("$x.some.name", join((NOTHING, TEXT, several(TEXT)))),
        ("$x.orders.nope", NOTHING),
        ("$x.orders[0]", ORDER.or_nothing),
        ("$x.some[0]", ORDER),
        ("$x.some[1].id", NUMBER.or_nothing),
        ("$x.some[-1].id", NUMBER),
        ("$x.some[-2].id", NUMBER.or_nothing),
        ("$x.pair[0]", NUMBER),
        ("$x.pair[-1]", TEXT),
        ("$x.pair[2]", NOTHING),
        ("$x.pair[$x.size]", TEXT.or_nothing),
        ("$x.pair[$v]", join((NOTHING, NUMBER, TEXT, list_of(join((NUMBER, TEXT)), 2, 2)))),
        ("$x.orders[id > 1].id", join((NOTHING, NUMBER, several(NUMBER)))),
        ("$x.orders[id > 1]", join((NOTHING, ORDER, several(ORDER)))),
        ("$x.orders[id = 1][0]", ORDER.or_nothing),
        ("$x.orders[true]", join((NOTHING, ORDER, several(ORDER)))),
        ("$x.orders[false]", NOTHING),
        ("$x.orders[3]", ORDER.or_nothing),
        ("$x.orders[($k := 3; $k)]", ORDER.or_nothing),
        ("$x.orders.id[]", several(NUMBER, 1).or_nothing),
        ("$x.orders[].id", several(NUMBER, 1).or_nothing),
        ("[$x.orders.id]", several(NUMBER, 0)),
        ("[$x.some.id]", several(NUMBER, 1)),
        ("[$x.id, $x.maybe]", Shape(array=Array((NUMBER, TEXT), NEVER, 1, 2))),
        ("[$x.pair, [$x.pair]]", array_of([NUMBER, TEXT, array_of([NUMBER, TEXT])])),
        ("[$x.any]", LIST),
        ('{"a": $x.maybe, "b": $x.id}', object_of({"a": TEXT.or_nothing, "b": NUMBER})),
        ("{$x.name: $x.id}", Shape(object=Object({}, NUMBER))),
        ('{$x.status: 1}', object_of({"A": of(1).or_nothing, "B": of(1).or_nothing})),
        ("{$x.maybe: 1}", Shape(object=Object({}, of(1)))),
        ('$x.orders.{"k": name}', join(
            (NOTHING, object_of({"k": TEXT.or_nothing}), several(object_of({"k": TEXT.or_nothing})))
        )),
        ("$x.orders{name: id}", Shape(object=Object({}, join((NUMBER, several(NUMBER)))))),
        ("$x.orders^(id)[0]", ORDER.or_nothing),
        ("$x.pair^($v)", list_of(join((NUMBER, TEXT)), 2, 2)),
        ("$x.orders#$i.$i", join((NOTHING, NUMBER, several(NUMBER)))),
        ("$x.pair#$i.$i", of([0, 1])),
        ("$x.orders@$o.$o.id", join((NOTHING, NUMBER, several(NUMBER)))),
        ("$x.any.b", MAYBE),
        ("$x.may.b.c", MAYBE),
        ("$x.open.b", MAYBE),
        ("$x.list[0]", MAYBE),
        ("$x.none.b", NOTHING),
        ("$x.name.b", NOTHING),
        ("$x.pair.*", NOTHING),
        ("[$x.pair].$", array_of([NUMBER, TEXT])),
        ("{'a': $x.pair}.*", array_of([NUMBER, TEXT])),
        ("{'a': $x.id, 'b': $x.name}.*", list_of(join((NUMBER, TEXT)), 2, 2)),
        ("$x.id + 1", NUMBER),
        ("$x.size + 1", numbers((2, 3))),
        ("$x.maybe & 'x'", TEXT),
        ("$x.status & 'x'", texts(("Ax", "Bx"))),
        ("$x.nope & 'x'", of("x")),
        ("$x.any + 1", NUMBER),
        ("$x.may + 1", NUMBER.or_nothing),
        ("$x.nope + 1", NOTHING),
        ("-$x.size", numbers((-1, -2))),
        ("-$x.may", NUMBER.or_nothing),
        ("$x.id = $x.id", BOOLEAN),
        ("$x.id = 'a'", of(False)),
        ("$x.id != 'a'", of(True)),
        ("$x.maybe != 1", BOOLEAN),
        ("$x.nope = 1", of(False)),
        ("$x.nope != 1", of(False)),
        ("$x.size < 3", of(True)),
        ("$x.size < 2", BOOLEAN),
        ("$x.size > 2", of(False)),
        ("$x.may < 2", BOOLEAN.or_nothing),
        ("$x.nope < 2", NOTHING),
        ("$x.size in [1, 2]", BOOLEAN),
        ("$x.id in ['a']", of(False)),
        ("$x.any in [1]", BOOLEAN),
        ("$x.flag and false", of(False)),
        ("$x.flag and true", BOOLEAN),
        ("$x.flag or true", of(True)),
        ("$x.flag ? 1 : 'a'", join((of(1), of("a")))),
        ("$x.flag ? 1", of(1).or_nothing),
        ("$x.pair ? 1 : 2", numbers((1, 2))),
        ("$x.flag ? $x.name + 1 : 2", of(2)),
        ("[1..$x.id]", several(NUMBER, 0)),
        ("[1..20001]", list_of(NUMBER, 20_001, 20_001)),
        ("($a := $x.id; $a)", NUMBER),
        ("($x.flag ? $a := 1 : $a := 'a'; $a)", MAYBE),
        ("($a := 0; $x.flag ? $a := 1; $a)", numbers((0, 1))),
        ("$nobody", MAYBE),
        ("$nobody(1)", MAYBE),
        ("$x ~> |orders|{'a': 1}|", OPEN),
        ("$x.orders ~> |$|{'a': 1}|", LIST),
        ("$x.nope ~> |$|{'a': 1}|", NOTHING),
        ("($f := function($n) { $f($n + 1) }; $f(1))", MAYBE),
        ("function($a) { $a }", MAYBE),
        ("$exists", MAYBE),
        ("/a/", MAYBE),
        ("function($a)<n:n> { $a }(1)", MAYBE),
        ("$$", MAYBE),
        ("$", NOTHING),
        ("($y := $x.none.[a]; $y.{'k': $})", object_of({}).or_nothing),
        ("1/0", of("Infinity")),
        ("-1/0", of("-Infinity")),
        ("0/0", of("NaN")),
        ("[1/0, 1]", of(["Infinity", 1])),
        ("{'a': 1e308 * 10}", of({"a": "Infinity"})),
        ("1/0 & ''", TEXT),
        ("$x.id / $x.id", join((NUMBER, texts(("Infinity", "-Infinity", "NaN"))))),
        ("$x.id / 2", NUMBER),
        ("0.1 + 0.2", of(0.1 + 0.2)),
        ("5.5 % 2", of(1.5)),
        ("$map($x.pair, $string)", array_of([TEXT, TEXT])),
        ("$map(['a', 'b'], $uppercase)", of(["A", "B"])),
    ],
)  # fmt: skip
def test_what_comes_of_a_shape(text: str, expected: Shape) -> None:
    assert shape_of(text, SHAPES) == (expected, [])


# --- what fails -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        ("$x.name + 1", "$x.name + 1", '"+" takes numbers, and its left side is a text'),
        ("1 - [1]", "1 - [1]", '"-" takes numbers, and its right side is an array'),
        ("$x.none * 2", "$x.none * 2", '"*" takes numbers, and its left side is null'),
        ("1 + function($a){$a}", None, '"+" takes numbers, and its right side is a function'),
        ("1 + 2 + {}", "1 + 2 + {}", '"+" takes numbers, and its right side is an object'),
        ("-'a'", None, '"-" takes a number, and this is a text'),
        ("1 < 'a'", None, '"<" can not compare a number with a text'),
        ("true >= 1", None, '">=" takes numbers or texts, and its left side is a boolean'),
        ("1 > {}", None, '">" takes numbers or texts, and its right side is an object'),
        ("['a'..2]", "'a'..2", "a range runs between whole numbers, and its first one is a text"),
        ("[1..1.5]", "1..1.5", "a range runs between whole numbers, and its last one is a number"),
        ("[1..873783]", "1..873783", "a range of 873,783 numbers takes more memory than there is"),
        ("{1: 2}", "1", "the name of a field has to be a text, and this is a number"),
        ("{'a': 1, 'a': 2}", "'a'", 'two fields are named "a"'),
        ("[3, 'a']^($)", "^($)", "a list is sorted by numbers, or by texts, and not by both"),
        ("[{}, {}]^($)", "$", "a list is sorted by numbers or by texts, and this is an object"),
        ("$eval('1')", None, '"$eval" is no function'),
        ("$x.name(1)", "name(1)", '"name" is no function'),
        ("1 ~> 2", None, '"~>" calls a function, and this is a number'),
        ("1 ~> |$|{}|", "|$|{}", '"|…|" changes an object or an array, and this is a number'),
        ("$uppercase(1)", "$uppercase", '"$uppercase" does not take a number as argument 1'),
        (
            "$uppercase('a', 'b')",
            "$uppercase",
            '"$uppercase" takes fewer arguments than it is given',
        ),
        ("$split()", "$split", '"$split" takes more arguments than it is given'),
        ("$sum(['a'])", "$sum", 'argument 1 of "$sum" has to be an array of numbers'),
        ("$map([1], 2)", "$map", '"$map" does not take a number as argument 2'),
        ("$map([1], $nope)", None, None),
        ("[1, $x.name + 1]", "$x.name + 1", '"+" takes numbers, and its left side is a text'),
        ("{'a': $x.name + 1}", "$x.name + 1", '"+" takes numbers, and its left side is a text'),
        ("$x.some.(name + 1)", None, None),
        ("$x.some.({} + 1)", "{} + 1", '"+" takes numbers, and its left side is an object'),
        ("$x.orders.({} + 1)", None, None),
        ("$x.some[{} + 1]", "{} + 1", '"+" takes numbers, and its left side is an object'),
        ("true and 1 + 'a'", "1 + 'a'", '"+" takes numbers, and its right side is a text'),
        ("true ? 1 + 'a' : 2", "1 + 'a'", '"+" takes numbers, and its right side is a text'),
        ("($a := 1 + 'a'; 2)", "1 + 'a'", '"+" takes numbers, and its right side is a text'),
        ("$string(1 + 'a')", "1 + 'a'", '"+" takes numbers, and its right side is a text'),
    ],
)
def test_what_fails(text: str, place: str | None, message: str | None) -> None:
    shape, faults = shape_of(text, SHAPES)
    if message is None:
        assert not shape.is_never
        assert faults == []
        return
    assert shape == NEVER
    assert [(one.kind, text[one.start : one.end], one.text) for one in faults] == [
        (WRONG_TYPE, place or text, message)
    ]
    assert faults[0].fails


def test_who_fails_on_purpose_is_told_apart() -> None:
    shape, faults = shape_of("$error('no')", SHAPES)
    assert shape == NEVER
    assert [(one.kind, one.fails) for one in faults] == [(RAISED, True)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("$x.status = 'C'", ("$x.status = 'C'", 'this is never "C"', "C")),
        ("'C' = $x.status", ("'C' = $x.status", 'this is never "C"', "C")),
        ("$x.status in ['C', 'D']", (None, 'this is never "C" or "D"', None)),
        ("$x.flag and ($x.status = 'C')", ("$x.status = 'C'", 'this is never "C"', "C")),
        ("$x.status = 'A'", None),
        ("$x.status in ['C', 'A']", None),
        ("$x.status != 'C'", None),
        ("$x.name = 'C'", None),
        ("$x.status = $x.name", None),
        ("$x.status = $x.nope", None),
        ("$map(['A', 'C'], function($s) { $x.status = $s })", None),
    ],
)
def test_what_a_service_never_answers(
    text: str, found: tuple[str | None, str, str | None] | None
) -> None:
    _, faults = shape_of(text, SHAPES)
    assert [(text[one.start : one.end], one.text, one.name) for one in faults] == (
        [] if found is None else [(found[0] or text, found[1], found[2])]
    )
    assert not any(one.fails for one in faults)


# --- what is not there ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("$states.input.offset", ("offset", '"$states.input.offset" yields nothing', "offset")),
        ("$x.nope.deeper", ("nope", '"$x.nope" yields nothing', "nope")),
        ("$x.orders[0].nope.x", ("nope", '"$x.orders[0].nope" yields nothing', "nope")),
        ("$x.name.b", ("b", '"$x.name.b" yields nothing', "b")),
        ("$x.pair[2]", ("pair[2]", '"$x.pair[2]" yields nothing', None)),
        ("$x.nope[2]", ("nope", '"$x.nope" yields nothing', "nope")),
        ("($y := $x; $y.nope)", ("nope", '"$y.nope" yields nothing', "nope")),
        ("$x.id + $x.nope", ("nope", '"$x.nope" yields nothing', "nope")),
        ("$x.flag ? $x.nope : $x.n2", ("nope", '"$x.nope" yields nothing', "nope")),
        ("$uppercase($x.nope)", ("nope", '"$x.nope" yields nothing', "nope")),
        ("$x.nope ~> $uppercase", ("nope", '"$x.nope" yields nothing', "nope")),
        ("()", ("()", '"()" yields nothing', None)),
        ("$x.may.nope", None),
        ("$x.id", None),
        ("1 + 'a'", None),
    ],
)
def test_which_step_is_missing(text: str, found: tuple[str, str, str | None] | None) -> None:
    expression, _ = read_jsonata(text)
    assert expression is not None
    fault = missing_step(expression, SHAPES)
    if found is None:
        assert fault is None
        return
    assert fault is not None
    assert (text[fault.start : fault.end], fault.text, fault.name) == found
    assert fault.kind == MISSING


def test_a_step_that_is_missing_knows_what_it_was_looked_for_in() -> None:
    expression, _ = read_jsonata("$x.orders.nope")
    assert expression is not None
    fault = missing_step(expression, SHAPES)
    assert fault is not None
    assert fault.holder == ORDER


def test_a_long_path_is_not_repeated() -> None:
    name = "a" * 60
    expression, _ = read_jsonata(f"$x.{name}")
    assert expression is not None
    fault = missing_step(expression, SHAPES)
    assert fault is not None
    assert fault.text == f'"{name}" yields nothing'


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("$x.orders.id", True), ("$x.some.id", True), ("$x.orders[id = 1]", True),
        ("$x.orders", False), ("[$x.orders.id]", False), ("$x.orders.id[]", False),
        ("$x.id", False), ("$x.any", False), ("$x.list.a", False),
        ("$x.flag ? 'a' : [1, 2]", False),
    ],
)  # fmt: skip
def test_what_collapses(text: str, expected: bool) -> None:
    assert collapses(shape_of(text, SHAPES)[0]) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # What is known tells.
        ("$x.orders.id", True), ("$x.orders[id = 1]", True), ("$x.orders[id = 1].name", True),
        ("($y := 1; $x.orders[id = $y])", True), ("$x.any.{'a': b}", True), ("$keys($x.any)", True),
        ("$x.orders.id ~> $distinct()", True), ("$distinct($x.orders.id)", True),
        ("$range(1, $x.size, 1)", True), ("$map($x.orders, function($o) {$o.id})", True),
        ("$x.orders", False), ("[$x.orders.id]", False), ("$x.orders.id[]", False),
        ("$x.orders[0]", False), ("$x.id", False), ("[1, 2, 3][$ > 1]", False),
        ("[1][$ = 1]", False), ("$sort($x.orders.id)", False), ("$count($x.orders.id)", False),
        # One of several constants is no sequence.
        ("$x.flag ? 1 : [1, 2]", False), ("$x.flag ? 1 : $x.list", False),
        # Of anything only what is written tells.
        ("$x.any[a = 1]", True), ("$x.any.b[a != 1]", True), ("$x.any[a < 1]", True),
        ("$x.any[a <= 1]", True), ("$x.any[a > 1]", True), ("$x.any[a >= 1]", True),
        ("$x.any[a in ['p', 'q']]", True), ("$x.any[a and b]", True), ("$x.any[a or b]", True),
        ("$x.any[$not(a)]", True), ("$x.any[$exists(a)]", True), ("$x.any[$boolean(a)]", True),
        ("$x.any[$contains(a, 'p')]", True), ("$x.any[a = 1][b = 2]", True),
        ("$x.any[a = 1]^(b)", True), ("($x.any)[a = 1]", True), ("($x.any[a = 1])", True),
        ("$u[a = 1]", True),
        ("$filter($x.any, function($o) {$o.a})", True), ("$map($x.any, $lookup)", True),
        ("$x.any ~> $filter(function($o) {$o.a})", True),
        ("$x.any", False), ("$x.any.a", False), ("$x.any[0]", False), ("$x.any[$v]", False),
        ("$x.any[a]", False), ("$x.any[$count(a)]", False), ("$x.any[a + 1]", False),
        ("$x.any[a = 1][0]", False), ("$x.any[0][a = 1]", False), ("$x.any[a = 1].b", False),
        ("$x.any[a = 1][]", False), ("$x.any[][a = 1]", False), ("$x.any[a = 1].b[]", False),
        ("[$x.any[a = 1]]", False), ("$u[a = 1][]", False), ("$u[a = 1][0]", False),
        ("$u", False), ("$u[a = 1]{b: c}", False), ("$x.any^(b)", False),
        ("$filter($x.any, function($o) {$o.a})[0]", False),
        ("$filter($x.any, function($o) {$o.a})[]", False),
        ("$distinct($x.any)", False), ("$reverse($x.any)", False), ("$x.any ~> $sort()", False),
        ("$x.any[a = 1] ? $x.any : $x.any", False),
    ],
)  # fmt: skip
def test_what_collapses_where_it_stands(text: str, expected: bool) -> None:
    bindings = SHAPES.having(variables={"u": ANYTHING})
    expression, mistakes = read_jsonata(text)
    assert expression is not None, mistakes
    assert collapses_here(expression, evaluate(expression, bindings, [])) is expected


# --- tests ----------------------------------------------------------------------------------------

Known = dict[str, Shape]


def answered(text: str) -> Shape:
    return texts((text,), "glue:getJob")


def known(bindings: Bindings | None) -> Known | None:
    """What is known of the fields of `$x` and of `$v` that was not known before."""
    if bindings is None:
        return None
    shape = bindings.variable("x").object
    assert shape is not None
    assert INPUT.object is not None
    found = {name: field for name, field in shape.fields.items() if field != INPUT.object.get(name)}
    found |= dict.fromkeys(INPUT.object.fields.keys() - shape.fields.keys(), NOTHING)
    value = bindings.variable("v")
    return found if value == NUMBER else {**found, "$v": value}


@pytest.mark.parametrize(
    ("text", "when_true", "when_false"),
    [
        ("$x.flag", {"flag": of(True)}, {"flag": of(False)}),
        ("true", {}, None),
        ("false", None, {}),
        ("$x.maybe", {"maybe": TEXT}, {"maybe": of("").or_nothing}),
        ("$x.size", {}, None),
        ("$exists($x.maybe)", {"maybe": TEXT}, {"maybe": NOTHING}),
        ("$exists($x.may)", {"may": ANYTHING}, {"may": NOTHING}),
        ("$exists($x.id)", {}, None),
        ("$exists($x.nope)", None, {}),
        ("$not($exists($x.maybe))", {"maybe": NOTHING}, {"maybe": TEXT}),
        ("$boolean($x.flag)", {"flag": of(True)}, {"flag": of(False)}),
        ("($exists($x.maybe))", {"maybe": TEXT}, {"maybe": NOTHING}),
        ("$x.status = 'A'", {"status": answered("A")}, {"status": answered("B")}),
        ("$x.status != 'A'", {"status": answered("B")}, {"status": answered("A")}),
        ("'A' = $x.status", {"status": answered("A")}, {"status": answered("B")}),
        ("$x.maybe = 'q'", {"maybe": of("q")}, {}),
        ("$x.maybe != 'q'", {"maybe": TEXT}, {"maybe": of("q").or_nothing}),
        ("$x.any = 1", {"any": of(1)}, {}),
        ("$x.any = null", {"any": NULL}, {}),
        ("$x.may = [1]", {"may": ANYTHING}, {}),
        ("$x.status in ['A', 'C']", {"status": answered("A")}, {"status": answered("B")}),
        ("$x.size in [2]", {"size": of(2)}, {"size": of(1)}),
        ("$x.size < 2", {"size": of(1)}, {"size": of(2)}),
        ("2 > $x.size", {"size": of(1)}, {"size": of(2)}),
        ("$x.size <= 1", {"size": of(1)}, {"size": of(2)}),
        ("$x.size >= 2", {"size": of(2)}, {"size": of(1)}),
        ("$x.status > 'A'", {"status": answered("B")}, {"status": answered("A")}),
        ("$x.any > 1", {"any": NUMBER}, {"any": NUMBER}),
        ("$v > 1", {}, {}),
        ("$v = 1", {"$v": of(1)}, {}),
        ("$v = 1 and $x.size = 2", {"$v": of(1), "size": of(2)}, {}),
        ("$x.flag or $x.size = 2", {}, {"flag": of(False), "size": of(1)}),
        ("$x.size = 1 or $x.size = 2", {}, None),
        ("$x.size = 1 and $x.size = 2", None, {}),
        ("$x.size = 1 and $v = 1 or $x.size = 2", {}, {"size": of(1)}),
        ("$type($x.any) = 'string'", {"any": TEXT}, None),
        ("$type($x.maybe) = 'string'", {"maybe": TEXT}, {"maybe": NOTHING}),
        ("$type($x.maybe) != 'number'", {"maybe": TEXT}, {"maybe": NOTHING}),
        ("$x.open.a = 1", {"open": object_of({"a": of(1)}, MAYBE)}, {}),
        ("$x.name = 'a' ? true : false", {}, {}),
        ("$x.orders[0].id = 1", {}, {}),
        ("$x.id = $v", {}, {}),
        ("$x.nope = 1", None, {}),
        ("$x.name < 1", None, None),
        ("$x.nope", None, None),
        ("$states.input.flag", {}, {}),
    ],
)  # fmt: skip
def test_what_is_known_after_a_test(
    text: str, when_true: Known | None, when_false: Known | None
) -> None:
    expression, _ = read_jsonata(text)
    assert expression is not None
    verdict = decide(expression, SHAPES, [])
    if text.startswith("$type($x.any)"):
        assert when_false is None
        found = verdict.when_false
        assert found is not None
        assert "string" not in found.variable("x").object.get("any").kinds  # type: ignore[union-attr]
        assert known(verdict.when_true) == when_true
        return
    assert (known(verdict.when_true), known(verdict.when_false)) == (when_true, when_false)


def test_what_is_known_holds_in_a_branch() -> None:
    text = "$exists($x.maybe) and $x.size = 1 ? [$x.maybe, $x.size] : $x.size"
    assert shape_of(text, SHAPES)[0] == join((array_of([TEXT, of(1)]), numbers((1, 2))))


def test_states_input_is_narrowed_below_states() -> None:
    expression, _ = read_jsonata("$states.input.size = 1")
    assert expression is not None
    verdict = decide(expression, SHAPES, [])
    assert verdict.when_true is not None
    found, _ = shape_of("$states.input.size", verdict.when_true)
    assert found == of(1)


def test_a_test_without_a_value_says_what_is_missing() -> None:
    expression, _ = read_jsonata("$x.nope")
    assert expression is not None
    faults: list[Fault] = []
    decide(expression, SHAPES, faults)
    assert [(one.kind, one.text) for one in faults] == [(MISSING, '"$x.nope" yields nothing')]


@given(expressions, shapes_with_value(), shapes_with_value())
@settings(max_examples=often(40, 2000), deadline=None)
def test_a_value_is_in_what_is_known_after_its_test(
    text: str, one: tuple[Shape, Any], other: tuple[Shape, Any]
) -> None:
    expression, _ = read_jsonata(text)
    if expression is None:
        return
    verdict = decide(expression, bindings_of(one[0], other[0]), [])
    try:
        found = run(f"$boolean({text})", x=one[1], y=other[1], states={"input": one[1]})
    except (FailedError, UnlikeError):
        return
    if found is UNDEFINED:
        return
    bindings = verdict.when_true if found else verdict.when_false
    assert bindings is not None
    assert bindings.variable("x").contains(one[1])
    assert bindings.variable("y").contains(other[1])
    assert bindings.variable("states").contains({"input": one[1]})


# --- limits ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "($f := function($n) { $n = 0 ? 0 : $f($n - 1) + $f($n - 1) }; $f(40))",
        "[1..20000].[1..20000]",
        "$x.orders ?: 1",
        "$x" + ".a" * 200,
    ],
    ids=["many", "large", "later", "long"],
)
def test_what_takes_too_long_is_anything(text: str) -> None:
    expression, _ = read_jsonata(text)
    assert expression is not None
    faults: list[Fault] = []
    assert evaluate(expression, SHAPES, faults) == MAYBE
    assert faults == []
    verdict = decide(expression, SHAPES, faults)
    assert verdict.when_true is not None
    assert verdict.when_false is not None
    assert missing_step(expression, SHAPES) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[" * 150 + "1" + "]" * 150, None),
        ("($f := function($n) { $n = 0 ? 0 : 1 + $f($n - 1) }; $f(1000))", NUMBER.or_nothing),
    ],
    ids=["brackets", "recursion"],
)
def test_what_is_deep_is_not_followed(text: str, expected: Shape | None) -> None:
    shape, faults = shape_of(text, SHAPES)
    assert faults == []
    assert not shape.is_known
    assert expected is None or shape == expected


def test_a_long_chain_of_operators_is_computed() -> None:
    assert shape_of("+".join(["1"] * 100), SHAPES) == (of(100), [])


# --- any value -----------------------------------------------------------------------------------


@given(expressions, shapes_with_value(), shapes_with_value())
@settings(max_examples=often(60, 3000), deadline=None)
def test_what_comes_of_a_value_is_in_what_comes_of_its_shape(
    text: str, one: tuple[Shape, Any], other: tuple[Shape, Any]
) -> None:
    expression, _ = read_jsonata(text)
    if expression is None:
        return
    shape = evaluate(expression, bindings_of(one[0], other[0]), [])
    try:
        found = run(text, x=one[1], y=other[1], states={"input": one[1]})
    except (FailedError, UnlikeError):
        return
    assert shape.nothing if found is UNDEFINED else shape.contains(found)


@given(expressions, st.tuples(values, values))
@settings(max_examples=often(60, 3000), deadline=None)
def test_what_comes_of_a_value_is_known_and_what_fails_says_why(
    text: str, data: tuple[Any, Any]
) -> None:
    expression, _ = read_jsonata(text)
    if expression is None or "[]" in text or (".[" in text and ("$v" in text or "(" in text)):
        return  # where a list is kept, or written by a step, more may be one
    faults: list[Fault] = []
    shape = evaluate(expression, bindings_of(of(data[0]), of(data[1])), faults)
    try:
        found = run(text, x=data[0], y=data[1], states={"input": data[0]})
    except FailedError:
        assert shape.is_never or shape.anything
        assert shape.is_never == bool(faults)
        return
    except UnlikeError:
        return
    assert shape.is_nothing if found is UNDEFINED else shape.contains(found) and shape.is_known


@pytest.mark.parametrize("text", ["$x in [$x]", "$x{$string($): $}", "$x{'k': $}", "$x = $x"])
def test_long_lists_take_time_in_proportion(text: str) -> None:
    def prepare(size: int) -> Callable[[], object]:
        expression, _ = read_jsonata(text)
        assert expression is not None
        bindings = bindings_of(of(list(range(size))))
        return lambda: evaluate(expression, bindings, [])

    assert_in_proportion(prepare, 400)


def test_what_takes_more_work_than_there_is_left_is_anything() -> None:
    expression, _ = read_jsonata("$x.(1)")
    assert expression is not None
    bindings = bindings_of(of([1, 2, 3]))
    budget = Budget(11)
    assert evaluate(expression, bindings, [], budget) == of([1, 1, 1])
    assert evaluate(expression, bindings, [], budget) == MAYBE
    assert budget.left < 0
    assert decide(expression, bindings, [], budget).when_true == bindings


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("[1, 2] = [1, 2]", True),
        ("[1, 2] = [1, 3]", False),
        ("[1, 2] = [1, 2, 3]", False),
        ("[1, 2] = {'a': 1}", False),
        ("[[1], []] = [[1], []]", True),
        ("[1] = [true]", False),
        ("null = null", True),
        ("{'a': 1, 'b': 2} = {'b': 2, 'a': 1}", True),
        ("{'a': 1, 'b': 2} = {'a': 1, 'b': 3}", False),
        ("{'a': 1} = {'b': 1}", False),
        ("{'a': 1} = {'a': 1, 'b': 1}", False),
    ],
)
def test_values_that_are_known_are_the_same_or_not(text: str, same: bool) -> None:
    assert shape_of(text, bindings_of(NOTHING)) == (of(same), [])


@pytest.mark.parametrize(
    ("one", "other"),
    [(list_of(of(1)), of([1])), (object_of({"a": NUMBER}), of({"a": 1})), (NUMBER, of(1))],
)
def test_values_that_are_not_known_may_be_the_same(one: Shape, other: Shape) -> None:
    assert shape_of("$x = $y", bindings_of(one, other)) == (BOOLEAN, [])
    assert shape_of("$y = $x", bindings_of(one, other)) == (BOOLEAN, [])


def test_a_name_that_may_be_that_of_another_field_is_no_mistake() -> None:
    item = object_of({"status": texts(("C", "D"))})
    either = bindings_of(array_of([item]))
    assert not shape_of("$x{status: 1, 'C': 2}", either)[0].is_never
    perhaps = bindings_of(list_of(object_of({"status": of("C")})))
    assert not shape_of("$x{status: 1, 'C': 2}", perhaps)[0].is_never
    shape, faults = shape_of("$x{'C': 1, 'C': 2}", either)
    assert shape.is_never
    assert [fault.text for fault in faults] == ['two fields are named "C"']


@pytest.mark.parametrize(("levels", "expected"), [(99, FALSE), (100, BOOLEAN)])
def test_lists_in_lists_are_looked_into_so_deep(levels: int, expected: Shape) -> None:
    nested: list[Any] = []
    for _ in range(levels - 1):
        nested = [nested]
    assert truth(of(nested)) == expected
