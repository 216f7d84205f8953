"""What expressions of JSONata yield: of values, of shapes, and what fails."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from asllint.data.bindings import Bindings, Fault
from asllint.data.jsonata.evaluate import evaluate
from asllint.data.shape import NOTHING, Shape, object_of, of
from asllint.expressions.jsonata.reader import read_jsonata
from tests.cost import often
from tests.reference.jsonata import UNDEFINED, FailedError, UnlikeError, expressions, run
from tests.reference.shapes import shapes_with_value, values

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
    if expression is None or "[]" in text:  # where a list is kept, more may be one
        return
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
