"""The first look at a text: notation, hosts, may it be ours."""

from __future__ import annotations

import pytest

from asllint.hosts.look import Look
from asllint.hosts.use import CLOUDFORMATION, SERVERLESS, TERRAFORM
from asllint.source.text import HCL, JSON, YAML

SAM = "Resources:\n  Pay:\n    Type: AWS::Serverless::StateMachine\n"
BLOCK = 'resource "aws_sfn_state_machine" "pay" {}\n'


@pytest.mark.parametrize(
    ("path", "text", "notation"),
    [
        ("pay.asl.json", "a: 1", JSON),
        ("pay.YML", "{}", YAML),
        ("pay.template", "\ufeff {}", JSON),
        ("pay.template", "a: 1", YAML),
        ("main.tofu", "", HCL),
        ("main.tf.json", "{}", JSON),
        ("-", "", JSON),
        ("-", " {", JSON),
        ("-", "StartAt: Pay", YAML),
        ("-", SAM, YAML),
        ("-", BLOCK, HCL),
        ("-", "hello", JSON),
    ],
)
def test_how_a_text_is_written(path: str, text: str, notation: str) -> None:
    assert Look(path, text).notation == notation


@pytest.mark.parametrize(
    ("path", "text", "hosts"),
    [
        ("a.yaml", SAM, (CLOUDFORMATION,)),
        ("a.yaml", "Type: X::StateMachine", ()),
        ("a.yaml", "stepFunctions:\n", (SERVERLESS,)),
        (
            "a.json",
            '"stepFunctions" "AWS::StepFunctions::StateMachine"',
            (CLOUDFORMATION, SERVERLESS),
        ),
        ("a.yaml", "stepFunctions", ()),
        ("main.tf", BLOCK, (TERRAFORM,)),
        ("main.tf", 'file("pay.asl.json")', (TERRAFORM,)),
        ("main.tf", 'resource "aws_sqs_queue" "q" {}', ()),
        ("-", BLOCK, (TERRAFORM,)),
    ],
)
def test_the_hosts_that_may_find_something(path: str, text: str, hosts: tuple[str, ...]) -> None:
    assert Look(path, text).hosts == hosts


@pytest.mark.parametrize(
    ("path", "text", "ours", "ours_if_named"),
    [
        ("a.json", '{"StartAt": "A", "States": {}}', True, True),
        ("a.json", '{"startat": "A"}', False, True),
        ("a.json", '{"type": "Pass"}', False, True),
        ("a.json", '{"type": "object"}', False, False),
        ("a.asl.json", "", True, True),
        ("a.yaml", SAM, True, True),
        ("serverless.ts", "stepFunctions: { stateMachines: {} }", True, True),
        ("serverless.py", "stepFunctions: { stateMachines: {} }", True, True),
        ("other.ts", "stepFunctions = stateMachines", False, False),
    ],
)
def test_what_may_be_ours(path: str, text: str, ours: bool, ours_if_named: bool) -> None:
    look = Look(path, text)
    assert (look.may_be_ours(), look.may_be_ours(named=True)) == (ours, ours_if_named)


def test_only_a_definition_is_expected_on_standard_input() -> None:
    assert Look("-", "{}").is_expected
    assert not Look("-", SAM).is_expected
    assert Look("a.asl.yml", SAM).is_expected
    assert not Look("a.json", '{"StartAt": "A", "States": {}}').is_expected


@pytest.mark.parametrize(
    ("path", "text", "functions"),
    [
        ("a.yaml", "a: !Ref b", True),
        ("a.yaml", "a: hello!World", False),
        ("a.json", '"a !Ref"', False),
        ("a.json", '{"Ref": "b"}', True),
        ("a.yaml", "Fn::Sub: b", True),
    ],
)
def test_functions_of_cloudformation(path: str, text: str, functions: bool) -> None:
    look = Look(path, text)
    assert look.may_hold_functions is functions
    assert look.may_hold_functions is functions
