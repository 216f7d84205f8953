"""Choice rules whose values earlier ones take."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest

from asllint import analyze
from asllint.facts.implied import MISSING, NotOneValueError, ValueTest, implied

V = "$.v"


def text(value: str, operator: str = "Equals") -> dict[str, Any]:
    return {"Variable": V, "String" + operator: value}


def number(operator: str, value: float) -> dict[str, Any]:
    return {"Variable": V, "Numeric" + operator: value}


def state(*rules: dict[str, Any], language: str = "JSONPath") -> Any:
    choices = [{**rule, "Next": "Z"} for rule in rules]
    states = {"C": {"Type": "Choice", "Choices": choices, "Default": "Z"}, "Z": {"Type": "Succeed"}}
    machine = {"QueryLanguage": language, "StartAt": "C", "States": states}
    return analyze(json.dumps(machine), "x.asl.json").definitions[0].machine.by_name["C"]


def found(*rules: dict[str, Any], language: str = "JSONPath") -> list[tuple[int, list[int]]]:
    """Which rule can never fire, and which ones take its values."""
    told = implied(state(*rules, language=language))
    return [(choice.index, [taker.index for taker in takers]) for choice, takers in told]


@pytest.mark.parametrize(
    ("rules", "told"),
    [
        ([{"Not": text("completed")}, text("failed")], [(1, [0])]),
        ([{"Not": text("completed")}, text("completed")], []),
        ([number("LessThan", 100), number("LessThan", 50)], [(1, [0])]),
        ([number("LessThan", 50), number("LessThan", 100)], []),
        ([number("LessThan", 5), number("LessThanEquals", 5)], []),
        ([number("LessThanEquals", 5), number("LessThan", 5)], [(1, [0])]),
        ([number("LessThan", 5), number("GreaterThan", 5), number("Equals", 5)], []),
        ([number("LessThan", 5), number("GreaterThanEquals", 5), number("Equals", 7)], [(2, [1])]),
        ([number("LessThan", 5), number("GreaterThan", 4), number("GreaterThan", 0)],
            [(2, [0, 1])]),
        ([{"Or": [text("a"), text("b")]}, text("b")], [(1, [0])]),
        ([text("a"), {"Or": [text("a"), text("b")]}], []),
        ([text("a"), text("b"), {"Or": [text("a"), text("b")]}], [(2, [0, 1])]),
        ([{"And": [number("GreaterThan", 1), number("LessThan", 9)]}, number("Equals", 5)],
            [(1, [0])]),
        ([text("b", "LessThan"), text("a")], [(1, [0])]),
        ([text("a", "LessThan"), text("a", "LessThanEquals")], []),
        ([{"Variable": V, "IsString": True}, text("a")], [(1, [0])]),
        ([{"Variable": V, "IsNumeric": True}, text("a")], []),
        ([{"Variable": V, "IsPresent": True}, {"Variable": V, "IsNull": True}], [(1, [0])]),
        ([{"Variable": V, "IsPresent": False}, text("a")], []),
        ([text("a"), {"Variable": V, "IsPresent": False}], []),
        ([{"Not": {"Variable": V, "IsNull": True}}, {"Variable": V, "BooleanEquals": True}],
            [(1, [0])]),
    ],
)  # fmt: skip
def test_in_jsonpath(rules: list[dict[str, Any]], told: list[tuple[int, list[int]]]) -> None:
    assert found(*rules) == told


@pytest.mark.parametrize(
    ("rules", "told"),
    [
        (["$x < 100", "$x < 50"], [(1, [0])]),
        (["$x < 100", "$y < 50"], []),
        (["$x != 'a'", "$x = 'b'"], [(1, [0])]),
        (["$not($x = 'a')", "$x = 'b' and $x != 'c'"], [(1, [0])]),
        (["$states.input.a < 9 or $states.input.a > 20", "($states.input.a = 8)"], [(1, [0])]),
        (["$x < 100", "50 > $x"], []),  # only the usual way round
        (["$x.y[0] < 100", "$x.y[0] < 50"], []),
        (["$f($x)", "$x < 50"], []),
        (["$x = 5", "$x = '5'"], []),
    ],
)
def test_in_jsonata(rules: list[str], told: list[tuple[int, list[int]]]) -> None:
    conditions = [{"Condition": f"{{% {rule} %}}"} for rule in rules]
    assert found(*conditions, language="JSONata") == told


@pytest.mark.parametrize(
    "rule",
    [
        {"Variable": V, "StringMatches": "a*"},
        {"Variable": V, "StringEqualsPath": "$.w"},
        {"Variable": V, "TimestampLessThan": "2026-01-01T00:00:00Z"},
        {"Variable": V, "StringEquals": "${Status}"},
        {"Variable": V, "NumericEquals": "5"},
        {"Variable": V, "NumericLessThan": 10**16},
        {"And": [text("a"), {"Variable": "$.w", "StringEquals": "b"}]},
        {"Variable": V},
    ],
)
def test_what_is_not_one_value_against_constants_is_not_judged(rule: dict[str, Any]) -> None:
    (choice,) = state(rule).choices
    with pytest.raises(NotOneValueError):
        ValueTest(choice)


def test_without_a_value_a_comparison_fails() -> None:
    (choice,) = state(number("LessThan", 5)).choices
    assert ValueTest(choice).of(MISSING) is None
    assert ValueTest(choice).of("text") is False
    assert ValueTest(choice).of(True) is False
    assert ValueTest(choice).of(4) is True


def test_what_is_told_holds_for_every_value() -> None:
    draw = random.Random(7)
    orders = ("LessThan", "LessThanEquals", "GreaterThan", "GreaterThanEquals", "Equals")
    for _ in range(300):
        tests = [number(draw.choice(orders), draw.randrange(5)) for _ in range(4)]
        rules = [{"Not": test} if draw.random() < 0.3 else test for test in tests]
        rules[2] = {draw.choice(("And", "Or")): [rules[2], number("LessThan", 3)]}
        choices = [ValueTest(choice) for choice in state(*rules).choices]
        never = {index for index, _ in found(*rules)}
        for index, rule in enumerate(choices):
            values = [value for value in (*range(-3, 9), 0.5, 1.5, 2.5, 3.5, "a") if rule.of(value)]
            fires = any(not any(one.of(value) for one in choices[:index]) for value in values)
            assert (index in never) == (bool(values) and not fires)
