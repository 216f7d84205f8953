"""Outlines, folds, growing selections, hints and coloured words."""

from __future__ import annotations

from asllint import analyze
from asllint.ide.hints import hints
from asllint.ide.outline import OutlineItem, flat, folds, matches, outline, selections
from asllint.ide.tokens import tokens
from tests.cursor import at_cursor

NESTED = """StartAt: Each
States:
  Each:
    Type: Map
    ItemProcessor:
      StartAt: One
      States:
        One: {Type: Pass, End: true}
    Next: Both
  Both:
    Type: Parallel
    Branches:
      - StartAt: Left
        States:
          Left: {Type: Succeed}
      - StartAt: Right
        States:
          Right: {Type: Succeed}
    Catch:
      - ErrorEquals: [States.ALL]
        Next: Sorry
    End: true
  Sorry: {Type: Fail}
"""

TWO = """Resources:
  First:
    Type: AWS::Serverless::StateMachine
    Properties:
      Definition:
        StartAt: A
        States:
          A: {Type: Succeed}
  Second:
    Type: AWS::StepFunctions::StateMachine
    Properties:
      DefinitionString: |
        {"StartAt": "B", "States": {"B": {"Type": "Succeed"}}}
"""


def tree(entries: list[OutlineItem], indent: str = "") -> str:
    return "".join(
        f"{indent}{entry.name} [{entry.detail}]\n{tree(entry.children, indent + '  ')}"
        for entry in entries
    )


def test_machines_states_and_the_machines_in_these() -> None:
    assert tree(outline(analyze(NESTED, "x.asl.yaml"))) == (
        "State machine [JSONPath]\n"
        "  Each [Map]\n"
        "    One [Pass]\n"
        "  Both [Parallel]\n"
        "    Branches[0] [JSONPath]\n"
        "      Left [Succeed]\n"
        "    Branches[1] [JSONPath]\n"
        "      Right [Succeed]\n"
        "  Sorry [Fail]\n"
    )


def test_a_template_names_its_machines() -> None:
    analysis = analyze(TWO, "template.yaml")
    assert tree(outline(analysis)) == (
        "First [JSONPath]\n  A [Succeed]\nSecond [JSONPath]\n  B [Succeed]\n"
    )
    names = [(TWO[e.name_span.start : e.name_span.end], c) for e, c in flat(outline(analysis))]
    assert names[1] == ("A", "First")
    assert names[3] == ('"B"', "Second")


def test_a_query_matches_letters_in_their_order() -> None:
    assert matches("fo", "Fan out")
    assert matches("", "Fan out")
    assert not matches("of", "Fan out")


def test_what_takes_several_lines_folds() -> None:
    found = [NESTED[: span.start].count("\n") + 1 for span in folds(analyze(NESTED, "x.asl.yaml"))]
    assert found == [1, 3, 4, 6, 11, 13, 13, 16, 20, 20]


def test_a_selection_grows_from_the_word_to_the_file() -> None:
    analysis, offset = at_cursor('{"StartAt": "A", "States": {"A": {"Next": "Sh‹|›ip"}}}\n')
    text = analysis.file.text
    assert [text[span.start : span.end] for span in selections(analysis, offset)] == [
        "Ship",
        '"Ship"',
        '"Next": "Ship"',
        '{"Next": "Ship"}',
        '"A": {"Next": "Ship"}',
        '{"A": {"Next": "Ship"}}',
        '"States": {"A": {"Next": "Ship"}}',
        '{"StartAt": "A", "States": {"A": {"Next": "Ship"}}}',
        text,
    ]


def test_a_hint_says_how_a_state_is_entered_when_it_is_not_obvious() -> None:
    found = [(NESTED[: one.offset].rpartition(" ")[2], one.text) for one in hints(
        analyze(NESTED, "x.asl.yaml"))]  # fmt: skip
    assert found == [
        ("Each", "← StartAt"),
        ("One", "← StartAt"),
        ("Left", "← StartAt"),
        ("Right", "← StartAt"),
        ("Sorry", "← Both (Catch)"),
    ]


def words(text: str, path: str = "x.asl.json") -> list[tuple[str, str]]:
    return [(text[t.span.start : t.span.end], t.type) for t in tokens(analyze(text, path))]


def test_the_words_of_expressions_are_told_apart() -> None:
    text = (
        '{"StartAt": "A", "States": {"A": {"Type": "Pass", "InputPath": "$.a[0].b",'
        ' "Parameters": {"b.$": "States.Format(\'{}\', $$.State.Name)", "c": "$.plain"},'
        ' "End": true}}}'
    )
    assert words(text) == [
        ("$", "variable"), ("a", "property"), ("0", "number"), ("b", "property"),
        ("States.Format", "function"), ("'{}'", "string"), ("$$", "variable"),
        ("State", "property"), ("Name", "property"),
    ]  # fmt: skip


def test_so_are_those_of_jsonata_inside_of_escapes_and_templates() -> None:
    text = (
        '{"Resources": {"M": {"Type": "AWS::StepFunctions::StateMachine", "Properties": '
        '{"DefinitionString": "{\\"QueryLanguage\\": \\"JSONata\\", \\"StartAt\\": \\"A\\", '
        '\\"States\\": {\\"A\\": {\\"Type\\": \\"Succeed\\", \\"Output\\": '
        '\\"{% $count($x) > 1 and a %}\\"}}}"}}}}'
    )
    assert words(text, "template.json") == [
        ("$count", "function"), ("$x", "variable"), (">", "operator"), ("1", "number"),
        ("and", "keyword"), ("a", "property"),
    ]  # fmt: skip
