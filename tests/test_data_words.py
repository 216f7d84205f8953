"""Shapes in words: in one line of bounded width, and in full."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from asllint.data.shape import (
    ANYTHING,
    BOOLEAN,
    LIST,
    MAX_NESTING,
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
    numbers,
    object_of,
    of,
    texts,
)
from asllint.data.words import lines_of, words
from tests.cost import often
from tests.test_data_schema import SHAPES

ORDER = object_of(
    {"id": of(7), "items": list_of(object_of({"sku": TEXT})), "note": TEXT.or_nothing}
)


@pytest.mark.parametrize(
    ("shape", "text"),
    [
        (ANYTHING, "anything"),
        (MAYBE, "anything | nothing"),
        (NOTHING, "nothing"),
        (NEVER, "never"),
        (NULL, "null"),
        (BOOLEAN, "boolean"),
        (of(True), "true"),
        (NUMBER, "number"),
        (numbers([2.5, 1]), "1 | 2.5"),
        (TEXT, "string"),
        (texts(["B", "A"]), '"A" | "B"'),
        (
            join([TEXT, NUMBER, of(False), NULL, NOTHING]),
            "false | number | string | null | nothing",
        ),
        (LIST, "array"),
        (OPEN, "object"),
        (of([]), "[]"),
        (of({}), "{}"),
        (of([1, "A"]), '[1, "A"]'),
        (list_of(TEXT), "string[]"),
        (list_of(TEXT, 1), "string[1..]"),
        (list_of(TEXT, 0, 9), "string[..9]"),
        (list_of(TEXT, 2, 9), "string[2..9]"),
        (list_of(TEXT, 3, 3), "string[3]"),
        (list_of(join([TEXT, NUMBER])), "(number | string)[]"),
        (join([of([1]), of([1, 2])]), "[1, 2?]"),
        (Shape(array=Array((of(1),), TEXT, 1)), "[1, ...string[]]"),
        (Shape(array=Array((of(1),), join([TEXT, NULL]), 2, 9)), "[1, ...(string | null)[1..8]]"),
        (ORDER, "{id: 7, items: {sku: string}[], note?: string}"),
        (object_of({"a": MAYBE}), "{a?: anything}"),
        (object_of({"a": NOTHING}, MAYBE), "{a: nothing, *: anything}"),
        (object_of({}, TEXT), "{*: string}"),
        (of({"a b": 1, "*": 2, "": 3}), '{"a b": 1, "*": 2, "": 3}'),
    ],
)
def test_one_line(shape: Shape, text: str) -> None:
    assert words(shape) == text
    assert list(lines_of(shape)) == [text]


@pytest.mark.parametrize(
    ("width", "text"),
    [
        (46, "{id: 7, items: {sku: string}[], note?: string}"),
        (45, "{id: 7, items: {…}[], note?: string}"),
        (36, "{id: 7, items: {…}[], note?: string}"),
        (35, "{id: 7, items: […], note?: string}"),
        (34, "{id: 7, items: […], note?: string}"),
        (33, "{id: 7, items: […], …}"),
        (22, "{id: 7, items: […], …}"),
        (21, "{id: 7, …}"),
        (10, "{id: 7, …}"),
        (9, "{…}"),
    ],
)
def test_what_there_is_no_room_for(width: int, text: str) -> None:
    assert words(ORDER, width) == text


def test_a_union_for_which_there_is_no_room() -> None:
    shape = join([TEXT, of({"a": {"b": 1}, "c": [1, 2, 3, 4, 5]}), NULL])
    assert words(shape, 47) == "string | {a: {b: 1}, c: [1, 2, 3, 4, 5]} | null"
    assert words(shape, 46) == "string | {a: {…}, c: […]} | null"
    assert words(shape, 32) == "string | {a: {…}, c: […]} | null"
    assert words(shape, 31) == "string | {a: {…}, c: […]} | nu…"
    assert words(shape, 12) == "string | {a…"


def test_a_line_has_a_hundred_characters() -> None:
    long = object_of({"a" * 30: of("x" * 40), "b": of("y" * 8), "c": NULL})
    assert len(words(long)) == 100
    assert list(lines_of(long)) == [words(long)]
    longer = object_of({"a" * 30: of("x" * 40), "b": of("y" * 9), "c": NULL})
    assert words(longer) == f'{{{"a" * 30}: "{"x" * 40}", b: "{"y" * 9}", …}}'
    assert len(list(lines_of(longer))) == 5


def test_a_long_text_is_cut_inside_of_its_quotes() -> None:
    assert words(of("x" * 40)) == f'"{"x" * 40}"'
    assert words(of("x" * 41)) == f'"{"x" * 39}…"'
    assert words(of({"y" * 40: 1})) == f"{{{'y' * 40}: 1}}"
    assert words(of({"y" * 41: 1})) == f'{{"{"y" * 39}…": 1}}'
    assert words(texts(["a" * 30, "b" * 30]), 20) == '"' + "a" * 18 + "…"


def test_what_lies_deep_is_left_out() -> None:
    assert words(of({"a": {"b": {"c": {"d": {"e": {"f": {"g": 1}}}}}}})) == (
        "{a: {b: {c: {d: {e: {f: {…}}}}}}}"
    )
    assert words(of([[[[[[[1]]]]]]])) == "[[[[[[[…]]]]]]]"
    lists = objects = TEXT
    for _ in range(8):
        lists, objects = list_of(lists), object_of({}, objects)
    assert words(lists) == "[…][][][][][][]"
    assert words(objects) == "{*: {*: {*: {*: {*: {*: {…}}}}}}}"
    assert words(of([[[[[[{}]]]]]])) == "[[[[[[{}]]]]]]"
    assert words(of([[[[[[[]]]]]]])) == "[[[[[[[]]]]]]]"


def test_nothing_can_move_the_cursor_or_hide() -> None:
    assert words(of({"\x1b[1m": "a\nb\u202e\x9b"})) == (
        '{"\\u001b[1m": "a\\nb\N{REPLACEMENT CHARACTER}\N{REPLACEMENT CHARACTER}"}'
    )


def test_in_full_nothing_is_left_out() -> None:
    shape = object_of(
        {
            "order": of({"items": [{"sku": "abc" * 9, "n": 1}, {"sku": "abc" * 9, "n": 2}]}),
            "note": of("z" * 90).or_nothing,
            "a b": of([["y" * 60, "y" * 60]]),
        },
        MAYBE,
    )
    assert list(lines_of(shape, 2, "comes in: ")) == [
        "  comes in: {",
        "    order: {",
        "      items: [",
        f'        {{sku: "{"abc" * 9}", n: 1}},',
        f'        {{sku: "{"abc" * 9}", n: 2}},',
        "      ],",
        "    },",
        f'    note?: "{"z" * 90}",',
        '    "a b": [',
        "      [",
        f'        "{"y" * 60}",',
        f'        "{"y" * 60}",',
        "      ],",
        "    ],",
        "    *: anything,",
        "  }",
    ]


def test_unions_and_lists_in_full() -> None:
    long = of({"a": "x" * 60, "b": "y" * 60})
    head = ["{", f'  a: "{"x" * 60}",', f'  b: "{"y" * 60}",']
    assert list(lines_of(join([TEXT, long, NULL]))) == [
        "string", f"| {head[0]}", *head[1:], "}", "| null",
    ]  # fmt: skip
    assert list(lines_of(list_of(long, 1))) == [*head, "}[1..]"]
    assert list(lines_of(list_of(join([long, TEXT])))) == [
        "(string", f"| {head[0]}", *head[1:], "})[]",
    ]  # fmt: skip
    assert list(lines_of(Shape(array=Array((of(1), of(2)), long, 1)))) == [
        "[", "  1,", "  2?,", "  ...{", f'    a: "{"x" * 60}",', f'    b: "{"y" * 60}",', "  }[],",
        "]",
    ]  # fmt: skip


def test_however_deep_it_goes() -> None:
    shape = of(1)
    for _ in range(MAX_NESTING):
        shape = array_of([shape])
    assert words(shape) == "[[[[[[[…]]]]]]]"
    lines = list(lines_of(shape))
    assert [line.strip() for line in lines] == [*"[" * 200, "1,", *["],"] * 199, "]"]
    assert [line.index("[") for line in lines[:200]] == [*range(0, 400, 2)]


@settings(max_examples=often(150, 1500), deadline=None)
@given(shape=SHAPES, width=st.integers(8, 120))
def test_a_line_has_room_in_its_width(shape: Shape, width: int) -> None:
    line = words(shape, width)
    assert 0 < len(line) <= width
    assert "\n" not in line
