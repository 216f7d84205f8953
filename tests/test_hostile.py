"""A stranger's repository: whatever it holds, the command line reads it as data and goes on."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from asllint import lint_paths
from asllint.workspace.files import FilesError
from asllint.workspace.writing import replace
from tests.conftest import Run

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="such names are not allowed there")

BAD = '{"StartAt": "B", "States": {"A": {"Type": "Succeed"}}}'
ORDERS = ["a\n::error::x", "\x1b[31mred\x1b[0m", "\x9b2J", "\u202etxt", "a\r::b", "##vso[task.x]y"]
"""What a terminal or a CI service would obey."""

NAMES = ["::error::x", " ::warning::x", *ORDERS, os.fsdecode(b"\xff")]
OWNED = "import os\nopen(os.environ['OWNED'], 'a').close()\n"
RULE = (
    "from asllint.rule import WARNING, Finding, Findings, State, rule\n\n\n"
    '@rule(severity=WARNING, since="1.0")\n'
    "def {name}(state: State) -> Findings:\n"
    '    """A rule of the house."""\n'
    "    {body}\n"
)
REFERENCES = [
    "a\\0b.json", "\\ud800.json", "x" * 5000, "../outside/secret.asl.json", "../../../etc/passwd",
    "pipe.asl.json", "socket.asl.json", "zero.asl.json",
    "deep/../../outside/../repository/gone.json", "\\u001b[31m.json",
]  # fmt: skip


def template(references: list[str]) -> str:
    """A template in JSON that refers to files by texts with JSON's escapes."""
    machines = ", ".join(
        f'"M{number}": {{"Type": "AWS::Serverless::StateMachine", '
        f'"Properties": {{"DefinitionUri": "{reference}"}}}}'
        for number, reference in enumerate(references)
    )
    return f'{{"Resources": {{{machines}}}}}'


def write_code(repository: Path) -> None:
    """Python that must not run: modules of Python's own names, and a rule."""
    for name in ("tomllib", "jsonschema", "pathspec", "networkx", "sqlite3"):
        (repository / f"{name}.py").write_text(OWNED)
    (repository / "multiprocessing").mkdir()
    (repository / "multiprocessing/__init__.py").write_text(OWNED)
    (repository / "lint/house").mkdir(parents=True)
    (repository / "lint/house/no_pay.py").write_text(OWNED)
    (repository / "asllint.toml").write_text(
        'rules = ["lint"]\nselect = ["flow", "templates", "services", "structure", "house"]\n'
    )


def write_odd_files(repository: Path) -> None:
    """What is no plain file, and links that lead out."""
    os.mkfifo(repository / "pipe.asl.json")
    os.mkfifo(repository / "deep/.gitignore")
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(os.path.relpath(repository / "socket.asl.json"))
    for name, target in (
        ("secret.asl.json", "../outside/secret.asl.json"), ("gone.asl.json", "nowhere"),
        ("zero.asl.json", "/dev/zero"), (".gitignore", "/dev/zero"), ("folder", "../outside"),
        ("loop.asl.json", "loop.asl.json"),
    ):  # fmt: skip
        (repository / name).symlink_to(target)


@pytest.fixture
def asllint(new_asllint: Run) -> Run:
    """Nothing is imported yet, and there are modules of a stranger's in the current folder."""
    return new_asllint


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The repository, beside it a folder that is nobody's business, above it settings."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("OWNED", str(tmp_path / "owned"))
    outside, repository = tmp_path / "outside", tmp_path / "repository"
    outside.mkdir()
    (outside / "secret.asl.json").write_text(BAD.replace('"B"', '"Secret"'))
    (tmp_path / "asllint.toml").write_text('select = ["limits"]\n')
    (repository / ".git").mkdir(parents=True)
    (repository / "deep").mkdir()
    for name in NAMES:
        (repository / f"{name}.asl.json").write_text(BAD)
    states = {name: {"Type": "Pass", "Nxt": name, "Next": name + "x"} for name in ORDERS}
    (repository / "states.asl.json").write_text(json.dumps({"StartAt": "A", "States": states}))
    (repository / "deep/bad.asl.json").write_text(BAD)
    (repository / "template.json").write_text(template(REFERENCES))
    task = {"Type": "Task", "Resource": f"arn:aws:states:::aws-sdk:{'s' * 260}:x", "End": True}
    (repository / "service.asl.json").write_text(
        json.dumps({"StartAt": "T", "States": {"T": task}})
    )
    write_code(repository)
    write_odd_files(repository)
    return repository


def check_output(text: str) -> None:
    """Nothing but lines of plain text, none of which is an order to a CI service."""
    assert re.findall(r"[\0-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text) == []
    assert "Traceback" not in text
    assert "Secret" not in text
    assert "##vso[" not in text
    assert [line for line in text.splitlines() if line.lstrip().startswith("::")] == []


WAYS = [("repository", "."), (".", "repository"), ("deep", "..")]


@pytest.mark.parametrize("way", WAYS, ids=["inside", "above", "below"])
@pytest.mark.parametrize(
    "arguments",
    [["--format", "concise"], ["--diff", "--unsafe"], ["--jobs", "2", "--color", "always"]],
    ids=["concise", "diff", "text"],
)
def test_the_whole_repository(
    asllint: Run, repository: Path, way: tuple[str, str], arguments: list[str]
) -> None:
    folder, path = way
    os.chdir(repository / "deep" if folder == "deep" else repository.parent / folder)
    done = asllint("--no-own-rules", *arguments, path)
    check_output(re.sub(r"\x1b\[[0-9;]*m", "", done.stdout))
    check_output(done.stderr)
    assert done.returncode == 1
    assert "bad.asl.json" in done.stdout or "--diff" in arguments
    assert not (repository.parent / "owned").exists()
    assert done.stderr == "" or "shown" in done.stderr


def test_the_concise_report(asllint: Run, repository: Path) -> None:
    os.chdir(repository)
    done = asllint("--no-own-rules", "--format", "concise", "--select", "unknown-target", ".")
    found = [line.partition(".asl.json:")[0] for line in done.stdout.splitlines()]
    assert sorted(set(found) - {"states"}) == sorted([
        "a\ufffd::error::x", "\ufffd[31mred\ufffd[0m", "\ufffd2J", "\ufffdtxt", "a\ufffd::b",
        "# #vso[task.x]y", "./::error::x", "./ ::warning::x", "\ufffd", "deep/bad",
    ])  # fmt: skip


def test_what_is_said_of_files_that_can_not_be_read(asllint: Run, repository: Path) -> None:
    os.chdir(repository)
    done = asllint("--no-own-rules", "--format", "json", "--select", "templates", ".")
    told = {one["column"]: one["rule"] for one in json.loads(done.stdout)["diagnostics"]}
    assert list(told.values()) == [
        "missing-definition-file", "missing-definition-file", "missing-definition-file",
        "unread-definition", "unread-definition", "missing-definition-file",
        "missing-definition-file", "unread-definition", "missing-definition-file",
        "missing-definition-file",
    ]  # fmt: skip


def test_formats_for_programs_hold_the_names_as_they_are(asllint: Run, repository: Path) -> None:
    os.chdir(repository)
    for form in ("json", "sarif", "gitlab", "aws"):
        text = asllint("--no-own-rules", "--format", form, ".").stdout
        check_output(text)
        assert text.isascii()
        assert json.loads(text)
    found = json.loads(asllint("--no-own-rules", "--format", "json", ".").stdout)["diagnostics"]
    assert {f"{name}.asl.json" for name in NAMES} <= {one["file"] for one in found}


def test_the_policy(asllint: Run, repository: Path) -> None:
    for form in ("policy", "json"):
        done = asllint("policy", "--format", form, "repository")
        check_output(done.stdout)
        check_output(done.stderr)
        assert done.returncode == 0
        assert json.loads(done.stdout)


def test_a_repair_changes_nothing_outside(asllint: Run, repository: Path) -> None:
    os.chdir(repository)
    secret = repository.parent / "outside/secret.asl.json"
    secret.write_text(BAD.replace('"B"', '"a"'))
    done = asllint("--no-own-rules", "--fix", "--unsafe", ".", "secret.asl.json", "folder")
    check_output(done.stdout)
    assert (
        done.stderr.splitlines()[:2]
        == [
            'asllint: "secret.asl.json" leads out of its repository by a link, and is not read',
            'asllint: "folder" leads out of its repository by a link, and is not read',
        ]
        or "leads out" in done.stderr
    )
    assert done.returncode == 2
    assert '"a"' in secret.read_text()
    assert list(repository.parent.rglob("*.tmp")) == []


def test_names_of_files_are_no_options(asllint: Run, repository: Path) -> None:
    os.chdir(repository / "deep")
    Path("--output=x.json").write_text(BAD)
    done = asllint("--output=x.json", "bad.asl.json")
    assert (done.returncode, done.stderr) == (
        2, 'asllint: there is a file called "--output=x.json": write "./--output=x.json" if you '
        'mean it, and "--" between options and files if you do not\n',
    )  # fmt: skip
    for named in (["--", "--output=x.json"], ["./--output=x.json"]):
        done = asllint("--no-own-rules", "--format", "concise", *named)
        assert done.stdout.endswith(
            '--output=x.json:1:13: error[unknown-target] there is no state "B"; there is "A"\n'
        )
    assert not Path("x.json").exists()


def test_the_data(asllint: Run, repository: Path) -> None:
    for arguments in (["--format", "text"], ["--format", "json"], ["--state", "B"]):
        done = asllint("data", *arguments, "repository")
        check_output(done.stdout)
        check_output(done.stderr)
        assert done.returncode in (0, 2)
        assert "json" not in arguments or json.loads(done.stdout)
    assert not Path("x.json").exists()


# --- rules of a stranger ------------------------------------------------------------------------


def test_rule_folders_are_not_loaded_when_they_may_not(asllint: Run, repository: Path) -> None:
    os.chdir(repository)
    text = BAD.replace("{", '{"Comment": "asllint: ignore[no-pay, unknown-target] why", ', 1)
    Path("deep/bad.asl.json").write_text(text)
    for arguments in (
        ["rules"], ["explain", "endless-loop"], ["baseline", "--baseline", "b.json", "deep"],
        ["deep"],
    ):  # fmt: skip
        done = asllint(*arguments, "--no-own-rules")
        assert (done.returncode, done.stderr) == (0, "")
    assert not (repository.parent / "owned").exists()


def own_rule(folder: Path, body: str) -> None:
    house = folder / "lint/house"
    house.mkdir(parents=True)
    (house / "odd.py").write_text(RULE.format(name="odd", body=body))
    (folder / "asllint.toml").write_text('rules = ["lint"]\n')
    (folder / "a.asl.json").write_text(BAD)


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ("yield Finding(state.key, 'x')",
         "TypeError: a place is a Span (node.span), not Scalar"),
        ("yield Finding(state.key.span, state)",
         "TypeError: the message of a Finding is a str, not State"),
        ("yield 'x'", "TypeError: a rule yields Finding, not str"),
        ("yield Finding(type(state.key.span)(5, 10 ** 9), 'x')",
         "ValueError: Span(5, 1000000000) is not in the file"),
        ("yield from __import__('sys').exit(0)", "SystemExit: 0"),
        ("yield from odd.check(state)", "RecursionError: maximum recursion depth exceeded"),
        ("yield (_ for _ in ()).throw(ValueError('\\n::error::x'))",
         "ValueError: \ufffd::error::x"),
    ],
)  # fmt: skip
def test_whatever_a_rule_does_the_others_go_on(
    asllint: Run, tmp_path: Path, body: str, why: str
) -> None:
    own_rule(tmp_path, body)
    done = asllint("--format", "concise", ".")
    check_output(done.stdout)
    check_output(done.stderr.replace("Traceback", ""))
    assert done.returncode == 3
    first, second = done.stdout.splitlines()
    assert first.startswith(f'a.asl.json:1:1: error[internal-error] the rule "odd" crashed ({why}')
    assert second.startswith("a.asl.json:1:13: error[unknown-target]")
    assert done.stderr.startswith('asllint: internal error in "a.asl.json", rule "odd":\n| ')


def test_a_rule_file_that_ends_the_program_is_one_line(asllint: Run, tmp_path: Path) -> None:
    own_rule(tmp_path, "pass")
    (tmp_path / "lint/house/odd.py").write_text("import sys\nsys.exit(0)\n")
    done = asllint(".")
    assert done.returncode == 2
    assert done.stderr.endswith("odd.py: SystemExit: 0\n")
    assert done.stderr.count("\n") == 1


# --- settings and baselines ---------------------------------------------------------------------


def test_settings_above_the_repository_do_not_hold(asllint: Run, tmp_path: Path) -> None:
    repository = tmp_path / "repository"
    (repository / "deep").mkdir(parents=True)
    (repository / ".git").write_text("gitdir: elsewhere\n")
    (repository / "deep/a.asl.json").write_text(BAD)
    (tmp_path / "asllint.toml").write_text('ignore = ["flow"]\n')
    os.chdir(repository / "deep")
    done = asllint("--format", "concise", "a.asl.json")
    assert done.returncode == 1
    assert done.stderr == (
        f'asllint: "{tmp_path}/asllint.toml" is above the repository "{repository}", and no longer '
        f'used: "--config {tmp_path}/asllint.toml" uses it\n'
    )
    assert asllint("--config", "../../asllint.toml", ".").returncode == 0
    (repository / "asllint.toml").write_text('ignore = ["flow"]\n')
    done = asllint(".")
    assert (done.returncode, done.stderr) == (0, "")


def test_without_a_repository_settings_hold_in_the_current_or_named_folder(
    asllint: Run, tmp_path: Path
) -> None:
    (tmp_path / "named/deep").mkdir(parents=True)
    (tmp_path / "here").mkdir()
    (tmp_path / "named/deep/a.asl.json").write_text(BAD)
    (tmp_path / "named/asllint.toml").write_text('ignore = ["flow"]\n')
    assert asllint("named/deep/a.asl.json").returncode == 0
    os.chdir("here")
    assert asllint("../named").returncode == 0
    done = asllint("../named/deep")
    assert done.returncode == 1
    assert done.stderr == (
        f'asllint: "{tmp_path}/named/asllint.toml" is above the folder "{tmp_path}/named/deep", '
        f'and no longer used: "--config {tmp_path}/named/asllint.toml" uses it\n'
    )
    assert asllint("../named/deep/a.asl.json").returncode == 1


@pytest.mark.parametrize("name", ["asllint.toml", "asllint-baseline.json"])
def test_settings_and_baselines_that_are_links_out_are_not_read(
    asllint: Run, repository: Path, name: str
) -> None:
    os.chdir(repository)
    (repository.parent / "outside/x").write_text("secret\n")
    Path(name).unlink(missing_ok=True)
    Path(name).symlink_to("../outside/x")
    done = asllint("--no-own-rules", ".")
    assert (done.returncode, done.stdout) == (2, "")
    option = "--config" if name == "asllint.toml" else "--baseline"
    assert done.stderr == (
        f"asllint: {name}: this is a link that leads out of the project: {option} names the file\n"
    )


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("asllint.toml", "a = " + "[" * 5000, "arrays or tables in it are nested too deep"),
        ("asllint.toml", "a = " + "{a = " * 5000, "arrays or tables in it are nested too deep"),
        ("asllint.toml", "severity." + "a." * 5000 + "b = 1", None),
        ("asllint.toml", '"a\\n::error::b" = 1', 'unknown setting "a\ufffd::error::b"; there are'),
        ("asllint.toml", " " * 2_000_000, "settings take no more than 1 MB"),
        ("pyproject.toml", "[tool.asllint]\n# \x1b[31m = ", None),
        ("asllint-baseline.json", '{"version": 1, "findings": [{"file": "a", "rule": [], '
         '"pointer": "/", "fingerprint": "x", "message": "y"}]}', "this is no baseline of asllint"),
        ("asllint-baseline.json", '{"version": "\\u001b[31m", "findings": []}',
         "this is no baseline of asllint"),
        ("asllint-baseline.json", '{"version": 1, "findings": 7}', "this is no baseline"),
    ],
    ids=range(9),
)  # fmt: skip
def test_a_damaged_file_of_ours_is_one_line(
    asllint: Run, tmp_path: Path, name: str, text: str, message: str | None
) -> None:
    (tmp_path / name).write_text(text)
    (tmp_path / "a.asl.json").write_text(BAD)
    done = asllint(".")
    check_output(done.stderr)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert done.stderr.startswith(f"asllint: {name}:")
    assert message is None or message in done.stderr


def test_somebody_elses_pyproject_may_hold_anything(asllint: Run, tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_bytes(b"# f\xfcr\n")
    (tmp_path / "a.asl.json").write_text(BAD)
    assert asllint(".").returncode == 1


# --- writing ------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["report.json", "reports/x.json", "reports/deep/x.json"])
def test_reports_are_not_written_through_links(asllint: Run, tmp_path: Path, path: str) -> None:
    outside, repository = tmp_path / "outside", tmp_path / "repository"
    (outside / "deep").mkdir(parents=True)
    (outside / "x.json").write_text("mine")
    repository.mkdir()
    (repository / "a.asl.json").write_text(BAD)
    (repository / "report.json").symlink_to(outside / "x.json")
    (repository / "reports").symlink_to(outside)
    os.chdir(repository)
    what = "it is a link" if path == "report.json" else '"reports" is a link'
    line = f'asllint: can not write "{path}": {what}, and reports are not written through links\n'
    for arguments in (
        ["--format", f"json={path}"], ["--output", path], ["baseline", "--baseline", path],
        ["--diff", "--output", path],
    ):  # fmt: skip
        if arguments[0] == "baseline" and "deep" not in path:
            continue  # it is read first, and is none
        done = asllint(*arguments, "a.asl.json")
        assert (done.returncode, done.stderr) == (2, line)
    assert (outside / "x.json").read_text() == "mine"
    assert sorted(os.listdir(outside)) == ["deep", "x.json"]


def test_a_report_can_go_to_a_device(asllint: Run, tmp_path: Path) -> None:
    (tmp_path / "a.asl.json").write_text(BAD)
    done = asllint("--format", "concise", "--output", "/dev/stdout", ".")
    assert "unknown-target" in done.stdout
    assert asllint("--output", "/dev/null", ".").returncode == 1


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root gives files away"
)
def test_a_repaired_file_keeps_owner_and_mode(asllint: Run, tmp_path: Path) -> None:
    file = tmp_path / "a.asl.json"
    file.write_text(BAD.replace('"B"', '"a"'))
    os.chown(file, 1234, 4321)
    file.chmod(0o604)
    assert asllint("--fix", "a.asl.json").returncode == 0
    known = file.stat()
    assert (known.st_uid, known.st_gid, known.st_mode & 0o7777) == (1234, 4321, 0o604)


def test_nothing_half_written_is_left_behind_by_a_signal(tmp_path: Path) -> None:
    pipe, file = tmp_path / "pipe", tmp_path / "a"
    os.mkfifo(pipe)
    file.write_text("old")
    code = (
        "import os, sys, time\nfrom asllint.workspace import writing\n"
        f"os.fsync = lambda _: (open({str(pipe)!r}, 'w').close(), time.sleep(60))\n"
        f"writing.replace({str(file)!r}, b'new')\n"
    )
    with subprocess.Popen([sys.executable, "-c", code]) as process:
        pipe.read_text()  # until it is in the middle of writing
        time.sleep(0.2)
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 128 + signal.SIGTERM
    assert sorted(os.listdir(tmp_path)) == ["a", "pipe"]
    assert file.read_text() == "old"


def test_a_name_of_any_length_can_be_replaced(tmp_path: Path) -> None:
    file = tmp_path / ("x" * 255)
    replace(str(file), b"old")
    replace(str(file), b"new")
    assert file.read_bytes() == b"new"
    assert os.listdir(tmp_path) == ["x" * 255]


# --- the program itself -------------------------------------------------------------------------

PROGRAM = (
    "import sys\nfrom asllint import cli\ndef run(_):\n    {body}\ncli.run = run\ncli.main([])\n"
)


@pytest.mark.parametrize(
    ("body", "status", "said"),
    [
        ("raise KeyError('\\x1b[31m\\n::error::x')", 3,
         "asllint: internal error in cli.py (KeyError: '\\x1b[31m\\n::error::x'): please "),
        ("raise MemoryError", 3, "asllint: there is not enough memory for this\n"),
        ("return run(_)", 3, "asllint: internal error in cli.py (RecursionError: maximum "),
        ("raise KeyboardInterrupt", 130, ""),
        ("raise BrokenPipeError", 0, ""),
        ("sys.exit(0)", 0, ""),
    ],
)  # fmt: skip
def test_whatever_is_raised_becomes_one_line(body: str, status: int, said: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM.format(body=body)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (status, "")
    assert re.sub(r", line \d+", "", done.stderr).startswith(said)
    assert done.stderr.count("\n") == bool(said)


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="there is no full disk here")
def test_a_full_disk_is_one_line() -> None:
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "asllint", "rules", "--"],
            stdout=full, stderr=subprocess.PIPE, text=True, check=False,
        )  # fmt: skip
    assert (done.returncode, done.stderr) == (
        2, "asllint: can not write to standard output: No space left on device\n",
    )  # fmt: skip


@pytest.mark.skipif(not os.path.exists("/dev/zero"), reason="there is no endless file here")
@pytest.mark.parametrize("arguments", [["-"], ["--fix", "-"], ["--diff", "-"]])
def test_standard_input_without_an_end(arguments: list[str]) -> None:
    with open("/dev/zero", "rb") as zero:
        done = subprocess.run(
            [sys.executable, "-m", "asllint", *arguments],
            stdin=zero, capture_output=True, text=True, check=False,
        )  # fmt: skip
    assert (done.returncode, done.stdout, done.stderr) == (
        2, "", "asllint: standard input has more than 16 MB, and a definition may have at most "
        "1 MB: nothing in it was read\n",
    )  # fmt: skip


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_streams_that_are_closed(tmp_path: Path, closed: str) -> None:
    (tmp_path / "a.asl.json").write_text(BAD)
    command = f'"{sys.executable}" -m asllint a.asl.json {closed}'
    done = subprocess.run(["sh", "-c", command], cwd=tmp_path, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (1, b"")


def test_a_reader_that_has_had_enough(tmp_path: Path) -> None:
    command = f'"{sys.executable}" -m asllint schema | head -c 1'
    done = subprocess.run(["sh", "-c", command], capture_output=True, check=False)
    assert (done.stdout, done.stderr) == (b"{", b"")


WITH_A_MISTAKE = (
    "import sys\nfrom asllint import cli\nfrom asllint.workspace import project\n"
    "analyze = project.analyze\n"
    "def mistaken(text, path, **more):\n"
    "    if 'b.' in path or 't.' in path:\n        raise IndexError('no such place')\n"
    "    return analyze(text, path, **more)\n"
    "project.analyze = mistaken\ncli.main(sys.argv[1:])\n"
)
"""The command line with a mistake of its own, met at two files."""


@pytest.mark.parametrize("arguments", [["--format=concise"], ["--fix"], ["policy"], ["--diff"]])
def test_a_mistake_of_ours_at_one_file_leaves_the_others(
    tmp_path: Path, arguments: list[str]
) -> None:
    text = BAD.replace('"B"', '"a"')
    for name in "abc":
        (tmp_path / f"{name}.asl.json").write_text(text)
    (tmp_path / "t.json").write_text(template(["c.asl.json"]))
    done = subprocess.run(
        [sys.executable, "-c", WITH_A_MISTAKE, *arguments, "."],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 3
    assert [line for line in done.stderr.splitlines() if line.startswith("asllint: internal")] == [
        'asllint: internal error in "t.json":',
        'asllint: internal error in "b.asl.json":',
    ]
    assert "| IndexError: no such place" in done.stderr
    if arguments == ["--fix"]:
        assert (tmp_path / "a.asl.json").read_text() == BAD.replace('"B"', '"A"')
    else:
        assert "a.asl.json" in done.stdout and "c.asl.json" in done.stdout


# --- the library --------------------------------------------------------------------------------


def test_workers_begin_without_the_current_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "multiprocessing").mkdir()
    (tmp_path / "multiprocessing/__init__.py").write_text(OWNED)
    for number in range(4):
        (tmp_path / f"{number}.asl.json").write_text(BAD)
    code = (
        "import sys\nsys.path.remove('')\n"
        "from asllint import lint_paths\nfrom asllint.workspace import batch\n"
        "batch.METHOD, batch.POOL_PAYS = 'spawn', 0.0\n"
        "if __name__ == '__main__':\n"
        "    print(len([one for each in lint_paths(['.'], jobs=2) for one in each.diagnostics]))\n"
    )
    monkeypatch.setenv("OWNED", str(tmp_path / "owned"))
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert (done.stdout, done.stderr) == ("4\n", "")
    assert not (tmp_path / "owned").exists()


@pytest.mark.parametrize("change", [Path.unlink, lambda path: path.replace("elsewhere")])
def test_a_file_that_is_gone_when_its_turn_comes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: Callable[[Path], object]
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in "abc":
        (tmp_path / f"{name}.asl.json").write_text(BAD)
    os.mkfifo("first.txt")
    monkeypatch.setattr("asllint.workspace.project.KEPT", 0)  # so that everything is read twice
    reports = lint_paths(["."])
    assert next(reports).file.path == "a.asl.json"
    change(tmp_path / "b.asl.json")
    assert [(each.file.path, len(each.diagnostics)) for each in reports] == [
        ("b.asl.json", 0), ("c.asl.json", 1)
    ]  # fmt: skip


def test_a_file_that_can_not_be_read_is_told_after_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.asl.json").write_text(BAD)
    with socket.socket(socket.AF_UNIX) as made:
        made.bind("s.asl.json")
    reports = lint_paths(["s.asl.json", "a.asl.json"])
    assert [len(next(reports).diagnostics) for _ in range(2)] == [0, 1]
    with pytest.raises(FilesError, match=r'^cannot read "s\.asl\.json": '):
        next(reports)


# --- the cache ----------------------------------------------------------------------------------


def test_a_cache_of_somebody_else_is_not_believed(tmp_path: Path) -> None:
    from asllint.workspace.cache import Cache

    place = tmp_path / "cache"
    for mode, believed in ((0o700, True), (0o755, True), (0o777, False), (0o770, False)):
        place.mkdir(exist_ok=True)
        place.chmod(mode)
        cache = Cache(str(place))
        cache.put(b"key", "value")
        cache.close()
        cache = Cache(str(place))
        assert cache.get(b"key") == ("value" if believed else None)
        cache.close()
    if os.geteuid() == 0:
        place.chmod(0o700)
        os.chown(place, 1234, 1234)
        assert Cache(str(place)).get(b"key") is None


@pytest.mark.parametrize(
    "damage",
    [
        lambda one: [], lambda one: 7, lambda one: {**one, "definitions": "x"},
        lambda one: {**one, "diagnostics": [[]]},
        *(
            lambda one, name=name, value=value: {
                **one, "diagnostics": [{**one["diagnostics"][0], name: value}]
            }
            for name, value in (
                ("span", ["a", "b"]), ("span", [-1, 2]), ("span", [0, 10**9]), ("message", 7),
                ("rule", None), ("pointer", []), ("severity", []), ("templates", [7]),
                ("related", [[[0, 1], 7, None]]), ("related", [[[0, 1], "x", "/\0"]]),
                ("fix", []), ("fix", {"title": 7, "safe": 1, "edits": []}),
                ("fix", {"title": "x", "safe": 1, "edits": [[[0, 1], 7]]}),
            )
        ),
    ],
)  # fmt: skip
def test_a_damaged_entry_is_as_good_as_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, damage: Callable[[object], object]
) -> None:
    from asllint.reporters import text
    from asllint.workspace import batch
    from asllint.workspace.cache import Cache
    from asllint.workspace.run import Linter

    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ASLLINT_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setattr(batch, "CACHE_PAYS", 0.0)
    (tmp_path / "a.asl.json").write_text(BAD)

    def told() -> str:
        return text.report(list(batch.run(Linter(), ["a.asl.json"], cache=True)))

    kept: dict[bytes, str] = {}
    with monkeypatch.context() as patch:
        patch.setattr(Cache, "put", lambda self, key, value: kept.update({key: value}))
        expected = told()
    cache = Cache(str(tmp_path / "cache"))
    for key, value in kept.items():
        cache.put(key, json.dumps(damage(json.loads(value))))
    cache.close()
    assert kept
    assert told() == expected
