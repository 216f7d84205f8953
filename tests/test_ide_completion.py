"""What is offered at a cursor, what it replaces, and that accepting it does what it says."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from json import dumps
from pathlib import Path

import pytest

from asllint import analyze
from asllint.ide.completion import complete
from asllint.ide.completion.items import Completion
from asllint.ide.completion.snippets import state_snippets
from asllint.ide.template import Insert, Stop, Text, Writer
from asllint.language.machine import State
from asllint.source.text import HCL, JSON, YAML
from asllint.syntax.node import Mapping, plain
from tests.cost import assert_in_proportion
from tests.cursor import at_cursor, marked

EXAMPLES = Path(__file__).parent / "examples"

MACHINE = """{
  "StartAt": "Pay",
  "States": {
    "Pay": {
      "Type": "Task",
      "Resource": "arn:aws:states:::lambda:invoke",
      <here>
    },
    "Ship it": {
      "Type": "Succeed"
    }
  }
}
"""

YAML_MACHINE = """StartAt: Pay
States:
  Pay:
    Type: Task
    Resource: arn:aws:states:::lambda:invoke
<here>
  Ship it:
    Type: Succeed
"""

JSONATA_MACHINE = MACHINE.replace('"StartAt"', '"QueryLanguage": "JSONata",\n  "StartAt"')

SAM = """Resources:
  Orders:
    Type: AWS::StepFunctions::StateMachine
    Properties:
      DefinitionString: |
        {
          "StartAt": "Pay",
          "States": {
            "Pay": {"Type": "Task", <here>},
            "Ship it": {"Type": "Succeed"}
          }
        }
"""

STRING = (
    '{"Resources": {"Orders": {"Type": "AWS::StepFunctions::StateMachine", "Properties": '
    '{"DefinitionString": "{\\"StartAt\\": \\"Pay\\", \\"States\\": {\\"Pay\\": {\\"Type\\": '
    '\\"Task\\", <here>}, \\"Ship it\\": {\\"Type\\": \\"Succeed\\"}}}"}}}}'
)

TERRAFORM = """resource "aws_sfn_state_machine" "orders" {
  definition = <<EOF
{
  "StartAt": "Pay",
  "States": {
    "Pay": {"Type": "Task", <here>},
    "Ship it": {"Type": "Succeed"}
  }
}
EOF
}
"""


def offers(source: str, path: str = "x.asl.json") -> list[Completion]:
    analysis, offset = at_cursor(source, path)
    return complete(analysis, offset)


def labels(source: str, path: str = "x.asl.json") -> list[str]:
    return [one.label for one in offers(source, path)]


def offer(source: str, label: str, path: str = "x.asl.json") -> Completion:
    found = [one for one in offers(source, path) if one.label == label]
    assert len(found) == 1, f"{label} among {labels(source, path)}"
    return found[0]


def accepted(source: str, label: str, path: str = "x.asl.json") -> str:
    """The text after a completion was accepted, all places to fill in as they are at first."""
    one = offer(source, label, path)
    text = source.replace("‹|›", "")
    inserted = filled_in(one.insert) if one.snippet else one.insert
    line = text[text.rfind("\n", 0, one.span.start) + 1 : one.span.start]
    indent = line[: len(line) - len(line.lstrip(" \t"))]
    text = text[: one.span.start] + inserted.replace("\n", "\n" + indent) + text[one.span.end :]
    for edit in one.edits:
        assert edit.span.end <= one.span.start
        text = text[: edit.span.start] + edit.replacement + text[edit.span.end :]
    return text


def filled_in(snippet: str) -> str:
    """A snippet as an editor inserts it, with what stands in its places at first."""
    defaults: dict[str, str] = {}

    def replaced(match: re.Match[str]) -> str:
        if match["escaped"]:
            return match["escaped"]
        number = match["number"] or match["bare"]
        if match["choices"]:
            defaults[number] = match["choices"].split(",")[0]
        elif match["default"]:
            defaults[number] = re.sub(r"\\(.)", r"\1", match["default"])
        return defaults.get(number, "")

    pattern = (
        r"\\(?P<escaped>[\\$}])|\$(?P<bare>\d+)"
        r"|\$\{(?P<number>\d+)(?::(?P<default>(?:[^\\}]|\\.)*)|\|(?P<choices>[^|]*)\|)\}"
    )
    return re.sub(pattern, replaced, snippet)


def replaces(source: str, label: str, path: str = "x.asl.json") -> str:
    """The line of the cursor, with marks around what the completion replaces."""
    text = source.replace("‹|›", "")
    shown = marked(text, [offer(source, label, path).span])
    return next(line for line in shown.splitlines() if "‹" in line).strip()


def at(source: str, *keys: str | int, path: str = "x.asl.json") -> object:
    """The value in the first definition of a text under some keys."""
    analysis = analyze(source, path)
    while analysis.embedded:
        analysis = analysis.embedded[0]
    value = plain(analysis.definitions[0].node)
    for key in keys:
        value = value[key]  # type: ignore[index]
    return value


def json(line: str) -> str:
    return MACHINE.replace("<here>", line)


def yaml(line: str) -> str:
    return YAML_MACHINE.replace("<here>", line)


def jsonata(line: str) -> str:
    return JSONATA_MACHINE.replace("<here>", line)


# --- names of states ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "replaced"),
    [
        ('"Next": "‹|›"', '"Next": "‹›"'),
        ('"Next": "Sh‹|›"', '"Next": "‹Sh›"'),
        ('"Next": "Sh‹|›ip"', '"Next": "‹Ship›"'),
        ('"Next": "‹|›', '"Next": ‹"›'),
        ('"Next": "Sh‹|›', '"Next": ‹"Sh›'),
        ('"Next": ‹|›', '"Next": ‹›'),
        ('"Next":‹|›', '"Next":‹›'),
        ('"Next": Sh‹|›', '"Next": ‹Sh›'),
        ('"Next": "Sh‹|›, "Comment": ""', '"Next": ‹"Sh›, "Comment": ""'),
    ],
)
def test_states_in_half_typed_json(line: str, replaced: str) -> None:
    source = json(line)
    assert labels(source) == ["Ship it", "Pay"]
    assert replaces(source, "Ship it") == replaced
    assert at(accepted(source, "Ship it"), "States", "Pay", "Next") == "Ship it"


@pytest.mark.parametrize(
    ("line", "result"),
    [
        ("    Next: ‹|›", "    Next: Ship it"),
        ("    Next:‹|›", "    Next: Ship it"),
        ("    Next: Sh‹|›", "    Next: Ship it"),
        ("    Next: Sh‹|› # later", "    Next: Ship it # later"),
        ('    Next: "Sh‹|›"', '    Next: "Ship it"'),
        ("    Next: 'Sh‹|›'", "    Next: 'Ship it'"),
        ('    Next: "Sh‹|›', "    Next: Ship it"),
        (
            "    Catch: [{ErrorEquals: [E], Next: ‹|›}]",
            "    Catch: [{ErrorEquals: [E], Next: Ship it}]",
        ),
        ("    Catch:\n      - Next: ‹|›", "    Catch:\n      - Next: Ship it"),
        ("    Catch:\n    - Next: Sh‹|›", "    Catch:\n    - Next: Ship it"),
    ],
)
def test_states_in_half_typed_yaml(line: str, result: str) -> None:
    source = yaml(line)
    assert labels(source, "x.asl.yaml") == ["Ship it", "Pay"]
    assert accepted(source, "Ship it", "x.asl.yaml") == yaml(result)


def test_states_in_start_at_default_choice_rules_and_catchers() -> None:
    for where in (
        '"Type": "Choice", "Choices": [{"Next": "‹|›"}]',
        '"Type": "Choice", "Choices": [], "Default": "‹|›"',
        '"Type": "Task", "Catch": [{"Next": "‹|›"}]',
    ):
        source = f'{{"StartAt": "A", "States": {{"A": {{{where}}}, "B": {{"Type": "Fail"}}}}}}'
        assert labels(source) == ["B", "A"]
    assert labels(MACHINE.replace('"Pay",', '"‹|›",')) == ["Pay", "Ship it"]


def test_only_states_of_the_same_machine() -> None:
    source = """{"StartAt": "Each", "States": {"Each": {"Type": "Map", "ItemProcessor":
        {"StartAt": "‹|›", "States": {"One": {"Type": "Pass", "Next": "Two"}, "Two": {
        "Type": "Parallel", "Branches": [{"StartAt": "Deep", "States": {"Deep": {"Type":
        "Pass", "Next": ""}, "Deeper": {"Type": "Pass"}}}]}}}}}}"""
    assert labels(source) == ["One", "Two"]
    source = source.replace("‹|›", "").replace('"Next": ""', '"Next": "‹|›"')
    assert labels(source) == ["Deeper", "Deep"]


def test_a_state_is_described() -> None:
    one = offer(json('"Next": "‹|›"'), "Ship it")
    assert (one.kind, one.detail) == ("state", "Succeed state")
    assert one.documentation == "**Ship it** — Succeed state\n\n- Leads to: the end"


def test_names_are_escaped_for_the_notation() -> None:
    source = '{"StartAt": "‹|›", "States": {"a \\"b\\" #c": {"Type": "Succeed"}}}'
    assert '"StartAt": "a \\"b\\" #c"' in accepted(source, 'a "b" #c')
    source = "StartAt: ‹|›\nStates:\n  'a: b': {Type: Succeed}\n  'yes': {Type: Fail}\n"
    assert accepted(source, "a: b", "x.asl.yaml").startswith('StartAt: "a: b"\n')
    assert accepted(source, "yes", "x.asl.yaml").startswith('StartAt: "yes"\n')


# --- fields ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "result"),
    [
        ("‹|›", '"Next": ""'),
        ('"‹|›"', '"Next": ""'),
        ('"Ne‹|›"', '"Next": ""'),
        ('"Ne‹|›', '"Next": ""'),
        ("Ne‹|›", '"Next": ""'),
        ('"Ne‹|›": "Ship it"', '"Next": "Ship it"'),
        ('"Comment": "x",\n      ‹|›', '"Comment": "x",\n      "Next": ""'),
        ('"Comment": "x"\n      ‹|›', '"Comment": "x",\n      "Next": ""'),
        ('‹|›\n      "Comment": "x"', '"Next": "",\n      "Comment": "x"'),
        ('"Ne‹|›"\n      "Comment": "x"', '"Next": "",\n      "Comment": "x"'),
    ],
)
def test_a_field_in_json(line: str, result: str) -> None:
    assert accepted(json(line), "Next") == json(result)


@pytest.mark.parametrize(
    ("line", "result"),
    [
        ("    ‹|›", "    Next: "),
        ("    Ne‹|›", "    Next: "),
        ("    Ne‹|›: Ship it", "    Next: Ship it"),
        ("    Comment: x\n    Ne‹|›", "    Comment: x\n    Next: "),
        ("    Ne‹|›\n    Comment: x", "    Next: \n    Comment: x"),
        (
            "    Catch:\n      - ErrorEquals: [E]\n        ‹|›",
            "    Catch:\n      - ErrorEquals: [E]\n        Next: ",
        ),
        (
            "    Catch:\n      - N‹|›\n        ErrorEquals: [E]",
            "    Catch:\n      - Next: \n        ErrorEquals: [E]",
        ),
        ("    Catch: [{‹|›}]", "    Catch: [{Next: }]"),
    ],
)
def test_a_field_in_yaml(line: str, result: str) -> None:
    assert accepted(yaml(line), "Next", "x.asl.yaml") == yaml(result)


def test_fields_fit_the_type_and_the_query_language() -> None:
    state = '{"StartAt": "A", "States": {"A": {"Type": "Wait", "Seconds": 1, ‹|›}}}'
    assert labels(state) == [
        "Next", "End", "Comment", "QueryLanguage", "InputPath", "OutputPath", "Assign",
    ]  # fmt: skip
    in_jsonata = state.replace('"Seconds"', '"QueryLanguage": "JSONata", "Seconds"')
    assert labels(in_jsonata) == ["Next", "End", "Comment", "Output", "Assign"]


def test_required_fields_come_first() -> None:
    found = offers('{"StartAt": "A", "States": {"A": {"Type": "Parallel", ‹|›}}}')
    assert [(one.label, one.required, one.detail) for one in found[:4]] == [
        ("Branches", True, "array of objects · required"),
        ("Next", False, "state name"),
        ("End", False, "boolean"),
        ("Comment", False, "text"),
    ]


def test_a_state_without_a_type() -> None:
    found = labels('{"StartAt": "A", "States": {"A": {‹|›}}}')
    assert found[0] == "Type"
    assert {"Next", "End", "Comment"} < set(found)
    assert "Resource" not in found


def test_the_type_may_stand_below() -> None:
    source = yaml("").replace("    Type: Task\n", "    ‹|›\n    Type: Wait\n")
    assert "Seconds" in labels(source, "x.asl.yaml")
    assert "Retry" not in labels(source, "x.asl.yaml")


def test_fields_of_a_choice_rule() -> None:
    rule = '{"StartAt": "A", "States": {"A": {"Type": "Choice", "Choices": [{<>‹|›}]}}}'
    found = ["Next", "And", "Or", "Not", "Variable", "Comment", "Assign"]
    assert labels(rule.replace("<>", "")) == found
    found = labels(rule.replace("<>", '"Variable": "$.a", '))
    assert found[:3] == ["Next", "StringEquals", "StringEqualsPath"]
    assert found[-2:] == ["Comment", "Assign"]
    nested = rule.replace("<>‹|›", '"Not": {‹|›}')
    assert labels(nested) == ["And", "Or", "Not", "Variable", "Comment"]
    assert "Next" not in labels(nested)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("End", '"End": true'),
        ("TimeoutSeconds", '"TimeoutSeconds": 60'),
        ("ResultPath", '"ResultPath": "$."'),
        ("Parameters", '"Parameters": {\n        \n      }'),
        ("Assign", '"Assign": {\n        "name.$": "$."\n      }'),
        (
            "Catch",
            '"Catch": [\n        {\n          "ErrorEquals": ["States.ALL"],\n'
            '          "Next": ""\n        }\n      ]',
        ),
    ],
)
def test_a_field_brings_a_value_of_the_right_shape(name: str, value: str) -> None:
    assert accepted(json("‹|›"), name) == json(value)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("End", "    End: true"),
        ("ResultPath", "    ResultPath: $."),
        ("Assign", "    Assign:\n      name.$: $."),
        ("Catch", "    Catch:\n      - ErrorEquals: [States.ALL]\n        Next: "),
    ],
)
def test_a_field_brings_a_block_of_yaml(name: str, value: str) -> None:
    assert accepted(yaml("    ‹|›"), name, "x.asl.yaml") == yaml(value)


def test_a_value_of_the_right_shape() -> None:
    source = json('"Retry": ‹|›')
    retrier = at(accepted(source, "[ … ]"), "States", "Pay", "Retry", 0)
    assert retrier == {
        "ErrorEquals": ["States.ALL"], "IntervalSeconds": 1, "MaxAttempts": 3, "BackoffRate": 2,
    }  # fmt: skip
    for line in ("    Retry:‹|›", "    Retry:\n      ‹|›"):
        label = offers(yaml(line), "x.asl.yaml")[0].label
        text = accepted(yaml(line), label, "x.asl.yaml")
        assert at(text, "States", "Pay", "Retry", 0, path="x.asl.yaml") == retrier


# --- whole states ---------------------------------------------------------------------------------


def test_a_whole_state_in_json() -> None:
    source = '{\n  "StartAt": "A",\n  "States": {\n    ‹|›\n  }\n}\n'
    assert labels(source) == [
        "A", "Task", "Task: invoke Lambda", "Task: start an execution", "Task: wait for a token",
        "Task: publish to SNS", "Task: get a DynamoDB item", "Choice", "Map", "Map: distributed",
        "Parallel", "Wait", "Pass", "Succeed", "Fail",
    ]  # fmt: skip
    one = offer(source, "Wait")
    assert one.insert == (
        '"${1:Wait}": {\n  "Type": "Wait",\n  "Seconds": ${2:10},\n  "Next": "$3"\n\\}'
    )
    assert accepted(source, "Wait") == (
        '{\n  "StartAt": "A",\n  "States": {\n    "Wait": {\n      "Type": "Wait",\n'
        '      "Seconds": 10,\n      "Next": ""\n    }\n  }\n}\n'
    )


def test_a_whole_state_in_yaml() -> None:
    text = accepted(yaml("    End: true") + "  Wa‹|›", "Map", "x.asl.yaml")
    assert text.endswith(
        """
  Map:
    Type: Map
    ItemsPath: $.
    ItemProcessor:
      ProcessorConfig:
        Mode: INLINE
      StartAt: First
      States:
        First:
          Type: Pass
          End: true
    Next: """
    )


@pytest.mark.parametrize("language", ["JSONPath", "JSONata"])
@pytest.mark.parametrize("path", ["x.asl.json", "x.asl.yaml"])
def test_every_whole_state_can_be_read_again(language: str, path: str) -> None:
    for one in state_snippets(language):
        if path.endswith("json"):
            source = (
                f'{{"QueryLanguage": "{language}", "StartAt": "A", "States": {{\n'
                '"A": {"Type": "Succeed"}, ‹|›}}'
            )
        else:
            source = (
                f"QueryLanguage: {language}\nStartAt: A\nStates:\n  A:\n    Type: Succeed\n  ‹|›"
            )
        analysis = analyze(accepted(source, one.label, path), path)
        assert analysis.problems == []
        state = analysis.definitions[0].machine.by_name[one.name]
        assert state.type == one.type
        assert state.query_language == language
        assert_known_fields(state)


def assert_known_fields(state: State) -> None:
    from asllint.language.grammar import STATES

    assert isinstance(state.node, Mapping)
    kind = STATES[str(state.type)]
    for name in state.node.fields:
        assert kind.fields[name].language in (None, state.query_language)


def test_a_state_that_is_named_and_not_there() -> None:
    source = '{"StartAt": "A", "States": {"A": {"Type": "Pass", "Next": "Tell them"}, ‹|›}}'
    one = offers(source)[0]
    assert (one.label, one.kind) == ("Tell them", "state")
    assert one.insert.startswith('"Tell them": {\n  "Type": "${1|Task,Parallel,')


def test_an_empty_file() -> None:
    for path in ("x.asl.json", "x.asl.yaml"):
        text = accepted("‹|›", "state machine", path)
        assert at(text, path=path) == {
            "StartAt": "First",
            "States": {"First": {"Type": "Pass", "End": True}},
        }
    assert labels("‹|›", "notes.yaml") == []


# --- values ---------------------------------------------------------------------------------------


def test_constants() -> None:
    assert labels(json('"QueryLanguage": "‹|›"')) == ["JSONPath", "JSONata"]
    assert labels(json('"Retry": [{"JitterStrategy": "F‹|›"}]')) == ["NONE", "FULL"]
    assert labels(json('"End": ‹|›')) == ["true", "false"]
    assert labels(json('"End": "‹|›"')) == []
    assert labels(yaml("    End: t‹|›"), "x.asl.yaml") == ["true", "false"]
    assert labels(json('"ResultPath": ‹|›')) == ["null"]
    assert accepted(json('"End": tr‹|›'), "true") == json('"End": true')


def test_state_types() -> None:
    source = json("").replace('"Task"', '"‹|›"')
    assert labels(source) == [
        "Task", "Parallel", "Map", "Pass", "Wait", "Choice", "Succeed", "Fail",
    ]  # fmt: skip
    assert offer(source, "Wait").documentation.startswith("**Wait** — state type\n\nWaits for")


def test_a_version_is_a_string() -> None:
    source = "StartAt: A\nStates:\n  A: {Type: Succeed}\nVersion: ‹|›\n"
    assert accepted(source, "1.0", "x.asl.yaml").endswith('\nVersion: "1.0"\n')


def test_resources() -> None:
    assert labels(json("").replace("arn:aws:states:::lambda:invoke", "‹|›"))[0] == (
        "arn:aws:states:::lambda:invoke"
    )
    reader = '"Type": "Map", "ItemReader": {"Resource": "‹|›"}'
    source = f'{{"StartAt": "A", "States": {{"A": {{{reader}}}}}}}'
    assert labels(source) == [
        "arn:aws:states:::s3:getObject", "arn:aws:states:::s3:listObjectsV2",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("line", "result"),
    [
        ('"Retry": [{"ErrorEquals": ["‹|›"]}]', '"Retry": [{"ErrorEquals": ["States.Timeout"]}]'),
        ('"Retry": [{"ErrorEquals": [‹|›]}]', '"Retry": [{"ErrorEquals": ["States.Timeout"]}]'),
        (
            '"Retry": [{"ErrorEquals": ["E", ‹|›]}]',
            '"Retry": [{"ErrorEquals": ["E", "States.Timeout"]}]',
        ),
        (
            '"Catch": [{"ErrorEquals": ["States.T‹|›"]}]',
            '"Catch": [{"ErrorEquals": ["States.Timeout"]}]',
        ),
    ],
)
def test_error_names_in_json(line: str, result: str) -> None:
    assert accepted(json(line), "States.Timeout") == json(result)


@pytest.mark.parametrize(
    ("line", "result"),
    [
        (
            "    Retry:\n      - ErrorEquals: [‹|›]",
            "    Retry:\n      - ErrorEquals: [States.Timeout]",
        ),
        (
            "    Retry:\n      - ErrorEquals: [E, S‹|›",
            "    Retry:\n      - ErrorEquals: [E, States.Timeout",
        ),
        (
            "    Retry:\n      - ErrorEquals:\n          - ‹|›",
            "    Retry:\n      - ErrorEquals:\n          - States.Timeout",
        ),
        (
            "    Retry:\n      - ErrorEquals:\n        - States.T‹|›",
            "    Retry:\n      - ErrorEquals:\n        - States.Timeout",
        ),
        (
            "    Retry:\n      - ErrorEquals:\n          ‹|›",
            "    Retry:\n      - ErrorEquals:\n          - States.Timeout",
        ),
    ],
)
def test_error_names_in_yaml(line: str, result: str) -> None:
    assert accepted(yaml(line), "States.Timeout", "x.asl.yaml") == yaml(result)


def test_errors_of_lambda_come_first_for_a_lambda_and_own_errors_too() -> None:
    source = json('"Retry": [{"ErrorEquals": ["‹|›"]}]')
    assert labels(source)[0] == "Lambda.ServiceException"
    elsewhere = source.replace("lambda:invoke", "athena:startQueryExecution")
    assert labels(elsewhere)[0] == "States.ALL"
    own = elsewhere.replace('"Type": "Succeed"', '"Type": "Fail", "Error": "OutOfStock"')
    assert offer(own, "OutOfStock").detail == "of this definition"


# --- expressions ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "label", "result"),
    [
        ('"‹|›"', "States.UUID", '"States.UUID()"'),
        ("‹|›", "States.UUID", '"States.UUID()"'),
        ('"St‹|›"', "States.ArrayLength", '"States.ArrayLength(array)"'),
        ('"States.F‹|›"', "States.Format", "\"States.Format('template')\""),
        ("\"States.F‹|›ormat('a')\"", "States.Format", "\"States.Format('a')\""),
        ('"States.Array(St‹|›)"', "States.UUID", '"States.Array(States.UUID())"'),
        ('"‹|›"', "$$.Execution", '"$$.Execution"'),
        ('"$$.‹|›"', "Execution", '"$$.Execution"'),
        ('"$$.Execution.I‹|›"', "Id", '"$$.Execution.Id"'),
        ('"$$.Execution.I‹|›', "Id", '"$$.Execution.Id'),
    ],
)
def test_paths_and_intrinsic_functions(value: str, label: str, result: str) -> None:
    source = json(f'"Parameters": {{"x.$": {value}}}')
    assert accepted(source, label) == json(f'"Parameters": {{"x.$": {result}}}')


def test_paths_in_yaml() -> None:
    source = yaml("    Parameters:\n      x.$: ‹|›")
    assert accepted(source, "$$.State", "x.asl.yaml") == (
        yaml("    Parameters:\n      x.$: $$.State")
    )
    source = yaml("    Parameters:\n      x.$: $$.Execution.‹|›")
    assert labels(source, "x.asl.yaml") == [
        "Id", "Input", "Name", "RoleArn", "StartTime", "RedriveCount", "RedriveTime",
    ]  # fmt: skip
    assert accepted(source, "Name", "x.asl.yaml") == (
        yaml("    Parameters:\n      x.$: $$.Execution.Name")
    )


def test_no_expressions_where_nothing_is_evaluated() -> None:
    assert labels(json('"Parameters": {"x": "‹|›"}')) == []
    assert labels(json('"Comment": "$$.‹|›"')) == []
    assert labels(json('"Parameters": {"x.$": "States.Format(\'‹|›\')"}')) == []
    assert labels(jsonata('"Output": "{% \'$st‹|›\' %}"')) == []
    assert "States.UUID" not in labels(json('"InputPath": "‹|›"'))


def test_fields_that_the_input_is_known_to_have() -> None:
    source = (
        '{"StartAt": "A", "States": {"A": {"Type": "Pass", "Result": {"order": {"id": 1}}, '
        '"Next": "B"}, "B": {"Type": "Pass", "InputPath": "$.‹|›"}}}'
    )
    assert labels(source) == ["order"]
    assert labels(source.replace("$.", "$.order.")) == ["id"]


@pytest.mark.parametrize(
    ("state", "offered"),
    [
        ('"Type": "Pass", "Parameters": {"x.$": "$.‹|›"}', ["order", "n"]),
        ('"Type": "Pass", "InputPath": "$.order", "Parameters": {"x.$": "$.‹|›"}', ["id"]),
        ('"Type": "Pass", "InputPath": null, "Parameters": {"x.$": "$.‹|›"}', []),
        ('"Type": "Pass", "OutputPath": "$.‹|›"', ["order", "n"]),
        ('"Type": "Pass", "Assign": {"x.$": "$.‹|›"}', ["order", "n"]),
        ('"Type": "Wait", "Seconds": 1, "Assign": {"x.$": "$.‹|›"}', ["order", "n"]),
        ('"Type": "Wait", "Seconds": 1, "OutputPath": "$.‹|›"', ["order", "n"]),
        ('"Type": "Wait", "InputPath": "$.order", "SecondsPath": "$.‹|›"', ["id"]),
        ('"Type": "Task", "ResultSelector": {"x.$": "$.‹|›"}', []),
    ],
)
def test_what_a_dollar_stands_for(state: str, offered: list[str]) -> None:
    source = (
        '{"StartAt": "A", "States": {"A": {"Type": "Pass", "Result": {"order": {"id": 1}, "n": 2}, '
        '"Next": "B"}, "B": {' + state + "}}}"
    )
    assert labels(source) == offered


@pytest.mark.parametrize(
    ("value", "label", "result"),
    [
        ('"{% $states.inp‹|› %}"', "input", '"{% $states.input %}"'),
        ('"{% $states.inp‹|›', "input", '"{% $states.input'),
        ('"{% ‹|›', "$states.input", '"{% $states.input'),
        ('"{% $‹|› %}"', "$states.input", '"{% $states.input %}"'),
        ('"{% $states.context.‹|› %}"', "Execution", '"{% $states.context.Execution %}"'),
        ('"{% 1 + $cou‹|› %}"', "$count", '"{% 1 + $count() %}"'),
        ('"{% $up‹|›per($x) %}"', "$uppercase", '"{% $uppercase($x) %}"'),
        ('"‹|›"', "{% … %}", '"{%  %}"'),
        ("‹|›", "{% … %}", '"{%  %}"'),
        ('{"a": ["{% $states.‹|› %}"]}', "result", '{"a": ["{% $states.result %}"]}'),
    ],
)
def test_jsonata(value: str, label: str, result: str) -> None:
    assert accepted(jsonata(f'"Output": {value}'), label) == jsonata(f'"Output": {result}')


@pytest.mark.parametrize(
    "line",
    [
        '    Output: "{% $states.inp‹|› %}"',
        "    Output: '{% $states.inp‹|› %}'",
        '    Output: "{% $states.inp‹|›',
        "    Output: |-\n      {% $states.inp‹|› %}",
        "    Output: >-\n      {% 1 +\n      $states.inp‹|› %}",
        "    Output:\n      - '{% $states.inp‹|› %}'",
    ],
)
def test_jsonata_in_yaml(line: str) -> None:
    source = yaml("    QueryLanguage: JSONata\n" + line)
    assert labels(source, "x.asl.yaml") == ["input", "result", "context"]
    expected = source.replace("inp‹|›", "input")
    assert accepted(source, "input", "x.asl.yaml") == expected


def test_members_of_states_that_exist_at_the_place() -> None:
    value = '"{% $states.‹|› %}"'
    assert labels(jsonata(f'"Arguments": {value}')) == ["input", "context"]
    assert labels(jsonata(f'"Output": {value}')) == ["input", "result", "context"]
    assert labels(jsonata(f'"Catch": [{{"Output": {value}}}]')) == [
        "input", "errorOutput", "context",
    ]  # fmt: skip


MADE = """{"QueryLanguage": "JSONata", "StartAt": "A", "States": {
    "A": {"Type": "Pass", "Output": {"order": {"id": 1}, "lines": [{"sku": "a"}, {"n": 2}]},
          "Assign": {"who": {"name": "Ada", "ages": [[{"of": 3}]]}, "when": 4}, "Next": "B"},
    "B": {"Type": "Task", "Resource": "arn:aws:states:::dynamodb:getItem",
          "Arguments": {"TableName": "t", "Key": {}}, <here>, "End": true}}}"""


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ('"Output": "{% $states.input.‹|› %}"', ["order", "lines"]),
        ('"Output": "{% $states.input.or‹|›', ["order", "lines"]),
        ('"Output": "{% $states.input.order.‹|› %}"', ["id"]),
        ('"Output": "{% $states.input.order.id.‹|› %}"', []),
        ('"Output": "{% $states.input.other.‹|› %}"', []),
        ('"Output": "{% $states.input.lines.‹|› %}"', ["sku", "n"]),
        ('"Output": "{% $states.input.lines.sku.‹|› %}"', []),
        ('"Output": {"a": ["{% 1 + $states.input.order.‹|› %}"]}', ["id"]),
        ('"TimeoutSeconds": "{% $states.input.‹|› %}"', ["order", "lines"]),
        ('"TimeoutSeconds": "{% $states.result.‹|› %}"', []),
        ('"Assign": {"x": "{% $states.errorOutput.‹|› %}"}', []),
        ('"Assign": {"x": "{% $states.input.‹|› %}"}', ["order", "lines"]),
        ('"Catch": [{"Output": "{% $states.errorOutput.‹|› %}"}]', ["Error", "Cause"]),
        ('"Catch": [{"Output": "{% $states.result.‹|› %}"}]', []),
        ('"Output": "{% $who.‹|› %}"', ["name", "ages"]),
        ('"Output": "{% $who.ages.‹|› %}"', []),
        ('"Output": "{% $who.name.‹|› %}"', []),
        ('"Output": "{% $when.‹|› %}"', []),
        ('"Output": "{% $nobody.‹|› %}"', []),
        ('"Output": "{% $.‹|› %}"', []),
    ],
)
def test_fields_in_jsonata(line: str, offered: list[str]) -> None:
    assert labels(MADE.replace("<here>", line)) == offered


def test_fields_of_a_result_in_jsonata() -> None:
    source = MADE.replace("<here>", '"Output": "{% $states.result.‹|› %}"')
    assert labels(source) == [
        "Item", "ConsumedCapacity", "SdkHttpMetadata", "SdkResponseMetadata",
    ]  # fmt: skip


def test_fields_come_with_their_type_in_jsonata() -> None:
    source = MADE.replace("<here>", '"Output": "{% $states.input.or‹|› %}"')
    assert offer(source, "order").detail == "{id: 1}"
    assert accepted(source, "order") == source.replace("or‹|›", "order")
    source = MADE.replace("<here>", '"Output": "{% $who.‹|› %}"')
    assert offer(source, "name").detail == '"Ada"'


@pytest.mark.parametrize(
    ("state", "offered"),
    [
        ('"Type": "Pass", "Parameters": {"x.$": "$who.‹|›"}', ["name", "ages"]),
        ('"Type": "Pass", "Parameters": {"x.$": "$who.name.‹|›"}', []),
        ('"Type": "Pass", "Parameters": {"x.$": "$who.ages.‹|›"}', []),
        ('"Type": "Pass", "Parameters": {"x.$": "$nobody.‹|›"}', []),
        ('"Type": "Task", "Catch": [{"Assign": {"x.$": "$.‹|›"}}]', ["Error", "Cause"]),
        ('"Type": "Task", "Catch": [{"Assign": {"x.$": "$who.‹|›"}}]', ["name", "ages"]),
    ],
)
def test_fields_of_a_variable_in_jsonpath(state: str, offered: list[str]) -> None:
    source = """{"StartAt": "A", "States": {
        "A": {"Type": "Pass", "Assign": {"who": {"name": "Ada", "ages": [{"of": 3}]}}, "Next": "B"},
        "B": {<here>}}}"""
    assert labels(source.replace("<here>", state)) == offered


def test_variables_the_certain_ones_first() -> None:
    source = """{"StartAt": "A", "States": {
        "A": {"Type": "Choice", "Choices": [{"Variable": "$.x", "IsNull": true,
              "Assign": {"maybe": 1}, "Next": "B"}], "Assign": {"other": 1}, "Default": "B"},
        "B": {"Type": "Pass", "Assign": {"sure": 1}, "Next": "C"},
        "C": {"Type": "Pass", "Parameters": {"x.$": "$‹|›"}, "Assign": {"later": 1}, "End": true}
    }}"""
    found = [one for one in offers(source) if one.kind == "variable"]
    assert [(one.label, one.detail) for one in found] == [
        ("$sure", "assigned on every way"),
        ("$other", "assigned on some ways only"),
        ("$maybe", "assigned on some ways only"),
        ("$later", "not assigned yet"),
    ]
    assert '"x.$": "$sure"' in accepted(source, "$sure")


# --- in other files -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("template", "path"), [(SAM, "template.yaml"), (TERRAFORM, "main.tf")], ids=["SAM", "Terraform"]
)
def test_in_a_text_of_a_template(template: str, path: str) -> None:
    def here(line: str) -> str:
        return template.replace("<here>", line)

    assert labels(here('"Next": "‹|›"'), path) == ["Ship it", "Pay"]
    assert accepted(here('"Next": "Sh‹|›"'), "Ship it", path) == here('"Next": "Ship it"')
    assert accepted(here('"Next": ‹|›'), "Ship it", path) == here('"Next": "Ship it"')
    assert accepted(here('"Ne‹|›"'), "Next", path) == here('"Next": ""')
    assert accepted(here('"Parameters": {"x.$": "$$.Sta‹|›"}'), "State", path) == (
        here('"Parameters": {"x.$": "$$.State"}')
    )
    text = accepted(here('"Catch": ‹|›'), "[ … ]", path)
    assert "\n" in offer(here('"Catch": ‹|›'), "[ … ]", path).insert
    assert at(text, "States", "Pay", "Catch", path=path) == [
        {"ErrorEquals": ["States.ALL"], "Next": ""}
    ]


def test_in_a_definition_string() -> None:
    def here(line: str) -> str:
        return STRING.replace("<here>", line)

    path = "template.json"
    assert accepted(here('\\"Next\\": \\"Sh‹|›\\"'), "Ship it", path) == (
        here('\\"Next\\": \\"Ship it\\"')
    )
    assert accepted(here('\\"Next\\": ‹|›'), "Ship it", path) == here('\\"Next\\": \\"Ship it\\"')
    assert offer(here("‹|›"), "Next", path).insert == '\\\\"Next\\\\": \\\\"$1\\\\"'
    assert accepted(here("‹|›"), "Next", path) == here('\\"Next\\": \\"\\"')
    text = accepted(here('\\"Catch\\": ‹|›'), "[ … ]", path)
    assert "\n" not in text
    assert at(text, "States", "Pay", "Catch", path=path) == [
        {"ErrorEquals": ["States.ALL"], "Next": ""}
    ]


def test_in_an_object_of_a_template() -> None:
    source = """Resources:
  Orders:
    Type: AWS::Serverless::StateMachine
    Properties:
      Definition:
        StartAt: Pay
        States:
          Pay:
            Type: Task
            <here>
          Ship it:
            Type: Succeed
      Name: orders
"""
    text = accepted(source.replace("<here>", "Next: ‹|›"), "Ship it", "template.yaml")
    assert text == source.replace("<here>", "Next: Ship it")
    text = accepted(source.replace("<here>", "En‹|›"), "End", "template.yaml")
    assert text == source.replace("<here>", "End: true")
    assert labels(source.replace("<here>\n", "\n      ‹|›\n"), "template.yaml") == []
    assert labels(source.replace("Name: orders", "Na‹|›: orders"), "template.yaml") == []


def test_in_an_object_of_terraform() -> None:
    source = """resource "aws_sfn_state_machine" "orders" {
  definition = jsonencode({
    StartAt = "Pay"
    States = {
      Pay = {
        Type = "Task"
        <here>
      }
      Ship = { Type = "Succeed" }
    }
  })
}
"""
    text = accepted(source.replace("<here>", 'Next = "‹|›"'), "Ship", "main.tf")
    assert text == source.replace("<here>", 'Next = "Ship"')
    text = accepted(source.replace("<here>", "‹|›"), "End", "main.tf")
    assert text == source.replace("<here>", "End = true")


@pytest.mark.parametrize(
    "source",
    [
        "# ‹|›\nStartAt: A\nStates: {}\n",
        "StartAt: A\nStates:\n  A:\n    Type: Pass # ‹|›\n",
        "StartAt: A\nStates:\n  A:\n    Comment: |\n      Ne‹|›\n    Type: Pass\n",
        "StartAt: A\nStates:\n  A:\n    Type: Pass\n    Result:\n      Ty‹|›\n",
    ],
)
def test_nothing_in_comments_texts_and_data(source: str) -> None:
    assert labels(source, "x.asl.yaml") == []


# --- snippets -------------------------------------------------------------------------------------


def test_the_syntax_of_snippets() -> None:
    name = Stop("a}b")
    insert = Insert(["$x {", name, "} \\ ", Stop(), name, Stop(choices=("1,2", "3"))])
    assert insert.plain == "$x {a}b} \\ a}b1,2"
    assert insert.snippet == "\\$x {${1:a\\}b}\\} \\\\ $2$1${3|1\\,2,3|}"


@pytest.mark.parametrize(
    ("notation", "expected"),
    [
        (JSON, '{\n  "a b": ["x", "${1:y}"],\n  "n": null,\n  "one": 1,\n  "empty": {}\n}'),
        (HCL, '{\n  "a b" = ["x", "${1:y}"]\n  n = null\n  one = 1\n  empty = {}\n}'),
    ],
)
def test_values_in_brackets(notation: str, expected: str) -> None:
    writer = Writer(notation)
    writer.value({"a b": ["x", Text(Stop("y"))], "n": None, "one": 1, "empty": {}})
    assert writer.insert().snippet.replace("\\}", "}") == expected


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Ship it", "Ship it"),
        ("arn:aws:states:::sns:publish", "arn:aws:states:::sns:publish"),
        ("$.a.b", "$.a.b"),
        ("a: b", '"a: b"'),
        ("a #b", '"a #b"'),
        ("{% $x %}", '"{% $x %}"'),
        ("yes", '"yes"'),
        ("1.0", '"1.0"'),
        ("", '""'),
        (" a", '" a"'),
        ("a ", '"a "'),
        ("[x]", '"[x]"'),
        ('say "x"', '"say \\"x\\""'),
    ],
)
def test_texts_of_yaml_have_quotes_where_they_need_them(text: str, written: str) -> None:
    writer = Writer(YAML)
    writer.text(text)
    assert writer.insert().plain == written


# --- anywhere -------------------------------------------------------------------------------------

SOURCES = [
    (json('"Next": "Ship it"'), "x.asl.json"),
    (jsonata('"Output": {"a": "{% $uppercase($states.input.a) %}"}, "End": true'), "x.asl.json"),
    (yaml("    Retry:\n      - ErrorEquals: [States.ALL]\n    Next: Ship it"), "x.asl.yaml"),
    (SAM.replace("<here>", '"Next": "Ship it"'), "template.yaml"),
    (STRING.replace("<here>", '\\"Next\\": \\"Ship it\\"'), "template.json"),
    (TERRAFORM.replace("<here>", '"Next": "Ship it"'), "main.tf"),
]


@pytest.mark.parametrize(("text", "path"), SOURCES, ids=[path for _, path in SOURCES])
def test_at_every_offset_of_every_prefix(text: str, path: str) -> None:
    for end in range(0, len(text) + 1, 3):
        assert_sound(text[:end], path, [end])
    for offset in range(len(text) + 1):
        assert_sound(text[:offset] + text[offset + 1 :], path, [offset])
    assert_sound(text, path, range(len(text) + 1))


@pytest.mark.parametrize(
    "path",
    sorted(path for path in EXAMPLES.rglob("*.*") if path.is_file()),
    ids=lambda path: path.name,
)
def test_in_broken_examples(path: Path) -> None:
    chance = random.Random(path.name)
    text = path.read_text(encoding="utf-8")[:4000]
    for _ in range(20):
        cut = chance.randrange(len(text) + 1)
        broken = text[:cut] + chance.choice(['"', "{", " ", "\n", "Ne", "$", "- "]) + text[cut:]
        assert_sound(broken, path.name, [cut, cut + 1, chance.randrange(len(broken))])


def assert_sound(text: str, path: str, offsets: range | list[int]) -> None:
    """Nothing raises, and what is replaced stands on one line around the cursor."""
    analysis = analyze(text, path)
    for offset in offsets:
        for one in complete(analysis, offset):
            assert 0 <= one.span.start <= offset <= one.span.end <= len(text)
            assert "\n" not in text[one.span.start : one.span.end]
            assert one.label
            assert one.filter
            assert one.sort


STATE = {"Type": "Task", "Assign": {"a": "{% $states.result %}"}, "Next": "S0"}


def many_states(count: int, path: str) -> str:
    """A definition that completions are asked for in the middle of."""
    states = [f"S{number}" for number in range(count)]
    if path.endswith(".json"):
        named = dict.fromkeys(states, STATE)
        return dumps({"QueryLanguage": "JSONata", "StartAt": "S0", "States": named}, indent=2)
    return "QueryLanguage: JSONata\nStartAt: S0\nStates:\n" + "".join(
        f"  {name}:\n    Type: Task\n    Next: S0\n    Assign:\n      a: '{{% $states.result %}}'\n"
        for name in states
    )


@pytest.mark.parametrize("path", ["x.asl.json", "x.asl.yaml"])
@pytest.mark.parametrize("word", ["Typ", "$sta", "Next"])
def test_many_states_take_time_in_proportion(path: str, word: str) -> None:
    after = {"Next": 'Next": "' if path.endswith("json") else "Next: "}.get(word, word)

    def work(count: int) -> Callable[[], object]:
        text = many_states(count, path)
        analysis, offset = analyze(text, path), text.index(after, len(text) // 2) + len(after)
        assert complete(analysis, offset)
        return lambda: complete(analysis, offset)

    assert_in_proportion(work, 50)


@pytest.mark.parametrize("piece", ["- ", "a ", '"\\', "a:", "'"])
def test_hostile_lines_take_time_in_proportion(piece: str) -> None:
    def work(length: int) -> Callable[[], object]:
        line = piece * (length // len(piece))
        source = yaml("    " + line)
        analysis, start = analyze(source, "x.asl.yaml"), source.index(line)
        return lambda: [complete(analysis, offset) for offset in (start, start + len(line))]

    assert_in_proportion(work, 7_500)
