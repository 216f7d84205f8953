"""What functions answer for shapes holds for every value in them, as others compute it."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any
from urllib.parse import quote

import jsonata  # type: ignore[import-untyped]
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonata.utils import Utils  # type: ignore[import-untyped]

from asllint.data.jsonata.call import Call
from asllint.data.jsonata.functions import TABLE
from asllint.data.jsonata.values import Function, Value
from asllint.data.shape import KINDS, NOTHING, NUMBER_KIND, Shape, join, of
from asllint.tables.jsonata_functions import FUNCTION
from asllint.tables.jsonata_functions import FUNCTIONS as signatures  # noqa: N811
from tests.cost import often
from tests.reference import jsonata_aws
from tests.reference.shapes import around, objects, scalars, values

ABSENT = object()
"""In place of a value: there is none."""

Example = st.SearchStrategy[tuple[Any, Value]]


def example(strategy: st.SearchStrategy[Any], *, absent: bool = True) -> Example:
    """A value and a shape that contains it; now and then none at all."""
    pairs = strategy.flatmap(
        lambda value: st.tuples(
            st.just(value),
            st.one_of(around(value), around(value).map(lambda shape: shape.or_nothing)),
        )
    )
    return st.one_of(pairs, pairs, pairs, st.just((ABSENT, NOTHING))) if absent else pairs


def ours(name: str, arguments: tuple[Value, ...]) -> Shape:
    """What the table answers for what the function takes of its arguments."""
    taken = list(arguments)
    for index, (value, parameter) in enumerate(
        zip(arguments, signatures[name].parameters, strict=False)
    ):
        kinds = set(parameter.types) - {FUNCTION}
        if isinstance(value, Shape) and not kinds >= set(KINDS) and name not in AWS:
            left = value.only(*kinds)
            taken[index] = left.or_nothing if value.nothing else left
    return TABLE[name](Call(name, tuple(taken), 0, 0, lambda reason: None))


def holds(found: Shape, value: Any) -> bool:
    return found.nothing if value is ABSENT else found.contains(value)


# --- the functions of JSONata, held against another implementation --------------------------------


def handed_over(value: Any) -> Any:
    """A value as the package has it."""
    if isinstance(value, list):
        return [handed_over(item) for item in value]
    if isinstance(value, dict):
        return {name: handed_over(item) for name, item in value.items()}
    return Utils.NULL_VALUE if value is None else value


def handed_back(value: Any) -> Any:
    """A value of the package as `json` has it."""
    if isinstance(value, list):
        return [handed_back(item) for item in value]
    if isinstance(value, dict):
        return {name: handed_back(item) for name, item in value.items()}
    return None if value is Utils.NULL_VALUE else value


@cache
def program_of(expression: str) -> Any:
    program = jsonata.Jsonata(expression)
    program.set_output_convert_nulls(False)
    return program


def theirs(expression: str, arguments: tuple[Any, ...]) -> Any:
    """What the package computes with `$a`, `$b` …; raises whatever it raises."""
    program = program_of(expression)
    frame = program.create_frame()
    for name, value in zip("abcd", arguments, strict=False):
        if value is not ABSENT:
            frame.bind(name, handed_over(value))
    found = program.evaluate(None, frame)
    return ABSENT if found is None else handed_back(found)


TEXTS = st.text("ab ,\n", max_size=5)
COUNTS = st.integers(-4, 6)
NUMBERS = st.one_of(COUNTS, st.integers(-40, 40).map(lambda number: number / 4))
NUMERALS = st.sampled_from(("1", "-2.5", "0", "1e3", "0.25", "abc"))
LISTS = st.lists(scalars, max_size=4)
OBJECTS = objects(scalars)
CODED = st.text("aé /", max_size=4).map(quote)

FUNCTIONS: dict[str, tuple[Example, ...]] = {
    "length": (example(TEXTS),),
    "substring": (example(TEXTS), example(COUNTS), example(COUNTS)),
    "substringBefore": (example(TEXTS), example(TEXTS, absent=False)),
    "substringAfter": (example(TEXTS), example(TEXTS, absent=False)),
    "uppercase": (example(TEXTS),),
    "lowercase": (example(TEXTS),),
    "trim": (example(TEXTS),),
    "pad": (example(TEXTS), example(COUNTS), example(TEXTS)),
    "contains": (example(TEXTS), example(TEXTS, absent=False)),
    "split": (example(TEXTS), example(TEXTS, absent=False), example(COUNTS)),
    "join": (example(st.lists(TEXTS, max_size=3)), example(TEXTS)),
    "replace": (
        example(TEXTS),
        example(TEXTS, absent=False),
        example(TEXTS, absent=False),
        example(COUNTS),
    ),
    "base64encode": (example(TEXTS),),
    "base64decode": (example(st.sampled_from(("aGk=", "", "YQ=="))),),
    "encodeUrl": (example(st.text("aé /%?", max_size=4)),),
    "encodeUrlComponent": (example(st.text("aé /%?", max_size=4)),),
    "decodeUrl": (example(st.text("aé ", max_size=4).map(quote)),),
    "decodeUrlComponent": (example(CODED),),
    "string": (example(values), example(st.booleans())),
    "number": (example(st.one_of(NUMBERS, NUMERALS, st.booleans())),),
    "abs": (example(NUMBERS),),
    "floor": (example(NUMBERS),),
    "ceil": (example(NUMBERS),),
    "round": (example(NUMBERS), example(st.integers(-2, 2))),
    "power": (example(NUMBERS), example(COUNTS, absent=False)),
    "sqrt": (example(NUMBERS),),
    "formatBase": (example(COUNTS), example(st.integers(0, 40))),
    "formatInteger": (example(st.integers(0, 2000)), example(st.sampled_from(("0", "000", "w")))),
    "formatNumber": (
        example(st.integers(0, 2_000_000)),  # the package rounds a half up
        example(st.sampled_from(("0", "0.00", "#,##0.00", "000.0", "0%")), absent=False),
    ),
    "parseInteger": (example(st.sampled_from(("1", "007"))), example(st.just("0"), absent=False)),
    "sum": (example(st.lists(NUMBERS, max_size=4)),),
    "max": (example(st.lists(NUMBERS, max_size=4)),),
    "min": (example(st.lists(NUMBERS, max_size=4)),),
    "average": (example(st.lists(NUMBERS, max_size=4)),),
    "boolean": (example(values),),
    "not": (example(values),),
    "exists": (example(values),),
    "type": (example(values),),
    "assert": (example(st.booleans()), example(TEXTS, absent=False)),
    # The package counts no null; of AWS it is reported that it does.
    "count": (example(values.filter(lambda value: value is not None)),),
    "append": (example(values), example(values)),
    "sort": (example(st.one_of(st.lists(NUMBERS), st.lists(TEXTS), st.lists(OBJECTS))),),
    "reverse": (example(LISTS),),
    # The package does not tell false and 0 apart.
    "distinct": (example(st.lists(st.one_of(COUNTS, TEXTS, OBJECTS), max_size=4)),),
    "zip": (example(LISTS), example(LISTS)),
    "keys": (example(st.one_of(OBJECTS, values)),),
    "lookup": (example(st.one_of(OBJECTS, values)), example(st.sampled_from("abc"), absent=False)),
    "spread": (example(st.one_of(OBJECTS, values)),),
    "merge": (example(st.lists(OBJECTS, max_size=3)),),
    "clone": (example(OBJECTS),),
    "fromMillis": (
        example(st.integers(0, 10**13)),
        example(st.sampled_from(("[Y0001]-[M01]-[D01]", "[H01]:[m01]:[s01].[f001]"))),
    ),
    "toMillis": (example(st.sampled_from(("2017", "2017-11-07", "2017-11-07T15:12:37.121Z"))),),
}


@settings(max_examples=often(8, 300), deadline=None)
@pytest.mark.parametrize("name", FUNCTIONS)
@given(data=st.data())
def test_a_shape_of_arguments_gives_all_that_their_values_give(
    name: str, data: st.DataObject
) -> None:
    drawn = [data.draw(one) for one in FUNCTIONS[name]]
    arguments = tuple(value for value, _ in drawn)
    names = ", ".join(f"${letter}" for letter in "abcd"[: len(drawn)])
    try:
        expected = theirs(f"${name}({names})", arguments)
    except Exception:
        return  # what fails is in no shape
    found = ours(name, tuple(shape for _, shape in drawn))
    assert holds(found, expected), (name, arguments, expected, found)
    exact = tuple(NOTHING if value is ABSENT else of(value) for value in arguments)
    assert holds(ours(name, exact), expected)


# --- functions that are handed a function ---------------------------------------------------------


def _is_number(arguments: Any) -> Shape:
    item: Shape = arguments[0]
    parts = [of(True)] if item.only(NUMBER_KIND).has_value else []
    parts += [of(False)] if item.without(NUMBER_KIND).has_value else []
    return join(parts)


LAMBDAS: tuple[tuple[str, Function], ...] = (
    ("function($v) { $v }", Function(lambda arguments: arguments[0], 1)),
    ("function($v, $i) { $i }", Function(lambda arguments: arguments[1], 2)),
    ("function($v, $i, $all) { $all }", Function(lambda arguments: arguments[2], 3)),
    ("function($v) { $nothing }", Function(lambda arguments: NOTHING, 1)),
    ('function($v) { $type($v) = "number" }', Function(_is_number, 1)),
)
FOLDS: tuple[tuple[str, Function], ...] = (
    ("function($one, $other) { $one }", Function(lambda arguments: arguments[0], 2)),
    ("function($one, $other) { $other }", Function(lambda arguments: arguments[1], 2)),
    ("function($one, $other, $i) { $i }", Function(lambda arguments: arguments[2], 3)),
)
APPLYING = {
    "map": ("$map($a, {})", LISTS, LAMBDAS),
    "filter": ("$filter($a, {})", LISTS, LAMBDAS),
    "single": ("$single($a, {})", LISTS, LAMBDAS),
    "each": ("$each($a, {})", OBJECTS, LAMBDAS),
    "sift": ("$sift($a, {})", OBJECTS, LAMBDAS),
    "reduce": ("$reduce($a, {})", LISTS, FOLDS),
}


@settings(max_examples=often(15, 500), deadline=None)
@pytest.mark.parametrize("name", APPLYING)
@given(data=st.data())
def test_functions_of_functions_give_all_that_their_values_give(
    name: str, data: st.DataObject
) -> None:
    expression, strategy, functions = APPLYING[name]
    written, function = data.draw(st.sampled_from(functions))
    value, shape = data.draw(example(strategy))
    try:
        expected = theirs(expression.format(written), (value,))
    except Exception:
        return
    found = ours(name, (shape, function))
    assert holds(found, expected), (written, value, expected, found)


# --- what Step Functions adds, held against plain Python ------------------------------------------

AWS: dict[str, tuple[Callable[..., Any], tuple[Example, ...]]] = {
    "partition": (jsonata_aws.partition, (example(LISTS, absent=False), example(NUMBERS))),
    "range": (jsonata_aws.numbers_from, (example(NUMBERS), example(NUMBERS), example(NUMBERS))),
    "hash": (
        jsonata_aws.digest,
        (
            example(TEXTS),
            example(st.sampled_from(("MD5", "SHA-1", "SHA-256", "SHA-384", "SHA-512", "md5"))),
        ),
    ),
    "parse": (jsonata_aws.parse, (example(st.sampled_from(("1", '{"a": [null]}', "", "x"))),)),
    "random": (jsonata_aws.first_random, (example(NUMBERS),)),
}


@settings(max_examples=often(15, 500), deadline=None)
@pytest.mark.parametrize("name", AWS)
@given(data=st.data())
def test_what_step_functions_adds_gives_all_that_values_give(
    name: str, data: st.DataObject
) -> None:
    compute, strategies = AWS[name]
    drawn = [data.draw(one) for one in strategies]
    if any(value is ABSENT for value, _ in drawn):
        return
    try:
        expected = compute(*(value for value, _ in drawn))
    except ValueError:
        expected = "fails"
        assert ours(name, tuple(of(value) for value, _ in drawn)).is_never
        return
    expected = ABSENT if expected is None else expected
    found = ours(name, tuple(shape for _, shape in drawn))
    assert holds(found, expected), (name, drawn, expected, found)


def test_every_function_is_held_against_something() -> None:
    never_the_same = {"now", "millis", "uuid", "shuffle"}
    others = {"error", "match"}  # it only fails; what a regular expression finds is not computed
    assert FUNCTIONS.keys() | APPLYING.keys() | AWS.keys() | never_the_same | others == TABLE.keys()
