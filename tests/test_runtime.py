"""Definitions that AWS creates and that fail when they run: what of it can be told beforehand.

Each of the first kind was recorded to fail whatever the input; each of the second depends on it,
and nothing may be said. The definitions are our own, as small as they can be.
"""

from __future__ import annotations

import json

import pytest

from asllint import analyze, lint, load_rulebook

RULES = load_rulebook().select()
ITEMS = {"StartAt": "I", "States": {"I": {"Type": "Pass", "End": True}}}
FAR = {"ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"}, **ITEMS}


def one(kind: str, language: str = "JSONata", **fields: object) -> dict[str, object]:
    state = {"Type": kind, "QueryLanguage": language, **fields}
    state |= {} if kind in ("Fail", "Succeed", "Choice") else {"End": True}
    return {"StartAt": "X", "States": {"X": state}}


def reader(**config: object) -> dict[str, object]:
    return {
        "Resource": "arn:aws:states:::s3:getObject",
        "ReaderConfig": config,
        "Parameters": {"Bucket": "b", "Key": "k"},
    }


SURE = [
    (one("Map", Items="{% 'text' %}", ItemProcessor=ITEMS), "expression-type", "/States/X/Items"),
    (one("Map", Items="{% 5 %}", ItemProcessor=ITEMS), "expression-type", "/States/X/Items"),
    (one("Map", "JSONPath", ItemProcessor=FAR, ItemReader=reader(
        InputType="CSV", CSVHeaderLocation="GIVEN", CSVHeaders=["a", "b", "a"])),
     "duplicate-csv-header", "/States/X/ItemReader/ReaderConfig/CSVHeaders[2]"),
    (one("Pass", Output="{% $nowhere %}"), "undefined-variable", "/States/X/Output"),
    (one("Pass", Output={"a": ["{% $nowhere.b %}"]}), "undefined-variable",
     "/States/X/Output/a[0]"),
    (one("Fail", Error="{% $cause %}"), "undefined-variable", "/States/X/Error"),
    (one("Pass", Output="{% $randomSeeded(1) %}"), "unknown-jsonata-function", "/States/X/Output"),
    (one("Task", "JSONPath", Resource="arn:aws:states:::sqs:sendMessage.waitForTaskToken",
         TimeoutSeconds=5, Parameters={"QueueUrl": "u", "MessageBody.$": "$"}),
     "missing-task-token", "/States/X/Resource"),
    (one("Pass", Output="{% $eval('1+1') %}"), "unknown-jsonata-function", "/States/X/Output"),
    (one("Pass", Output="{% $uuid(1) %}"), "jsonata-arguments", "/States/X/Output"),
    (one("Pass", "JSONPath", Parameters={"a.$": "States.Format('{ {}', $.y)"}), "format-braces",
     "/States/X/Parameters/a.$"),
    (one("Pass", "JSONPath", Parameters={"a.$": "States.JsonMerge($.a, $.b, true)"}),
     "intrinsic-arguments", "/States/X/Parameters/a.$"),
]  # fmt: skip

DEPENDS = [
    one("Wait", Seconds="{% $states.input.seconds %}"),
    one("Wait", "JSONPath", SecondsPath="$.seconds"),
    one("Wait", "JSONPath", TimestampPath="$.until"),
    one("Map", Items="{% $states.input.items %}", ItemProcessor=ITEMS),
    one("Map", "JSONPath", ItemsPath="$.items", ItemProcessor=ITEMS),
    one("Map", "JSONPath", ToleratedFailureCountPath="$.n", ItemProcessor=FAR),
    one("Pass", "JSONPath", Parameters={"a.$": "$.missing", "b.$": "States.MathAdd($.n, 1)"}),
    one("Pass", Output="{% $states.input.missing %}"),
    one("Pass", Output="{% $number($states.input.text) %}"),
    one("Map", "JSONPath", ItemProcessor=FAR, ItemReader=reader(
        InputType="JSON", MaxItemsPath="$.max")),
]  # fmt: skip


def told(definition: dict[str, object]) -> list[tuple[str, str]]:
    found = lint(analyze(json.dumps(definition), "x.asl.json"), RULES)
    return [(one.rule, one.pointer) for one in found if one.severity.name != "info"]


@pytest.mark.parametrize(("definition", "rule", "pointer"), SURE)
def test_what_surely_fails_is_told(definition: dict[str, object], rule: str, pointer: str) -> None:
    assert told(definition) == [(rule, pointer)]


@pytest.mark.parametrize("definition", DEPENDS)
def test_what_depends_on_the_input_is_not(definition: dict[str, object]) -> None:
    assert told(definition) == []
