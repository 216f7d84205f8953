"""`asllint data`, and `--input` of `asllint check`: output, names of machines, mistakes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from asllint import analyze
from asllint.hosts.given import Given
from asllint.workspace import batch
from asllint.workspace.passages import machines_of, states_of
from asllint.workspace.run import Linter, Options
from tests.conftest import ROOT, Run

CALL = "arn:aws:lambda:eu-west-1:123456789012:function:pay"
ORDER = {
    "StartAt": "Pay",
    "States": {
        "Pay": {"Type": "Task", "Resource": CALL, "Next": "Fork"},
        "Fork": {
            "Type": "Parallel",
            "Branches": [
                {"StartAt": "A", "States": {"A": {"Type": "Succeed"}}},
                {"StartAt": "Each", "States": {"Each": {"Type": "Map", "ItemProcessor": {
                    "StartAt": "B", "States": {"B": {"Type": "Task", "Resource": CALL, "End": True}}
                }, "End": True}}},
            ],
            "ResultPath": None,
            "Next": "No",
        },
        "No": {"Type": "Fail"},
    },
}  # fmt: skip
ONE = json.dumps({"StartAt": "A", "States": {"A": {"Type": "Task", "Resource": CALL, "End": True}}})
TEMPLATE = f"""\
Resources:
  Refund:
    Type: AWS::StepFunctions::StateMachine
    Properties:
      DefinitionString: |
        {ONE}
  Ship:
    Type: AWS::Serverless::StateMachine
    Properties:
      Definition:
        {ONE}
  Order:
    Type: AWS::Serverless::StateMachine
    Properties:
      DefinitionUri: order.asl.json
"""
RULE = '''\
from asllint.rule import WARNING, Finding, Findings, StateMachine, rule


@rule(severity=WARNING, since="1.0")
def odd(machine: StateMachine) -> Findings:
    """The input that is given."""
    if machine.given is not None:
        yield Finding(machine.head, f"it is {machine.given[0]!r}")
'''


@pytest.fixture
def order(tmp_path: Path) -> None:
    (tmp_path / "order.asl.json").write_text(json.dumps(ORDER))
    (tmp_path / "event.json").write_text('{"id": 7}')


@pytest.fixture
def several(tmp_path: Path) -> None:
    """Three machines in two files, and a rule that says which one has an input."""
    (tmp_path / "src").mkdir()
    (tmp_path / "src/order.asl.json").write_text(json.dumps(ORDER))
    (tmp_path / "src/template.yaml").write_text(TEMPLATE)
    (tmp_path / "event.json").write_text('{"id": 7}')
    house = tmp_path / "lint" / "house"
    house.mkdir(parents=True)
    (house / "odd.py").write_text(RULE)
    (house / "odd.md").write_text("# odd\n")
    (tmp_path / "asllint.toml").write_text('rules = ["lint"]\nselect = ["house"]\n')


# --- what is printed ------------------------------------------------------------------------------


@pytest.mark.usefixtures("order")
def test_a_line_for_each_state(asllint: Run) -> None:
    done = asllint("data", "order.asl.json")
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert lines[:2] == ["order.asl.json", "  Pay     anything → anything"]
    assert [line.split()[0] for line in lines[2:]] == ["Fork", "A", "Each", "B", "No"]
    assert [len(line) - len(line.lstrip()) for line in lines] == [0, 2, 2, 4, 4, 6, 2]


def test_what_stands_where(asllint: Run, tmp_path: Path) -> None:
    states = {
        "Get": {"Type": "Pass", "Result": {"id": 7}, "ResultPath": "$.got", "Next": "Fork"},
        "Fork": {"Type": "Parallel", "Next": "No", "Branches": [{"StartAt": "A", "States": {
            "A": {"Type": "Pass", "InputPath": "$.got", "End": True}}}]},
        "No": {"Type": "Fail"},
        "Lost": {"Type": "Succeed"},
    }  # fmt: skip
    (tmp_path / "x.asl.json").write_text(json.dumps({"StartAt": "Get", "States": states}))
    (tmp_path / "event.json").write_text('{"x": 1}')
    assert asllint("data", "x.asl.json").stdout == (
        "x.asl.json\n"
        "  Get   anything → {got: {id: 7}, *: anything}\n"
        "  Fork  {got: {id: 7}, *: anything} → [{id: 7}]\n"
        "    A   {got: {id: 7}, *: anything} → {id: 7}\n"
        "  No    [{id: 7}] → never\n"
        "  Lost  never reached\n"
    )
    done = asllint("data", "x.asl.json", "--input", "event.json", "--state", "Fork")
    assert done.stdout == (
        "x.asl.json: /States/Fork\n  comes in: {x: 1, got: {id: 7}}\n  goes out: [{id: 7}]\n"
    )
    done = asllint("data", "x.asl.json", "--input", "event.json", "--format", "json")
    found = json.loads(done.stdout)["machines"][0]["states"]
    got = {
        "type": "object", "properties": {"id": {"const": 7}}, "required": ["id"],
        "additionalProperties": False,
    }  # fmt: skip
    assert found["/States/Fork/Branches[0]/States/A"] == {
        "reachable": True,
        "input": {
            "type": "object", "properties": {"x": {"const": 1}, "got": got},
            "required": ["x", "got"], "additionalProperties": False,
        },
        "output": got,
        "variables": {},
    }  # fmt: skip
    assert found["/States/No"]["input"] == {
        "type": "array", "prefixItems": [got], "items": False, "minItems": 1,
    }  # fmt: skip
    assert found["/States/Lost"]["reachable"] is False


@pytest.mark.usefixtures("order")
def test_one_state_in_full(asllint: Run) -> None:
    for name in ("B", "/States/Fork/Branches[1]/States/Each/ItemProcessor/States/B"):
        done = asllint("data", "order.asl.json", "--state", name)
        assert (done.returncode, done.stdout) == (
            0,
            "order.asl.json: /States/Fork/Branches[1]/States/Each/ItemProcessor/States/B\n"
            "  comes in: anything\n"
            "  goes out: anything\n",
        )


@pytest.mark.usefixtures("order")
def test_json_has_every_state_by_its_pointer(asllint: Run) -> None:
    done = asllint("data", "order.asl.json", "--format", "json")
    found = json.loads(done.stdout)
    assert (done.returncode, done.stderr, found["version"]) == (0, "", 1)
    (machine,) = found["machines"]
    assert (machine["file"], machine["pointer"], machine["name"]) == ("order.asl.json", "/", "")
    assert list(machine["states"]) == [
        "/States/Pay",
        "/States/Fork",
        "/States/Fork/Branches[0]/States/A",
        "/States/Fork/Branches[1]/States/Each",
        "/States/Fork/Branches[1]/States/Each/ItemProcessor/States/B",
        "/States/No",
    ]
    assert machine["states"]["/States/Pay"] == {
        "reachable": True, "input": True, "output": True, "variables": {},
    }  # fmt: skip
    assert machine["states"]["/States/No"]["output"] is False
    assert done.stdout.count("\n") == len(machine["states"]) + 2  # a line each


def test_pointers_are_those_of_diagnostics() -> None:
    text = json.dumps(ORDER).replace("Pay", "a/b~c d[0]")
    analysis = analyze(text, "x.asl.json")
    found = states_of(analysis.definitions[0].machine)
    assert all(analysis.pointer(state.key.span) == pointer for state, pointer, _ in found)


@pytest.mark.usefixtures("several")
def test_all_machines_of_a_folder(asllint: Run) -> None:
    done = asllint("data", "src", "--format", "json")
    found = json.loads(done.stdout)["machines"]
    assert [(one["file"], one["pointer"], one["name"]) for one in found] == [
        ("src/order.asl.json", "/", "Order"),
        ("src/template.yaml", "/Resources/Ship/Properties/Definition", "Ship"),
        ("src/template.yaml", "/Resources/Refund/Properties/DefinitionString#/", "Refund"),
    ]
    assert list(found[1]["states"]) == ["/States/A"]
    done = asllint("data", "src", "--state", "A", "--machine", "Ship")
    assert done.stdout == (
        "src/template.yaml: Ship: /States/A\n  comes in: anything\n  goes out: anything\n"
    )
    done = asllint("data", "src/template.yaml")
    assert done.stdout == (
        "src/template.yaml: Ship\n  A  anything → anything\n\n"
        "src/template.yaml: Refund\n  A  anything → anything\n\n"
        "src/order.asl.json: Order\n"
    ) + "".join(asllint("data", "src/order.asl.json").stdout.splitlines(keepends=True)[1:])


def test_machines_of_terraform_go_by_their_names() -> None:
    block = 'resource "aws_sfn_state_machine" "{}" {{\n  definition = {}\n}}\n'
    text = block.format("pay", "jsonencode({ StartAt = 'A' })".replace("'", '"'))
    text = text.replace('"A" }', '"A", States = { A = { Type = "Succeed" } } }')
    text += block.format("ship", "<<EOT\n" + ONE + "\nEOT")
    found = machines_of(analyze(text, "main.tf"))
    assert [(one.name, one.pointer) for one in found] == [("pay", "/pay"), ("ship", "/ship#/")]


def test_names_can_not_play_with_the_terminal(asllint: Run, tmp_path: Path) -> None:
    text = ONE.replace('"A"', json.dumps("a\x1b[2J\n::error::x\u202e"))
    (tmp_path / "x.asl.json").write_text(text)
    done = asllint("data", "x.asl.json")
    assert done.stdout == "x.asl.json\n  a�[2J�::error::x�  anything → anything\n"
    done = asllint("data", "x.asl.json", "--format", "json")
    assert done.stdout.isascii() and json.loads(done.stdout)
    (tmp_path / "x.asl.json").write_text(ONE.replace('"A"', f'"{"n" * 80}"'))
    assert asllint("data", "x.asl.json").stdout.splitlines()[1] == (
        f"  {'n' * 27}…  anything → anything"
    )


# --- what is wrong --------------------------------------------------------------------------------


@pytest.mark.usefixtures("several")
@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["event.json"], 'there is no state machine in "event.json"'),
        (["nowhere"], 'no such file or folder: "nowhere"'),
        (["src", "--state", "Pya"], 'there is no state "Pya" in "src"; did you mean "Pay"?'),
        (["src", "--machine", "Shipp"],
         'there is no state machine "Shipp" in "src"; did you mean "Ship"?'),
        (["src", "--machine", "x"], 'there is no state machine "x" in "src"'),
        (["src", "--input", "event.json"],
         '3 state machines are in "src": say with --machine which one --input is for: "Order", '
         '"Ship" or "Refund"'),
        ([], "PATH is missing; `asllint data --help` lists what exists"),
    ],
)  # fmt: skip
def test_a_mistake_is_one_line_and_status_2(
    asllint: Run, arguments: list[str], message: str
) -> None:
    done = asllint("data", *arguments)
    assert (done.returncode, done.stdout, done.stderr) == (2, "", f"asllint: {message}\n")


def test_a_file_that_can_not_be_read_to_its_end(asllint: Run, tmp_path: Path) -> None:
    (tmp_path / "a.asl.json").write_text(ONE[:-1])
    done = asllint("data", "a.asl.json")
    assert (done.returncode, done.stdout) == (0, "a.asl.json\n  A  anything → anything\n")


@pytest.mark.usefixtures("order")
@pytest.mark.parametrize("command", ["data", "check"])
@pytest.mark.parametrize(
    ("text", "message"),
    [
        (None, 'no such file: "x.json"'),
        ("", '"x.json" is no JSON: expecting value (line 1, column 1)'),
        ('{"id": 7,}', '"x.json" is no JSON: illegal trailing comma before end of object'),
        ("[NaN]", '"x.json" is no JSON: NaN is no number that JSON has'),
        ("1e999", '"x.json" is no JSON: 1e999 is no number that JSON has'),
        ("[" * 100_000, '"x.json" is nested too deeply'),
        (json.dumps("x" * 262_143), '"x.json" is too large: the input of an execution has at most '
         "256 KiB"),
        (" " * 17_000_000, '"x.json" is too large: the input of an execution has at most 256 KiB'),
    ],
)  # fmt: skip
def test_an_input_that_is_none(
    asllint: Run, tmp_path: Path, command: str, text: str | None, message: str
) -> None:
    if text is not None:
        (tmp_path / "x.json").write_text(text)
    done = asllint(command, "order.asl.json", "--input", "x.json")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1
    if "trailing comma" not in message:  # which versions of Python call differently
        assert done.stderr == f"asllint: {message}\n"


@pytest.mark.usefixtures("order")
def test_an_input_that_is_no_text(asllint: Run, tmp_path: Path) -> None:
    (tmp_path / "x.json").write_bytes(b'"\xff"')
    done = asllint("check", "order.asl.json", "--input", "x.json")
    assert done.stderr == 'asllint: "x.json": byte 0xFF is not UTF-8: save the file as UTF-8\n'
    done = asllint("check", "order.asl.json", "--input", ".")
    assert done.stderr == 'asllint: cannot read ".": is a directory\n'


@pytest.mark.usefixtures("several")
@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["src", "--input", "event.json"],
         '3 state machines are in "src": say with --machine which one --input is for: "Order", '
         '"Ship" or "Refund"'),
        (["src", "--machine", "Ship"],
         "--machine says which state machine --input is for, and goes with it alone"),
        (["src", "--input", "event.json", "--machine", "Shipp"],
         'there is no state machine "Shipp" in "src"; did you mean "Ship"?'),
        (["lint", "--input", "event.json"], 'there is no state machine in "lint"'),
        (["-", "--input", "event.json"],
         "--input goes with files and folders, not with a definition in a pipe"),
    ],
)  # fmt: skip
def test_an_input_that_is_for_no_machine(asllint: Run, arguments: list[str], message: str) -> None:
    done = asllint("check", *arguments)
    assert (done.returncode, done.stdout, done.stderr) == (2, "", f"asllint: {message}\n")


def test_two_machines_of_one_name(asllint: Run, tmp_path: Path) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "pay.asl.json").write_text(ONE)
    assert asllint("data", ".", "--machine", "pay").stderr == (
        'asllint: 2 state machines are called "pay": write "a/pay.asl.json" or "b/pay.asl.json"\n'
    )
    done = asllint("data", ".", "--machine", "b/pay.asl.json")
    assert done.stdout.splitlines()[0] == "b/pay.asl.json"


# --- the input of an execution --------------------------------------------------------------------


@pytest.mark.usefixtures("several")
@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("Order", "src/order.asl.json:1:1"),
        ("order", "src/order.asl.json:1:1"),
        ("src/template.yaml: Ship", "src/template.yaml:11:9"),
        ("Refund", "src/template.yaml:6:9"),
    ],
)
def test_one_machine_gets_the_input(asllint: Run, name: str, place: str) -> None:
    arguments = ["--input", "event.json", "--machine", name]
    done = asllint("check", "src", "--format", "concise", *arguments)
    through = " (through src/template.yaml)" * place.startswith("src/order")
    assert (done.returncode, done.stdout, done.stderr) == (
        1, f"{place}: warning[odd] it is {{'id': 7}}{through}\n", "",
    )  # fmt: skip
    assert asllint("data", "src", *arguments).returncode == 0


@pytest.mark.usefixtures("several")
def test_the_only_machine_needs_no_name(asllint: Run) -> None:
    done = asllint("src/order.asl.json", "--format", "concise", "--input", "-", stdin="\ufeff null")
    assert done.stdout == "src/order.asl.json:1:1: warning[odd] it is None\n"
    assert asllint("src/order.asl.json", "--diff", "--input", "event.json").returncode == 0


@pytest.mark.usefixtures("several")
def test_workers_and_the_cache_know_the_input(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ASLLINT_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setattr(batch, "POOL_PAYS", 0.0)
    monkeypatch.setattr(batch, "CACHE_PAYS", 0.0)

    def told(given: Given | None, jobs: int) -> list[str]:
        linter = Linter(Options(given=given))
        reports = batch.run(linter, ["src"], jobs=jobs, cache=True)
        return [one.message for each in reports for one in each.diagnostics]

    for jobs in (1, 2):
        assert told(None, jobs) == []
        for value in (jobs, "text", [1.5]):
            for _ in ("new", "remembered"):
                assert told(Given(value, "Ship"), jobs) == [f"it is {value!r}"]
        assert told(Given("text", "Refund"), jobs) == ["it is 'text'"]


def test_an_edit_keeps_the_input_or_takes_it_away() -> None:
    one, other = Given(1), Given(2)
    before = analyze(ONE, "x.asl.json", given=one)
    assert before.definitions[0].machine.given == (1,)
    edited = analyze(ONE.replace("pay", "buy"), "x.asl.json", before=before, given=one)
    machine = edited.definitions[0].machine
    assert machine.given == (1,)
    version = machine.version
    again = analyze(ONE.replace("pay", "buy"), "x.asl.json", before=edited, given=one)
    assert (again.definitions[0].machine, machine.version) == (machine, version)
    now = analyze(ONE.replace("pay", "buy"), "x.asl.json", before=again, given=other)
    assert now.definitions[0].machine is machine
    assert (machine.given, machine.version > version) == ((2,), True)
    last = analyze(ONE.replace("pay", "buy"), "x.asl.json", before=now)
    assert last.definitions[0].machine.given is None


# --- a word that is a command, and a folder -------------------------------------------------------


@pytest.mark.parametrize(
    ("command", "more"),
    [
        ("baseline", "--"), ("completion", "SHELL"), ("data", "PATH"), ("explain", "RULE"),
        ("graph", "PATH"),
        ("policy", "PATH"), ("rules", "--"), ("schema", "--"), ("test", "FOLDER"),
    ],
)  # fmt: skip
def test_a_word_that_is_a_command_and_a_folder(
    asllint: Run, tmp_path: Path, command: str, more: str
) -> None:
    (tmp_path / command).mkdir()
    (tmp_path / command / "a.asl.json").write_text(ONE.replace('"StartAt": "A"', '"StartAt": "B"'))
    done = asllint(command)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        f'asllint: "{command}" is a command, and there is a folder of that name: '
        f"`asllint ./{command}` looks into the folder, and `asllint {command} {more}` is the "
        "command\n"
    )
    assert asllint(f"./{command}").returncode == 1
    if more == "--":
        assert asllint(command, more).returncode == 0


def test_check_looks_into_a_folder_of_its_name_too(asllint: Run, tmp_path: Path) -> None:
    (tmp_path / "check").mkdir()
    (tmp_path / "check" / "a.asl.json").write_text(ONE.replace('"StartAt": "A"', '"StartAt": "B"'))
    assert asllint("check").returncode == 1
    (tmp_path / "schema").write_text("")  # as `asllint schema > schema` does
    assert asllint("schema").returncode == 0


def test_the_examples_have_data_everywhere(asllint: Run) -> None:
    done = asllint("data", str(ROOT / "tests/examples"), "--format", "json")
    assert (done.returncode, done.stderr) == (0, "")
    found = json.loads(done.stdout)["machines"]
    assert len({(one["file"], one["pointer"]) for one in found}) == len(found)


# --- --format schema ------------------------------------------------------------------------------


def test_the_schema_of_the_input(tmp_path: Path, asllint: Run) -> None:
    machine = {"StartAt": "A", "States": {"A": {
        "Type": "Pass", "Parameters": {"id.$": "$.id"}, "End": True,
    }}}  # fmt: skip
    (tmp_path / "order.asl.json").write_text(json.dumps(machine))
    done = asllint("data", "--format", "schema", "order.asl.json")
    assert (done.returncode, json.loads(done.stdout)) == (
        0,
        {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "title": "input of order.asl.json",
            "type": "object",
            "properties": {"id": {"description": "read in A"}},
            "required": ["id"],
        },
    )


def test_the_schema_is_that_of_one_machine(tmp_path: Path, asllint: Run) -> None:
    (tmp_path / "order.asl.json").write_text(ONE)
    (tmp_path / "template.yaml").write_text(TEMPLATE)
    done = asllint("data", "--format", "schema", "template.yaml")
    assert (done.returncode, done.stderr) == (
        2,
        'asllint: 3 state machines are in "template.yaml": say with --machine which one the schema '
        'is for: "Ship", "Refund" or "Order"\n',
    )
    done = asllint("data", "--format", "schema", "template.yaml", "--machine", "Ship")
    assert json.loads(done.stdout)["title"] == "input of template.yaml: Ship"
    done = asllint("data", "--format", "schema", "order.asl.json", "--state", "A")
    assert done.stderr == "asllint: --format schema goes without --state and --input\n"


# --- --types --------------------------------------------------------------------------------------


def test_types_for_the_handlers(tmp_path: Path, asllint: Run) -> None:
    states = {
        "Pay the order": {
            "Type": "Task", "Resource": CALL, "Parameters": {"kind": "card", "total.$": "$.total"},
            "ResultSelector": {"id.$": "$.receipt.id"}, "Next": "Pay",
        },
        "Pay": {"Type": "Task", "Resource": CALL, "End": True},
    }  # fmt: skip
    definition = {"StartAt": "Pay the order", "States": states}
    (tmp_path / "order.asl.json").write_text(json.dumps(definition))
    done = asllint("data", "order.asl.json", "--types", "python")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == (
        "# The functions that order.asl.json calls.\n"
        "from __future__ import annotations\n\n"
        "from typing import Any, Literal, TypedDict\n\n\n"
        "# What Pay the order hands to its function.\n"
        "class PayTheOrderInput(TypedDict):\n"
        '    kind: Literal["card"]\n'
        "    total: Any\n\n\n"
        "class PayTheOrderOutputReceipt(TypedDict):\n"
        "    id: Any\n\n\n"
        "# What Pay the order needs of the answer.\n"
        "class PayTheOrderOutput(TypedDict):\n"
        "    receipt: PayTheOrderOutputReceipt\n\n\n"
        "# What Pay hands to its function.\n"
        "class PayInput(TypedDict):\n"
        "    id: Any\n\n\n"
        "# What Pay needs of the answer.\n"
        "PayOutput = Any\n"
    )
    done = asllint("data", "order.asl.json", "--types", "typescript")
    assert done.stdout.splitlines()[-7:] == [
        "// What Pay hands to its function.",
        "export interface PayInput {",
        "  id: unknown;",
        "}",
        "",
        "// What Pay needs of the answer.",
        "export type PayOutput = unknown;",
    ]


def test_mistakes_with_types(tmp_path: Path, asllint: Run) -> None:
    machine = {"StartAt": "A", "States": {"A": {"Type": "Succeed"}}}
    (tmp_path / "a.asl.json").write_text(json.dumps(machine))
    done = asllint("data", "a.asl.json", "--types", "python")
    assert (done.returncode, done.stderr) == (
        2, "asllint: no state of a.asl.json calls a function\n",
    )  # fmt: skip
    done = asllint("data", "a.asl.json", "--types", "python", "--state", "A")
    assert done.stderr == "asllint: --types goes without --state and --input\n"
    (tmp_path / "template.yaml").write_text(TEMPLATE)
    (tmp_path / "order.asl.json").write_text(ONE)
    done = asllint("data", "template.yaml", "--types", "python")
    assert done.stderr == (
        'asllint: 3 state machines are in "template.yaml": say with --machine which one the module '
        'is for: "Ship", "Refund" or "Order"\n'
    )


# --- what takes too long --------------------------------------------------------------------------


def counting(to: int) -> str:
    """A loop of two states that ends after so many turns."""
    rule = {"Variable": "$.n", "NumericLessThan": to, "Next": "Count"}
    return json.dumps(
        {
            "StartAt": "Count",
            "States": {
                "Count": {
                    "Type": "Pass",
                    "Parameters": {"n.$": "States.MathAdd($.n, 1)"},
                    "Next": "More",
                },
                "More": {"Type": "Choice", "Choices": [rule], "Default": "Done"},
                "Done": {"Type": "Succeed"},
            },
        }
    )


def test_a_walk_that_is_too_long_is_said(asllint: Run, tmp_path: Path) -> None:
    """1,000 states are entered: two for each turn, and the last one."""
    (tmp_path / "event.json").write_text('{"n": 0}')
    said = (
        "asllint: loop.asl.json: after 1,000 turns it is followed no further turn by turn: what "
        "may come then is shown\n"
    )
    for to, expected in ((499, ""), (500, said)):
        (tmp_path / "loop.asl.json").write_text(counting(to))
        for command in ("check", "data"):
            done = asllint(command, "loop.asl.json", "--input", "event.json")
            assert (done.returncode, done.stderr) == (0, expected), (to, command)


def test_data_that_are_too_much_to_follow_are_said(asllint: Run, tmp_path: Path) -> None:
    """A list of 400 texts is handed through 60 states."""
    states: dict[str, dict[str, object]] = {
        f"S{number}": {"Type": "Pass", "Next": f"S{number + 1}"} for number in range(60)
    }
    states["S0"]["Result"] = [{"n": number, "text": "x" * 200} for number in range(400)]
    states["S60"] = {"Type": "Succeed"}
    (tmp_path / "x.asl.json").write_text(json.dumps({"StartAt": "S0", "States": states}))
    done = asllint("data", "x.asl.json", "--state", "S60")
    said = "x.asl.json: its data are not followed: that takes more work than a definition is worth"
    assert done.stderr == f"asllint: {said}\n"
    assert done.stdout == ("x.asl.json: /States/S60\n  comes in: anything\n  goes out: anything\n")
    assert done.returncode == 0
    assert asllint("check", "x.asl.json").stderr == ""  # nobody has asked
