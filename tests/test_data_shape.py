"""Shapes: what is known of a value, and the laws of joining and widening."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from asllint.data.jsonata.values import collapsed, items_of
from asllint.data.shape import (
    ANYTHING,
    ARRAY_KIND,
    BOOLEAN,
    BOOLEAN_KIND,
    EMPTY,
    KINDS,
    LIST,
    MAX_DEPTH,
    MAX_FIELDS,
    MAX_ITEMS,
    MAX_LITERALS,
    MAX_NESTING,
    MAYBE,
    NEVER,
    NOTHING,
    NULL,
    NULL_KIND,
    NUMBER,
    NUMBER_KIND,
    OBJECT_KIND,
    OPEN,
    STRING_KIND,
    TEXT,
    Array,
    Object,
    Shape,
    UnknownValueError,
    array_of,
    join,
    list_of,
    numbers,
    object_of,
    of,
    texts,
    widen,
)
from tests.cost import assert_in_proportion, often
from tests.reference.shapes import shapes, shapes_with_value, values

MANY = settings(max_examples=often(60, 2000), deadline=None)


def names_from(first: int, count: int) -> list[str]:
    return [f"n{number:04}" for number in range(first, first + count)]


# --- what is joined, example by example -----------------------------------------------------------

STATUS = texts(("RUNNING", "SUCCEEDED"), "glue:getJobRun")
OTHER = texts(("RUNNING", "FAILED"), "batch:describeJobs")

JOINS: list[tuple[str, Shape, Shape, Shape]] = [
    ("two numbers", of(1), of(2), numbers((1, 2))),
    ("a number and a text", of(1), of("a"), Shape(numbers=frozenset({1}), texts=frozenset({"a"}))),
    ("true and one", of(True), of(1), Shape(booleans=frozenset({True}), numbers=frozenset({1}))),
    ("true and false", of(True), of(False), BOOLEAN),
    ("a literal and its kind", of("a"), TEXT, TEXT),
    ("null and an object", NULL, EMPTY, Shape(null=True, object=Object({}))),
    ("nothing", of(1), NOTHING, of(1).or_nothing),
    ("never", of(1), NEVER, of(1)),
    ("anything", of(1), ANYTHING, ANYTHING),
    ("anything, or nothing", NOTHING, ANYTHING, MAYBE),
    ("one field", of({"a": 1}), of({"a": 2}), object_of({"a": numbers((1, 2))})),
    (
        "two fields",
        of({"a": 1}),
        of({"b": 2}),
        object_of({"a": of(1).or_nothing, "b": of(2).or_nothing}),
    ),
    (
        "a field beside any others",
        of({"a": 1}),
        Shape(object=Object({"b": TEXT}, MAYBE)),
        Shape(object=Object({"b": TEXT.or_nothing}, MAYBE)),
    ),
    ("an object and any object", of({"a": 1}), OPEN, OPEN),
    (
        "an object and one of numbers only",
        of({"a": 1}),
        object_of({}, NUMBER),
        object_of({}, NUMBER),
    ),
    ("two lists", of([1]), of([2]), array_of([numbers((1, 2))])),
    ("a list and a longer one", of([1]), of([1, 2]), Shape(array=Array((of(1), of(2)), NEVER, 1))),
    ("a list and no items", of([1]), of([]), Shape(array=Array((of(1),), NEVER))),
    ("a list and any list", of([1]), LIST, LIST),
    ("a list and one like it", of([1, 2]), list_of(NUMBER, 1), list_of(NUMBER, 1)),
    ("lists of two lengths", list_of(TEXT, 1, 2), list_of(TEXT, 3, 4), list_of(TEXT, 1, 4)),
    ("lists without an end", list_of(TEXT, 1), list_of(TEXT, 3, 4), list_of(TEXT, 1)),
    ("an enumeration and null", STATUS, NULL, Shape(
        null=True, texts=STATUS.texts, answer="glue:getJobRun"
    )),
    ("an enumeration and a text of it", STATUS, of("RUNNING"), STATUS),
    (
        "an enumeration and a text that is not in it",
        STATUS,
        of("NEW"),
        texts(("NEW", "RUNNING", "SUCCEEDED")),
    ),
    ("an enumeration and any text", STATUS, TEXT, TEXT),
    ("two enumerations", STATUS, OTHER, texts(("FAILED", "RUNNING", "SUCCEEDED"))),
    (
        "one enumeration of two answers",
        STATUS,
        texts(("SUCCEEDED", "RUNNING"), "glue:batchGetJobRuns"),
        texts(("RUNNING", "SUCCEEDED"), "glue:batchGetJobRuns"),
    ),
    (
        "an answer and what the definition says",
        object_of({"Item": OPEN.or_nothing}, answer="dynamodb:getItem"),
        of({"a": 1}),
        object_of({"Item": OPEN.or_nothing, "a": of(1).or_nothing}, answer="dynamodb:getItem"),
    ),
    (
        "two answers",
        object_of({"Item": OPEN}, answer="dynamodb:getItem"),
        object_of({"Items": LIST}, answer="dynamodb:query"),
        object_of(
            {"Item": OPEN.or_nothing, "Items": LIST.or_nothing}, answer="dynamodb:getItem"
        ),
    ),
]  # fmt: skip


@pytest.mark.parametrize(
    ("one", "other", "both"), [pytest.param(*example[1:], id=example[0]) for example in JOINS]
)
def test_two_shapes_are_joined(one: Shape, other: Shape, both: Shape) -> None:
    assert join((one, other)) == both
    assert join((other, one)) == both


def test_of_no_shapes_there_is_never_a_value() -> None:
    assert join(()) == NEVER


WIDENINGS: list[tuple[str, Shape, Shape, Shape]] = [
    ("what stays", of({"a": [1]}), of({"a": [1]}), of({"a": [1]})),
    ("what is less", TEXT, of("a"), TEXT),
    ("numbers that grow", of(1), of(2), NUMBER),
    ("texts that grow", STATUS, of("NEW"), TEXT),
    ("a kind that is new", of(1), of("a"), Shape(numbers=frozenset({1}), texts=None)),
    ("an object that is new", NULL, of({"a": 1}), Shape(null=True, object=Object({"a": of(1)}))),
    ("a list that is new", NULL, of([1]), Shape(null=True, array=Array((of(1),), NEVER, 1))),
    ("nothing", of(1), NOTHING, of(1).or_nothing),
    ("a field that grows", of({"a": 1, "b": 1}), of({"a": 2, "b": 1}), object_of(
        {"a": NUMBER, "b": of(1)}
    )),
    ("other fields that grow", object_of({}, of(1)), object_of({}, of(2)), object_of({}, NUMBER)),
    ("a list that grows", of([1]), of([1, 1]), list_of(of(1), 1)),
    ("a list that shrinks", of([1, 1]), of([1]), list_of(of(1), 0, 2)),
    ("an item that grows", of([1, 2]), of([2, 2]), array_of([NUMBER, of(2)])),
    ("items that grow", list_of(of(1)), list_of(of(2)), list_of(NUMBER)),
    ("anything", of(1), ANYTHING, ANYTHING),
]  # fmt: skip


@pytest.mark.parametrize(
    ("before", "after", "both"),
    [pytest.param(*example[1:], id=example[0]) for example in WIDENINGS],
)
def test_a_shape_is_widened(before: Shape, after: Shape, both: Shape) -> None:
    assert widen(before, after) == both


# --- laws -----------------------------------------------------------------------------------------


@MANY
@given(values)
def test_a_value_is_known_wholly(value: Any) -> None:
    assert of(value).is_known
    assert repr(of(value).value) == repr(value) or of(value).value == value
    assert of(value).contains(value)
    assert not of(value).nothing


@MANY
@given(values, values)
def test_a_value_is_no_other(one: Any, other: Any) -> None:
    same = of(one) == of(other)
    assert of(one).contains(other) is same
    assert same is (repr(one) == repr(other) or _equal(one, other))


def _equal(one: Any, other: Any) -> bool:
    """Are two JSON values equal, booleans and numbers told apart?"""
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(_equal, one, other))
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(_equal(one[name], other[name]) for name in one)
    return isinstance(one, bool) == isinstance(other, bool) and bool(one == other)


@MANY
@given(shapes, shapes)
def test_joining_commutes(one: Shape, other: Shape) -> None:
    both = join((one, other))
    assert both == join((other, one))
    assert hash(both) == hash(join((other, one)))


@MANY
@given(shapes, shapes)
def test_joining_again_changes_nothing(one: Shape, other: Shape) -> None:
    both = join((one, other))
    assert join((both, one)) == both
    assert join((both, other)) == both
    assert join((both, both)) == both


@MANY
@given(shapes_with_value(), shapes)
def test_what_is_joined_or_widened_keeps_its_values(
    example: tuple[Shape, Any], other: Shape
) -> None:
    shape, value = example
    assert shape.contains(value)
    for both in (join((shape, other)), widen(shape, other), widen(other, shape)):
        assert both.contains(value)
        assert both.nothing == (shape.nothing or other.nothing)


@MANY
@given(shapes_with_value(), st.sets(st.sampled_from(KINDS)))
def test_kinds_divide_a_shape(example: tuple[Shape, Any], kinds: set[str]) -> None:
    shape, value = example
    only, without = shape.or_nothing.only(*kinds), shape.or_nothing.without(*kinds)
    assert only.contains(value) != without.contains(value)
    assert only.contains(value) == of(value).only(*kinds).has_value
    assert set(only.kinds) == set(shape.kinds) & kinds
    assert set(without.kinds) == set(shape.kinds) - kinds
    assert without.nothing
    assert not only.nothing
    assert join((only, without)) == shape.or_nothing


@MANY
@given(shapes, shapes)
def test_equal_shapes_have_equal_hashes(one: Shape, other: Shape) -> None:
    parts = join((NOTHING if one.nothing else NEVER, *(one.only(kind) for kind in KINDS)))
    assert parts == one
    assert hash(parts) == hash(one)
    assert one != other or hash(one) == hash(other)
    assert one.or_nothing.present == one.present
    assert one.has_value is bool(one.kinds)


@MANY
@given(shapes_with_value())
def test_a_value_in_a_shape_is_in_its_parts(example: tuple[Shape, Any]) -> None:
    shape, value = example
    if isinstance(value, list):
        array = shape.only(ARRAY_KIND).array
        assert array is not None
        assert array.length.contains(len(value))
        for index, item in enumerate(value):
            assert array.at(index).contains(item)
            assert array.element.contains(item)
    if isinstance(value, dict):
        fields = shape.only(OBJECT_KIND).object
        assert fields is not None
        assert fields.required <= value.keys()
        for name, item in value.items():
            assert fields.get(name).contains(item)
            assert Shape(object=fields.having(name, of(item))).contains(value)


@MANY
@given(shapes_with_value())
def test_a_value_goes_through_the_lists_of_jsonata(example: tuple[Shape, Any]) -> None:
    shape, value = example
    items = value if isinstance(value, list) else [value]
    listed = items_of(shape)
    assert Shape(array=listed).contains(items)
    back = collapsed(listed)
    if not items:
        assert back.nothing
    else:
        assert back.contains(items[0] if len(items) == 1 else items)
    assert Shape(array=items_of(shape.or_nothing)).contains([])


# --- bounds ---------------------------------------------------------------------------------------


def test_a_joined_shape_names_some_literals() -> None:
    most = numbers(range(MAX_LITERALS))
    assert join((most, of(0))) == most
    assert join((numbers(range(MAX_LITERALS - 1)), of(MAX_LITERALS - 1))) == most
    assert join((most, of(MAX_LITERALS))) == NUMBER
    assert join((texts(names_from(0, MAX_LITERALS)), of("a"))) == TEXT


def test_what_is_among_many_literals_already_does_not_make_them_more() -> None:
    many = texts(names_from(0, 500), "ec2:describeInstances")
    assert join((many, of("n0007"))) == many
    assert join((many, of("other"))) == TEXT


def test_a_joined_object_names_some_fields() -> None:
    one = of(dict.fromkeys(names_from(0, MAX_FIELDS), 1))
    joined = join((one, EMPTY)).object
    assert joined is not None
    assert joined.is_closed
    more = join((one, of({"z": "last", "zz": 2}))).object
    assert more is not None
    assert more.names == tuple(names_from(0, MAX_FIELDS))
    assert more.rest == join((of("last"), of(2), NOTHING))


def test_a_joined_array_tells_some_items_apart() -> None:
    long = [*range(MAX_ITEMS), "a", "b"]
    joined = join((of(long), of([*long[:-1], "c"]))).array
    assert joined is not None
    assert joined.items == tuple(of(number) for number in range(MAX_ITEMS))
    assert joined.rest == texts("abc")
    assert (joined.least, joined.most) == (len(long), len(long))


def deep(levels: int, core: Any, wrap: Callable[[Any], Any]) -> Any:
    for _ in range(levels):
        core = wrap(core)
    return core


@pytest.mark.parametrize("wrap", [lambda item: [item], lambda item: {"a": item}])
def test_a_joined_shape_is_not_deep(wrap: Callable[[Any], Any]) -> None:
    def both(levels: int) -> Shape:
        return join(of(deep(levels, wrap(core), wrap)) for core in (1, 2))

    assert both(MAX_DEPTH - 1).depth == MAX_DEPTH
    assert not both(MAX_DEPTH - 1).contains(deep(MAX_DEPTH - 1, wrap("a"), wrap))
    assert both(MAX_DEPTH).contains(deep(MAX_DEPTH, "a", wrap))
    assert not both(MAX_DEPTH).contains(deep(MAX_DEPTH - 1, "a", wrap))


def test_a_value_is_kept_whole_whatever_its_size() -> None:
    large = {
        "names": dict.fromkeys(names_from(0, 5 * MAX_FIELDS), 1),
        "items": list(range(5 * MAX_ITEMS)),
        "deep": deep(5 * MAX_DEPTH, 1, lambda item: [item]),
    }
    assert of(large).value == large
    assert join((of(large), of(large), NEVER)) == of(large)
    assert widen(of(large), of(large)) == of(large)
    beside = join((of({"a": large}), of({"b": 1}))).object
    assert beside is not None
    assert beside.get("a").present.value == large


@pytest.mark.parametrize("wrap", [lambda item: [item], lambda item: {"a": item}])
def test_a_value_is_known_to_a_depth(wrap: Callable[[Any], Any]) -> None:
    known = deep(MAX_NESTING, 1, wrap)
    assert of(known).value == known
    assert of(known).depth == MAX_NESTING
    deeper = of(wrap(known))
    assert deeper.depth == MAX_NESTING
    assert not deeper.is_known
    assert deeper.contains(wrap(known))


def test_what_is_made_deeper_and_deeper_is_anything_in_the_end() -> None:
    known = of(deep(MAX_NESTING - 1, 1, lambda item: [item]))
    assert array_of([known]).is_known
    assert array_of([array_of([known])]) == ANYTHING
    assert object_of({"a": object_of({"a": known})}) == ANYTHING


GROWING: dict[str, Callable[[Shape], Shape]] = {
    "a count": lambda shape: numbers(
        number + 1 for number in (shape.numbers if shape.numbers is not None else ())
    ),
    "a list": lambda shape: list_of(of(1), len(repr(shape)), len(repr(shape))),
    "a list in a list": lambda shape: array_of([shape]),
    "an object in an object": lambda shape: object_of({"a": shape, "b": of(1)}),
    "an object in a list": lambda shape: array_of([object_of({"a": shape}), shape]),
    "a text": lambda shape: texts(text + "a" for text in (shape.texts or ("",))),
}


@pytest.mark.parametrize("name", GROWING)
def test_widening_ends_soon(name: str) -> None:
    shape, turns = of(0), 0
    while (wider := widen(shape, GROWING[name](shape))) != shape:
        shape, turns = wider, turns + 1
        assert turns <= MAX_DEPTH + 5


@MANY
@given(st.lists(shapes, min_size=3, max_size=8))
def test_widening_in_turn_ends(drawn: list[Shape]) -> None:
    shape = drawn[0]
    for _ in range(4):  # each turn gives up at least a level
        for other in drawn:
            shape = widen(shape, other)
    for other in drawn:
        assert widen(shape, other) == shape


@pytest.mark.parametrize(
    "make",
    [
        lambda size, by: of({name: [by, name] for name in names_from(0, size)}),
        lambda size, by: of([{name: by} for name in names_from(0, size)]),
        lambda size, by: of([[by, number] for number in range(size)]),
        lambda size, by: texts(f"{by}{number}" for number in range(size)),
    ],
    ids=["fields", "objects", "lists", "texts"],
)
def test_joining_takes_time_in_proportion(make: Callable[[int, int], Shape]) -> None:
    def prepare(size: int) -> Callable[[], object]:
        one, other = make(size, 1), make(size, 2)

        def work() -> None:
            join((one, other))
            widen(one, other)

        return work

    assert_in_proportion(prepare, 150, measure=calls)


def calls(work: Callable[[], object]) -> float:
    """How many functions are called: a count that no other process disturbs."""
    count = 0

    def called(_frame: object, event: str, _argument: object) -> None:
        nonlocal count
        count += event == "call"

    before = sys.getprofile()
    sys.setprofile(called)
    try:
        work()
    finally:
        sys.setprofile(before)
    return count


# --- one by one -----------------------------------------------------------------------------------


def test_what_there_may_be() -> None:
    table = {
        "never": (NEVER, (True, False, False)),
        "nothing": (NOTHING, (False, True, False)),
        "anything": (ANYTHING, (False, False, True)),
        "maybe": (MAYBE, (False, False, True)),
        "a number": (of(0), (False, False, True)),
        "false": (of(False), (False, False, True)),
        "null": (NULL, (False, False, True)),
        "an empty text": (of(""), (False, False, True)),
        "an empty list": (of([]), (False, False, True)),
        "an empty object": (EMPTY, (False, False, True)),
        "no literals": (numbers(()), (True, False, False)),
    }
    for name, (shape, expected) in table.items():
        assert (shape.is_never, shape.is_nothing, shape.has_value) == expected, name


def test_its_kinds() -> None:
    assert NULL.kinds == (NULL_KIND,)
    assert BOOLEAN.kinds == (BOOLEAN_KIND,)
    assert join((EMPTY, of([]), of("a"), NUMBER)).kinds == (
        NUMBER_KIND, STRING_KIND, ARRAY_KIND, OBJECT_KIND,
    )  # fmt: skip
    assert ANYTHING.kinds == KINDS
    assert NOTHING.kinds == ()


def test_what_has_every_kind_is_anything() -> None:
    every = (NULL, BOOLEAN, NUMBER, TEXT, LIST, OPEN)
    assert join(every) == ANYTHING
    assert join((*every, NOTHING)) == MAYBE
    for missing in every:
        assert join(shape for shape in every if shape != missing) != ANYTHING
    for less in (of(True), of(1), of("a"), list_of(ANYTHING, 1), list_of(ANYTHING, 0, 9), EMPTY):
        others = [shape for shape in every if shape.kinds != less.kinds]
        assert not join((*others, less)).anything
    assert ANYTHING.only(*KINDS) == ANYTHING
    assert join((ANYTHING.only(NULL_KIND), ANYTHING.without(NULL_KIND))) == ANYTHING


@pytest.mark.parametrize(
    "shape",
    [
        ANYTHING,
        NEVER,
        NOTHING,
        of(1).or_nothing,
        numbers((1, 2)),
        TEXT,
        BOOLEAN,
        join((of(1), of("a"))),
        LIST,
        list_of(of(1), 0, 1),
        list_of(of(1), 2, 2),
        array_of([TEXT]),
        OPEN,
        object_of({"a": of(1).or_nothing}),
    ],
)
def test_a_shape_of_many_values_has_none(shape: Shape) -> None:
    assert not shape.is_known
    with pytest.raises(UnknownValueError):
        shape.value  # noqa: B018


def test_an_array_is_written_in_one_way() -> None:
    assert Array((TEXT, TEXT), TEXT) == Array((), TEXT)
    assert Array((TEXT,), NUMBER, 0, 1) == Array((TEXT,), NEVER, 0, None)
    assert Array((TEXT, NUMBER), NEVER, 0, 1) == Array((TEXT,), NEVER)
    assert Array((TEXT, NUMBER), TEXT) != Array((), TEXT)
    assert Array((), TEXT, 1) != Array((), TEXT)
    assert Array((), TEXT, 0, 1) != Array((), TEXT)


def test_the_length_of_an_array() -> None:
    assert Array((), TEXT, 2, 4).length == numbers((2, 3, 4))
    assert Array((), TEXT, 2, 1 + MAX_LITERALS).length == numbers(range(2, 2 + MAX_LITERALS))
    assert Array((), TEXT, 2, 2 + MAX_LITERALS).length == NUMBER
    assert Array((), TEXT, 2).length == NUMBER
    assert Array((), NEVER).length == of(0)


def test_the_item_of_an_array() -> None:
    array = Array((of(1), of(2)), TEXT)
    assert [array.at(index) for index in range(4)] == [of(1), of(2), TEXT, TEXT]
    assert array.element == join((of(1), of(2), TEXT))
    assert Array((of(1),), NEVER).at(1) == NEVER
    assert Array((), NEVER).element == NEVER


def test_the_fields_of_an_object() -> None:
    fields = Object({"a": of(1), "b": of(2).or_nothing, "c": NOTHING}, TEXT)
    assert fields.names == ("a", "b")
    assert fields.required == frozenset("a")
    assert fields.get("c") == NOTHING
    assert fields.get("d") == TEXT.or_nothing
    assert not fields.is_closed
    assert Object({"a": NOTHING}).is_closed
    assert Object({"a": NOTHING}) == Object({})
    assert Object({"a": of(1)}, answer="sqs:sendMessage") != Object({"a": of(1)})
    assert fields.having("a", NOTHING) == Object(
        {"a": NOTHING, "b": of(2).or_nothing, "c": NOTHING}, TEXT
    )


def test_what_never_comes_to_be_is_in_nothing() -> None:
    assert array_of([of(1), NEVER]) == NEVER
    assert object_of({"a": NEVER}) == NEVER
    assert list_of(NEVER) == of([])
    assert list_of(NEVER, 1) == NEVER
    assert list_of(NUMBER.or_nothing) == list_of(NUMBER)


def test_texts_that_are_no_literals_are_no_enumeration() -> None:
    assert Shape(texts=None, answer="glue:getJobRun").answer is None
    assert Shape(null=True, answer="glue:getJobRun").answer is None
    assert STATUS.only(STRING_KIND).answer == "glue:getJobRun"
    assert STATUS.or_nothing.answer == "glue:getJobRun"
    assert texts(("RUNNING", "SUCCEEDED")) != STATUS


def test_a_value_is_in_a_shape_or_not() -> None:
    assert not of(1).contains(True)
    assert not of(True).contains(1)
    assert of(1).contains(1.0)
    assert not TEXT.contains(None)
    assert not NULL.contains(False)
    assert list_of(TEXT, 1, 2).contains(["a"])
    assert not list_of(TEXT, 1, 2).contains([])
    assert not list_of(TEXT, 1, 2).contains(["a", "b", "c"])
    assert not object_of({"a": NUMBER}).contains({})
    assert not object_of({"a": NUMBER}).contains({"a": 1, "b": 1})


def test_how_a_shape_is_shown() -> None:
    assert repr(ANYTHING) == "ANYTHING"
    assert repr(MAYBE) == "ANYTHING.or_nothing"
    assert repr(TEXT) == "Shape(texts=None)"
    assert repr(of(1).or_nothing) == "Shape(numbers=frozenset({1}), nothing=True)"
    assert repr(of([])) == f"Shape(array=Array((), {NEVER!r}, 0, 0))"
    assert repr(EMPTY) == "Shape(object=Object({}, Shape(nothing=True), None))"


# --- lists and sequences of JSONata ---------------------------------------------------------------


def test_a_value_is_a_list_of_itself() -> None:
    assert items_of(of([1, 2])) == Array((of(1), of(2)), NEVER, 2)
    assert items_of(of(1)) == Array((of(1),), NEVER, 1)
    assert items_of(NOTHING) == Array((), NEVER)
    assert items_of(TEXT.or_nothing) == Array((TEXT,), NEVER, 0, 1)
    assert items_of(join((of(1), list_of(TEXT)))) == Array((join((of(1), TEXT)),), TEXT)
    assert items_of(ANYTHING) == LIST.array
    assert items_of(MAYBE) == LIST.array


def test_a_sequence_is_nothing_or_its_item_or_a_list() -> None:
    assert collapsed(Array((), NEVER)) == NOTHING
    assert collapsed(Array((TEXT,), NEVER, 1)) == TEXT
    assert collapsed(Array((TEXT,), NEVER)) == TEXT.or_nothing
    assert collapsed(Array((of(1), of(2)), NEVER, 2)) == of([1, 2])
    assert collapsed(Array((), TEXT, 0, 1)) == TEXT.or_nothing
    assert collapsed(Array((), TEXT)) == join((NOTHING, TEXT, list_of(TEXT, 2)))
    assert collapsed(Array((), TEXT, 1)) == join((TEXT, list_of(TEXT, 2)))
    assert collapsed(Array((), TEXT, 2)) == list_of(TEXT, 2)
    assert collapsed(Array((), TEXT, 3, 5)) == list_of(TEXT, 3, 5)
    assert collapsed(Array((LIST,), NEVER, 1)) == LIST


def test_a_large_sequence_is_kept_whole() -> None:
    large = list(range(5 * MAX_ITEMS))
    assert collapsed(items_of(of(large))).value == large
