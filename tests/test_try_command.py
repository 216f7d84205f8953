"""`asllint try`: what is printed, exit statuses, mistakes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Run

ORDER = {
    "StartAt": "Check",
    "States": {
        "Check": {
            "Type": "Choice",
            "Choices": [{"Variable": "$.total", "NumericGreaterThan": 100, "Next": "Pay"}],
            "Default": "Each",
        },
        "Pay": {
            "Type": "Task",
            "Resource": "arn:aws:lambda:eu-west-1:123456789012:function:pay",
            "ResultPath": "$.paid",
            "Retry": [{"ErrorEquals": ["Busy"]}],
            "Catch": [{"ErrorEquals": ["Declined"], "ResultPath": "$.error", "Next": "No"}],
            "Next": "Each",
        },
        "Each": {
            "Type": "Map",
            "ItemsPath": "$.items",
            "ItemProcessor": {"StartAt": "Send", "States": {"Send": {
                "Type": "Pass", "Parameters": {"sku.$": "$"}, "End": True,
            }}},
            "End": True,
        },
        "No": {"Type": "Fail", "Error": "NotPaid", "Cause": "no money"},
    },
}  # fmt: skip
MOCKS: dict[str, Any] = {
    "StateMachines": {
        "Orders": {"TestCases": {"Good": {"Pay": "Paid"}, "Bad": {"Pay": "Declined"}}},
    },
    "MockedResponses": {
        "Paid": {"0": {"Throw": {"Error": "Busy", "Cause": ""}}, "1": {"Return": {"id": 7}}},
        "Declined": {"0": {"Throw": {"Error": "Declined", "Cause": "x"}}},
    },
}
TEMPLATE = """\
Resources:
  Orders:
    Type: AWS::Serverless::StateMachine
    Properties:
      DefinitionUri: order.asl.json
  Stamps:
    Type: AWS::Serverless::StateMachine
    Properties:
      Definition:
        StartAt: Now
        QueryLanguage: JSONata
        States:
          Now: {Type: Pass, Output: "{% $now() %}", End: true}
"""


@pytest.fixture
def order(tmp_path: Path) -> Path:
    given = {"total": 120, "items": ["a", "b"]}
    for name, value in {"order.asl": ORDER, "a": given, "mocks": MOCKS, "empty": {}}.items():
        (tmp_path / f"{name}.json").write_text(json.dumps(value))
    (tmp_path / "template.yaml").write_text(TEMPLATE)
    return tmp_path


TRY = ("try", "order.asl.json", "--input", "a.json")
GOOD = (*TRY, "--mocks", "mocks.json", "--case", "Good")


@pytest.mark.usefixtures("order")
def test_the_way_to_an_end(asllint: Run) -> None:
    done = asllint(*GOOD)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == (
        "order.asl.json\n"
        '  Check       {total: 120, items: ["a", "b"]} → {total: 120, items: ["a", "b"]}\n'
        '  Pay         {total: 120, items: ["a", "b"]} → fails with "Busy", tried again\n'
        '  Pay         {total: 120, items: ["a", "b"]} → {total: 120, items: […], paid: {…}}\n'
        '  Each        {total: 120, items: ["a", "b"], paid: {id: 7}} → [{sku: "a"}, {sku: "b"}]\n'
        '    Send [0]  "a" → {sku: "a"}\n'
        '    Send [1]  "b" → {sku: "b"}\n'
        "it succeeds: [\n"
        "  {\n"
        '    "sku": "a"\n'
        "  },\n"
        "  {\n"
        '    "sku": "b"\n'
        "  }\n"
        "]\n"
    )


@pytest.mark.usefixtures("order")
def test_a_way_that_fails(asllint: Run) -> None:
    done = asllint(*GOOD[:-1], "Bad")
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.splitlines()[2:] == [
        '  Pay    {total: 120, items: […]} → fails with "Declined", caught: '
        "{total: 120, items: […], …}",
        '  No     {total: 120, items: […], error: {…}} → fails with "NotPaid"',
        'it fails in "No" with "NotPaid": no money',
    ]


def test_what_is_not_decided(asllint: Run, order: Path) -> None:
    done = asllint(*TRY)
    assert (done.returncode, done.stderr) == (4, "")
    assert done.stdout.splitlines()[-1] == (
        'it is not decided in "Pay": no mock says what it answers'
    )
    stamps = ("try", "template.yaml", "--machine", "Stamps", "--input", "empty.json")
    done = asllint(*stamps)
    assert (done.returncode, done.stdout) == (
        4,
        "template.yaml: Stamps\n"
        "  Now  {} → string\n"
        'it is not decided in "Now": what it leaves is not known (--now gives the time, --seed '
        "chance and ids)\n",
    )
    done = asllint(*stamps, "--now", "2026-05-31T11:00:00+02:00")
    assert done.returncode == 0
    assert done.stdout.endswith('it succeeds: "2026-05-31T09:00:00.000Z"\n')
    (order / "fails.asl.json").write_text(
        json.dumps(
            {"StartAt": "A", "States": {"A": {"Type": "Pass", "InputPath": "$.x", "End": True}}}
        )
    )
    done = asllint("try", "fails.asl.json", "--input", "empty.json")
    assert (done.returncode, done.stdout.splitlines()[-1]) == (
        1, 'it fails in "A" with "States.Runtime": "x" is not there',
    )  # fmt: skip


def test_what_was_expected(asllint: Run, order: Path) -> None:
    expected = order / "b.json"
    expected.write_text('[{"sku": "a"}, {"sku": "b"}]')
    assert asllint(*GOOD, "--expect", "b.json").returncode == 0
    expected.write_text('[{"sku": "A", "n": 1}, {}]')
    done = asllint(*GOOD, "--expect", "b.json")
    assert (done.returncode, done.stdout.splitlines()[-3:]) == (
        1,
        [
            'b.json: $[0].sku is "a", and "A" is expected',
            "b.json: $[0].n is not there, and 1 is expected",
            'b.json: $[1].sku is "b", and nothing is expected',
        ],
    )
    expected.write_text("[true]")
    assert asllint(*GOOD, "--expect", "b.json").stdout.splitlines()[-1] == (
        'b.json: $ is [{sku: "a"}, {sku: "b"}], and [true] is expected'
    )
    expected.write_text(json.dumps([{"sku": "a"}] * 2 + [{}] * 3))
    assert asllint(*TRY, "--expect", "b.json").returncode == 4
    assert asllint(*GOOD[:-1], "Bad", "--expect", "b.json").returncode == 1


def test_true_is_not_1(asllint: Run, order: Path) -> None:
    one = {"StartAt": "A", "States": {"A": {"Type": "Pass", "Result": [1] * 30, "End": True}}}
    (order / "one.asl.json").write_text(json.dumps(one))
    (order / "true.json").write_text(json.dumps([True] * 30))
    done = asllint("try", "one.asl.json", "--input", "empty.json", "--expect", "true.json")
    assert done.stdout.splitlines()[-2:] == [
        "true.json: $[19] is 1, and true is expected",
        "… and 10 more differences",
    ]


@pytest.mark.usefixtures("order")
def test_json_for_programs(asllint: Run) -> None:
    done = asllint(*GOOD, "--format", "json")
    found = json.loads(done.stdout)
    steps = found.pop("steps")
    assert (done.returncode, found) == (0, {
        "version": 1, "machine": "order.asl.json", "outcome": "succeeded",
        "output": [{"sku": "a"}, {"sku": "b"}],
    })  # fmt: skip
    given = {"total": 120, "items": ["a", "b"]}
    assert steps[1] == {
        "state": "/States/Pay", "attempt": 0, "input": given, "variables": {}, "error": "Busy",
        "cause": "",
    }  # fmt: skip
    assert steps[2] == {
        "state": "/States/Pay", "attempt": 1, "input": given, "variables": {},
        "output": {**given, "paid": {"id": 7}}, "next": "Each",
    }  # fmt: skip
    assert steps[-1] == {
        "state": "/States/Each/ItemProcessor/States/Send", "attempt": 0, "index": 1, "input": "b",
        "variables": {}, "output": {"sku": "b"},
    }  # fmt: skip
    found = json.loads(asllint(*GOOD[:-1], "Bad", "--format", "json").stdout)
    assert {name: found[name] for name in ("outcome", "error", "cause", "place")} == {
        "outcome": "failed", "error": "NotPaid", "cause": "no money", "place": "/States/No",
    }  # fmt: skip
    found = json.loads(asllint(*TRY, "--format", "json", "--expect", "a.json").stdout)
    assert (found["outcome"], found["reason"]) == ("undecided", "no mock says what it answers")
    found = json.loads(asllint(*GOOD, "--format", "json", "--expect", "empty.json").stdout)
    assert found["differences"] == ['$ is [{sku: "a"}, {sku: "b"}], and {} is expected']


def test_which_machine_of_the_mock_file(asllint: Run, order: Path) -> None:
    good = ("--input", "a.json", "--mocks", "mocks.json", "--case", "Good")
    assert asllint("try", "template.yaml", "--machine", "Orders", *good).returncode == 0
    more = {**MOCKS, "StateMachines": {**MOCKS["StateMachines"], "Refunds": {"TestCases": {}}}}
    (order / "mocks.json").write_text(json.dumps(more))
    # A template beside the file calls the machine "Orders"; alone it has no such name.
    (order / "template.yaml").unlink()
    done = asllint("try", "order.asl.json", *good)
    assert (done.returncode, done.stderr) == (
        2,
        'asllint: say with --machine which machine of "mocks.json" it is: "Orders" or "Refunds"\n',
    )
    assert asllint("try", "order.asl.json", "--machine", "Orders", *good).returncode == 0


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (("--case", "Good"), "--case is a test case of a mock file: name that with --mocks"),
        (
            ("--mocks", "mocks.json"),
            'say with --case which test case of "Orders" it is: "Good" or "Bad"',
        ),
        (
            ("--mocks", "mocks.json", "--case", "Ugly"),
            'say with --case which test case of "Orders" it is: "Good" or "Bad"',
        ),
        (("--mocks", "a.json"), '"a.json" is no mock file: the mock file has no "StateMachines"'),
        (("--mocks", "none.json"), 'no such file: "none.json"'),
        (("--expect", "none.json"), 'no such file: "none.json"'),
        (("--now", "noon"), '--now noon: write a time such as "2026-05-31T09:00:00Z"'),
        (
            ("--machine", "Refund"),
            'there is no state machine "Refund" in "order.asl.json"',
        ),
    ],
)
@pytest.mark.usefixtures("order")
def test_a_mistake_is_one_line_and_status_2(more: tuple[str, ...], said: str, asllint: Run) -> None:
    done = asllint(*TRY, *more)
    assert (done.returncode, done.stdout, done.stderr) == (2, "", f"asllint: {said}\n")


def test_a_long_way_is_cut_in_its_middle(asllint: Run, order: Path) -> None:
    step = {"Type": "Pass", "Parameters": {"n.$": "States.MathAdd($.n, 1)"}, "Next": "B"}
    rule = {"Variable": "$.n", "NumericEquals": 300, "Next": "C"}
    states = {
        "A": step,
        "B": {"Type": "Choice", "Choices": [rule], "Default": "A"},
        "C": {"Type": "Succeed"},
    }
    (order / "long.asl.json").write_text(json.dumps({"StartAt": "A", "States": states}))
    (order / "n.json").write_text('{"n": 0}')
    lines = asllint("try", "long.asl.json", "--input", "n.json").stdout.splitlines()
    assert lines[200:203] == [
        "  B  {n: 100} → {n: 100}",
        "  … 201 more",
        "  B  {n: 201} → {n: 201}",
    ]


def test_names_can_not_play_with_the_terminal(asllint: Run, order: Path) -> None:
    bad = {"StartAt": "A\x1b[2J", "States": {"A\x1b[2J": {"Type": "Fail", "Cause": "\x1b[31m"}}}
    (order / "bad.asl.json").write_text(json.dumps(bad))
    for more in ((), ("--format", "json")):
        done = asllint("try", "bad.asl.json", "--input", "empty.json", *more)
        assert (done.returncode, "\x1b" in done.stdout) == (1, False)
