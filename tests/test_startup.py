"""What each command pays for: a package is imported only where it works."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = {
    "jsonata", "ruamel", "yaml", "networkx", "jsonschema", "pygls", "lsprotocol", "pathspec",
    "tree_sitter", "tree_sitter_hcl", "tqdm", "shtab", "platformdirs",
}  # fmt: skip
SLOW = {"typing", "dataclasses", "inspect", "tomllib", "difflib", "importlib.metadata", "unittest"}

PLAIN = '{"StartAt": "A", "States": {"A": {"Type": "Pass", "End": true}}}'
TYPO = '{"StartAt": "B", "States": {"Ab": {"Type": "Pass", "end": true}}}'
WAY_BACK = """{"StartAt": "A", "States": {"A": {"Type": "Task", "Resource": "r", "Next": "C"},
 "C": {"Type": "Choice", "Choices": [{"Variable": "$.n", "IsNull": true, "Next": "A"}],
 "Default": "D"}, "D": {"Type": "Succeed"}}}"""
ENDLESS = """{"StartAt": "A", "States": {"A": {"Type": "Choice", "Default": "Z", "Choices":
 [{"Variable": "$.n", "IsNull": true, "Next": "B"}]}, "B": {"Type": "Pass", "Next": "C"},
 "C": {"Type": "Pass", "Next": "B"}, "Z": {"Type": "Succeed"}}}"""
PATHS_AND_CALLS = """{"StartAt": "A", "States": {"A": {"Type": "Pass", "InputPath": "$.a[0]",
 "Parameters": {"b.$": "States.Format('{}', $.c)"}, "Assign": {"v.$": "$"}, "End": true}}}"""
MADE = """{"StartAt": "A", "States": {"A": {"Type": "Pass", "Result": {"b": 1}, "Next": "B"},
 "B": {"Type": "Pass", "InputPath": "$.b", "End": true}}}"""
CONSTANTS = """{"QueryLanguage": "JSONata", "StartAt": "A",
 "States": {"A": {"Type": "Pass", "Output": {"a": "text"}, "End": true}}}"""
SAM = """Resources:
  A:
    Type: AWS::Serverless::StateMachine
    Properties:
      DefinitionUri: a.json
"""
CDK = """{"Resources": {"A": {"Type": "AWS::StepFunctions::StateMachine", "Properties":
 {"DefinitionString": {"Fn::Join": ["", ["{}", {"Ref": "A"}]]}}}}}"""
YAML = "StartAt: A\nStates:\n  A: {Type: Pass, End: true}\n"


def imported(folder: Path, *arguments: str) -> set[str]:
    """The packages in `sys.modules` at the end of a run of the command line."""
    code = (
        "import sys\nfrom asllint.cli import run\n"
        f"run({list(arguments)!r})\n"
        "print('\\n' + '\\n'.join(sys.modules), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", PATHS + code],
        capture_output=True, text=True, cwd=folder, check=True,
    )  # fmt: skip
    return {name.split(".")[0] for name in done.stderr.split()} | set(done.stderr.split())


# Without `site` no .pth file of the environment imports anything on its own.
PATHS = f"import sys\nsys.path[:0] = {[path for path in sys.path if path]!r}\n"


@pytest.mark.parametrize(
    ("name", "text", "allowed"),
    [
        ("plain.asl.json", PLAIN, set[str]()),
        ("typo.asl.json", TYPO, set[str]()),
        ("broken.asl.json", PLAIN[:-3], set[str]()),
        ("way_back.asl.json", WAY_BACK, set[str]()),
        ("endless.asl.json", ENDLESS, {"networkx"}),
        ("plain.asl.yaml", YAML, {"yaml"}),
        ("broken.asl.yaml", YAML + "]", {"yaml", "ruamel"}),
        ("other.json", '{"a": 1}', set[str]()),
        ("other.yaml", "Resources: {A: {Type: 'AWS::S3::Bucket'}}", set[str]()),
        ("other.tf", 'resource "aws_s3_bucket" "a" {}', set[str]()),
        ("template.yaml", SAM, {"yaml"}),
        ("cdk.template.json", CDK, set[str]()),
        ("main.tf", 'resource "aws_sfn_state_machine" "a" {}', {"tree_sitter", "tree_sitter_hcl"}),
        ("paths.asl.json", PATHS_AND_CALLS, set[str]()),
        ("constant.asl.json", CONSTANTS, set[str]()),
        ("jsonata.asl.json", CONSTANTS.replace("text", "{% 1 + 1 %}"), {"jsonata"}),
    ],
)
def test_a_file_pays_for_what_it_needs(
    tmp_path: Path, name: str, text: str, allowed: set[str]
) -> None:
    (tmp_path / name).write_text(text)
    assert imported(tmp_path, name) & HEAVY == allowed


def test_a_policy_needs_no_package(tmp_path: Path) -> None:
    (tmp_path / "plain.asl.json").write_text(PLAIN)
    assert imported(tmp_path, "policy", "plain.asl.json") & HEAVY == set()


def test_what_is_linted_needs_no_permissions(tmp_path: Path) -> None:
    (tmp_path / "way_back.asl.json").write_text(WAY_BACK)
    loaded = imported(tmp_path, "way_back.asl.json")
    assert not {
        name for name in loaded if name.startswith(("asllint.policy", "asllint.workspace.roles"))
    }


def test_data_behind_paths_need_nothing_of_jsonata(tmp_path: Path) -> None:
    (tmp_path / "made.asl.json").write_text(MADE)
    loaded = imported(tmp_path, "made.asl.json")
    assert "asllint.data.paths" in loaded
    assert [name for name in loaded if name.startswith("asllint.data.jsonata.")] == [
        "asllint.data.jsonata.budget"
    ]


def test_a_plain_file_needs_no_slow_module_of_the_standard_library(tmp_path: Path) -> None:
    (tmp_path / "plain.asl.json").write_text(PLAIN)
    assert imported(tmp_path, "plain.asl.json") & SLOW == set()


def test_a_repair_of_json_needs_no_package(tmp_path: Path) -> None:
    (tmp_path / "typo.asl.json").write_text(TYPO)
    assert imported(tmp_path, "--fix", "typo.asl.json") & HEAVY == set()
    assert "end" not in (tmp_path / "typo.asl.json").read_text()


def test_a_folder_without_ignore_file_needs_no_package(tmp_path: Path) -> None:
    (tmp_path / "plain.asl.json").write_text(PLAIN)
    assert imported(tmp_path, ".") & HEAVY == set()


@pytest.mark.parametrize(("name", "head"), [("asllint", ""), ("pyproject", "[tool.asllint]\n")])
def test_only_settings_with_a_mistake_pay_for_their_validation(
    tmp_path: Path, name: str, head: str
) -> None:
    (tmp_path / "plain.asl.json").write_text(PLAIN)
    (tmp_path / f"{name}.toml").write_text(f'{head}fail-on = "error"\nselect = ["flow"]\n')
    assert imported(tmp_path, "plain.asl.json") & HEAVY == set()
    (tmp_path / f"{name}.toml").write_text(f'{head}fail-on = "erorr"\n')
    assert imported(tmp_path, "plain.asl.json") & HEAVY == {"jsonschema"}


@pytest.mark.parametrize("name", ["sarif", "github", "gitlab", "junit"])
def test_a_format_needs_no_package(tmp_path: Path, name: str) -> None:
    (tmp_path / "typo.asl.json").write_text(TYPO)
    assert imported(tmp_path, "typo.asl.json", "--format", name) & HEAVY == set()


def test_completion_pays_for_itself(tmp_path: Path) -> None:
    assert imported(tmp_path, "completion", "bash") & HEAVY == {"shtab"}


@pytest.mark.parametrize("command", [["rules"], ["explain", "unreachable-state"], ["schema"]])
def test_the_other_commands_are_light(tmp_path: Path, command: list[str]) -> None:
    assert imported(tmp_path, *command) & HEAVY == set()
