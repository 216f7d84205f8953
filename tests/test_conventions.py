"""What lies beside a definition by convention: editors show it, and nobody tells of it."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from asllint import lint_paths
from asllint.data.declared import FOUND, Declarations
from asllint.data.shape import MAYBE, NUMBER, TEXT, object_of
from asllint.engine.reading import analyze
from asllint.ide.origins import origin_of
from asllint.lsp.session import Session
from asllint.workspace.conventions import MAX_EVENTS, Conventions

READ = {
    "StartAt": "Read",
    "States": {"Read": {"Type": "Pass", "InputPath": "$.total", "End": True}},
}


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


def found(path: str = "order.asl.json", text: str = json.dumps(READ)) -> Declarations | None:
    (definition,) = analyze(text, path).definitions
    return Conventions().declared_for(definition)


def origin(path: str = "order.asl.json") -> str:
    declared = found(path)
    assert declared is not None and declared.input is not None
    assert declared.input.kind == FOUND
    return declared.input.origin


@pytest.mark.parametrize(
    "name",
    ["order.json", "Order.json", "order-1.json", "order_1.json", "order.paid.json", "o-r-der.json"],
)
def test_an_event_is_called_after_the_machine(name: str) -> None:
    write(f"events/{name}", {"id": 1})
    assert origin() == f'"events/{name}"'
    declared = found()
    assert declared is not None and declared.input is not None
    assert declared.input.shape == object_of({"id": NUMBER.or_nothing}, MAYBE)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("events/orders.json", "{}"),
        ("events/event.json", "{}"),
        ("events/order.yaml", "{}"),
        ("events/order.json", "{"),
        ("order.json", "{}"),
        ("../events/order.json", "{}"),
    ],
)
def test_what_is_not_taken_for_one(name: str, text: str) -> None:
    write(name, text)
    assert found() is None


def test_a_link_out_of_the_project_is_not_followed() -> None:
    write("../order.json", {"id": 1})
    os.mkdir("events")
    os.symlink("../../order.json", "events/order.json")
    assert found() is None


def test_a_folder_out_of_the_project_is_not_listed() -> None:
    write("../elsewhere/order.json", {"id": 1})
    os.symlink("../elsewhere", "events")
    assert found() is None


def test_several_events() -> None:
    write("flows/events/order-1.json", {"id": 1})
    write("flows/events/order-2.json", {"id": "x"})
    assert origin("flows/order.asl.json") == "2 examples"
    for number in range(MAX_EVENTS + 1):
        write(f"many/events/order-{number:03}.json", {"id": 1})
    assert origin("many/order.asl.json") == f"{MAX_EVENTS} examples"


TEMPLATE = f"""
Resources:
  OrderStateMachine:
    Type: AWS::Serverless::StateMachine
    Properties:
      Role: arn:aws:iam::123456789012:role/r
      Definition: {json.dumps(READ)}
"""


def test_a_machine_of_a_template_without_what_it_is() -> None:
    write("events/order.json", {"id": 1})
    declared = found("template.yaml", TEMPLATE)
    assert declared is not None and declared.input is not None
    write("events/order.json", "{")
    write("events/orderstatemachine-1.json", {"id": 1})
    declared = found("template.yaml", TEMPLATE)
    assert declared is not None and declared.input is not None


MOCKS = {
    "StateMachines": {"Order": {"TestCases": {"A": {"Read": "R"}}}, "Other": {"TestCases": {}}},
    "MockedResponses": {"R": {"0": {"Return": {"text": "x"}}}},
}


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("a/b/MockConfigFile.json", '"b/MockConfigFile.json"'),
        ("a/b/test/MockConfigFile.json", '"test/MockConfigFile.json"'),
        ("a/tests/MockConfigFile.json", '"tests/MockConfigFile.json"'),
        ("MockConfigFile.json", '"project/MockConfigFile.json"'),
    ],
)
def test_a_mock_file(path: str, said: str) -> None:
    write(path, MOCKS)
    declared = found("a/b/order.asl.json")
    assert declared is not None
    assert declared.states["Read"].origin == said
    assert declared.states["Read"].shape == object_of({"text": TEXT.or_nothing}, MAYBE)
    assert found("a/b/other.asl.json") is None


@pytest.mark.parametrize("path", ["a/b/c/MockConfigFile.json", "../MockConfigFile.json"])
def test_a_mock_file_elsewhere(path: str) -> None:
    write(path, MOCKS)
    assert found("a/b/order.asl.json") is None


def test_a_broken_mock_file_is_none() -> None:
    write("MockConfigFile.json", {"StateMachines": 1})
    assert found() is None


def test_the_command_line_looks_for_nothing() -> None:
    write("order.asl.json", READ)
    write("events/order.json", {"id": 1})
    assert [each.diagnostics for each in lint_paths(["."])] == [[], []]


def test_an_editor_shows_it_and_says_nothing_and_settings_count_more(folder: Path) -> None:
    path = str(folder / "order.asl.json")
    write("events/order.json", {"id": 1})
    session = Session()
    session.open(path, json.dumps(READ))
    (definition,) = session.known(path).analysis.definitions
    declared = definition.machine.declared
    assert isinstance(declared, Declarations) and declared.input is not None
    assert declared.input.said == '"events/order.json" shows'
    assert session.lint(path).diagnostics == []
    (state,) = definition.machine.states
    said = origin_of(state, ("id",), session.known(path).analysis)
    assert said == 'From the input of the execution (as "events/order.json" shows)'
    write("asllint.toml", '[data.input]\n"order.asl.json" = "schema.json"\n')
    write("order.asl.json", READ)
    write("schema.json", {"type": "object", "additionalProperties": False})
    session.reload()
    session.forget()
    assert [one.rule for one in session.lint(path).diagnostics] == ["impossible-path"]
    (definition,) = session.known(path).analysis.definitions
    declared = definition.machine.declared
    assert isinstance(declared, Declarations) and declared.input is not None
    assert declared.input.said == '"schema.json" says'


def test_what_is_found_is_looked_for_again_when_files_change(folder: Path) -> None:
    path = str(folder / "order.asl.json")
    session = Session()
    session.open(path, json.dumps(READ))
    assert session.known(path).analysis.definitions[0].machine.declared is None
    write("events/order.json", {"id": 1})
    session.forget()
    assert session.known(path).analysis.definitions[0].machine.declared is not None
