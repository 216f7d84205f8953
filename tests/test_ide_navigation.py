"""Definitions, references and renames, shown by cursors: `‹|›` is where the editor asks."""

from __future__ import annotations

import pytest

from asllint.ide.navigation import (
    RenameError,
    definition,
    locations,
    prepare_rename,
    referred_file,
    rename,
)
from tests.cursor import CURSOR, at_cursor, marked

ORDER = """{
  "StartAt": "Päy 💳",
  "States": {
    "Päy 💳": {"Type": "Pass", "Next": "Choose"},
    "Choose": {
      "Type": "Choice",
      "Choices": [{"Variable": "$.ok", "BooleanEquals": true, "Next": "Päy 💳"}],
      "Default": "Fan out"
    },
    "Fan out": {
      "Type": "Parallel",
      "Branches": [{"StartAt": "Choose", "States": {"Choose": {"Type": "Succeed"}}}],
      "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "Choose"}],
      "End": true
    }
  }
}
"""

SUMS = """QueryLanguage: JSONata
StartAt: Count
States:
  Count:
    Type: Pass
    Assign:
      total: 1
      other: "{% $total + 1 %}"
    Next: Show
  Show:
    Type: Pass
    Output: "{% {'sum': $total, 'totals': $other} %}"
    End: true
"""

SAM = """Resources:
  Orders:
    Type: AWS::StepFunctions::StateMachine
    Properties:
      DefinitionString: !Sub |
        {"StartAt": "A 😀", "States": {
          "A 😀": {"Type": "Pass", "Next": "B"},
          "B": {"Type": "Task", "Resource": "${Function.Arn}", "Next": "A 😀"}}}
"""


def cursor(text: str, at: str, *, path: str = "x.asl.json", number: int = 0) -> str:
    """The text with a cursor before the so many-th occurrence of some characters."""
    offset = -1
    for _ in range(number + 1):
        offset = text.index(at, offset + 1)
    return text[:offset] + CURSOR + text[offset:]


def shown(marked_text: str, path: str = "x.asl.json") -> str:
    """All places of the name under the cursor."""
    analysis, offset = at_cursor(marked_text, path)
    return marked(analysis.file.text, [place.span for place in locations(analysis, offset)])


def test_every_place_of_a_state_in_its_machine() -> None:
    assert shown(cursor(ORDER, 'Päy 💳"}]')) == ORDER.replace("Päy 💳", "‹Päy 💳›")


def test_a_state_of_the_same_name_in_another_machine_is_another() -> None:
    outer = ORDER.replace('"Next": "Choose"', '"Next": "‹Choose›"')
    outer = outer.replace('    "Choose": {\n', '    "‹Choose›": {\n')
    assert shown(cursor(ORDER, 'Choose"}')) == outer
    inner = ORDER.replace('[{"StartAt": "Choose"', '[{"StartAt": "‹Choose›"')
    inner = inner.replace('{"Choose": {"Type"', '{"‹Choose›": {"Type"')
    assert shown(cursor(ORDER, 'Choose": {"Type"')) == inner


def test_a_cursor_on_a_quote_or_behind_the_name_finds_it_too() -> None:
    for at in ('"Fan out"\n', '"\n    },\n    "Fan'):
        analysis, offset = at_cursor(cursor(ORDER, at))
        (span,) = definition(analysis, offset)
        assert analysis.file.text[span.start - 1 : span.end + 2] == '"Fan out":'


def test_nothing_is_found_where_no_name_is() -> None:
    for at in ('"Type"', "true", "{", "$.ok", "States.ALL"):
        analysis, offset = at_cursor(cursor(ORDER, at))
        assert locations(analysis, offset) == []


def test_a_variable_is_found_in_its_expressions() -> None:
    found = SUMS.replace("$total", "$‹total›").replace("      total:", "      ‹total›:")
    assert shown(cursor(SUMS, "total + 1"), "x.asl.yaml") == found
    assert shown(cursor(SUMS, "total: 1"), "x.asl.yaml") == found


def test_in_a_template_the_places_are_those_of_the_template() -> None:
    assert shown(cursor(SAM, 'A 😀"}}}'), "template.yaml") == SAM.replace("A 😀", "‹A 😀›")


def renamed(marked_text: str, name: str, path: str = "x.asl.json") -> str:
    analysis, offset = at_cursor(marked_text, path)
    text = analysis.file.text
    for edit in sorted(rename(analysis, offset, name), key=lambda edit: -edit.span.start):
        text = text[: edit.span.start] + edit.replacement + text[edit.span.end :]
    return text


def test_a_state_is_renamed_with_all_its_transitions() -> None:
    assert renamed(cursor(ORDER, 'Päy 💳"}]'), 'Say "hi"') == ORDER.replace(
        "Päy 💳", 'Say \\"hi\\"'
    )


def test_a_variable_is_renamed_with_all_its_uses() -> None:
    after = SUMS.replace("$total,", "$sum,").replace("$total +", "$sum +")
    assert renamed(cursor(SUMS, "total,"), "sum", "x.asl.yaml") == after.replace(
        "total: 1", "sum: 1"
    )


def test_a_rename_in_a_template_is_written_as_its_notation_wants_it() -> None:
    text = '{"Resources": {"M": {"Type": "AWS::StepFunctions::StateMachine", "Properties": {'
    text += '"DefinitionString": "{\\"StartAt\\": \\"A\\", \\"States\\": {\\"A\\": {}}}"}}}}'
    after = text.replace('\\"A\\"', '\\"a \\\\\\"b\\\\\\"\\"')
    assert renamed(cursor(text, 'A\\", '), 'a "b"', "template.json") == after


@pytest.mark.parametrize(
    ("text", "at", "name", "reason"),
    [
        (ORDER, '"Type"', "x", "only the names of states and variables can be changed"),
        (ORDER, "Päy", "Choose", 'there is a state "Choose" already'),
        (ORDER, "Päy", "", "a state needs a name"),
        (ORDER, "Päy", "x" * 81, "a state name has at most 80 characters, and this has 81"),
        (ORDER.replace("Fan out\"\n", "Fn\"\n"), "Fn", "x", 'there is no state "Fn" here'),
        (SUMS, "total", "other", 'there is a variable "other" already'),
        (SUMS, "total", "states", '"states" is reserved'),
        (SUMS, "total", "a-b", '"a-b" is no variable name: it begins with a letter, and has '
         'letters, digits and "_" only, at most 80 of them'),
    ],
)  # fmt: skip
def test_a_rename_is_refused_with_the_reason(text: str, at: str, name: str, reason: str) -> None:
    path = "x.asl.yaml" if text is SUMS else "x.asl.json"
    analysis, offset = at_cursor(cursor(text, at), path)
    with pytest.raises(RenameError) as error:
        rename(analysis, offset, name)
    assert str(error.value) == reason


def test_what_a_rename_would_change_is_known_beforehand() -> None:
    analysis, offset = at_cursor(cursor(ORDER, 'Päy 💳"}]'))
    span, name = prepare_rename(analysis, offset)
    assert (analysis.file.text[span.start : span.end], name) == ("Päy 💳", "Päy 💳")


def test_a_text_without_definition_has_no_names() -> None:
    analysis, offset = at_cursor('{"a": "‹|›b"}', "x.json")
    assert locations(analysis, offset) == []
    assert referred_file(analysis, offset) == []
