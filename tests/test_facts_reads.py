"""Which of the data that move through a state a string of JSONPath reads."""

from __future__ import annotations

import json

import pytest

from asllint import analyze
from asllint.facts.expressions import Expressions
from asllint.facts.reads import input_read, reads_input

TASK = {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "End": True}
READER = {"Resource": "arn:aws:states:::s3:getObject", "Parameters": {"Bucket": "b", "Key": "k"}}
MAP = {
    "Type": "Map",
    "ItemProcessor": {"StartAt": "B", "States": {"B": {"Type": "Succeed"}}},
    "End": True,
}


@pytest.mark.parametrize(
    ("state", "field", "read"),
    [
        (TASK | {"InputPath": "$.a"}, "InputPath", "$"),
        (TASK | {"Parameters": {"x.$": "$"}}, "Parameters", "$"),
        (TASK | {"InputPath": "$", "Parameters": {"x.$": "$"}}, "Parameters", "$"),
        (TASK | {"InputPath": "$.a", "Parameters": {"x.$": "$"}}, "Parameters", "$.a"),
        (TASK | {"InputPath": "$$.Execution", "Parameters": {"x.$": "$"}}, "Parameters",
         "$$.Execution"),
        (TASK | {"InputPath": None, "Parameters": {"x.$": "$"}}, "Parameters", ""),
        (TASK | {"InputPath": 7, "Parameters": {"x.$": "$"}}, "Parameters", None),
        (TASK | {"InputPath": ["$"], "Parameters": {"x.$": "$"}}, "Parameters", None),
        (TASK | {"InputPath": "${Path}", "Parameters": {"x.$": "$"}}, "Parameters", None),
        (TASK | {"TimeoutSecondsPath": "$.t"}, "TimeoutSecondsPath", "$"),
        (TASK | {"ResultSelector": {"x.$": "$"}}, "ResultSelector", None),
        (TASK | {"OutputPath": "$.a"}, "OutputPath", None),
        (MAP | {"ItemsPath": "$.list"}, "ItemsPath", "$"),
        (MAP | {"ItemsPath": "$.list", "InputPath": "$.a"}, "ItemsPath", "$.a"),
        (MAP | {"ItemsPath": "$.list", "ItemReader": READER}, "ItemsPath", None),
        (MAP | {"MaxConcurrencyPath": "$.m", "ItemReader": READER}, "MaxConcurrencyPath", "$"),
        (TASK | {"QueryLanguage": "JSONata", "Arguments": "{% $states.input %}"}, "Arguments",
         None),
    ],
)  # fmt: skip
def test_what_a_field_reads(state: dict[str, object], field: str, read: str | None) -> None:
    text = json.dumps({"StartAt": "A", "States": {"A": state}})
    analysis = analyze(text, "x.asl.json")
    (definition,) = analysis.definitions
    (site,) = [one for one in analysis.fact(Expressions, definition) if one.field.name == field]
    assert input_read(site.state, site.field) == read
    assert reads_input(site) is (read in ("$", ""))
