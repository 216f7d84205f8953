"""What is offered of the data at a place: fields, values, names; in whole and half texts."""

from __future__ import annotations

from textwrap import indent

import pytest

from asllint import analyze
from asllint.ide.completion import complete
from asllint.ide.completion.items import Completion
from tests.cursor import at_cursor

ORDER = """{
  "StartAt": "Start",
  "States": {
    "Start": {"Type": "Pass", "Result": {
      "id": 7, "my-key": 1, "odd key": 2, "it's": 3, "lines": [{"sku": "x", "n": 1}],
      "deep": {"a": {"b": 1}}}, "Next": "Price"},
    "Price": {"Type": "Pass", "Parameters": {"amount": 12.5}, "ResultPath": "$.price", "Next": "X"},
    "X": <here>,
    "End": {"Type": "Succeed"}
  }
}
"""
FIELDS = ["id", "my-key", "odd key", "lines", "deep", "price"]

WEATHER = """{
  "QueryLanguage": "JSONata",
  "StartAt": "Start",
  "States": {
    "Start": {"Type": "Pass", "Output": {
        "id": 7, "in": 1, "odd`": 1, "odd key": 2, "days": [{"sun": 1, "sky": "blue"}],
        "deep": {"a": {"b": 1}}}, "Assign": {"v": {"x": 1, "l": [{"p": 1}]}}, "Next": "X"},
    "X": <here>,
    "End": {"Type": "Succeed"}
  }
}
"""
GET = '"Type": "Task", "Resource": "arn:aws:states:::dynamodb:getItem"'
ANSWER = ["Item", "ConsumedCapacity", "SdkHttpMetadata", "SdkResponseMetadata"]
INNER = '"StartAt": "I", "States": {"I": {"Type": "Pass", <inner> "End": true}}'
ITEMS = ["sku", "n"]


def offered(state: str, text: str = ORDER, path: str = "x.asl.json") -> list[Completion]:
    """What is offered at the cursor in a state."""
    analysis, offset = at_cursor(text.replace("<here>", state), path)
    return complete(analysis, offset)


def members(state: str, text: str = ORDER, path: str = "x.asl.json") -> list[str]:
    """The fields of data among it."""
    return [one.label for one in offered(state, text, path) if one.kind == "member"]


def values(state: str, text: str = ORDER, path: str = "x.asl.json") -> list[str]:
    """The values among it."""
    return [one.label for one in offered(state, text, path) if one.kind == "value"]


def accepted(state: str, label: str, text: str = ORDER, path: str = "x.asl.json") -> str:
    """The line of the cursor, once something was chosen."""
    (one,) = [one for one in offered(state, text, path) if one.label == label]
    source = text.replace("<here>", state).replace("‹|›", "")
    changed = source[: one.span.start] + one.insert + source[one.span.end :]
    return next(
        line for line in changed.splitlines()[source[: one.span.start].count("\n") :]
    ).strip()


# --- JSONPath -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("$.‹|›", FIELDS),
        ("$.pr‹|›ice", FIELDS),
        ("$.deep.‹|›", ["a"]),
        ("$.deep.a.‹|›", ["b"]),
        ("$.price.‹|›", ["amount"]),
        ("$.id.‹|›", []),
        ("$.nothing.‹|›", []),
        ("$.lines.‹|›", []),
        ("$.lines[0].‹|›", ITEMS),
        ("$.lines[*].‹|›", ITEMS),
        ("$.lines[0:1].‹|›", ITEMS),
        ("$.lines[-1]['‹|›']", ITEMS),
        ("$.lines[?(@.n == 1)].‹|›", ITEMS),
        ("$.lines[?(@.‹|› == 1)]", ITEMS),
        ("$.lines[?(@.n == 1 && @.‹|›", ITEMS),
        ("$.lines[?(@.sku == 'a].' && @.‹|›", ITEMS),
        ("$.lines[‹|›", []),
        ("$.lines[0‹|›]", []),
        ("$['deep'].‹|›", ["a"]),
        ("$['deep']['‹|›", ["a"]),
        ("$['‹|›']", FIELDS),
        ('$[\\"‹|›', [*FIELDS[:3], "it's", *FIELDS[3:]]),
        ("$..‹|›", []),
        ("$ .‹|›", []),
        ("$$.Execution.Input.‹|›", []),
        ("$nobody.‹|›", []),
        ("States.Format('{}', $.‹|›)", FIELDS),
        ("States.Format('{}', $.‹|›", FIELDS),
        ("States.Format('$.‹|›', $.id)", []),
        ("States.Format('it\\\\'s {}', $.deep.‹|›", ["a"]),
        ("States.Array(States.Format('{}', $.id), $.lines[0].‹|›))", ITEMS),
    ],
)
def test_below_a_path(path: str, found: list[str]) -> None:
    state = f'{{"Type": "Pass", "Parameters": {{"a.$": "{path}"}}, "Next": "End"}}'
    assert members(state) == found


@pytest.mark.parametrize(
    ("state", "found"),
    [
        ('{"Type": "Pass", "InputPath": "$.‹|›", "Next": "End"}', FIELDS),
        ('{"Type": "Pass", "InputPath": "$.‹|›, "Next": "End"}', FIELDS),
        ('{"Type": "Pass", "InputPath": "$.‹|›', FIELDS),
        ('{"Type": "Pass", "OutputPath": "$.‹|›", "Next": "End"}', FIELDS),
        ('{"Type": "Pass", "Result": 1, "ResultPath": "$.‹|›", "Next": "End"}', FIELDS),
        ('{"Type": "Pass", "Result": 1, "ResultPath": "$.deep.‹|›", "Next": "End"}', ["a"]),
        ('{"Type": "Pass", "Assign": {"a.$": "$.‹|›"}, "Next": "End"}', FIELDS),
        ('{"Type": "Pass", "InputPath": "$.deep", "Parameters": {"a.$": "$.‹|›"}}', ["a"]),
        ('{"Type": "Wait", "SecondsPath": "$.‹|›", "Next": "End"}', FIELDS),
        ('{"Type": "Fail", "CausePath": "$.‹|›"}', FIELDS),
        ('{"Type": "Choice", "Choices": [{"Variable": "$.‹|›"}]}', FIELDS),
        ('{"Type": "Choice", "Choices": [{"And": [{"Not": {"Variable": "$.deep.‹|›"}}]}]}', ["a"]),
        ('{"Type": "Choice", "Choices": [{"Variable": "$.id", "NumericEqualsPath": "$.‹|›"}]}',
         FIELDS),
        (f'{{{GET}, "ResultSelector": {{"a.$": "$.‹|›"}}, "Next": "End"}}', ANSWER),
        (f'{{{GET}, "ResultSelector": {{"a.$": "$.‹|›', ANSWER),
        (f'{{{GET}, "Parameters": {{"a.$": "$.typo"}}, "ResultSelector": {{"a.$": "$.‹|›"}}}}',
         ANSWER),
        (f'{{{GET}, "ResultSelector": {{"x": 1}}, "OutputPath": "$.‹|›"}}', ["x"]),
        (f'{{{GET}, "ResultPath": "$.got", "OutputPath": "$.‹|›"}}', [*FIELDS, "got"]),
        (f'{{{GET}, "Catch": [{{"ResultPath": "$.‹|›"}}]}}', FIELDS),
        (f'{{{GET}, "Catch": [{{"Assign": {{"e.$": "$.‹|›"}}}}]}}', ["Error", "Cause"]),
        ('{"Type": "Map", "ItemsPath": "$.‹|›"}', FIELDS),
        (f'{{"Type": "Map", "ItemProcessor": {{{INNER}}}, "ItemsPath": "$.lines", '
         '"ItemSelector": {"a.$": "$$.Map.Item.Value.‹|›"}}', ITEMS),
        (f'{{"Type": "Map", "ItemProcessor": {{{INNER}}}, "ItemsPath": "$.lines", '
         '"ItemSelector": {"a.$": "$.‹|›"}}', FIELDS),
    ],
)  # fmt: skip
def test_each_field_sees_its_own_data(state: str, found: list[str]) -> None:
    assert members(state.replace("<inner>", "")) == found


@pytest.mark.parametrize(
    ("extra", "inner", "found"),
    [
        ("", '"InputPath": "$.‹|›",', ITEMS),
        ("", '"Parameters": {"a.$": "$$.Map.Item.Value.‹|›"},', ITEMS),
        ('"ItemSelector": {"k": 1}, ', '"InputPath": "$.‹|›",', ["k"]),
        ('"ItemSelector": {"k": 1}, ', '"Parameters": {"a.$": "$$.Map.Item.Value.‹|›"},', ITEMS),
    ],
)
def test_in_an_iteration(extra: str, inner: str, found: list[str]) -> None:
    machine = INNER.replace("<inner>", inner)
    state = f'{{"Type": "Map", "ItemsPath": "$.lines", {extra}"ItemProcessor": {{{machine}}}}}'
    assert members(state) == found


def test_a_name_is_written_as_its_place_asks() -> None:
    state = '{"Type": "Pass", "InputPath": "$.<>"}'
    assert '"$.my-key"' in accepted(state.replace("<>", "my‹|›"), "my-key")
    assert "\"$['odd key']\"" in accepted(state.replace("<>", "od‹|›"), "odd key")
    (one,) = [one for one in offered(state.replace("<>", "od‹|›")) if one.label == "odd key"]
    assert one.filter == ".odd key"
    state = '{"Type": "Pass", "InputPath": "$[<>"}'
    assert "\"$['odd key']\"" in accepted(state.replace("<>", "'o‹|›"), "odd key")
    assert "\"$['odd key']\"" in accepted(state.replace("<>", "'o‹|›']"), "odd key")
    assert "\"$['id']\"" in accepted(state.replace("<>", "'‹|›odd key']"), "id")


def test_it_is_said_what_a_field_holds_and_where_it_comes_from() -> None:
    (one,) = [one for one in offered('{"Type": "Pass", "InputPath": "$.pr‹|›"}')
              if one.label == "price"]  # fmt: skip
    assert one.detail == "{amount: 12.5}"
    assert one.documentation == "```text\nprice: {amount: 12.5}\n```\n\nFrom `Price`"
    state = f'{{{GET}, "ResultSelector": {{"a.$": "$.I‹|›"}}}}'
    (item,) = [one for one in offered(state) if one.label == "Item"]
    assert item.detail.endswith(" (not always there)")
    assert item.documentation.endswith("\n\nFrom the answer of dynamodb:getItem")


def test_the_input_of_the_execution_is_known_where_it_is_given() -> None:
    from asllint.hosts.given import Given

    text = ORDER.replace("<here>", '{"Type": "Pass", "InputPath": "$$.Execution.Input.‹|›"}')
    analysis, offset = at_cursor(text)
    analysis.assume(Given({"order": 1}))
    assert [one.label for one in complete(analysis, offset) if one.kind == "member"] == ["order"]


# --- JSONata --------------------------------------------------------------------------------------

DAYS = ["sun", "sky"]
TOP = ["id", "in", "odd key", "days", "deep"]


@pytest.mark.parametrize(
    ("expression", "found"),
    [
        ("$states.input.‹|›", TOP),
        ("$states.input.deep.‹|›", ["a"]),
        ("$states.input.days.‹|›", DAYS),
        ("$states.input.days[0].‹|›", DAYS),
        ("$states.input.days[sky = 'blue'].‹|›", DAYS),
        ("$states.input.days[s‹|›]", DAYS),
        ("$states.input.days[sun > 0 and sk‹|›", DAYS),
        ("$states.input.days[$states.input.deep.‹|›]", ["a"]),
        ("$states.input.days.sun.‹|›", []),
        ("$states.input.`‹|›`", TOP),
        ("($x := $states.input.deep; $x.‹|›)", ["a"]),
        ("($x := ($y := 1; $states.input.deep); $x.‹|›", ["a"]),
        ("($f := function($d) { $d.sun }; $states.input.deep.‹|›)", ["a"]),
        ("$map($states.input.days, function($d) { $d.‹|› })", DAYS),
        ("$map($states.input.days, function($d, $i, $a) { $a.‹|›", DAYS),
        ("$filter($append($states.input.days, []), function($d) { $d.‹|›", DAYS),
        ("$sort($states.input.days, function($l, $r) { $l.sun > $r.‹|›", DAYS),
        ("$reduce($states.input.days, function($sum, $d) { $sum + $d.‹|›", DAYS),
        ("$each($states.input.deep, function($v, $k) { $v.‹|›", ["b"]),
        ("$other($states.input.days, function($d) { $d.‹|›", []),
        ("$merge([$states.input.deep, {'z': 1}]).‹|›", ["a", "z"]),
        ("$states.input.days^(sk‹|›", DAYS),
        ("$states.input.days^(>sun).‹|›", DAYS),
        ("$states.input.days.(s‹|›", DAYS),
        ("$states.input.days{s‹|›", DAYS),
        ("$states.input.days.{'a': s‹|›", DAYS),
        ("{'k': {'l': 1}}.k.‹|›", ["l"]),
        ("'$states.input.‹|›'", []),
        ("$states.input.days['‹|›", []),
        ("$v.‹|›", ["x", "l"]),
        ("$v.l.‹|›", ["p"]),
        ("$v.l[‹|›", ["p"]),
        ("/* ‹|›", []),
        ("1 / 2 + $v.‹|›", ["x", "l"]),
        ("$match('a', /b/).‹|›", ["match", "index", "groups"]),
    ],
)
@pytest.mark.parametrize("end", [" %}", ""])
def test_below_an_expression(expression: str, found: list[str], end: str) -> None:
    state = f'{{"Type": "Pass", "Output": "{{% {expression}{end}", "Next": "End"}}'
    names = [name for name in members(state, WEATHER) if not name.startswith("$states.")]
    assert names == found


@pytest.mark.parametrize(
    ("state", "found"),
    [
        (f'{{{GET}, "Output": "{{% $states.result.‹|› %}}"}}', ANSWER),
        (f'{{{GET}, "Output": "{{% $states.result.‹|›', ANSWER),
        (f'{{{GET}, "Assign": {{"a": "{{% $states.result.‹|› %}}"}}}}', ANSWER),
        (f'{{{GET}, "Arguments": {{"a": "{{% $states.result.‹|› %}}"}}}}', []),
        (f'{{{GET}, "Arguments": {{"a": ["{{% $states.input.‹|› %}}"]}}}}', TOP),
        (f'{{{GET}, "Catch": [{{"Output": "{{% $states.errorOutput.‹|› %}}"}}]}}',
         ["Error", "Cause"]),
        ('{"Type": "Choice", "Choices": [{"Condition": "{% $states.input.‹|› %}"}]}', TOP),
        ('{"Type": "Map", "Items": "{% $states.input.‹|› %}"}', TOP),
        ('{"Type": "Map", "Items": "{% $states.input.days %}", "ItemSelector": '
         '{"a": "{% $states.context.Map.Item.Value.‹|› %}"}, '
         f'"ItemProcessor": {{{INNER.replace("<inner>", "")}}}}}', DAYS),
        ('{"Type": "Map", "Items": "{% $states.input.days %}", "ItemProcessor": '
         f'{{{INNER.replace("<inner>", chr(34) + "Output" + chr(34) + ": " + chr(34))}'
         '{% $states.input.‹|›', []),
        ('{"Type": "Wait", "Seconds": "{% $states.input.‹|› %}"}', TOP),
    ],
)  # fmt: skip
def test_each_expression_sees_its_own_data(state: str, found: list[str]) -> None:
    assert members(state, WEATHER) == found


def test_a_name_is_written_as_jsonata_asks() -> None:
    state = '{"Type": "Pass", "Output": "{% $states.input.<> %}"}'
    assert "$states.input.`odd key` %}" in accepted(state.replace("<>", "‹|›"), "odd key", WEATHER)
    assert "$states.input.`in` %}" in accepted(state.replace("<>", "i‹|›"), "in", WEATHER)
    assert "$states.input.`id` %}" in accepted(state.replace("<>", "`i‹|›`"), "id", WEATHER)
    assert "$states.input.`id` %}" in accepted(state.replace("<>", "`i‹|›"), "id", WEATHER)
    state = '{"Type": "Pass", "Output": "{% $states.input.days[<>] %}"}'
    assert "$states.input.days[sky] %}" in accepted(state.replace("<>", "s‹|›un"), "sky", WEATHER)


def test_the_variables_of_an_expression() -> None:
    state = '{"Type": "Pass", "Output": "{% ($day := $states.input.days[0]; $‹|›) %}"}'
    (one,) = [one for one in offered(state, WEATHER) if one.label == "$day"]
    assert (one.kind, one.detail) == ("variable", '{sun: 1, sky: "blue"}')
    state = '{"Type": "Pass", "Output": "{% $map([1], function($n) { $‹|› }) %}"}'
    (one,) = [one for one in offered(state, WEATHER) if one.label == "$n"]
    assert one.detail == "1"
    outside = '{"Type": "Pass", "Output": "{% $map([1], function($n) { 1 }) + $‹|› %}"}'
    assert "$n" not in [one.label for one in offered(outside, WEATHER)]


def test_what_a_variable_of_the_workflow_holds() -> None:
    state = '{"Type": "Pass", "Output": "{% $‹|› %}"}'
    (one,) = [one for one in offered(state, WEATHER) if one.label == "$v"]
    assert one.detail == "assigned on every way"
    assert one.documentation.endswith("```text\n$v: {x: 1, l: [{p: 1}]}\n```")


# --- values ---------------------------------------------------------------------------------------

JOB = """{
  "QueryLanguage": "<language>",
  "StartAt": "Run",
  "States": {
    "Run": {"Type": "Task", "Resource": "arn:aws:states:::aws-sdk:glue:getJobRun", "Next": "X"},
    "X": <here>,
    "End": {"Type": "Succeed"}
  }
}
"""
STATES = [
    "ERROR", "EXPIRED", "FAILED", "RUNNING", "STARTING", "STOPPED", "STOPPING", "SUCCEEDED",
    "TIMEOUT", "WAITING",
]  # fmt: skip


@pytest.mark.parametrize(
    "rule",
    [
        '{"Variable": "$.JobRun.JobRunState", "StringEquals": "‹|›"}',
        '{"Variable": "$.JobRun.JobRunState", "StringEquals": ‹|›}',
        '{"StringEquals": "S‹|›", "Variable": "$.JobRun.JobRunState"}',
        '{"And": [{"Variable": "$.JobRun.JobRunState", "StringMatches": "‹|›"}]}',
    ],
)
def test_the_values_that_a_test_can_meet(rule: str) -> None:
    text = JOB.replace("<language>", "JSONPath")
    assert values(f'{{"Type": "Choice", "Choices": [{rule}]}}', text) == STATES


@pytest.mark.parametrize(
    "rule",
    [
        '{"Variable": "$.JobRun.JobName", "StringEquals": "‹|›"}',
        '{"Variable": "$.JobRun.JobRunState", "StringLessThan": "‹|›"}',
        '{"Variable": "$.", "StringEquals": "‹|›"}',
        '{"StringEquals": "‹|›"}',
    ],
)
def test_where_the_values_are_not_some_few(rule: str) -> None:
    text = JOB.replace("<language>", "JSONPath")
    assert values(f'{{"Type": "Choice", "Choices": [{rule}]}}', text) == []


@pytest.mark.parametrize(
    ("expression", "found"),
    [
        ("$states.input.JobRun.JobRunState = '‹|›'", STATES),
        ("$states.input.JobRun.JobRunState != '‹|›", STATES),
        ('$states.input.JobRun[JobRunState = \\"‹|›\\"]', STATES),
        ("$states.input.JobRun.JobRunState in ['‹|›']", STATES),
        ("$states.input.JobRun.JobRunState in ['FAILED', '‹|›", STATES),
        ("$states.input.JobRun.JobName = '‹|›'", []),
        ("$states.input.JobRun.JobRunState & '‹|›'", []),
        ("'‹|›'", []),
        ("['‹|›']", []),
    ],
)
def test_the_values_that_jsonata_compares_with(expression: str, found: list[str]) -> None:
    text = JOB.replace("<language>", "JSONata")
    state = f'{{"Type": "Choice", "Choices": [{{"Condition": "{{% {expression} %}}"}}]}}'
    assert values(state, text) == found


def test_a_value_is_written_between_its_quotes() -> None:
    text = JOB.replace("<language>", "JSONata")
    rule = '{"Type": "Choice", "Choices": [{"Condition": "{% $states.input.JobRun.JobRunState = <>"'
    assert "= 'STOPPED' %}" in accepted(rule.replace("<>", "'ST‹|›' %}"), "STOPPED", text)
    assert "= 'STOPPED' %}" in accepted(rule.replace("<>", "'ST‹|› %}"), "STOPPED", text)
    assert '= \\"STOPPED\\" %}' in accepted(rule.replace("<>", '\\"‹|›\\" %}'), "STOPPED", text)


# --- DynamoDB -------------------------------------------------------------------------------------

UPDATE = """{"Type": "Task", "Resource": "arn:aws:states:::dynamodb:updateItem", "Parameters": {
  "UpdateExpression": "<expression>", "ConditionExpression": "#old = :old",
  "ExpressionAttributeNames": {<names>}, "ExpressionAttributeValues": {<values>}}, "Next": "End"}"""


def update(expression: str = "", names: str = "", values: str = "") -> str:
    return (
        UPDATE.replace("<expression>", expression)
        .replace("<names>", names)
        .replace("<values>", values)
    )


@pytest.mark.parametrize(
    ("expression", "found"),
    [
        ("SET #‹|›", ["#s", "#size"]),
        ("SET #s‹|› = :v", ["#s", "#size"]),
        ("SET #s = :‹|›", [":v"]),
        ("SET ‹|›", []),
        ("SET a‹|›", []),
    ],
)
def test_names_in_an_expression_of_dynamodb(expression: str, found: list[str]) -> None:
    state = update(expression, '"#s": "status", "#size": "size", "x": 1', '":v": {"S.$": "$.id"}')
    assert values(state) == found


def test_a_name_in_an_expression_says_what_it_stands_for() -> None:
    state = update("SET #s‹|›ize = :v", '"#s": "status"', '":v": {"S.$": "$.id"}')
    (one,) = [one for one in offered(state) if one.label == "#s"]
    assert one.detail == "status"
    assert "SET #s = :v" in accepted(state, "#s")
    (one,) = [one for one in offered(state.replace("‹|›ize = :v", " = :v‹|›")) if one.label == ":v"]
    assert one.detail == "S.$: $.id"


def test_names_that_an_expression_of_dynamodb_uses() -> None:
    state = update("SET #s = :v, #t = :w", '"#t": "t", ‹|›')
    assert [one.label for one in offered(state) if one.kind == "field"] == ["#s", "#old"]
    state = update("SET #s = :v, #t = :w", "", "‹|›")
    assert [one.label for one in offered(state) if one.kind == "field"] == [":v", ":w", ":old"]
    (one,) = [one for one in offered(state) if one.label == ":v"]
    assert one.insert == '":v": {\n  "${1:S}": "$2"\n\\}'


# --- other notations ------------------------------------------------------------------------------

IN_YAML = """StartAt: Start
States:
  Start:
    Type: Pass
    Result:
      id: 7
      lines:
        - sku: x
    Next: X
  X:
    <here>
  End:
    Type: Succeed
"""
ASKED = "QueryLanguage: JSONata\n    Output: "
IN_HCL = """resource "aws_sfn_state_machine" "x" {
  definition = jsonencode({
    StartAt = "Start"
    States = {
      Start = { Type = "Pass", Result = { id = 7, lines = [{ sku = "x" }] }, Next = "X" }
      X = {
        <here>
      }
      End = { Type = "Succeed" }
    }
  })
}
"""
IN_TEMPLATE = """Resources:
  M:
    Type: AWS::Serverless::StateMachine
    Properties:
      Definition:
        StartAt: Start
        States:
          Start: {Type: Pass, Result: {id: 7, lines: [{sku: x}]}, Next: X}
          X:
            <here>
          End: {Type: Succeed}
"""
IN_TEXT = """Resources:
  M:
    Type: AWS::StepFunctions::StateMachine
    Properties:
      DefinitionString: !Sub |
        {"StartAt": "Start", "States": {
          "Start": {"Type": "Pass", "Result": {"id": 7, "lines": [{"sku": "x"}]}, "Next": "X"},
          "X": {"Type": "Pass", "Next": "End", <here>},
          "End": {"Type": "Succeed"}}}
"""


@pytest.mark.parametrize(
    ("text", "path", "state", "found"),
    [
        (IN_YAML, "x.asl.yaml", "InputPath: $.‹|›", ["id", "lines"]),
        (IN_YAML, "x.asl.yaml", 'InputPath: "$.l‹|›"', ["id", "lines"]),
        (IN_YAML, "x.asl.yaml", "InputPath: $.lines[0].‹|›", ["sku"]),
        (IN_YAML, "x.asl.yaml", "Parameters: {a.$: $.‹|›}", ["id", "lines"]),
        (IN_YAML, "x.asl.yaml", "Parameters:\n      a.$: States.Format('{}', $.‹|›",
         ["id", "lines"]),
        (IN_YAML, "x.asl.yaml", ASKED + "'{% $states.input.‹|›",
         []),
        (IN_YAML, "x.asl.yaml", ASKED + "'{% $states.input.lines[s‹|›] %}'",
         ["sku"]),
        (IN_YAML, "x.asl.yaml", ASKED + "|-\n      {% $states.input.‹|› %}",
         ["id", "lines"]),
        (IN_HCL, "main.tf", 'InputPath = "$.‹|›"', ["id", "lines"]),
        (IN_HCL, "main.tf", 'QueryLanguage = "JSONata", Output = "{% $states.input.lines[s‹|›] %}"',
         ["sku"]),
        (IN_TEMPLATE, "template.yaml", "InputPath: $.‹|›", ["id", "lines"]),
        (IN_TEMPLATE, "template.yaml", "Parameters:\n              a.$: $.lines[0].‹|›", ["sku"]),
        (IN_TEXT, "template.yaml", '"InputPath": "$.‹|›"', ["id", "lines"]),
        (IN_TEXT, "template.yaml", '"InputPath": "$.‹|›', ["id", "lines"]),
    ],
)  # fmt: skip
def test_in_every_notation(text: str, path: str, state: str, found: list[str]) -> None:
    assert members(state, text, path) == found


def test_a_value_within_doubled_quotes_of_yaml() -> None:
    line = "QueryLanguage: JSONata\n    Output: '{% $states.input.lines[sku = ''‹|›''] %}'"
    assert values(line, IN_YAML, "x.asl.yaml") == ["x"]
    assert "[sku = ''x''] %}'" in accepted(line, "x", IN_YAML, "x.asl.yaml")


# --- while somebody types -------------------------------------------------------------------------

NESTED = """StartAt: Start
States:
  Start:
    Type: Pass
    Result: {lines: [{sku: x}]}
    Next: Each
  Each:
    Type: Map
    ItemsPath: $.lines
    ItemProcessor:
      StartAt: One
      States:
        One:
          Type: Pass
          InputPath: <here>
          End: true
    End: true
"""
IN_SAM = """Resources:
  M:
    Type: AWS::StepFunctions::StateMachine
    Properties:
      DefinitionString: |
<text>
"""


@pytest.mark.parametrize("inside", [False, True])
def test_the_last_text_that_could_be_read_knows_the_data(*, inside: bool) -> None:
    text, path = NESTED, "x.asl.yaml"
    if inside:
        text = IN_SAM.replace("<text>", indent(ORDER, " " * 8))
        text = text.replace("<here>", '{"Type": "Pass", "InputPath": <here>, "Next": "End"}')
        path = "template.yaml"
    good = analyze(text.replace("<here>", '"$"'), path)
    analysis, offset = at_cursor(text.replace("<here>", '"$.‹|›'), path)
    found = [one.label for one in complete(analysis, offset, None, good) if one.kind == "member"]
    assert found == (FIELDS if inside else ["sku"])


def test_another_text_that_could_be_read_tells_nothing() -> None:
    good = analyze("StartAt: A\nStates:\n  A:\n    Type: Succeed\n", "x.asl.yaml")
    analysis, offset = at_cursor(NESTED.replace("<here>", '"$.‹|›'), "x.asl.yaml")
    assert [one for one in complete(analysis, offset, None, good) if one.kind == "member"] == []
