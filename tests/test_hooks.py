"""The hook, the action, the image and the examples for pipelines: checked, and run for real."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from identify import identify
from junitparser import JUnitXml
from ruamel.yaml import YAML

from tests.conftest import ROOT, Run
from tests.cost import PATIENCE

BIN = Path(sys.executable).parent
EXAMPLES = ROOT / "examples" / "ci"
GOOD = '{"StartAt": "A", "States": {"A": {"Type": "Succeed"}}}\n'
BAD = '{"StartAt": "B", "States": {"A": {"Type": "Succeed"}}}\n'
MESSAGE = 'there is no state "B"; there is "A"'

checkout = pytest.mark.skipif(
    not (ROOT / ".git").exists() or not (ROOT / "action.yml").exists(),
    reason="these files are in the repository only",
)
posix = pytest.mark.skipif(sys.platform == "win32", reason="needs bash")
pytestmark = checkout


def load(path: Path) -> Any:
    return YAML(typ="safe", pure=True).load(path)


def tool(name: str, *arguments: str | Path, **more: Any) -> subprocess.CompletedProcess[str]:
    """Run a tool of the development environment."""
    program = shutil.which(name, path=BIN)
    if program is None:
        pytest.skip(f"{name} is not installed")
    return subprocess.run(
        [program, *map(str, arguments)], capture_output=True, text=True, check=False, **more
    )


def git(folder: Path, *arguments: str) -> None:
    subprocess.run(["git", *arguments], cwd=folder, check=True, capture_output=True)


# --- pre-commit ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def hook() -> dict[str, Any]:
    (found,) = load(ROOT / ".pre-commit-hooks.yaml")
    return dict(found)


TAKEN = [
    "order.asl.json", "order.asl.yaml", "a/b/order.asl.yml", "template.yaml", "serverless.yml",
    "cdk.out/stack.template.json", "stack.template", "main.tf", "main.tofu", "main.tf.json",
    "order.asl", "order.jsonc", "order.asl.jsonc", "serverless.ts",
]  # fmt: skip
LEFT = [
    "README.md",
    "order.json5",
    "handler.py",
    "handler.ts",
    "order.asl.json.bak",
    "Makefile",
    "tf",
    "a.tfvars",
]


@pytest.mark.parametrize(("names", "taken"), [(TAKEN, True), (LEFT, False)])
def test_the_hook_takes_the_files_that_can_hold_a_definition(
    tmp_path: Path, hook: dict[str, Any], names: list[str], taken: bool
) -> None:
    for name in names:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("text\n")
        tags = identify.tags_from_path(str(path))
        assert (bool(re.search(hook["files"], name)) and set(hook["types"]) <= tags) is taken, name


def test_the_hook_takes_no_binary_file(tmp_path: Path, hook: dict[str, Any]) -> None:
    (tmp_path / "order.template").write_bytes(b"\x00\x01\x02")
    tags = identify.tags_from_path(str(tmp_path / "order.template"))
    assert not set(hook["types"]) <= tags


def test_the_hook_takes_all_that_asllint_looks_at(hook: dict[str, Any]) -> None:
    from asllint.workspace.settings import INCLUDE

    for pattern in INCLUDE:
        assert re.search(hook["files"], pattern.replace("*", "a"))


def test_a_file_that_is_called_like_an_option_is_a_file(asllint: Run, hook: dict[str, Any]) -> None:
    assert hook["args"] == ["--"]
    example = load(EXAMPLES / "pre-commit-config.yaml")["repos"][0]["hooks"][0]
    for arguments in (hook["args"], example["args"]):
        Path("--output=x.json").write_text(BAD)
        command = [*hook["entry"].split()[1:], *arguments, "--output=x.json"]
        assert asllint(*command).returncode == 1
        assert os.listdir(".") == ["--output=x.json"]


def test_the_hook_installs_what_the_extra_does(hook: dict[str, Any]) -> None:
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert hook["additional_dependencies"] == project["optional-dependencies"]["terraform"]


def test_hook_and_example_are_what_pre_commit_wants(hook: dict[str, Any]) -> None:
    manifest = tool("pre-commit", "validate-manifest", ROOT / ".pre-commit-hooks.yaml")
    assert (manifest.returncode, manifest.stdout) == (0, "")
    example = tool("pre-commit", "validate-config", EXAMPLES / "pre-commit-config.yaml")
    assert (example.returncode, example.stdout) == (0, "")
    (repository,) = load(EXAMPLES / "pre-commit-config.yaml")["repos"]
    assert [one["id"] for one in repository["hooks"]] == [hook["id"]]


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A git repository with a good definition, a bad one, and a bad one that is excluded."""
    folder = tmp_path / "repository"
    (folder / "vendor").mkdir(parents=True)
    (folder / "good.asl.json").write_text(GOOD)
    (folder / "bad.asl.json").write_text(BAD)
    (folder / "package.json").write_text('{"name": "other", }')
    (folder / "vendor" / "bad.asl.json").write_text(BAD)
    (folder / "main.tf").write_text(
        'resource "aws_sfn_state_machine" "a" {\n  definition = jsonencode({StartAt = "B", '
        'States = {A = {Type = "Succeed"}}})\n}\n'
    )
    (folder / "asllint.toml").write_text('exclude = ["vendor/"]\n')
    git(folder, "init", "--quiet")
    git(folder, "add", ".")
    return folder


def test_pre_commit_runs_the_hook(repository: Path, tmp_path: Path) -> None:
    home = {**os.environ, "PRE_COMMIT_HOME": str(tmp_path / "home")}
    done = tool(
        "pre-commit", "try-repo", ROOT, "asllint", "--all-files", cwd=repository, timeout=PATIENCE,
        env={name: value for name, value in home.items() if not name.startswith("GIT_")},
    )  # fmt: skip
    if "CalledProcessError" in done.stdout and "pip" in done.stdout:
        pytest.skip(f"the hook can not be installed here: {done.stdout[-200:]}")
    assert done.returncode == 1, done.stdout + done.stderr
    assert "asllint (AWS Step Functions)" in done.stdout
    assert re.findall(r"^ *--> (.*)$", done.stdout, re.MULTILINE) == [
        "bad.asl.json:1:13",
        "main.tf:2:38",
    ]
    # Neither the other file nor the good one is to blame, and what is excluded is not looked at.
    assert "3 files checked: 2 errors" in done.stdout


def test_what_the_settings_exclude_is_left_out_only_when_asked(
    asllint: Run, repository: Path
) -> None:
    os.chdir(repository)
    named = ["vendor/bad.asl.json", "good.asl.json"]
    assert asllint(*named).returncode == 1
    done = asllint("--force-exclude", *named)
    assert (done.returncode, done.stdout) == (0, "1 file checked, nothing found\n")
    assert asllint("--force-exclude", "vendor/bad.asl.json").returncode == 0
    assert asllint("--force-exclude", "bad.asl.json").returncode == 1


# --- the action ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def action() -> dict[str, Any]:
    return dict(load(ROOT / "action.yml"))


def scripts(action: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for step in action["runs"]["steps"]:
        if "run" in step:
            yield step


def test_the_action_is_what_github_wants() -> None:
    schema = tool(
        "check-jsonschema", "--builtin-schema", "vendor.github-actions", ROOT / "action.yml"
    )
    assert schema.returncode == 0, schema.stdout


def test_the_action_is_safe() -> None:
    done = tool("zizmor", "--offline", "--no-progress", "--persona=pedantic", ROOT / "action.yml")
    assert done.returncode == 0, done.stdout + done.stderr


def test_no_input_becomes_a_part_of_a_script(action: dict[str, Any], tmp_path: Path) -> None:
    for step in scripts(action):
        assert "${{" not in step["run"]
        script = tmp_path / "step.sh"
        script.write_text(step["run"])
        done = tool("shellcheck", "--shell=bash", "--severity=warning", script)
        assert done.returncode == 0, done.stdout


STRANGER = (
    "github.event.pull_request && "
    "github.event.pull_request.head.repo.full_name != github.repository"
)


class Job:
    """Runs steps of the action as the runner would: with its bash, and with its expressions."""

    def __init__(self, action: dict[str, Any], folder: Path, **inputs: str) -> None:
        self.folder = folder
        self.steps = {step["name"]: step for step in scripts(action)}
        self.values = {
            "steps.python.outputs.python-path": sys.executable,
            "github.action_path": str(ROOT),
            STRANGER: "",
        }
        for name, declared in action["inputs"].items():
            value = inputs.pop(name.replace("-", "_"), declared["default"])
            self.values[f"inputs.{name}"] = value
        assert not inputs
        self.temporary = folder.parent / "runner"
        self.temporary.mkdir(exist_ok=True)

    def run(self, name: str, **more: str) -> subprocess.CompletedProcess[str]:
        """Run the step of this name."""
        step = self.steps[name]
        assert step["shell"] == "bash"
        (script := self.temporary / "step.sh").write_text(step["run"])
        environment = {
            key: re.sub(r"\$\{\{ (.*?) \}\}", lambda match: self.values[match[1]], value)
            for key, value in step["env"].items()
        }
        return subprocess.run(
            ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", str(script)],
            cwd=self.folder, capture_output=True, text=True, check=False, timeout=PATIENCE,
            env={**os.environ, "RUNNER_TEMP": str(self.temporary), **environment, **more},
        )  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the job runs: with asllint of this environment as if the action had installed it."""
    binaries = tmp_path / "runner" / "asllint" / "bin"
    binaries.mkdir(parents=True)
    (binaries / "asllint").symlink_to(BIN / "asllint")
    folder = tmp_path / "work"
    folder.mkdir()
    (folder / "good.asl.json").write_text(GOOD)
    (folder / "bad.asl.json").write_text(BAD)
    return folder


@posix
def test_the_action_annotates_and_writes_sarif(action: dict[str, Any], folder: Path) -> None:
    done = Job(action, folder, sarif_file="reports/a b.sarif").run("Lint")
    assert done.returncode == 1
    assert done.stdout.splitlines()[0] == (
        "::error file=bad.asl.json,line=1,endLine=1,col=13,endColumn=16,"
        f"title=asllint (unknown-target)::bad.asl.json:1:13: {MESSAGE}"
    )
    log = json.loads((folder / "reports" / "a b.sarif").read_text())
    assert [one["ruleId"] for one in log["runs"][0]["results"]] == ["unknown-target"]


@posix
@pytest.mark.parametrize(
    ("inputs", "status"),
    [
        ({"paths": "good.asl.json"}, 0),
        ({"paths": "good.asl.json\nbad.asl.json\n"}, 1),
        ({"paths": ""}, 1),
        ({"fail_on": "never"}, 0),
        ({"args": "--ignore flow"}, 0),
        ({"args": "--ignore\n  flow\n"}, 0),
        ({"args": "--severity unknown-target=info --fail-on info"}, 1),
        ({"fail_on": "sometimes"}, 2),
        ({"paths": "no such file"}, 2),
    ],
)
def test_the_inputs_of_the_action_do_what_they_say(
    action: dict[str, Any], folder: Path, inputs: dict[str, str], status: int
) -> None:
    done = Job(action, folder, **inputs).run("Lint")
    assert done.returncode == status, done.stdout + done.stderr
    assert (done.stderr == "") is (status != 2)


@posix
@pytest.mark.parametrize(
    ("own_rules", "stranger", "run"),
    [
        ("auto", "", True), ("auto", "false", True), ("auto", "true", False),
        ("always", "true", True), ("never", "", False), ("Always", "", False),
    ],
)  # fmt: skip
def test_rules_in_the_pull_request_of_a_stranger_are_not_run(
    action: dict[str, Any], folder: Path, own_rules: str, stranger: str, run: bool
) -> None:
    (folder / "lint/house").mkdir(parents=True)
    (folder / "lint/house/odd.py").write_text("open('owned', 'w').close()\n")
    (folder / "asllint.toml").write_text('rules = ["lint"]\n')
    job = Job(action, folder, own_rules=own_rules)
    job.values[STRANGER] = stranger
    job.run("Lint")
    assert (folder / "owned").exists() is run


@posix
def test_what_is_called_like_a_module_is_not_run_while_installing(
    action: dict[str, Any], folder: Path
) -> None:
    shutil.rmtree(folder.parent / "runner")
    for name in ("venv", "pip", "ensurepip"):
        (folder / f"{name}.py").write_text(f"open({str(folder / 'owned')!r}, 'w').close()\n")
    nowhere = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(folder)}
    done = Job(action, folder, version="0.0.0.1").run("Install asllint", **nowhere)
    assert "No matching distribution found" in done.stderr
    assert not (folder / "owned").exists()


@posix
@pytest.mark.parametrize("name", ["paths", "args", "sarif_file", "fail_on", "own_rules"])
@pytest.mark.parametrize(
    "attack", ["$(touch owned)", "`touch owned`", "x; touch owned", '"; touch owned; "', "*"]
)
def test_what_an_input_holds_is_not_run(
    action: dict[str, Any], folder: Path, name: str, attack: str
) -> None:
    Job(action, folder, **{name: attack}).run("Lint")
    assert not list(folder.rglob("owned"))
    assert not (folder.parent / "owned").exists()


def copied() -> list[str]:
    """What the Dockerfile copies out of the checkout."""
    lines = (ROOT / "Dockerfile").read_text().splitlines()
    words = [line.split()[1:-1] for line in lines if re.match(r"COPY (?!--from)", line)]
    return [name for names in words for name in names]


@posix
def test_the_action_installs_what_the_image_copies(
    action: dict[str, Any], folder: Path, tmp_path: Path
) -> None:
    shutil.rmtree(tmp_path / "runner")
    source = tmp_path / "source"
    source.mkdir()
    for name in copied():
        path = ROOT / name
        (shutil.copytree if path.is_dir() else shutil.copy)(path, source / name)
    # Where no package is to be had, what counts is which one is asked for.
    nowhere = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(tmp_path)}
    done = Job(action, folder, version="0.0.0.1").run("Install asllint", **nowhere)
    assert done.returncode != 0
    # pip names the extra or leaves it out, depending on its version.
    asked = done.stderr.replace("asllint[terraform]", "asllint")
    assert "No matching distribution found for asllint==0.0.0.1" in asked

    job = Job(action, folder, fail_on="error", args="--select flow")
    done = job.run("Install asllint", SOURCE=str(source))
    if "No matching distribution" in done.stderr or "Connection" in done.stderr:
        pytest.skip("there is no package index here")
    assert done.returncode == 0, done.stderr
    assert re.fullmatch(r"asllint \d+\.\d+\.\d+\n", done.stdout)
    assert (tmp_path / "runner" / "asllint" / "bin" / "asllint").exists()
    (folder / "main.tf").write_text('resource "aws_sfn_state_machine" "a" {}\n')
    done = job.run("Lint")
    assert (done.returncode, done.stderr) == (1, "")
    assert MESSAGE in done.stdout
    assert "unread-template" not in done.stdout  # the packages that read Terraform are there


# --- examples -----------------------------------------------------------------------------------

WORKFLOWS = ("github.yml", "sam-pipeline.yml", "pictures.yml")
OWN_WORKFLOW = ROOT / ".github/workflows/check.yml"
SCHEMAS = {
    "github.yml": "vendor.github-workflows",
    "sam-pipeline.yml": "vendor.github-workflows",
    "pictures.yml": "vendor.github-workflows",
    "gitlab-ci.yml": "vendor.gitlab-ci",
}


@pytest.mark.parametrize("name", SCHEMAS)
def test_an_example_is_what_its_service_wants(name: str) -> None:
    done = tool("check-jsonschema", "--builtin-schema", SCHEMAS[name], EXAMPLES / name)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("path", [*map(EXAMPLES.joinpath, WORKFLOWS), OWN_WORKFLOW])
def test_the_workflows_are_safe(tmp_path: Path, path: Path) -> None:
    # What is not released yet has no version that could be pinned.
    (tmp_path / "zizmor.yml").write_text(
        "rules:\n  unpinned-uses:\n    config:\n      policies:\n"
        '        "asllint/asllint": ref-pin\n        "*": hash-pin\n'
    )
    done = tool("zizmor", "--offline", "--no-progress", "--config", tmp_path / "zizmor.yml", path)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_workflows_give_the_action_what_it_takes(action: dict[str, Any]) -> None:
    for name in ("github.yml", "sam-pipeline.yml"):
        (job,) = load(EXAMPLES / name)["jobs"].values()
        (step,) = [
            one for one in job["steps"] if one.get("uses", "").startswith("asllint/asllint@")
        ]
        assert set(step["with"]) <= set(action["inputs"])


@posix
def test_the_pipelines_commands_work(folder: Path) -> None:
    gitlab = load(EXAMPLES / "gitlab-ci.yml")["asllint"]
    build = load(EXAMPLES / "buildspec.yml")
    environment = {**os.environ, "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}"}

    def run(commands: list[str]) -> int:
        script = "\n".join(["set -e", *commands])
        return subprocess.run(
            ["bash", "-c", script], cwd=folder, env=environment, check=False, capture_output=True
        ).returncode

    assert run(gitlab["script"]) == 1
    reports = gitlab["artifacts"]["reports"]
    (found,) = json.loads((folder / reports["codequality"]).read_text())
    assert found["description"] == MESSAGE
    assert JUnitXml.fromfile(str(folder / reports["junit"])).failures == 1

    assert run(build["phases"]["pre_build"]["commands"]) == 1
    (group,) = build["reports"].values()
    assert group["file-format"] == "JUNITXML"
    (name,) = group["files"]
    assert JUnitXml.fromfile(str(folder / group["base-directory"] / name)).failures == 1


@pytest.fixture
def changed(tmp_path: Path) -> Path:
    """A repository in which a merge has removed a machine and changed another one."""
    project = tmp_path / "origin"
    project.mkdir()
    git(project, "init", "--quiet", "--initial-branch=main")
    for name, value in (("user.name", "n"), ("user.email", "n@example.com")):
        git(project, "config", name, value)
    (project / "old.asl.json").write_text(GOOD)
    (project / "order.asl.json").write_text(GOOD)
    git(project, "add", ".")
    git(project, "commit", "--quiet", "--message=one")
    git(project, "checkout", "--quiet", "-b", "topic")
    (project / "old.asl.json").unlink()
    (project / "order.asl.json").write_text(GOOD.replace('"A"', '"B"'))
    git(project, "commit", "--quiet", "--all", "--message=two")
    git(project, "checkout", "--quiet", "main")
    git(project, "merge", "--quiet", "--no-ff", "--message=three", "topic")
    return project


def _run(script: str, folder: Path, **variables: str) -> None:
    path = f"{BIN}{os.pathsep}{os.environ['PATH']}"
    subprocess.run(
        ["bash", "-ec", script], cwd=folder, check=True, capture_output=True,
        env={**os.environ, "PATH": path, **variables},
    )  # fmt: skip


@posix
def test_the_workflow_draws_what_a_pull_request_changes(changed: Path, tmp_path: Path) -> None:
    (job,) = load(EXAMPLES / "pictures.yml")["jobs"].values()
    depth = str(job["steps"][0]["with"]["fetch-depth"])
    git(tmp_path, "clone", "--quiet", "--depth", depth, changed.as_uri(), "clone")
    summary = tmp_path / "summary.md"
    _run(job["steps"][-1]["run"], tmp_path / "clone", GITHUB_STEP_SUMMARY=str(summary))
    lines = summary.read_text().splitlines()
    told = [line for line in lines if line.startswith(("### ", "- "))]
    assert told == [
        "### order.asl.json",
        "- 🟩 **added**: B",
        "- 🟥 **removed**: A",
        "### old.asl.json (removed)",
    ]


@posix
def test_the_job_draws_what_a_merge_request_changes(changed: Path, tmp_path: Path) -> None:
    job = load(EXAMPLES / "gitlab-ci.yml")["pictures"]
    git(tmp_path, "clone", "--quiet", "--depth", "1", changed.as_uri(), "clone")
    base = subprocess.check_output(["git", "rev-parse", "HEAD^1"], cwd=changed, text=True).strip()
    script = "\n".join([*job["before_script"][1:], *job["script"]])
    _run(script, tmp_path / "clone", CI_MERGE_REQUEST_DIFF_BASE_SHA=base)
    (page,) = job["artifacts"]["paths"]
    text = (tmp_path / "clone" / page).read_text()
    assert '<span class="change removed">removed</span>old.asl.json' in text
    assert '<span class="change changed">changed</span>order.asl.json' in text


# --- the image ----------------------------------------------------------------------------------


def test_the_dockerfile_is_what_it_should_be() -> None:
    done = tool("hadolint", ROOT / "Dockerfile")
    assert (done.returncode, done.stdout) == (0, "")
    lines = (ROOT / "Dockerfile").read_text().splitlines()
    last = lines[max(at for at, line in enumerate(lines) if line.startswith("FROM ")) :]
    assert 'ENTRYPOINT ["asllint"]' in last
    (user,) = [line.split()[1] for line in last if line.startswith("USER ")]
    assert int(user) > 0
    bases = [line.split()[1] for line in lines if line.startswith("FROM ")]
    assert all(re.fullmatch(r"python:3\.13-slim@sha256:[0-9a-f]{64}", base) for base in bases)


def test_what_the_dockerfile_copies_is_in_its_context() -> None:
    ignored = (ROOT / ".dockerignore").read_text().splitlines()
    assert ignored[1] == "*"
    assert [line[1:] for line in ignored if line.startswith("!")] == copied()
    assert all((ROOT / name).exists() for name in copied())
