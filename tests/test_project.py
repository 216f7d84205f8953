"""Files that refer to each other: read once, reported once, and never outside of the project."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from asllint.workspace.run import Linter, Options, Report
from tests.conftest import Run
from tests.cost import assert_in_proportion

SAM = """\
Resources:
  Orders:
    Type: AWS::Serverless::StateMachine
    Properties:
      Type: EXPRESS
      DefinitionUri: {path}
"""
CLEAN = '{"StartAt": "A", "States": {"A": {"Type": "Succeed"}}}'
BROKEN = '{"StartAt": "B", "States": {"A": {"Type": "Succeed"}}}'


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Every test works in an empty folder, in which nothing is but a repository."""
    repository = tmp_path / "repository"
    (repository / ".git").mkdir(parents=True)
    monkeypatch.chdir(repository)
    return repository


def write(**texts: str) -> None:
    """Files by their names; `__` stands for a slash and `_dot_` for a full stop."""
    for name, text in texts.items():
        path = Path(name.replace("__", "/").replace("_dot_", "."))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, newline="")


def reports(*paths: str, options: Options | None = None) -> list[Report]:
    return list(Linter(options).run(paths or ["."]))


def told(*paths: str, options: Options | None = None) -> list[str]:
    """Each diagnostic as `path:line rule`, with the templates it came through."""
    return [
        f"{one.file.path.replace(os.sep, '/')}:{one.file.line_column(one.span.start)[0]} {one.rule}"
        + "".join(f" < {path}" for path in one.templates)
        for report in reports(*paths, options=options)
        for one in report.diagnostics
    ]


def test_a_definition_is_reported_once_however_many_templates_use_it() -> None:
    write(
        a_dot_yaml=SAM.format(path="machines/orders.json"),
        b_dot_yaml=SAM.format(path="./machines/../machines/orders.json"),
        machines__orders_dot_json=BROKEN,
    )
    assert told() == ["machines/orders.json:1 unknown-target < a.yaml < b.yaml"]


def test_the_order_is_that_of_the_paths_whoever_refers_to_whom() -> None:
    write(
        z_dot_yaml=SAM.format(path="a.asl.json"),
        a_dot_asl_dot_json=BROKEN,
        b_dot_asl_dot_json=BROKEN,
    )
    assert told() == ["a.asl.json:1 unknown-target < z.yaml", "b.asl.json:1 unknown-target"]


def test_what_a_named_template_refers_to_comes_right_after_it() -> None:
    write(
        apps__template_dot_yaml=SAM.format(path="../machines/orders.json"),
        machines__orders_dot_json=BROKEN,
        other_dot_asl_dot_json=BROKEN,
    )
    assert told("apps/template.yaml", "other.asl.json") == [
        "machines/orders.json:1 unknown-target < apps/template.yaml",
        "other.asl.json:1 unknown-target",
    ]


def test_a_definition_that_no_template_refers_to_is_linted_all_the_same() -> None:
    write(template_dot_yaml=SAM.format(path="used.json"), used_dot_json=CLEAN, x_dot_json=BROKEN)
    assert told() == ["x.json:1 unknown-target"]


def test_a_referenced_file_must_be_a_definition_whatever_its_name() -> None:
    write(template_dot_yaml=SAM.format(path="orders.txt"), orders_dot_txt="[]")
    assert told() == ["orders.txt:1 not-a-definition < template.yaml"]


def test_the_template_says_the_type_and_not_the_command_line() -> None:
    build = '{"StartAt": "A", "States": {"A": {"Type": "Wait", "Seconds": 400, "End": true}}}'
    write(template_dot_yaml=SAM.format(path="orders.json"), orders_dot_json=build)
    assert told(options=Options(workflow_type="STANDARD")) == [
        "orders.json:1 wait-too-long < template.yaml"
    ]
    assert told("orders.json") == []


def test_excluded_files_are_not_linted_though_a_template_refers_to_them() -> None:
    write(
        template_dot_yaml=SAM.format(path="vendor/deep/orders.json"),
        vendor__deep__orders_dot_json=BROKEN,
        asllint_dot_toml='exclude = ["vendor/"]\n',
    )
    assert told() == []


def test_what_git_ignores_is_neither_missing_nor_linted() -> None:
    write(
        template_dot_yaml=SAM.format(path="build/orders.json"),
        other_dot_yaml=SAM.format(path="build/gone.json"),
        build__orders_dot_json=BROKEN,
    )
    Path(".gitignore").write_text("build/\n")
    assert told() == []


def test_in_a_folder_that_git_ignores_as_a_whole_a_missing_file_is_missing() -> None:
    write(build__template_dot_yaml=SAM.format(path="orders.json"))
    Path(".gitignore").write_text("build/\n")
    assert told("build") == ["build/template.yaml:6 missing-definition-file"]


def test_the_letter_case_of_folders_counts_too() -> None:
    write(
        template_dot_yaml=SAM.format(path="Machines/Orders.json"), machines__orders_dot_json=CLEAN
    )
    assert told() == ["template.yaml:6 missing-definition-file"]
    ((one,),) = [report.diagnostics for report in reports("template.yaml") if report.diagnostics]
    assert one.message.startswith(
        'there is no file "Machines/Orders.json", its name is "machines/orders.json"'
    )
    assert one.fix is not None
    (edit,) = one.fix.edits
    text = one.file.text
    assert text[: edit.span.start] + edit.replacement + text[edit.span.end :] == SAM.format(
        path="machines/orders.json"
    )


@pytest.mark.parametrize(
    "path", ["../outside.json", "/etc/hostname", "link.json", "deep/link/x.json"]
)
def test_nothing_outside_of_the_project_is_read(folder: Path, path: str) -> None:
    secret = folder.parent / "outside.json"
    secret.write_text('{"StartAt": "A", "States": {}, "secret": 1}')
    (folder.parent / "folder").mkdir()
    (folder.parent / "folder" / "x.json").write_text(secret.read_text())
    Path("link.json").symlink_to(secret)
    Path("deep").mkdir()
    Path("deep/link").symlink_to(folder.parent / "folder")
    write(template_dot_yaml=SAM.format(path=path))
    assert told("template.yaml") == ["template.yaml:6 unread-definition"]


def test_whoever_names_the_folder_above_has_it_read(folder: Path) -> None:
    (folder.parent / "outside.json").write_text(BROKEN)
    write(template_dot_yaml=SAM.format(path="../outside.json"))
    assert [line.split(" ", 1)[1] for line in told("..")] == [
        "unknown-target < ../repository/template.yaml"
    ]


def test_files_that_take_each_other_in_end_in_a_diagnostic() -> None:
    write(
        serverless_dot_yml="stepFunctions:\n  stateMachines: ${file(a.yml)}\n",
        a_dot_yml="one: ${file(b.yml)}\n",
        b_dot_yml="definition: ${file(a.yml)}\n",
    )
    assert told() == ["b.yml:1 unread-definition < a.yml"]


def test_a_part_of_the_file_itself_is_no_circle() -> None:
    write(
        serverless_dot_yml="stepFunctions:\n  stateMachines:\n    a:\n"
        "      definition: ${file(serverless.yml):custom.a}\n"
        "custom:\n  a: {StartAt: B, States: {A: {Type: Succeed}}}\n"
    )
    assert told() == ["serverless.yml:6 unknown-target"]


def test_a_template_of_100_megabytes_ends_in_a_diagnostic() -> None:
    with open("template.yaml", "w") as file:
        file.write(SAM.format(path="orders.json"))
        file.truncate(100_000_000)
    assert told() == ["template.yaml:1 definition-size"]
    assert told("template.yaml") == ["template.yaml:1 definition-size"]


def test_a_huge_file_of_somebody_else_is_silent() -> None:
    with open("data.json", "w") as file:
        file.write("[1, 2, 3")
        file.truncate(100_000_000)
    assert told() == []


def test_a_huge_definition_is_not_read_through_a_template() -> None:
    write(template_dot_yaml=SAM.format(path="orders.json"))
    with open("orders.json", "w") as file:
        file.truncate(100_000_000)
    assert told("template.yaml") == ["template.yaml:6 unread-definition"]


def test_a_folder_is_no_definition() -> None:
    write(template_dot_yaml=SAM.format(path="machines"), machines__a_dot_json=CLEAN)
    assert told() == ["template.yaml:6 missing-definition-file"]


def test_files_of_others_take_time_in_proportion() -> None:
    yaml = "Resources:\n" + "  B:\n    Type: AWS::S3::Bucket\n" * 100
    hcl = 'resource "aws_s3_bucket" "b" {\n  bucket = "b-${var.stage}"\n}\n' * 60
    data = json.dumps([{"a": number, "b": "text"} for number in range(200)], indent=1)

    def work(count: int) -> Callable[[], object]:
        for number in range(count):
            name, text = [("t.yaml", yaml), ("m.tf", hcl), ("d.json", data)][number % 3]
            path = Path(f"all{count}/folder{number % 50}/f{number}{name}")
            path.parent.mkdir(exist_ok=True, parents=True)
            path.write_text(text)
        return lambda: told(f"all{count}")

    assert_in_proportion(work, 100)


def test_standard_input_may_be_a_template(asllint: Run, tmp_path: Path) -> None:
    (tmp_path / "orders.json").write_text(CLEAN)
    done = asllint("-", "--format", "concise", stdin=SAM.format(path="ordres.json"))
    assert done.stdout == (
        '-:6:22: error[missing-definition-file] there is no file "ordres.json"; did you mean '
        '"orders.json"?\n'
    )
    hcl = 'resource "aws_sfn_state_machine" "a" {\n  definition = <<E\n' + BROKEN + "\nE\n}\n"
    done = asllint("-", "--format", "concise", stdin=hcl)
    assert done.stdout == '-:3:13: error[unknown-target] there is no state "B"; there is "A"\n'


def test_without_the_extra_terraform_is_told_not_to_be_checked(folder: Path) -> None:
    write(main_dot_tf='resource "aws_sfn_state_machine" "a" {}\n', other_dot_tf='# "StartAt"\n')
    code = (
        "import sys\nsys.modules['tree_sitter'] = None\n"
        "from asllint.cli import run\nsys.exit(run(['--format', 'concise', '.']))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stdout == (
        "main.tf:1:11: warning[unread-template] the state machines of this file are not checked: "
        "reading Terraform needs two more packages: `pip install tree-sitter tree-sitter-hcl`\n"
    )


def test_files_that_take_in_each_other_many_times_are_read_once() -> None:
    def work(count: int) -> Callable[[], object]:
        first = f"stepFunctions:\n  stateMachines: ${{file({count}m0.yml)}}\n"
        Path("serverless.yml").write_text(first)
        for number in range(count):
            file = f"${{file({count}m{number + 1}.yml)}}"
            Path(f"{count}m{number}.yml").write_text(f"a{number}: {file}\nb{number}: {file}\n")
        return told

    assert_in_proportion(work, 8)
