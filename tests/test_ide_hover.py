"""What is said about the word under the cursor, and that there is something to say about each."""

from __future__ import annotations

from pathlib import Path

import pytest

from asllint import analyze
from asllint.ide.hover import (
    context_markdown,
    field_markdown,
    hover,
    intrinsic_markdown,
    jsonata_markdown,
    states_markdown,
    type_markdown,
)
from asllint.ide.markdown import code
from asllint.ide.where import in_quotes, word_around
from asllint.language.grammar import KINDS, STATES
from asllint.tables import context, descriptions, errors, intrinsics, jsonata_functions
from asllint.tables.descriptions import Description, error_description, field_description
from tests.cursor import at_cursor, marked

EXAMPLES = Path(__file__).parent / "examples"
GUIDE = "https://docs.aws.amazon.com/step-functions/latest/dg/"

ORDER = """{
  "StartAt": "Pay",
  "States": {
    "Pay": {
      "Type": "Task",
      "Comment": "Charges the *card*",
      "Resource": "arn:aws:states:::lambda:invoke",
      "Parameters": {"FunctionName": "pay", "Id.$": "States.Format('{}', $$.Execution.Id)"},
      "Assign": {"total.$": "$.total"},
      "TimeoutSeconds": 30,
      "Retry": [{"ErrorEquals": ["States.Timeout"], "JitterStrategy": "FULL"}],
      "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "Failed"}],
      "Next": "Large?"
    },
    "Large?": {
      "Type": "Choice",
      "Choices": [{"Variable": "$total", "NumericGreaterThan": 1000, "Next": "Failed"}],
      "Default": "Ship"
    },
    "Ship": {
      "Type": "Pass",
      "QueryLanguage": "JSONata",
      "Output": "{% $uppercase($states.context.Execution.Name & '$total' & $total) %}",
      "End": true
    },
    "Failed": {"Type": "Fail", "Error": "NotPaid"}
  }
}
"""

ORDER_YAML = """StartAt: Pay
States:
  Pay:
    Type: Task
    Resource: arn:aws:states:::lambda:invoke
    Retry:
      - ErrorEquals: [States.Timeout]
        MaxAttempts: 2
    Next: Ship
  Ship:
    Type: Pass
    QueryLanguage: JSONata
    Output: >-
      {% $states.input &
      $uuid() %}
    End: true
"""


def at(word: str, text: str = ORDER, path: str = "x.asl.json") -> tuple[str, str] | None:
    """What is said at the cursor in a word of a text, and about which characters."""
    source = text.replace(word.replace("‹|›", ""), word, 1)
    assert "‹|›" in source, word
    analysis, offset = at_cursor(source, path)
    found = hover(analysis, offset)
    if found is None:
        return None
    assert found.span.start <= offset <= found.span.end
    return analysis.file.text[found.span.start : found.span.end], found.markdown


def said(word: str, text: str = ORDER, path: str = "x.asl.json") -> str:
    found = at(word, text, path)
    assert found is not None
    return found[1]


# --- fields ---------------------------------------------------------------------------------------


def test_a_field() -> None:
    assert at('"Ne‹|›xt": "Large?"') == (
        '"Next"',
        "**Next** — field of a Task state\n\n"
        "state name · or `End`\n\n"
        "The state that comes next, by its exact name; one of the same `States` object.\n\n"
        f"[Developer guide]({GUIDE}statemachine-structure.html)",
    )


@pytest.mark.parametrize(
    ("word", "head", "takes"),
    [
        ('"Start‹|›At"', "**StartAt** — field of a state machine", "state name · required"),
        ('"Ty‹|›pe"', "**Type** — field of a Task state", None),
        ('"Re‹|›try"', "**Retry** — field of a Task state", "array of objects"),
        ('"Error‹|›Equals"', "**ErrorEquals** — field of a retrier", "array of strings · required"),
        ('"Jitter‹|›Strategy"', "**JitterStrategy** — field of a retrier", "`NONE` or `FULL`"),
        (
            '"Timeout‹|›Seconds"',
            "**TimeoutSeconds** — field of a Task state",
            "integer · 1 to 99,999,999 · not beside `TimeoutSecondsPath`",
        ),
        (
            '"Numeric‹|›GreaterThan"',
            "**NumericGreaterThan** — comparison in a choice rule",
            "number · JSONPath only · one of 39 operators",
        ),
        (
            '"Vari‹|›able"',
            "**Variable** — field of a choice rule",
            "reference path · JSONPath only · or `And`, `Or`, `Not`",
        ),
        (
            '"Out‹|›put"',
            "**Output** — field of a Pass state",
            "any value · or a JSONata expression · JSONata only",
        ),
    ],
)
def test_what_a_field_takes(word: str, head: str, takes: str | None) -> None:
    paragraphs = said(word).split("\n\n")
    assert paragraphs[0] == head
    if takes is not None:
        assert paragraphs[1] == takes


def test_a_field_means_what_it_means_in_its_object() -> None:
    assert "The state that deals with the error." in said('"Ne‹|›xt": "Failed"')
    choice = ORDER[ORDER.index('"Variable"') :]
    text = ORDER.replace(choice, choice.replace('"Next": "Failed"', '"Next": "Pay"', 1))
    assert "when the rule matches" in said('"Ne‹|›xt": "Pay"', text)


# --- states ---------------------------------------------------------------------------------------


def test_a_state_at_its_name_and_where_it_is_named() -> None:
    pay = (
        "**Pay** — Task state\n\n"
        "Charges the \\*card\\*\n\n"
        "- Entered from: `StartAt`\n"
        "- Leads to: `Large?` (Next), `Failed` (Catch[0].Next)\n"
        "- Calls: `arn:aws:states:::lambda:invoke`"
    )
    assert at('"P‹|›ay",') == ('"Pay"', pay)
    assert at('"P‹|›ay": {') == ('"Pay"', pay)
    assert said('"Fai‹|›led": {') == (
        "**Failed** — Fail state\n\n"
        "- Entered from: `Pay` (Catch[0].Next), `Large?` (Choices[0].Next)\n"
        "- Leads to: the end"
    )
    assert said('"Default": "Sh‹|›ip"') == (
        "**Ship** — Pass state\n\n"
        "- Entered from: `Large?` (Default)\n"
        "- Leads to: the end\n"
        "- Query language: JSONata\n\n"
        "```text\nout: string\n```"
    )


def test_states_with_machines_of_their_own() -> None:
    text = """{"StartAt": "Each", "States": {"Each": {"Type": "Map", "ItemProcessor": {
        "StartAt": "One", "States": {"One": {"Type": "Pass", "End": true}}}, "End": true}}}"""
    assert said('"Ea‹|›ch"', text).endswith(
        "- Leads to: the end\n- Runs: 1 state\n\n```text\nout: array\n```"
    )
    assert said('"StartAt": "O‹|›ne"', text).startswith("**One** — Pass state\n\n- Entered from")


def test_an_unknown_state() -> None:
    assert (
        at('"Default": "Nowh‹|›ere"', ORDER.replace('"Default": "Ship"', '"Default": "Nowhere"'))
        is None
    )


# --- values ---------------------------------------------------------------------------------------


def test_state_types() -> None:
    found = at('"Ta‹|›sk"')
    assert found is not None
    assert found[0] == '"Task"'
    assert found[1].startswith("**Task** — state type\n\nDoes one piece of work")


def test_error_names() -> None:
    assert at('"States.Tim‹|›eout"') == (
        '"States.Timeout"',
        "**States.Timeout** — error name\n\n"
        "The task ran longer than `TimeoutSeconds`, or gave no sign of life for "
        "`HeartbeatSeconds`.\n\n"
        f"[Developer guide]({GUIDE}concepts-error-handling.html)",
    )
    assert error_description("States.Http.StatusCode.404") is not None
    assert at('"Not‹|›Paid"') is None


def test_constants() -> None:
    assert said('"FU‹|›LL"') == (
        "**FULL** — value of `JitterStrategy`\n\nWait for a random time between 0 and the interval."
    )
    assert said('"JSON‹|›ata"').startswith("**JSONata** — value of `QueryLanguage`")


def test_nothing() -> None:
    for word in ("3‹|›0", "Charges‹|› the", "{‹|›\n", '"pa‹|›y"', "tru‹|›e"):
        assert at(word) is None


# --- expressions ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("word", "span", "head"),
    [
        ("States.For‹|›mat", "States.Format", "**States.Format** — intrinsic function"),
        ("Sta‹|›tes.Format", None, ""),
        ("$$.Execution.I‹|›d", "$$.Execution.Id", "**$$.Execution.Id** — string"),
        ("$$.Exec‹|›ution.Id", "$$.Execution", "**$$.Execution** — object"),
        ("$‹|›$.Execution", "$$", "**$$** — the context object"),
        ("$upper‹|›case", "$uppercase", "**$uppercase** — JSONata function"),
        ("$sta‹|›tes.context", "$states", "**$states** — reserved variable"),
        ("$states.con‹|›text", "$states.context", "**$states.context**"),
        (
            "$states.context.Execution.Na‹|›me",
            "$states.context.Execution.Name",
            "**$states.context.Execution.Name** — string",
        ),
        ("& $tot‹|›al", "$total", "**$total** — variable"),
        ("& '$tot‹|›al'", None, ""),
    ],
)
def test_words_of_expressions(word: str, span: str | None, head: str) -> None:
    found = at(word)
    if span is None:
        assert found is None
    else:
        assert found is not None
        assert (found[0], found[1].split("\n\n")[0]) == (span, head)


def test_a_function() -> None:
    assert said("States.For‹|›mat").split("\n\n")[1:3] == [
        "`States.Format(template, value, …)` → string",
        "A text in single quotes in which each `{}` becomes one of the values.",
    ]
    assert said("$upper‹|›case").split("\n\n")[1:3] == [
        "`$uppercase(str)` → string",
        "The text in upper case.",
    ]


def test_a_variable() -> None:
    variable = (
        "**$total** — variable\n\n"
        "Assigned in `Pay`. At `{}` it is assigned on every way.\n\n"
        f"[Developer guide]({GUIDE}workflow-variables.html)"
    )
    assert at('"$to‹|›tal"') == ("$total", variable.format("Large?"))
    assert at("& $to‹|›tal") == ("$total", variable.format("Ship"))
    assert said('"to‹|›tal.$"').split("\n\n")[1] == (
        "Assigned in `Pay`. At `Pay` it is not assigned yet."
    )


def test_words_and_quotes() -> None:
    assert word_around("a + $states.input.x", 8) == (4, 11)
    assert word_around("a + $states.input.x", 14) == (4, 17)
    assert word_around("a + $states.input.x", 2) == (2, 2)
    assert in_quotes("f('a', $x)", 3, jsonata=False)
    assert not in_quotes("f('a', $x)", 7, jsonata=False)
    assert in_quotes("f('it\\'s')", 8, jsonata=False)
    assert not in_quotes('f("a")', 3, jsonata=False)
    assert in_quotes('f("a")', 3, jsonata=True)


# --- in YAML and in templates ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("word", "span", "head"),
    [
        ("Start‹|›At", "StartAt", "**StartAt** — field of a state machine"),
        ("Max‹|›Attempts", "MaxAttempts", "**MaxAttempts** — field of a retrier"),
        ("[States.Ti‹|›meout]", "States.Timeout", "**States.Timeout** — error name"),
        ("Next: Sh‹|›ip", "Ship", "**Ship** — Pass state"),
        ("$states.inp‹|›ut", "$states.input", "**$states.input**"),
        ("$uu‹|›id()", "$uuid", "**$uuid** — JSONata function"),
    ],
)
def test_in_yaml(word: str, span: str, head: str) -> None:
    found = at(word, ORDER_YAML, "x.asl.yaml")
    assert found is not None
    assert (found[0], found[1].split("\n\n")[0]) == (span, head)


def test_in_a_block_of_a_template() -> None:
    body = "".join(f"        {line}\n" for line in ORDER.splitlines())
    text = (
        "Resources:\n  M:\n    Type: AWS::StepFunctions::StateMachine\n    Properties:\n"
        f"      DefinitionString: |\n{body}"
    )
    assert at("Jitter‹|›Strategy", text, "t.yaml") == (
        '"JitterStrategy"', said("Jitter‹|›Strategy"),
    )  # fmt: skip
    assert at("$$.Execution.I‹|›d", text, "t.yaml") == (
        "$$.Execution.Id", said("$$.Execution.I‹|›d"),
    )  # fmt: skip


def test_in_a_string_of_a_template() -> None:
    from json import dumps

    text = dumps(
        {
            "Resources": {
                "M": {
                    "Type": "AWS::StepFunctions::StateMachine",
                    "Properties": {"DefinitionString": ORDER},
                }
            }
        }
    )
    assert at("Jitter‹|›Strategy", text, "t.json") == (
        '\\"JitterStrategy\\"', said("Jitter‹|›Strategy"),
    )  # fmt: skip
    found = at("$states.con‹|›text", text, "t.json")
    assert found is not None
    assert found[0] == "$states.context"


def test_in_a_heredoc_of_terraform() -> None:
    text = f'resource "aws_sfn_state_machine" "m" {{\n  definition = <<EOF\n{ORDER}EOF\n}}\n'
    assert at("Jitter‹|›Strategy", text, "main.tf") == (
        '"JitterStrategy"', said("Jitter‹|›Strategy"),
    )  # fmt: skip


def test_in_an_object_of_terraform() -> None:
    text = """resource "aws_sfn_state_machine" "m" {
  definition = jsonencode({
    StartAt = "Pay"
    States  = { Pay = { Type = "Succeed" } }
  })
}
"""
    found = at("Start‹|›At", text, "main.tf")
    assert found is not None
    assert found[0] == "StartAt"
    assert said('"P‹|›ay"', text, "main.tf").startswith("**Pay** — Succeed state")


# --- there is something to say about everything ---------------------------------------------------


def test_every_field_has_a_description() -> None:
    for kind in KINDS.values():
        for field in kind.fields.values():
            what = field_description(kind.name, field.name)
            assert what is not None, f"{kind.name}.{field.name}"
            assert_good(what)
            assert field_markdown(kind, field, "JSONPath").endswith(f"]({what.link})")


def test_no_description_is_left_over() -> None:
    names = {field for kind in KINDS.values() for field in kind.fields}
    own = {f"{kind.name}.{field}" for kind in KINDS.values() for field in kind.fields}
    assert set(descriptions.FIELDS) <= names | own


def test_every_state_type_has_a_description() -> None:
    assert list(descriptions.STATE_TYPES) == list(STATES)
    for name, what in descriptions.STATE_TYPES.items():
        assert_good(what)
        assert type_markdown(name)


def test_every_member_has_a_description() -> None:
    assert descriptions.CONTEXT.keys() == context.MEMBERS.keys()
    assert descriptions.STATES_MEMBERS.keys() == {"input", "result", "errorOutput", "context"}
    for what in (*descriptions.CONTEXT.values(), *descriptions.STATES_MEMBERS.values()):
        assert_good(what)
    for name in context.MEMBERS:
        assert context_markdown(name, "$$")
        assert states_markdown(f"context.{name}")
    assert states_markdown("input.x") is None


def test_every_function_has_a_description() -> None:
    assert descriptions.INTRINSICS.keys() == intrinsics.FUNCTIONS.keys()
    for what in descriptions.INTRINSICS.values():
        assert_good(what)
    for intrinsic in intrinsics.FUNCTIONS.values():
        assert intrinsic.signature in intrinsic_markdown(intrinsic)
    for function in jsonata_functions.FUNCTIONS.values():
        assert function.summary
        assert function.summary in jsonata_markdown(function)


def test_every_error_that_a_rule_knows_has_a_description() -> None:
    known = {name for name in descriptions.ERRORS if name.startswith("States.")}
    assert known == set(errors.RESERVED)
    for what in descriptions.ERRORS.values():
        assert_good(what)


def test_every_value_that_is_described_is_one() -> None:
    fields = [field for kind in KINDS.values() for field in kind.fields.values()]
    for name in descriptions.VALUES:
        field, _, value = name.partition(".")
        assert any(one.name == field and value in (*one.values, *one.known) for one in fields)


def assert_good(what: Description) -> None:
    """A sentence or two in plain words, and a page to read on."""
    assert what.text[0].isupper() or what.text[0] == "`"
    assert what.text.endswith((".", "?"))
    assert len(what.text) < 250
    assert what.link.startswith(GUIDE)
    assert what.link.endswith(".html")


def test_code_in_markdown() -> None:
    assert code("a") == "`a`"
    assert code("a `b`") == "`` a `b` ``"
    assert code("a\nb") == "`a b`"


# --- anywhere -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path",
    sorted(path for path in EXAMPLES.rglob("*.*") if path.is_file()),
    ids=lambda path: path.name,
)
def test_at_every_offset_of_the_examples(path: Path) -> None:
    text = path.read_text(encoding="utf-8")[:4000]
    for end in (len(text), len(text) // 2, len(text) // 3):
        analysis = analyze(text[:end], path.name)
        for offset in range(end + 1):
            found = hover(analysis, offset)
            if found is not None:
                assert 0 <= found.span.start <= offset <= found.span.end <= end
                assert found.markdown


def test_spans_side_by_side() -> None:
    analysis = analyze(ORDER, "x.asl.json")
    line = ORDER.index('"JitterStrategy"')
    spans = {hover(analysis, line + 3), hover(analysis, line + 20)}
    shown = marked(ORDER, [one.span for one in spans if one is not None])
    assert '‹"JitterStrategy"›: ‹"FULL"›' in shown
