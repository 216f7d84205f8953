"""The files that `[data]` of the settings names: what is known by them, and what is wrong."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from asllint import lint_paths
from asllint.source.text import Span
from asllint.workspace import batch
from asllint.workspace.run import Linter, Options
from asllint.workspace.schemas import is_surely_valid
from asllint.workspace.sources import MAX_FILES, MAX_SCHEMA, place_of

CLOSED = {"type": "object", "additionalProperties": False}
ID_ONLY = {**CLOSED, "properties": {"id": {"type": "string"}}, "required": ["id"]}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Every test works in a project of its own."""
    (tmp_path / "project" / ".git").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "project")
    return tmp_path / "project"


def write(name: str, value: Any) -> None:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(value if isinstance(value, str) else json.dumps(value))


def machine(path: str, resource: str = "") -> dict[str, Any]:
    """One that reads something of its input, or of what a function answers."""
    read: dict[str, Any] = {"Type": "Pass", "InputPath": path, "End": True}
    if not resource:
        return {"StartAt": "Read", "States": {"Read": read}}
    call = {"Type": "Task", "Resource": resource, "Next": "Read"}
    return {"StartAt": "Call", "States": {"Call": call, "Read": read}}


def told(*paths: str) -> list[str]:
    """What is said of a project: file, line, severity, rule, message."""
    return [
        f"{one.path}:{one.line} {one.severity.name} {one.rule}: {one.message}"
        for report in lint_paths(paths or ["."])
        for one in report.diagnostics
    ]


def wrong() -> list[str]:
    """What is wrong with the settings."""
    said = told()
    assert all(one.startswith("asllint.toml:") for one in said)
    return [one.partition(" error broken-data-source: ")[2] for one in said]


# --- what is known --------------------------------------------------------------------------------


def test_a_schema_of_an_input() -> None:
    write("asllint.toml", '[data.input]\n"flows/order.asl.json" = "schemas/order.json"\n')
    write("flows/order.asl.json", machine("$.total"))
    write("flows/other.asl.json", machine("$.total"))
    write("schemas/order.json", ID_ONLY)
    assert told() == [
        'flows/order.asl.json:1 error impossible-path: "$.total" is not there: the input has only '
        '"id" (as "schemas/order.json" says)'
    ]


def test_examples_of_an_input() -> None:
    write("asllint.toml", '[data.input]\n"order.asl.json" = ["events/order-*.json", "more.json"]\n')
    write("order.asl.json", machine("$.total"))
    write("events/order-1.json", {"id": "1"})
    write("events/order-2.json", {"id": "2"})
    write("events/refund.json", {"total": 1})
    write("more.json", {"name": "x"})
    assert told() == [
        'order.asl.json:1 warning impossible-path: "$.total" is not there: the input has only '
        '"id" and "name" (as 3 examples show)'
    ]


def test_one_example_is_named() -> None:
    write("asllint.toml", '[data.input]\n"order.asl.json" = ["order.json"]\n')
    write("order.asl.json", machine("$.total"))
    write("order.json", {"id": "1"})
    (said,) = told()
    assert said.endswith('the input has only "id" (as "order.json" shows)')


def test_the_answer_of_a_function() -> None:
    write("asllint.toml", '[data.functions]\nPrice = "price.json"\n')
    arn = "arn:aws:lambda:eu-west-1:123456789012:function:Price"
    write("order.asl.json", machine("$.total", arn))
    write("price.json", ID_ONLY)
    assert told() == [
        'order.asl.json:1 error impossible-path: "$.total" is not there: "Call" replaced its input '
        'by its result, which has "id" (as "price.json" says)'
    ]


TEMPLATE = """
Resources:
  Order:
    Type: AWS::Serverless::StateMachine
    Properties:
      Role: arn:aws:iam::123456789012:role/r
      Definition:
        StartAt: Read
        States:
          Read: {Type: Pass, InputPath: $.total, End: true}
  Refund:
    Type: AWS::Serverless::StateMachine
    Properties:
      Role: arn:aws:iam::123456789012:role/r
      Definition:
        StartAt: Read
        States:
          Read: {Type: Pass, InputPath: $.total, End: true}
"""


@pytest.mark.parametrize("name", ["Order", "app/template.yaml: Order"])
def test_a_machine_of_a_template(name: str) -> None:
    write("asllint.toml", f'[data.input]\n"{name}" = "order.json"\n')
    write("app/template.yaml", TEMPLATE)
    write("order.json", ID_ONLY)
    (said,) = told()
    assert said.startswith('app/template.yaml:10 error impossible-path: "$.total" is not there')


def test_a_machine_of_a_template_in_a_file_of_its_own() -> None:
    write("asllint.toml", '[data.input]\n"flow.asl.json" = "order.json"\n')
    write(
        "template.yaml",
        """
Transform: AWS::Serverless-2016-10-31
Resources:
  Order:
    Type: AWS::Serverless::StateMachine
    Properties: {DefinitionUri: flow.asl.json, Role: "arn:aws:iam::123456789012:role/r"}
""",
    )
    write("flow.asl.json", machine("$.total"))
    write("order.json", ID_ONLY)
    (said,) = told()
    assert said.startswith('flow.asl.json:1 error impossible-path: "$.total" is not there')


def test_a_file_of_several_machines_is_meant_as_a_whole() -> None:
    write("asllint.toml", '[data.input]\n"template.yaml" = "order.json"\n')
    write("template.yaml", TEMPLATE)
    write("order.json", ID_ONLY)
    assert [one.partition(" ")[0] for one in told()] == ["template.yaml:10", "template.yaml:18"]


def test_settings_in_pyproject() -> None:
    write("pyproject.toml", '[tool.asllint.data.input]\n"order.asl.json" = "gone.json"\n')
    write("order.asl.json", machine("$.total"))
    assert told() == [
        'pyproject.toml:2 error broken-data-source: there is no file "gone.json"'
    ]  # fmt: skip


def test_a_reference_to_another_file() -> None:
    write("asllint.toml", '[data.input]\n"order.asl.json" = "schemas/order.json"\n')
    write("order.asl.json", machine("$.customer.name"))
    customer = {"$ref": "parts/customer.json#/$defs/customer"}
    write("schemas/order.json", {**CLOSED, "properties": {"customer": customer}})
    write("schemas/parts/customer.json", {"$defs": {"customer": ID_ONLY}})
    (said,) = told()
    assert '"$.customer" has only "id"' in said


def test_an_id_stands_for_the_place_of_the_file() -> None:
    write("asllint.toml", '[data.input]\n"order.asl.json" = "schemas/order.json"\n')
    write("order.asl.json", machine("$.name"))
    write("schemas/order.json", {"$id": "https://example.com/v1/order.json", "$ref": "id.json"})
    write("schemas/id.json", ID_ONLY)
    (said,) = told()
    assert 'the input has only "id"' in said


def test_in_old_drafts_a_reference_stands_alone() -> None:
    write("asllint.toml", '[data.input]\n"order.asl.json" = "order.json"\n')
    write("order.asl.json", machine("$.name"))
    definitions = {"definitions": {"all": {"type": "object"}}, "$ref": "#/definitions/all"}
    for draft, count in (("http://json-schema.org/draft-07/schema#", 0), ("", 1)):
        named = {"$schema": draft} if draft else {}
        write("order.json", {**named, **definitions, **ID_ONLY})
        assert len(told()) == count


RETURNED = {"StatusCode": 200, "Payload": {"id": "1"}}
MOCKS = {
    "StateMachines": {"Order": {"TestCases": {"Happy": {"Call": "Answer"}}}},
    "MockedResponses": {"Answer": {"0": {"Throw": {"Error": "Busy"}}, "1": {"Return": RETURNED}}},
}
ARN = "arn:aws:lambda:eu-west-1:123456789012:function:Price"


def history(**answers: Any) -> dict[str, Any]:
    """One in which states are entered and answered."""
    details = {"input": json.dumps({"sku": "a"})}
    events: list[dict[str, Any]] = [
        {"type": "ExecutionStarted", "executionStartedEventDetails": details}
    ]
    for name, answer in answers.items():
        entered = {"name": name, "input": "{}"}
        events += [
            {"type": "TaskStateEntered", "stateEnteredEventDetails": entered},
            {"type": "TaskSucceeded", "taskSucceededEventDetails": {"output": json.dumps(answer)}},
        ]
    for number, event in enumerate(events, 1):
        event |= {"id": number, "previousEventId": number - 1}
    return {"events": events}


@pytest.mark.parametrize("name", ["order", "Order"])
def test_mocks_are_examples_of_answers(name: str) -> None:
    write("asllint.toml", '[data]\nmocks = ["test/MockConfigFile.json"]\n')
    write("test/MockConfigFile.json", MOCKS)
    write(f"{name}.asl.json", machine("$.Payload.total", ARN))
    write("other.asl.json", machine("$.Payload.total", ARN))
    (said,) = told()
    assert said.startswith(f"{name}.asl.json:1 warning impossible-path: ")
    assert said.endswith('"$.Payload" has only "id" (as "test/MockConfigFile.json" shows)')


def test_histories_are_examples_of_inputs_and_answers() -> None:
    write("asllint.toml", '[data]\nhistories = ["runs/*.json"]\n')
    write("runs/1.json", history(Call={"id": "1"}))
    write("runs/2.json", history(Call={"id": "2"}))
    write("runs/3.json", history(Other={"total": "2"}))
    write("runs/4.json", history(Call={"total": "2"}, Other=1))
    order = machine("$.total", ARN)
    order["States"]["Call"]["Parameters"] = {"sku.$": "$.skus"}
    write("order.asl.json", order)
    first, second = told()
    assert first == (
        'order.asl.json:1 warning impossible-path: "$.skus" is not there; did you mean "sku"? '
        "(as 2 examples show)"
    )
    assert second.endswith('by its result, which has "id" (as 2 examples show)')


def test_a_schema_counts_more_than_what_was_recorded() -> None:
    write(
        "asllint.toml",
        """
[data]
histories = ["run.json"]
[data.input]
"order.asl.json" = "order.json"
[data.functions]
Price = "price.json"
""",
    )
    write("run.json", history(Call={"id": "1"}))
    write("order.json", {"type": "object"})
    write("price.json", {**CLOSED, "properties": {"total": True}})
    write("order.asl.json", machine("$.total", ARN))
    assert told() == []


# --- what is wrong --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"type": 5}', "is no valid JSON Schema: 5 is not valid under any of the given schemas "
                        "(at /type)"),
        ('{"id": 1}', "has no keyword of JSON Schema; examples stand in an array"),
        ("[1]", "is no JSON Schema: that is an object"),
        ('{"$schema": 1, "type": "null"}', 'is no valid JSON Schema: its "$schema" is no text'),
        ('{"$schema": "http://[", "type": "null"}',
         'is no valid JSON Schema: its "$schema" or "$id" is no URI'),
        ('{"type": }', "is no JSON: expecting value (line 1, column 10)"),
        ('{"const": NaN}', "is no JSON: NaN is no number that JSON has"),
        ("[" * 200_000, "is nested too deeply"),
        ('{"$ref": "gone.json"}', 'refers to "gone.json", which is not there'),
        ('{"$ref": "#/gone"}', 'refers to "#/gone", which is not there'),
        ('{"$ref": "../../gone.json"}',
         'refers to "../../gone.json", which leads out of the project, and nothing there is read'),
        ('{"$ref": "https://example.com/a.json"}',
         'refers to "https://example.com/a.json", which is no file of the project, and nothing '
         "else is read"),
    ],
)  # fmt: skip
def test_a_broken_schema(text: str, said: str) -> None:
    write("asllint.toml", '[data.input]\n"order.asl.json" = "order.json"\n')
    write("order.asl.json", machine("$.id"))
    write("../gone.json", ID_ONLY)
    write("order.json", text)
    assert wrong() == [f'"order.json" {said}']


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ('"gone.json"', 'there is no file "gone.json"'),
        ('"Order.json"', 'there is no file "Order.json"; did you mean "order.json"?'),
        ('"events"', '"events" is a folder'),
        ('"../order.json"', '"../order.json" leads out of the project, and nothing there is read'),
        ('["events/*.yaml"]', 'no file of the project matches "events/*.yaml"'),
        ('["../*.json"]', 'no file of the project matches "../*.json"'),
        ('["events/broken.json"]', '"events/broken.json" is no JSON: expecting value (line 1, '
                                   "column 1)"),
        ('["gone.json"]', 'there is no file "gone.json"'),
    ],
)  # fmt: skip
def test_a_file_that_can_not_be_used(value: str, said: str) -> None:
    write("asllint.toml", f'[data.input]\n"order.asl.json" = {value}\n')
    write("order.asl.json", machine("$.id"))
    write("order.json", ID_ONLY)
    write("../order.json", ID_ONLY)
    write("events/broken.json", "")
    assert wrong() == [said]


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("mocks", {}, '"a.json" is no mock file: the mock file has no "StateMachines"'),
        ("histories", {}, '"a.json" is no history of an execution: that is an object with '
                          '"events"'),
        ("histories", "[", '"a.json" is no JSON: expecting value (line 1, column 2)'),
    ],
)  # fmt: skip
def test_what_is_no_mock_file_and_no_history(key: str, value: Any, said: str) -> None:
    write("asllint.toml", f'[data]\n{key} = ["a.json"]\n')
    write("order.asl.json", machine("$.id"))
    write("a.json", value)
    assert wrong() == [said]


def test_a_link_out_of_the_project() -> None:
    write("asllint.toml", '[data.input]\n"order.asl.json" = ["events/*.json"]\n')
    write("order.asl.json", machine("$.id"))
    write("../order.json", {"id": 1})
    os.mkdir("events")
    os.symlink("../../order.json", "events/order.json")
    assert wrong() == ['no file of the project matches "events/*.json"']


def test_a_machine_that_is_not_there() -> None:
    write("asllint.toml", '[data.input]\n"ordr.asl.json" = "order.json"\nNamed = "order.json"\n')
    write("order.asl.json", machine("$.id"))
    write("order.json", ID_ONLY)
    assert wrong() == ['there is no file "ordr.asl.json"; did you mean "order.asl.json"?']


def test_severity_and_ignore_hold_for_it() -> None:
    data = '[data.input]\n"order.asl.json" = "gone.json"\n'
    write("order.asl.json", machine("$.id"))
    write("asllint.toml", f'ignore = ["broken-data-source"]\n{data}')
    assert told() == []
    write("asllint.toml", f'[severity]\nbroken-data-source = "info"\n{data}')
    assert told() == ['asllint.toml:4 info broken-data-source: there is no file "gone.json"']


def test_hidden_files_and_too_many() -> None:
    write("asllint.toml", '[data.input]\n"order.asl.json" = ["events/*.json"]\n')
    write("order.asl.json", machine("$.total"))
    for number in range(MAX_FILES + 1):
        write(f"events/{number:05}.json", {"id": number} if number < MAX_FILES else {"total": 1})
    write("events/.hidden.json", {"total": 1})
    (said,) = told()
    assert said.endswith("(as 1000 examples show)")


# --- places ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "key", "value", "found"),
    [
        ('[data.input]\n"a" = "b.json"', "a", "b.json", '"b.json"'),
        ("[data.input]\n'a' = 'b.json'", "a", "b.json", "'b.json'"),
        ('x = "b.json"\n[data.input]\na = "b.json"', "a", "b.json", '"b.json"'),
        ('data = {input = {a = ["c", "b.json"]}}', "a", "b.json", '"b.json"'),
        ('[data.input]\na = """b.json"""  # "b.json"', "a", "b.json", '"""b.json"""'),
        ('[data.input]\na = "\\u0062.json"', "a", "b.json", '"\\u0062.json"'),
        ('# "b.json"\n[data.input]\na = "c"', "a", "b.json", ""),
        ('[data.input]\n# data "b.json"\n"a\\\\" = "b.json"', "a\\", "b.json", '"b.json"'),
        ('[data.input]\na = "unclosed', "a", "b.json", ""),
    ],
)  # fmt: skip
def test_where_a_source_stands(text: str, key: str, value: str, found: str) -> None:
    span = place_of(text, key, value)
    assert text[span.start : span.end] == found
    if found:
        assert span.start == text.rindex(found.rstrip()) or "#" in text


def test_the_same_path_twice() -> None:
    text = '[data.input]\na = "x.json"\nb = "x.json"\n'
    assert place_of(text, "b", "x.json") == Span(30, 38)


# --- runs -----------------------------------------------------------------------------------------


def test_a_cache_knows_when_a_source_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASLLINT_CACHE_DIR", os.path.abspath(".cache"))
    monkeypatch.setattr(batch, "CACHE_PAYS", -1.0)
    write("asllint.toml", '[data.input]\n"order.asl.json" = ["events/*.json"]\n')
    write("order.asl.json", machine("$.total"))
    write("events/a.json", {"id": 1})
    counts = []
    for change in ((), ("events/a.json", {"total": 1}), ("events/a.json", {"id": 1}), ()):
        if change:
            write(*change)
        reports = lint_paths(["."], cache=True)
        counts.append(sum(len(report.diagnostics) for report in reports))
    assert counts == [1, 0, 1, 1]


def test_workers_know_it_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch, "POOL_PAYS", -1.0)
    write("asllint.toml", '[data.input]\n"a.asl.json" = "a.json"\n"b.asl.json" = "b.json"\n')
    for name in "ab":
        write(f"{name}.asl.json", machine("$.total"))
    write("a.json", ID_ONLY)
    linter = Linter(Options())
    found = [one.rule for each in batch.run(linter, ["."], jobs=2) for one in each.diagnostics]
    assert found == ["impossible-path", "broken-data-source"]


def test_a_text_has_what_is_declared_for_its_path() -> None:
    write("asllint.toml", '[data.input]\n"order.asl.json" = "order.json"\n')
    write("order.json", ID_ONLY)
    report = Linter().lint_text(json.dumps(machine("$.total")), "order.asl.json")
    assert [one.rule for one in report.diagnostics] == ["impossible-path"]


# --- the quick look at schemas --------------------------------------------------------------------

WORDS = st.sampled_from(
    ["type", "items", "prefixItems", "properties", "required", "enum", "const", "minItems", "$id",
     "additionalProperties", "anyOf", "$defs", "title", "maximum", "uniqueItems", "x", "$schema",
     "$ref", "examples", "minLength", "pattern"]
)  # fmt: skip
HELD = st.recursive(
    st.none() | st.booleans() | st.integers(-1, 2) | st.sampled_from(["string", "a#", "$x", 0.5]),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(WORDS, inner, max_size=2),
    max_leaves=5,
)


@given(st.dictionaries(WORDS, HELD, max_size=3))
def test_what_the_quick_look_accepts_is_valid(schema: dict[str, Any]) -> None:
    if is_surely_valid(schema):
        assert Draft202012Validator(Draft202012Validator.META_SCHEMA).is_valid(schema)


@pytest.mark.parametrize(
    "schema",
    [
        True,
        ID_ONLY,
        {"$schema": "http://json-schema.org/draft-07/schema#", "definitions": {"a": True}},
        {"type": ["string", "null"], "minLength": 1, "pattern": "^a", "nullable": True},
        {"anyOf": [{"enum": [1, None]}, {"const": {}}], "title": "x", "examples": [1]},
    ],
)
def test_usual_schemas_need_no_other_look(schema: Any) -> None:
    assert is_surely_valid(schema)


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "text"},
        {"type": []},
        {"type": ["null", "null"]},
        {"required": ["a", "a"]},
        {"required": [1]},
        {"minItems": -1},
        {"minItems": True},
        {"maximum": False},
        {"properties": []},
        {"properties": {"a": 1}},
        {"items": []},
        {"allOf": []},
        {"$id": "a#b"},
        {"title": 1},
        {"uniqueItems": 1},
        {"$schema": "http://json-schema.org/draft-04/schema#"},
        {"$schema": 1},
        {"$schema": []},
        {"x-unknown": 1},
        {"enum": 1},
    ],
)
def test_others_do(schema: Any) -> None:
    assert not is_surely_valid(schema)


def test_a_large_schema_is_not_used() -> None:
    write("asllint.toml", '[data.input]\n"order.asl.json" = "order.json"\n')
    write("order.asl.json", machine("$.id"))
    write("order.json", {"type": "object", "title": "x" * MAX_SCHEMA})
    assert wrong() == ['"order.json" has more than 1,000,000 characters']
