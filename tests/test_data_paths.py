"""What paths read in what is known of the data, and what `ResultPath` makes of it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from asllint.data.bindings import MISSING, WRONG_TYPE, Bindings, Fault
from asllint.data.paths import look, read, write
from asllint.data.shape import (
    ANYTHING,
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
    Shape,
    array_of,
    join,
    list_of,
    object_of,
    of,
)
from asllint.expressions.path import Path, read_path
from tests.cost import often
from tests.reference import jsonpath
from tests.reference.shapes import shapes_with_value

ORDER = {
    "id": 7,
    "none": None,
    "name": "a",
    "lines": [{"sku": "x", "n": 1}, {"sku": "y"}, 3],
    "address": {"city": "Ulm", "codes": [[1, 2], [3]]},
}


def of_up_to_one(value: object) -> Shape:
    return list_of(of(value), 0, 1)


def path_of(text: str) -> Path:
    path, mistakes = read_path(text)
    assert not mistakes
    return path


def bound(data: Shape, **variables: Shape) -> Bindings:
    context = of({"State": {"Name": "S"}, "Execution": {"Input": {"y": 1}}})
    return Bindings(data, context, variables)


def reads(text: str, data: Shape, **variables: Shape) -> tuple[Shape, list[Fault]]:
    faults: list[Fault] = []
    return read(path_of(text), bound(data, **variables), faults), faults


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("$", ORDER),
        ("$.id", 7),
        ("$['address'].city", "Ulm"),
        ("$.none", None),
        ("$.lines[1].sku", "y"),
        ("$.address.codes[0][1]", 2),
        ("$.lines[3]", None),
        ("$.lines[*]", ORDER["lines"]),
        ("$.lines.*", ORDER["lines"]),
        ("$.lines[*].sku", ["x", "y"]),
        ("$.lines[*].n", [1]),
        ("$.lines[*].zip", []),
        ("$.address.codes[*][*]", [1, 2, 3]),
        ("$.address.codes[*][0]", [1, 3]),
        ("$.lines[1:]", [{"sku": "y"}, 3]),
        ("$.lines[1:2]", [{"sku": "y"}]),
        ("$.lines[0:2].sku", ["x", "y"]),
        ("$.lines[:1]", [{"sku": "x", "n": 1}]),
        ("$.lines[:-1].sku", ["x", "y"]),
        ("$.lines[:-9]", []),
        ("$.lines[-1:]", [3]),
        ("$.lines[-9:]", ORDER["lines"]),
        ("$.lines[5:]", []),
        ("$.lines[2:1]", []),
        ("$.lines[1:9]", [{"sku": "y"}, 3]),
        ("$.lines[0,2]", [{"sku": "x", "n": 1}, 3]),
        ("$['id','name']", {"id": 7, "name": "a"}),
        ("$['id','zip']", {"id": 7}),
        ("$.lines[*]['sku','n']", [{"sku": "x", "n": 1}, {"sku": "y"}]),
        ("$..city", ["Ulm"]),
        ("$.address..city", ["Ulm"]),
        ("$..zip", []),
        ("$.lines[?(@.n == 1)]", [{"sku": "x", "n": 1}]),
        ("$.lines[?(@.n == 1)].sku", ["x"]),
        ("$.lines[?(@.n > 5)]", []),
        ("$.address[?(@.city == 'Ulm')].city", ["Ulm"]),
        ("$.lines[?(@.sku)].zip", []),
        ("$.zip[*]", []),
        ("$.zip.items[1:].v", []),
        ("$.id[*]", []),
        ("$.id..city", []),
        ("$.zip[0,1]", []),
        ("$$.State.Name", "S"),
        ("$order.id", 7),
        ("$order.lines[0].n", 1),
    ],
)
def test_what_is_known_is_read_exactly(path: str, found: object) -> None:
    assert reads(path, of(ORDER), order=of(ORDER)) == (of(found), [])


@pytest.mark.parametrize(
    ("path", "kind", "place", "text", "name"),
    [
        ("$.zip", MISSING, "zip", '"zip" is not there', "zip"),
        ("$.Id.x", MISSING, "Id", '"Id" is not there', "Id"),
        ("$.address.zip", MISSING, "zip", '"zip" is not there', "zip"),
        ("$['zip']", MISSING, "['zip']", '"zip" is not there', "zip"),
        ("$.id.x", MISSING, "x", '"x" is not there: "$.id" is a number', "x"),
        ("$.none.x", MISSING, "x", '"x" is not there: "$.none" is null', "x"),
        ("$.lines.sku", MISSING, "sku", '"sku" is not there: "$.lines" is an array', "sku"),
        ("$.lines[3].sku", MISSING, "sku", '"sku" is not there: "$.lines[3]" is null', "sku"),
        ("$.name['a','b']", MISSING, "['a','b']",
         '"[\'a\',\'b\']" is not there: "$.name" is a text', "['a','b']"),
        ("$.id[0]", WRONG_TYPE, "[0]", '"[0]" reads an array, and "$.id" is a number', 0),
        ("$[-1]", WRONG_TYPE, "[-1]", '"[-1]" reads an array, and "$" is an object', -1),
        ("$.lines[3][0]", WRONG_TYPE, "[0]", '"[0]" reads an array, and "$.lines[3]" is null', 0),
        ("$order.zip", MISSING, "zip", '"zip" is not there', "zip"),
        ("$order.id.x", MISSING, "x", '"x" is not there: "$order.id" is a number', "x"),
        ("$$.Execution.Input.x", MISSING, "x", '"x" is not there', "x"),
        ("$gone.x", MISSING, "$gone", '"$gone" is not there', "$gone"),
    ],
)  # fmt: skip
def test_a_path_to_one_place_with_nothing_there_fails(
    path: str, kind: str, place: str, text: str, name: str | int
) -> None:
    parsed = path_of(path)
    faults: list[Fault] = []
    bindings = bound(of(ORDER), order=of(ORDER), gone=NOTHING)
    assert read(parsed, bindings, faults) == NEVER
    (fault,) = faults
    assert (fault.kind, path[fault.start : fault.end], fault.text) == (kind, place, text)
    assert (fault.name, fault.fails) == (name, True)
    assert look(parsed, bindings) == NOTHING


A_AND_B = object_of({"a": TEXT.or_nothing, "b": MAYBE})
ALL = object_of({"a": MAYBE, "b": MAYBE})
LED_BY_1 = Shape(array=Array((of(1),), TEXT, 1))
ITEM = object_of({"sku": TEXT, "n": NUMBER.or_nothing})


@pytest.mark.parametrize(
    ("path", "data", "found", "seen"),
    [
        ("$.a", ANYTHING, ANYTHING, MAYBE),
        ("$.a", OPEN, ANYTHING, MAYBE),
        ("$.a[0]", OPEN, ANYTHING, MAYBE),
        ("$['a']['b']", ANYTHING, ANYTHING, MAYBE),
        ("$.a", object_of({"a": TEXT.or_nothing}), TEXT, TEXT.or_nothing),
        ("$.a", object_of({"b": TEXT}, MAYBE), ANYTHING, MAYBE),
        ("$.a", object_of({"a": NOTHING}, MAYBE), NEVER, NOTHING),
        # What is no object fails: what goes well has the shape of the object's field.
        ("$.a", join((of({"a": 1}), TEXT)), of(1), of(1).or_nothing),
        ("$.a", join((of({"a": 1}), of({}))), of(1), of(1).or_nothing),
        ("$[0]", join((of([1]), of({}))), of(1), of(1).or_nothing),
        ("$[0]", list_of(TEXT), join((TEXT, NULL)), join((TEXT, NULL)).or_nothing),
        ("$[0]", list_of(TEXT, 1), TEXT, TEXT),
        ("$[1]", list_of(TEXT, 1, 1), NULL, NULL.or_nothing),
        ("$[-1]", list_of(TEXT, 1), join((TEXT, NULL)), join((TEXT, NULL)).or_nothing),
        ("$[-2]", of([1, 2]), join((of(1), NULL)), join((of(1), NULL)).or_nothing),
        ("$[0:2]", of([1, 2, 3]), of([1, 2]), None),
        ("$[0:1]", of([1, 2, 3]), of([1]), None),
        ("$[*].n", list_of(of(1)), of([]), None),
        ("$..a", Shape(array=Array((of({"a": 1}),), NEVER, 0)), list_of(of(1), 0, 1), None),
        ("$[-1]", LED_BY_1, join((of(1), TEXT, NULL)), join((of(1), TEXT, NULL)).or_nothing),
        ("$[*]", list_of(TEXT, 1, 4), list_of(TEXT, 1, 4), None),
        ("$[*]", ANYTHING, LIST, None),
        ("$[*].n", list_of(ITEM, 2), list_of(NUMBER), None),
        ("$[*].sku", list_of(ITEM, 2), list_of(TEXT, 2), None),
        ("$[*].sku", join((of([{"sku": 1}]), of(5))), list_of(of(1), 0, 1), None),
        ("$.a[*]", object_of({"a": list_of(TEXT, 2).or_nothing}), list_of(TEXT), None),
        (
            "$.a[2:]",
            object_of({"a": list_of(TEXT, 3, 5)}),
            list_of(TEXT, 1, 3),
            list_of(TEXT, 1, 3),
        ),
        ("$[1:3]", list_of(TEXT, 2, 9), list_of(TEXT, 1, 2), None),
        ("$[-2:]", list_of(TEXT, 1, 9), list_of(TEXT, 1, 2), None),
        ("$[-2:]", list_of(TEXT, 3), list_of(TEXT, 2, 2), None),
        ("$[:-2]", list_of(TEXT, 3, 9), list_of(TEXT, 1, 7), None),
        ("$[:-2]", list_of(TEXT, 1), list_of(TEXT), None),
        ("$[0:2:1]", of([1, 1]), list_of(join((of(1), NULL))), list_of(join((of(1), NULL)))),
        ("$[1:-1]", of([1, 1]), list_of(join((of(1), NULL))), list_of(join((of(1), NULL)))),
        ("$[?(@.sku)]", list_of(ITEM, 2, 3), list_of(ITEM, 2, 3), None),
        ("$[?(@.n)]", list_of(ITEM, 2, 3), list_of(ITEM, 0, 3), None),
        ("$[?(@.sku)].n", list_of(ITEM, 2), list_of(NUMBER), None),
        ("$[?(@.a)]", of({"a": 1}), of([{"a": 1}]), None),
        ("$[?(@.a =~ /x/)]", of({"a": 1}), of_up_to_one({"a": 1}), None),
        ("$.b[?(@.a)]", of({"a": 1}), ANYTHING, None),
        ("$.*", of({"a": 1, "b": 2}), array_of([join((of(1), of(2)))] * 2), None),
        ("$.*", of({"a": 1}), of([1]), None),
        ("$.*", object_of({"a": TEXT.or_nothing, "b": TEXT}), list_of(TEXT, 1, 2), None),
        ("$.*", object_of({"a": TEXT}, NUMBER), list_of(join((TEXT, NUMBER)), 1), None),
        ("$..a", object_of({"a": TEXT}, MAYBE), LIST, None),
        ("$..a", of([{"a": 1}, {"b": {"a": 2}}]), array_of([join((of(1), of(2)))] * 2), None),
        ("$..a", of({"a": {"a": 1}}), array_of([join((of(1), of({"a": 1})))] * 2), None),
        ("$..a", list_of(object_of({"a": TEXT}), 1), list_of(TEXT), None),
        ("$..a", object_of({"b": object_of({"a": TEXT}).or_nothing}), list_of(TEXT, 0, 1), None),
        ("$..a", object_of({"b": of([{"a": 1}]).or_nothing}), list_of(of(1), 0, 1), None),
        ("$..[0]", of([1]), LIST, None),
        ("$..*", of([1]), LIST, None),
        ("$[*]..a", of([{"a": 1}]), LIST, None),
        ("$['a','b']", object_of({"a": TEXT.or_nothing}, MAYBE), A_AND_B, None),
        ("$['a','b']", join((OPEN, TEXT)), ALL, ALL.or_nothing),
        ("$['a','b'].c", of({}), ANYTHING, MAYBE),
        ("$.a.length()", of({}), ANYTHING, MAYBE),
        ("$.a[(@.length-1)]", of({}), ANYTHING, MAYBE),
        # whether a backslash belongs to the name is not certain
        ("$['a\\'b']", of({}), ANYTHING, MAYBE),
        (r"$.a\.b", of({}), ANYTHING, MAYBE),
        ("$.${Name}", of({}), ANYTHING, MAYBE),
        ("$['a b'].${Name}.c", of({}), ANYTHING, MAYBE),
        ("$new", OPEN, ANYTHING, MAYBE),
        ("$maybe", OPEN, TEXT, TEXT.or_nothing),
        ("$gone", OPEN, NEVER, NOTHING),
        ("$.a", NEVER, NEVER, NEVER),
        ("$.a[*]", NEVER, NEVER, NEVER),
    ],
)
def test_what_is_partly_known(path: str, data: Shape, found: Shape, seen: Shape | None) -> None:
    variables = {"maybe": TEXT.or_nothing, "gone": NOTHING}
    assert reads(path, data, **variables)[0] == found
    assert look(path_of(path), bound(data, **variables)) == (found if seen is None else seen)


@pytest.mark.parametrize(
    ("path", "raw", "value", "made"),
    [
        ("$", of({"a": 1}), of(2), of(2)),
        ("$.a", of({"a": 1, "b": 1}), of(2), of({"a": 2, "b": 1})),
        ("$.a.b['c']", of({"x": 1}), of(2), of({"x": 1, "a": {"b": {"c": 2}}})),
        ("$.a.b", of({"a": {"c": 1}}), of(2), of({"a": {"c": 1, "b": 2}})),
        ("$.a.b", of({"a": None}), of(2), of({"a": {"b": 2}})),
        ("$.a", NULL, of(2), of({"a": 2})),
        ("$.a", ANYTHING, of(2), object_of({"a": of(2)}, MAYBE)),
        ("$.a", OPEN, ANYTHING, object_of({"a": ANYTHING}, MAYBE)),
        ("$.a.b", OPEN, of(2), object_of({"a": object_of({"b": of(2)}, MAYBE)}, MAYBE)),
        ("$.a", join((of({"b": 1}), TEXT)), of(2), of({"a": 2, "b": 1})),
        ("$.a", join((of({"b": 1}), NULL)), of(2), object_of({"a": of(2), "b": of(1).or_nothing})),
        ("$.a.b", object_of({"a": join((EMPTY, NUMBER)).or_nothing}), of(2), of({"a": {"b": 2}})),
        ("$.a[1]", of({"a": [1, 1]}), of(2), of({"a": [1, 2]})),
        ("$.a[1].b", of({"a": [1, {}]}), of(2), of({"a": [1, {"b": 2}]})),
        ("$.a[2]", of({"a": [1, 1]}), of(2), object_of({"a": ANYTHING})),
        ("$.a[-1]", of({"a": [1, 1]}), of(2), object_of({"a": ANYTHING})),
        ("$.a[0]", object_of({"a": list_of(NUMBER)}), of(2), object_of({"a": ANYTHING})),
        ("$.a[0]", object_of({"a": join((of([1]), NULL))}), of(2), object_of({"a": ANYTHING})),
        ("$.a[0]", object_of({"a": of([1]).or_nothing}), of(2), object_of({"a": ANYTHING})),
        ("$.a[0]", of({"a": 1}), of(2), object_of({"a": ANYTHING})),
        ("$.a[*]", of({"a": [1]}), of(2), object_of({"a": ANYTHING})),
        (r"$.a.b\.c", of({"a": {}}), of(2), object_of({"a": ANYTHING})),
        ("$.a", NEVER, of(2), NEVER),
        ("$.a", of({}), NEVER, NEVER),
    ],
)
def test_a_value_is_put_where_result_path_says(
    path: str, raw: Shape, value: Shape, made: Shape
) -> None:
    faults: list[Fault] = []
    assert write(path_of(path), raw, value, faults) == made
    assert not faults


@pytest.mark.parametrize(
    ("path", "raw", "place", "text"),
    [
        ("$.a", of(1), "a", '"a" can not be written into a number'),
        ("$.a", join((TEXT, of([]))), "a", '"a" can not be written into a text or an array'),
        ("$.a.b.c", of({"a": {"b": True}}), "c", '"c" can not be written into a boolean'),
        ("$['a']['b']", of({"a": [{}]}), "['b']", '"b" can not be written into an array'),
    ],
)
def test_nothing_can_be_written_into_what_is_no_object(
    path: str, raw: Shape, place: str, text: str
) -> None:
    faults: list[Fault] = []
    assert write(path_of(path), raw, TEXT, faults) == NEVER
    (fault,) = faults
    assert (fault.kind, path[fault.start : fault.end], fault.text) == (WRONG_TYPE, place, text)


def test_what_is_very_deep_is_anything() -> None:
    deep = "$" + ".a" * 100
    assert write(path_of(deep), EMPTY, of(1), []).contains(nested(100, 1))
    assert not write(path_of(deep), EMPTY, of(1), []).contains(nested(100, 2))
    assert write(path_of(deep + ".a"), EMPTY, of(1), []).contains(nested(100, 2))
    assert read(path_of("$" + ".a" * 5000), bound(OPEN), []) == ANYTHING


def nested(depth: int, value: object) -> object:
    for _ in range(depth):
        value = {"a": value}
    return value


def test_so_many_values_are_looked_at_below() -> None:
    for count, found in ((4_999, list_of(of(0), 4_999, 4_999)), (5_000, LIST)):
        assert reads("$..a", of([{"a": 0}] * count))[0] == found


steps = st.sampled_from(
    (
        ".a", ".b", "['c']", "[0]", "[1]", "[-1]", "[*]", ".*", "[1:]", "[:1]", "[-1:]", "[:-1]",
        "[0:2]", "[0,1]", "..a", "['a','b']", "[?(@.a)]", "[?(@.a == 1)]", "[?(@.b == 'a')]",
    )
)  # fmt: skip
paths = st.lists(steps, max_size=4).map(lambda chosen: path_of("$" + "".join(chosen)))


@given(paths, shapes_with_value())
@settings(max_examples=often(300, 20_000), deadline=None)
def test_what_a_path_finds_is_in_what_it_reads(path: Path, both: tuple[Shape, Any]) -> None:
    shape, value = both
    assert shape.contains(value)
    faults: list[Fault] = []
    shown = read(path, bound(shape), faults)
    assert shown.is_never == bool(faults)
    seen = look(path, bound(shape))
    try:
        found = jsonpath.find(path, value)
    except jsonpath.UnknownError:
        return
    except jsonpath.FailsError:
        assert seen.nothing
        return
    assert shown.contains(found)
    assert seen.contains(found)


targets = st.lists(st.sampled_from((".a", ".b", "[0]", "[1]")), max_size=3)


@given(targets, shapes_with_value(), shapes_with_value())
@settings(max_examples=often(150, 10_000), deadline=None)
def test_what_result_path_makes_is_in_what_it_writes(
    chosen: list[str], raw: tuple[Shape, Any], result: tuple[Shape, Any]
) -> None:
    path, faults = path_of("$" + "".join(chosen)), list[Fault]()
    made = write(path, raw[0], result[0], faults)
    assert made.is_never == bool(faults)
    try:
        assert made.contains(jsonpath.write(path, raw[1], result[1]))
    except (jsonpath.FailsError, jsonpath.UnknownError):
        return
