"""Which computed values are surely nothing that an API takes, and which may be."""

from __future__ import annotations

import pytest

from asllint.data.shape import (
    ANYTHING,
    BOOLEAN,
    NEVER,
    NULL,
    NUMBER,
    TEXT,
    Array,
    Object,
    Shape,
    array_of,
    join,
    list_of,
    object_of,
    of,
    texts,
)
from asllint.facts.dataflow.arguments import MAX_DEPTH, unfit_in
from asllint.tables.services import optimised_service, sdk_service
from asllint.tables.services.tables import ApiType, Service

LOGS = ("cloudwatchlogs", "filterLogEvents")
DYNAMODB = ("dynamodb", "putItem")
GLUE = ("glue", "startJobRun")
METRICS = ("cloudwatch", "getMetricData")
LAMBDA = ("lambda", "invoke")


def wanted(call: tuple[str, str], name: str, service: Service | None = None) -> ApiType:
    found = service or sdk_service(call[0])
    assert found is not None
    action = found.action(call[1])
    assert action is not None
    assert action.input is not None
    member = action.input.member(name)
    assert member is not None
    return member.type


def place(shape: Shape, api: ApiType, *, optimised: bool = False) -> tuple[str | int, ...] | None:
    """Where the first thing is that is not taken, from the value on; None where all may be."""
    found = unfit_in(shape, api, optimised=optimised)
    return None if found is None else found.where


@pytest.mark.parametrize(
    ("call", "name", "shape"),
    [
        (LOGS, "LogGroupName", NUMBER),
        (LOGS, "LogGroupName", BOOLEAN),
        (LOGS, "LogGroupName", join((NUMBER, BOOLEAN))),
        (LOGS, "LogStreamNames", TEXT),
        (LOGS, "LogStreamNames", join((TEXT, of({})))),
        (LOGS, "Limit", texts(("a", "b"))),
        (LOGS, "Limit", of([])),
        (LOGS, "Limit", BOOLEAN),
        (LOGS, "Interleaved", of("yes")),
        (LOGS, "Interleaved", NUMBER),
        (METRICS, "StartTime", BOOLEAN),
        (METRICS, "StartTime", of({})),
        (METRICS, "LabelOptions", TEXT),
        (GLUE, "Arguments", TEXT),
        (GLUE, "Arguments", of([])),
        (DYNAMODB, "Item", TEXT),
    ],
)
def test_no_value_will_do(call: tuple[str, str], name: str, shape: Shape) -> None:
    assert place(shape, wanted(call, name)) == ()


@pytest.mark.parametrize(
    ("call", "name", "shape"),
    [
        (LOGS, "LogGroupName", TEXT),
        (LOGS, "LogGroupName", of({})),
        (LOGS, "LogGroupName", of([1])),
        (LOGS, "LogGroupName", NULL),
        (LOGS, "LogGroupName", join((NUMBER, TEXT))),
        (LOGS, "LogGroupName", NUMBER.or_nothing),
        (LOGS, "LogGroupName", ANYTHING),
        (LOGS, "LogGroupName", NEVER),
        (LOGS, "LogStreamNames", of([])),
        (LOGS, "LogStreamNames", join((TEXT, list_of(TEXT)))),
        (LOGS, "Limit", NUMBER),
        (LOGS, "Limit", TEXT),
        (LOGS, "Limit", of("1e3")),
        (LOGS, "Limit", texts(("a", "1"))),
        (LOGS, "Interleaved", BOOLEAN),
        (LOGS, "Interleaved", TEXT),
        (LOGS, "Interleaved", of("TRUE")),
        (METRICS, "StartTime", NUMBER),
        (METRICS, "StartTime", of("now")),
        (GLUE, "Arguments", of({"a": "1"})),
        (DYNAMODB, "Item", of({"a": "1"})),
    ],
)
def test_one_value_will_do(call: tuple[str, str], name: str, shape: Shape) -> None:
    assert place(shape, wanted(call, name)) is None


def test_what_takes_json_of_any_kind_takes_all() -> None:
    payload = wanted(LAMBDA, "Payload", optimised_service("lambda"))
    values: list[object] = [None, True, 1, "a", [], {}]
    for value in values:
        assert place(of(value), payload, optimised=True) is None


@pytest.mark.parametrize(
    ("shape", "where"),
    [
        (of(["a", 1]), (1,)),
        (array_of([join((TEXT, NUMBER))]), None),
        (list_of(NUMBER), None),
        (list_of(NUMBER, least=1), (0,)),
        (Shape(array=Array((TEXT,), NUMBER, 1)), None),
        (Shape(array=Array((TEXT,), NUMBER, 2)), (1,)),
        (Shape(array=Array((TEXT, NUMBER), TEXT, 1)), None),
        (join((NULL, of([1]))), None),
    ],
)
def test_an_item_counts_where_it_surely_is(shape: Shape, where: tuple[int, ...] | None) -> None:
    assert place(shape, wanted(LOGS, "LogStreamNames")) == where


@pytest.mark.parametrize(
    ("shape", "where"),
    [
        (of({"a": "1", "b": 1}), ("b",)),
        (object_of({"b": NUMBER.or_nothing}), None),
        (Shape(object=Object({}, NUMBER)), None),
    ],
)
def test_a_field_counts_where_it_surely_is(shape: Shape, where: tuple[str, ...] | None) -> None:
    assert place(shape, wanted(GLUE, "Arguments")) == where


def test_a_member_that_the_structure_does_not_have_counts_not() -> None:
    options = wanted(METRICS, "LabelOptions")
    assert place(of({"NoSuchMember": 1}), options) is None
    assert place(of({"NoSuchMember": 1, "Timezone": 1}), options) == ("Timezone",)


@pytest.mark.parametrize("optimised", [True, False])
def test_a_text_stands_for_a_value_of_dynamodb(*, optimised: bool) -> None:
    item = wanted(DYNAMODB, "Item", optimised_service("dynamodb") if optimised else None)
    assert place(of({"a": "1", "b": ["1"]}), item, optimised=optimised) is None
    assert place(of({"a": 1}), item, optimised=optimised) == ("a",)
    assert place(of({"a": {"S": True}}), item, optimised=optimised) == ("a", "S")


def test_a_text_stands_for_a_structure_of_an_optimised_integration_alone() -> None:
    options = wanted(METRICS, "LabelOptions")
    for shape in (TEXT, of([])):
        assert place(shape, options, optimised=True) is None
        assert place(shape, options) == ()
    assert place(NUMBER, options, optimised=True) == ()
    assert place(TEXT, wanted(GLUE, "Arguments"), optimised=True) == ()


def test_what_lies_too_deep_is_not_looked_at() -> None:
    def deep(levels: int) -> Shape:
        value: object = {"S": 1}
        for _ in range(levels):
            value = {"L": [value]}
        return of({"a": value})

    # The item, its field, two for each list, and the text itself.
    levels = (MAX_DEPTH - 3) // 2
    item = wanted(DYNAMODB, "Item")
    assert place(deep(levels), item) == ("a", *("L", 0) * levels, "S")
    assert place(deep(levels + 1), item) is None
