"""Half-typed lines in YAML: every other state keeps its nodes, and nothing false is said of it."""

from __future__ import annotations

import pytest

from asllint import lint_text
from asllint.engine.analysis import Analysis
from asllint.engine.reading import analyze
from asllint.language.machine import State
from asllint.syntax.node import Mapping
from asllint.syntax.yaml.tree import read_yaml

ORDERS = """\
Comment: Orders # from the shop
StartAt: Check
States:
  Check:
    Type: Choice
    Choices:
      - Variable: $.order.total
        NumericGreaterThan: 100
        Next: Approve
      - And:
          - Variable: $.order.vip
            IsPresent: true
          - Variable: $.order.vip
            BooleanEquals: true
        Next: "Both ways"
    Default: Pack

  Approve:
    Type: Task
    Resource: arn:aws:states:::lambda:invoke.waitForTaskToken
    Parameters:
      FunctionName: approve
      Payload: {token.$: $$.Task.Token, "order.$": $.order}
    HeartbeatSeconds: 60
    Retry:
      - ErrorEquals: [States.Timeout, Lambda.Unknown]
        MaxAttempts: 2
    Catch:
      - ErrorEquals:
          - States.ALL
        Next: Refused
    Next: Pack
  # two at once
  Both ways:
    Type: Parallel
    Branches:
      - StartAt: Mail
        States:
          Mail:
            Type: Task
            Resource: arn:aws:states:::sns:publish
            Parameters:
              TopicArn: arn:aws:sns:eu-west-1:123456789012:orders
              Message: |
                Somebody ordered: look
                at "it"
            End: true
      - StartAt: Count
        States:
          Count: {Type: Pass, Result: {n: 1}, End: true}
    Next: Pack
  Pack:
    Type: Map
    ItemsPath: $.order.items
    ItemProcessor:
      ProcessorConfig:
        Mode: INLINE
      StartAt: Wrap
      States:
        Wrap:
          Type: Pass
          Parameters:
            text.$: >-
              States.Format('{}',
              $.name)
          End: true
    ResultPath: null
    Next: Done
  Refused:
    Type: Fail
    Error: 'Refused'
    Cause: "it's too much"
  Done:
    Type: Succeed
"""
LINES = ORDERS.splitlines(keepends=True)
PATH = "orders.asl.yaml"


def all_states(analysis: Analysis) -> dict[str, State]:
    return {state.name: state for machine in analysis.machines() for state in machine.states}


def own_lines() -> tuple[dict[str, set[int]], dict[str, range]]:
    """By each state the numbers of the lines that it depends on, and of those that it stands on.

    It depends on the keys around it, and on the types of the states in which it is.
    """
    analysis = analyze(ORDERS, PATH)
    own: dict[str, set[int]] = {}
    inside: dict[str, range] = {}
    for name, state in all_states(analysis).items():
        first, _ = analysis.file.line_column(state.key.start)
        last, _ = analysis.file.line_column(state.node.end)
        inside[name] = range(first - 1, last)
        own[name] = set(inside[name])
        depth = state.key.start - analysis.file.line_starts[first - 1]
        for number in range(first - 2, -1, -1):
            line = LINES[number]
            column = len(line) - len(line.lstrip(" -"))
            if line.strip() and line.lstrip()[0] != "#" and column <= depth:
                item = line.lstrip().startswith("- ")
                if column < depth or "Type:" in line or item:
                    own[name].add(number)
                depth = line.index("-") if item else column
    return own, inside


OWN, INSIDE = own_lines()
BEFORE = {(found.rule, found.message) for found in lint_text(ORDERS, PATH)}


def check(number: int, line: str) -> tuple[list[str], list[str]]:
    """What becomes of the states that are not touched when other text stands on one line.

    Returns those that are lost, and what is newly said of one.
    """
    text = "".join([*LINES[:number], line, *LINES[number + 1 :]])
    found = lint_text(text, PATH)
    if not any(one.rule == "syntax-error" for one in found):
        return [], []  # it can be read, and says something else
    there = all_states(analyze(text, PATH))
    lost = [name for name, own in OWN.items() if number not in own and name not in there]
    new = []
    for one in found:
        at, _ = one.file.line_column(one.span.start)
        at = at - 1 if at - 1 <= number else max(number, at - line.count("\n"))
        owner = min(
            (name for name in OWN if at in INSIDE[name]), key=lambda n: len(INSIDE[n]), default=""
        )
        if one.rule == "syntax-error" or number in OWN.get(owner, {number}):
            continue
        if (one.rule, one.message) not in BEFORE:
            new.append(f"{at + 1}: {one.rule}: {one.message}")
    return lost, new


TYPED = (
    "Typ", 'Next: "Pa', "- ", "key: [", "key: {", "\tTyp: 1", "Next: a: b", '"Ne', "Next: 'Pa",
    "Next: *", "Next: @x", "Catch: - a", "Next: |b", "!", "]", "}", '- Variable: "$.x',
)  # fmt: skip


@pytest.mark.parametrize("number", range(len(LINES)))
def test_a_half_typed_line_costs_no_other_state(number: int) -> None:
    line = LINES[number].rstrip("\n")
    indent = line[: len(line) - len(line.lstrip(" "))]
    first = len(indent) + line.startswith("- ", len(indent))
    cuts = {*range(first, len(line), 5), len(line) - 1, line.find(":"), line.find(":") + 1}
    lines = [line[:cut] for cut in sorted(cuts) if cut >= 0]
    for step in (0, 7):
        typed = TYPED[(number + step) % len(TYPED)]
        lines += [f"{line}\n{indent}{typed}", f"{line}\n{typed}"]
    for each in lines:
        assert (each, *check(number, each + "\n")) == (each, [], [])


@pytest.mark.parametrize(
    ("line", "holes"),
    [
        ('Next: "Pa', ['"Pa']),
        ("Next: [Pa", ["[Pa"]),
        ("Next: Pa: b", ["Pa: b"]),
        ("Next: *", ["*"]),
        ("Typ", []),
    ],
)
def test_what_can_not_be_read_is_a_hole(line: str, holes: list[str]) -> None:
    text = ORDERS.replace("    Next: Pack\n  # two", f"    {line}\n  # two")
    states = all_states(analyze(text, PATH))
    assert list(states) == list(OWN)
    assert [
        name for name, state in states.items() if not getattr(state.node, "complete", True)
    ] == ["Approve"]
    found = states["Approve"].field("Next")
    assert [text[node.start : node.end] for node in [found] if node is not None] == holes


def test_a_key_without_its_colon_keeps_what_is_below_it() -> None:
    for key in ("States", "Both ways"):
        text = ORDERS.replace(f"{key}:\n", f"{key}\n", 1)
        states = all_states(analyze(text, PATH))
        assert list(states) == list(OWN)
    state = states["Both ways"]
    assert text[state.key.start : state.key.end] == "Both ways"


def test_an_object_whose_first_field_is_misindented_keeps_the_others() -> None:
    for column in (3, 5):
        text = ORDERS.replace("    Type: Parallel\n", " " * column + "Type: Parallel\n")
        roots, problems = read_yaml(text)
        node = roots[0]
        for key in ("States", "Both ways"):
            assert isinstance(node, Mapping)
            node = node.fields[key].value
        assert isinstance(node, Mapping)
        assert list(node.fields) == ["Branches", "Next"]
        assert not node.complete
        assert len(problems) == 1


def test_many_faults_are_not_read_one_by_one() -> None:
    text = "a: 1\n" + "b: 'c\n" * 1_000
    roots, (problem,) = read_yaml(text)
    (root,) = roots
    assert isinstance(root, Mapping)
    assert root.get("a") is not None
    assert not root.complete
    assert text[problem.span.start : problem.span.end] == "'"


TERRAFORM = """\
resource "aws_sfn_state_machine" "one" {
  name = "one"
  definition = jsonencode({
    StartAt = "Check"
    States = {
      Check = {
        Type = "Choice"
        Choices = [
          {
            Variable = "$.a"
            NumericEquals = 1
            Next = "Done"
          }
        ]
        Default = "Work"
      }
      Work = {
        Type = "Task"
        Resource = aws_lambda_function.work.arn
        Retry = [{ ErrorEquals = ["States.Timeout"], MaxAttempts = 2 }]
        Next = "Done"
      }
      Done = { Type = "Succeed" }
    }
  })
}

resource "aws_sfn_state_machine" "two" {
  type = "EXPRESS"
  definition = jsonencode({ StartAt = "Only", States = { Only = { Type = "Succeed" } } })
}
"""


def states_in_terraform(text: str) -> list[str]:
    return list(all_states(analyze(text, "main.tf")))


@pytest.mark.parametrize(
    "typed",
    ["Resu", "Result =", 'Result = "Pa', "Result = [", "Result = {", "x = 1 2", "x = f("],
)
def test_a_half_typed_line_of_terraform_costs_no_other_state(typed: str) -> None:
    for line in (
        "        Resource = aws_lambda_function.work.arn\n",
        "            NumericEquals = 1\n",
    ):
        indent = line[: len(line) - len(line.lstrip())]
        text = TERRAFORM.replace(line, f"{line}{indent}{typed}\n")
        found = lint_text(text, "main.tf")
        assert [one.rule for one in found] == ["unread-template"]
        assert states_in_terraform(text) == ["Check", "Work", "Done", "Only"]


def test_a_half_typed_block_of_terraform_costs_no_other_block() -> None:
    head = 'resource "aws_sfn_state_machine" "two" {\n'
    for typed in ("resour\n", head[:-2] + "\n", head + "  name =\n", head + '  type = "EX\n'):
        text = TERRAFORM.replace(head, typed)
        assert states_in_terraform(text) == ["Check", "Work", "Done"]
        assert [one.rule for one in lint_text(text, "main.tf")] == ["unread-template"]


def test_nothing_is_read_of_terraform_with_many_mistakes() -> None:
    text = TERRAFORM + 'x = "\n}\n' * 20
    assert states_in_terraform(text) == []


def test_a_long_text_of_terraform_with_a_mistake_is_not_read_again() -> None:
    """The grammar's own way to go on can take time like a square."""
    broken = TERRAFORM.replace("        Resource = aws", "        Resu\n        Resource = aws", 1)
    filler = "# " + "x" * (30_000 - len(broken) - 3) + "\n"
    assert len(broken + filler) == 30_000
    assert states_in_terraform(broken + filler) == ["Check", "Work", "Done", "Only"]
    assert states_in_terraform(broken + filler + "#") == []
    (found,) = lint_text(broken + filler + "#", "main.tf")
    assert found.message.startswith(
        "this can not be read as HCL, so the state machines of this file are not checked: "
    )
    (found,) = lint_text(broken + filler, "main.tf")
    assert found.message.startswith(
        "this can not be read as HCL, so the state machine around it is not checked, or not all"
    )
