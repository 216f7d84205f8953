"""What the strings of a definition are read as."""

from __future__ import annotations

import json

import pytest

from asllint import analyze
from asllint.facts.expressions import Expressions, Site
from asllint.syntax.json import read_json


def expressions_of(parameters: object, *, jsonata: bool = False, **fields: object) -> Expressions:
    """The expressions of a Pass state with these parameters, or this output in JSONata."""
    language = {"QueryLanguage": "JSONata"} if jsonata else {}
    name = "Output" if jsonata else "Parameters"
    state = {"Type": "Pass", name: parameters, "End": True, **fields}
    text = json.dumps({**language, "StartAt": "A", "States": {"A": state}})
    analysis = analyze(text, "x.asl.json")
    (definition,) = analysis.definitions
    return analysis.fact(Expressions, definition)


def only(expressions: Expressions) -> Site:
    (site,) = expressions
    return site


@pytest.mark.parametrize(
    "text",
    [
        "$$",
        "$$.Execution.Id",
        "States.Format('{}', $$.Execution.Id)",
        "States.Array($.a, States.JsonToString($$))",
    ],
)
def test_a_path_into_the_context(text: str) -> None:
    expressions = expressions_of({"a.$": text})
    assert only(expressions).in_context
    assert expressions.in_context == list(expressions)


@pytest.mark.parametrize("text", ["$", "$.a", "$x", "States.Format('$$.a {}', $.a)", "$["])
def test_a_path_elsewhere(text: str) -> None:
    expressions = expressions_of({"a.$": text})
    assert not only(expressions).in_context
    assert expressions.in_context == []


def test_a_constant_is_in_no_context() -> None:
    assert [site.in_context for site in expressions_of({"a": "$$.Execution.Id"})] == [False]


@pytest.mark.parametrize(
    ("text", "in_context"),
    [
        ("{% $states.context.Execution.Id %}", True),
        ("{% $states.context %}", True),
        ("{% $states %}", True),
        ("{% $states.input.a & $states.context.State.Name %}", True),
        ("{% $states.input.context %}", False),
        ("{% $states.input %}", False),
        ("{% '$$' & 'context' %}", False),
        ("$states.context", False),
    ],
)
def test_jsonata_that_reads_the_context(text: str, in_context: bool) -> None:
    assert only(expressions_of({"a": text}, jsonata=True)).in_context is in_context


@pytest.mark.parametrize(
    ("array", "call"),
    [
        ('["$.a"]', "States.Array($.a)"),
        ('["$.a", "b"]', "States.Array($.a, 'b')"),
        ('["$.a", "it\'s", "a\\\\b"]', "States.Array($.a, 'it\\'s', 'a\\\\b')"),
        ('["States.UUID()", null, true, false, 0, -7]',
         "States.Array(States.UUID(), null, true, false, 0, -7)"),
        ('["$x", "$known"]', "States.Array('$x', $known)"),
        ('["$$.Execution.Id", ""]', "States.Array($$.Execution.Id, '')"),
        ('["$.a", 1.5]', None),
        ('["$.a", "{"]', None),
        ('["$.a", "}"]', None),
        ('["$.a", "two\\nlines"]', None),
        ('["$.a", ["b"]]', None),
        ('["$.a", {"b": 1}]', None),
        ('["$.a", [], "b"]', None),
        ('["a", 1]', None),
        ('["$x"]', None),
        ("[]", None),
        ('[["$.a"]]', None),
        ('{"a": "$.a"}', None),
        ('"$.a"', None),
    ],
)  # fmt: skip
def test_an_array_as_a_call(array: str, call: str | None) -> None:
    expressions = expressions_of({}, Assign={"known": 1})
    assert expressions.as_call(read_json(array)[0]) == call


def test_a_long_array_is_no_call() -> None:
    expressions = expressions_of({})
    hundred = ["$.a"] + ["b"] * 99
    call = expressions.as_call(read_json(json.dumps(hundred))[0])
    assert call == "States.Array($.a" + ", 'b'" * 99 + ")"
    assert expressions.as_call(read_json(json.dumps([*hundred, "b"]))[0]) is None


def test_a_long_call_is_cut_short_in_messages() -> None:
    expressions = expressions_of({})
    assert expressions.shown("x" * 60) == "x" * 60
    assert expressions.shown("x" * 61) == "States.Array(…)"
    assert expressions.shown(None) == "States.Array(…)"
