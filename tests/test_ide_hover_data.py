"""What hovers say of the data: at a state, in a path, in an expression, of a variable."""

from __future__ import annotations

import pytest

from asllint.ide.hover import hover
from asllint.ide.shapes import MAX_LINES
from tests.cursor import at_cursor

ORDER = """{
  "StartAt": "Start",
  "States": {
    "Start": {"Type": "Pass", "Result": {"id": 7, "tags": ["a", "b"]}, "Next": "Price"},
    "Price": {
      "Type": "Pass",
      "Parameters": {"amount": 12.5, "of.$": "$.id"},
      "ResultPath": "$.price",
      "Next": "Dear?"
    },
    "Dear?": {
      "Type": "Choice",
      "Choices": [{"Variable": "$.price.amount", "NumericGreaterThan": 10, "Next": "Ask"}],
      "Default": "Ship"
    },
    "Ask": {
      "Type": "Task",
      "Resource": "arn:aws:lambda:us-east-1:123456789012:function:ask",
      "Assign": {"answer.$": "$.answer", "asked": true},
      "ResultPath": "$.asked",
      "Catch": [{"ErrorEquals": ["States.ALL"], "ResultPath": "$.problem", "Next": "Ship"}],
      "Next": "Ship"
    },
    "Ship": {
      "Type": "Pass",
      "InputPath": "$.price",
      "Parameters": {
        "amount.$": "$.amount",
        "text.$": "States.Format('{} {}', $$.State.Name, $.of)",
        "known.$": "$asked"
      },
      "End": true
    }
  }
}
"""

WEATHER = """{
  "QueryLanguage": "JSONata",
  "StartAt": "Where",
  "States": {
    "Where": {
      "Type": "Pass",
      "Output": {"place": {"name": "Bern", "at": [46.9, 7.4]}, "days": [{"n": 1}, {"n": 2}]},
      "Next": "Read"
    },
    "Read": {
      "Type": "Task",
      "Resource": "arn:aws:states:::aws-sdk:s3:getObject",
      "Arguments": {"Bucket": "b", "Key": "{% $states.input.place.name %}"},
      "Assign": {
        "size": "{% $states.result.ContentLength %}",
        "place": "{% $states.input.place %}"
      },
      "Output": "{% $merge([$states.input, {'body': $states.result.Body}]) %}",
      "Next": "Tell"
    },
    "Tell": {
      "Type": "Succeed",
      "Output": "{% $place.name & $string($states.input.days.n) & $states.context.State.Name %}"
    }
  }
}
"""


def at(word: str, text: str = ORDER) -> tuple[str, str] | None:
    """What is said at the cursor in a word of a text, and about which characters."""
    source = text.replace(word.replace("‹|›", ""), word, 1)
    assert "‹|›" in source, word
    analysis, offset = at_cursor(source)
    found = hover(analysis, offset)
    if found is None:
        return None
    return analysis.file.text[found.span.start : found.span.end], found.markdown


def last(word: str, text: str = ORDER) -> str:
    """The last paragraph of what is said."""
    found = at(word, text)
    assert found is not None
    return found[1].split("\n\n")[-1]


def block(*lines: str) -> str:
    return "\n".join(["```text", *lines, "```"])


# --- states ---------------------------------------------------------------------------------------


def test_what_comes_in_and_what_goes_out() -> None:
    assert last('"Pri‹|›ce": {') == block(
        'in: {id: 7, tags: ["a", "b"]}',
        'out: {id: 7, tags: ["a", "b"], price: {amount: 12.5, of: 7}}',
    )
    assert last('"Next": "Pri‹|›ce"') == last('"Pri‹|›ce": {')


def test_what_nobody_knows_is_not_said() -> None:
    assert last('"Sta‹|›rt": {') == block('out: {id: 7, tags: ["a", "b"]}')
    lonely = '{"StartAt": "A", "States": {"A": {"Type": "Wait", "Seconds": 1, "End": true}}}'
    assert last('"‹|›A": {', lonely) == "- Entered from: `StartAt`\n- Leads to: the end"


def test_what_is_long_is_said_in_one_line() -> None:
    fields = ", ".join(f'"field{n}": {{"text": "{"x" * 30}"}}' for n in range(MAX_LINES))
    text = (
        '{"StartAt": "A", "States": {"A": {"Type": "Pass", "Result": {'
        + fields
        + '}, "Next": "B"}, "B": {"Type": "Succeed"}}}'
    )
    lines = last('"B‹|›": {', text).split("\n")
    assert len(lines) == 4
    assert lines[1].startswith("in: {field0: ")
    assert max(map(len, lines)) <= 100


# --- JSONPath -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("word", "span", "shape", "made"),
    [
        ('"$.i‹|›d"', "$.id", "7", "`Start`"),
        ('"$.pri‹|›ce.amount"', "$.price", "{amount: 12.5, of: 7}", "`Price`"),
        ('"$.price.amo‹|›unt"', "$.price.amount", "12.5", "`Price`"),
        ('"$.price‹|›.amount"', "$.price", "{amount: 12.5, of: 7}", "`Price`"),
    ],
)
def test_a_path(word: str, span: str, shape: str, made: str) -> None:
    assert at(word) == (span, f"{block(f'{span}: {shape}')}\n\nFrom {made}")


def test_the_whole_input() -> None:
    assert at('"$‹|›.id"') == ("$", block('$: {id: 7, tags: ["a", "b"]}'))


def test_behind_an_input_path_it_is_not_said_who_made_it() -> None:
    assert at('"$.amo‹|›unt"') == ("$.amount", block("$.amount: 12.5"))
    assert at("$.o‹|›f)") == ("$.of", block("$.of: 7"))
    assert at('"InputPath": "$.pr‹|›ice"') == (
        "$.price", f"{block('$.price: {amount: 12.5, of: 7}')}\n\nFrom `Price`",
    )  # fmt: skip


def test_a_result_path_reads_nothing_and_the_context_has_its_own_words() -> None:
    assert at('"ResultPath": "$.pr‹|›ice"') is None
    found = at("$$.State.Na‹|›me")
    assert found is not None
    assert "```" not in found[1]


def test_where_nobody_knows_nothing_is_said() -> None:
    assert at('"$.ans‹|›wer"') is None


def test_a_variable() -> None:
    assert last('"$ask‹|›ed"') == block("$asked: true | nothing")
    assert last('"ask‹|›ed": true') == block("$asked: true")
    assert "```" not in last('"ans‹|›wer.$"')


def test_a_name_does_not_leave_its_block() -> None:
    name = "asked\\n```\\n# big"
    said = last('"as‹|›ked', ORDER.replace('"asked": true', f'"{name}": true'))
    assert said == block("$asked ``` # big: true")


def test_what_it_could_look_like() -> None:
    text = """{"StartAt": "Get", "States": {
        "Get": {"Type": "Task", "Resource": "arn:aws:states:::aws-sdk:sts:getCallerIdentity",
                "ResultPath": "$.me", "Next": "Tell"},
        "Tell": {"Type": "Pass", "InputPath": "$.me", "End": true}}}"""
    assert at('"InputPath": "$.m‹|›e"', text) == (
        "$.me",
        f"{block('$.me: {UserId?: string, Account?: string, Arn?: string}')}\n\n"
        'For example `{"UserId": "text", "Account": "text", "Arn": "text"}`\n\n'
        "From the answer of `Get` (sts:getCallerIdentity)",
    )


# --- JSONata --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("word", "span", "shape", "made"),
    [
        ("$states.input.pl‹|›ace.name", "$states.input.place", None, "`Where`"),
        ("$states.input.place.na‹|›me", "$states.input.place.name", '"Bern"', "`Where`"),
        (
            "$states.result.Content‹|›Length",
            "$states.result.ContentLength",
            None,
            "the answer of s3:getObject",
        ),
        ("$states.input.days.‹|›n", "$states.input.days.n", "[1, 2]", "`Where`"),
        ("$place.na‹|›me", "$place.name", '"Bern"', None),
    ],
)
def test_a_part_of_an_expression(word: str, span: str, shape: str | None, made: str | None) -> None:
    found = at(word, WEATHER)
    assert found is not None
    assert found[0] == span
    paragraphs = found[1].split("\n\n")
    if shape is not None:
        assert paragraphs[0] == block(f"{span}: {shape}")
    assert paragraphs[1:] == ([] if made is None else [f"From {made}"])


@pytest.mark.parametrize(
    ("output", "made"),
    [
        ("{% $merge([$states.input, {'body': 1}]) %}", "`Where`"),
        ("{% $merge([$states.input, {'days': $states.input.days}]) %}", "`Read` (s3:getObject)"),
        ("{% {'days': $states.input.days} %}", "`Read` (s3:getObject)"),
    ],
)
def test_what_an_output_adds_to_the_input_keeps_its_makers(output: str, made: str) -> None:
    text = WEATHER.replace("{% $merge([$states.input, {'body': $states.result.Body}]) %}", output)
    assert last("$states.input.da‹|›ys.n", text) == f"From {made}"


def test_a_member_of_states_keeps_its_description() -> None:
    found = at('Key": "{% $states.in‹|›put.place', WEATHER)
    assert found is not None
    head, *_, said = found[1].split("\n\n")
    assert (found[0], head) == ("$states.input", "**$states.input**")
    assert said.startswith("```text\n$states.input: {place: ")


def test_names_that_an_expression_makes_itself_are_not_those_of_the_workflow() -> None:
    text = WEATHER.replace("$place.name &", "($place := {'name': 1}; $place.name) &")
    assert at("; $place.na‹|›me", text) == ("$place.name", block("$place.name: 1"))


def test_no_word_is_asked_outside_of_the_braces() -> None:
    assert at('Name %‹|›}"', WEATHER) is None
    assert at('"{‹|›% $place', WEATHER) is None
