"""The lines above states that say which data pass them."""

from __future__ import annotations

import json

from asllint import analyze
from asllint.ide.lenses import WIDTH, lenses

ORDER = """StartAt: Start
States:
  Start: {Type: Pass, Result: {id: 7}, Next: Wait}
  Wait: {Type: Wait, Seconds: 1, Next: Each}
  Each:
    Type: Map
    ItemSelector: {n.$: $.id}
    ItemsPath: $$.Execution.Input.list
    ItemProcessor:
      StartAt: One
      States:
        One: {Type: Pass, End: true}
    ResultPath: $.all
    Next: Work
  Work: {Type: Task, Resource: 'arn:aws:lambda:us-east-1:123456789012:function:f', Next: Stop}
  Stop: {Type: Succeed}
"""


def lines(text: str, path: str = "x.asl.yaml") -> list[tuple[str, str]]:
    return [(text[one.span.start : one.span.end], one.text) for one in lenses(analyze(text, path))]


def test_what_comes_in_and_what_goes_out() -> None:
    assert lines(ORDER) == [
        ("Start", "out {id: 7}"),
        ("Wait", "in and out {id: 7}"),
        ("Each", "in {id: 7} → out {id: 7, all: {n: 7}[]}"),
        ("One", "in and out {n: 7}"),
        ("Work", "in {id: 7, all: {n: 7}[]}"),
    ]


def test_it_is_short() -> None:
    long = {f"field{n}": "x" * 20 for n in range(9)}
    states = {
        "A": {"Type": "Pass", "Result": {"a": 1}, "Next": "B"},
        "B": {"Type": "Pass", "Result": long, "Next": "C"},
        "C": {"Type": "Pass", "Result": {"c": 1}, "ResultPath": "$.c", "Next": "D"},
        "D": {"Type": "Wait", "Seconds": 1, "End": True},
    }
    found = lines(json.dumps({"StartAt": "A", "States": states}), "x.asl.json")
    assert [name for name, _ in found] == ['"A"', '"B"', '"C"', '"D"']
    assert [text for _, text in found][1].startswith("in {a: 1} → out {field0: ")
    assert all(len(text) <= WIDTH for _, text in found)


def test_in_a_text_inside_of_a_template() -> None:
    inner = (
        '{"StartAt": "A", "States": {"A": {"Type": "Pass", "Result": {"a": 1}, "Next": "B"},'
        ' "B": {"Type": "Succeed"}}}'
    )
    text = (
        "Resources:\n  M:\n    Type: AWS::StepFunctions::StateMachine\n    Properties:\n"
        f"      DefinitionString: |\n        {inner}\n"
    )
    assert lines(text, "t.yaml") == [('"A"', "out {a: 1}"), ('"B"', "in and out {a: 1}")]


def test_where_nobody_knows_there_is_none() -> None:
    text = '{"StartAt": "A", "States": {"A": {"Type": "Wait", "Seconds": 1, "End": true}}}'
    assert lines(text, "x.asl.json") == []
