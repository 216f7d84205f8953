"""`--fix`, `--unsafe` and `--diff` as people and scripts use them."""

from __future__ import annotations

import json
import os
import stat
import subprocess
from pathlib import Path

import pytest

from asllint.workspace.fixing import diff, repair_files, write
from asllint.workspace.run import Linter
from tests.conftest import Run

BAD = """\
{
  "StartAt": "Pay",
  "States": {
    "Pay": {"Type": "Pass", "Next": "Shp"},
    "Ship": {"Type": "Suceed"}
  }
}
"""
GOOD = BAD.replace('"Shp"', '"Ship"').replace("Suceed", "Succeed")
CHOICE = """\
{
  "StartAt": "Pay",
  "States": {
    "Pay": {"Type": "Pass", "next": "Ship"},
    "Lost": {"Type": "Pass", "Next": "Found"},
    "Found": {"Type": "Pass", "Next": "Ship"},
    "Ship": {"Type": "Succeed"}
  }
}
"""


def test_what_can_be_repaired_is_repaired(asllint: Run, tmp_path: Path) -> None:
    (tmp_path / "a.asl.json").write_text(BAD)
    (tmp_path / "b.asl.json").write_text(GOOD)
    done = asllint("--fix", ".")
    assert (done.returncode, done.stdout, done.stderr) == (
        0, "2 files checked, nothing found\n", "repaired 2 findings in 1 file\n"
    )  # fmt: skip
    assert (tmp_path / "a.asl.json").read_text() == GOOD
    assert asllint("--fix", ".").stderr == "nothing to repair\n"


def test_what_is_left_is_reported(asllint: Run, tmp_path: Path) -> None:
    (tmp_path / "a.asl.json").write_text(CHOICE)
    done = asllint("--fix", "--format", "concise", ".")
    assert done.returncode == 1
    assert done.stderr == "repaired 1 finding in 1 file\n"
    assert done.stdout == (
        'a.asl.json:5:5: error[unreachable-state] no path from "Pay" leads to "Lost"\n'
        'a.asl.json:6:5: error[unreachable-state] no path from "Pay" leads to "Found": the only '
        'state that leads there, "Lost", is unreachable too\n'
    )


def test_an_unsafe_repair_is_asked_for(asllint: Run, tmp_path: Path) -> None:
    (tmp_path / "a.asl.json").write_text(CHOICE)
    done = asllint("--fix", "--unsafe", ".")
    assert (done.returncode, done.stderr) == (0, "repaired 3 findings in 1 file\n")
    lines = CHOICE.replace("next", "Next").splitlines(keepends=True)
    assert (tmp_path / "a.asl.json").read_text() == "".join(lines[:4] + lines[6:])


def test_unsafe_alone_is_no_order(asllint: Run) -> None:
    done = asllint("--unsafe", ".")
    assert (done.returncode, done.stderr) == (
        2, "asllint: --unsafe says which fixes are applied: write --fix --unsafe\n"
    )  # fmt: skip


def test_the_diff_shows_the_repair_and_writes_nothing(asllint: Run, tmp_path: Path) -> None:
    (tmp_path / "a.asl.json").write_text(BAD)
    done = asllint("--diff", "a.asl.json")
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout == (
        "--- a.asl.json\n"
        "+++ a.asl.json\n"
        "@@ -1,7 +1,7 @@\n"
        " {\n"
        '   "StartAt": "Pay",\n'
        '   "States": {\n'
        '-    "Pay": {"Type": "Pass", "Next": "Shp"},\n'
        '-    "Ship": {"Type": "Suceed"}\n'
        '+    "Pay": {"Type": "Pass", "Next": "Ship"},\n'
        '+    "Ship": {"Type": "Succeed"}\n'
        "   }\n"
        " }\n"
    )
    assert (tmp_path / "a.asl.json").read_text() == BAD
    (tmp_path / "a.asl.json").write_text(GOOD)
    assert asllint("--diff", "a.asl.json").returncode == 0


def test_the_diff_together_with_fix_still_writes_nothing(asllint: Run, tmp_path: Path) -> None:
    (tmp_path / "a.asl.json").write_text(BAD)
    assert asllint("--fix", "--diff", ".").returncode == 1
    assert (tmp_path / "a.asl.json").read_text() == BAD


def test_the_diff_in_colour(asllint: Run, tmp_path: Path) -> None:
    (tmp_path / "a.asl.json").write_text(BAD.replace("Sucee", "Succee"))
    shown = asllint("--diff", "--color", "always", ".").stdout.splitlines()
    assert shown[0] == "\x1b[1m--- a.asl.json\x1b[0m"
    assert shown[6] == '\x1b[31m-    "Pay": {"Type": "Pass", "Next": "Shp"},\x1b[0m'
    assert shown[7] == '\x1b[32m+    "Pay": {"Type": "Pass", "Next": "Ship"},\x1b[0m'


@pytest.mark.parametrize(
    "text",
    [BAD, BAD.rstrip("\n"), BAD.replace("\n", "\r\n"), BAD.replace("Pay", "Pay \u2028 é😀")],
    ids=["plain", "no last line break", "CRLF", "a separator of Unicode"],
)
def test_git_applies_the_diff(asllint: Run, tmp_path: Path, text: str) -> None:
    file = tmp_path / "a.asl.json"
    file.write_bytes(text.encode())
    (tmp_path / "x.diff").write_bytes(asllint("--diff", "a.asl.json").stdout.encode())
    subprocess.run(["git", "apply", "-p0", "x.diff"], cwd=tmp_path, check=True)
    applied = file.read_bytes()
    file.write_bytes(text.encode())
    asllint("--fix", "a.asl.json")
    assert (
        file.read_bytes()
        == applied
        == text.replace("Shp", "Ship").replace("Sucee", "Succee").encode()
    )


# --- standard input -----------------------------------------------------------------------------


def test_standard_input_goes_repaired_to_standard_output(asllint: Run) -> None:
    done = asllint("--fix", "-", stdin=BAD.replace("\n", "\r\n"))
    assert (done.returncode, done.stdout) == (0, GOOD.replace("\n", "\r\n"))
    assert done.stderr == "1 file checked, nothing found\nrepaired 2 findings in 1 file\n"


def test_of_standard_input_what_is_left_goes_to_standard_error(asllint: Run) -> None:
    done = asllint("--fix", "--format", "concise", "-", stdin=CHOICE)
    assert (done.returncode, done.stdout) == (1, CHOICE.replace("next", "Next"))
    assert done.stderr.splitlines()[0] == (
        '-:5:5: error[unreachable-state] no path from "Pay" leads to "Lost"'
    )


@pytest.mark.parametrize("data", [GOOD.encode(), b"", b'{"StartAt": "\xff"}', b"\xef\xbb\xbf{}"])
def test_standard_input_that_is_not_changed_is_passed_on(tmp_path: Path, data: bytes) -> None:
    done = subprocess.run(
        ["python", "-m", "asllint", "--fix", "--select", "unknown-target", "-"],
        input=data, capture_output=True, check=False,
    )  # fmt: skip
    assert done.stdout == data


def test_the_diff_of_standard_input(asllint: Run) -> None:
    done = asllint("--diff", "-", stdin=BAD)
    assert done.returncode == 1
    assert done.stdout.startswith("--- -\n+++ -\n@@ -1,7 +1,7 @@\n")


# --- writing ------------------------------------------------------------------------------------


def test_nothing_but_the_mistake_changes(asllint: Run, tmp_path: Path) -> None:
    text = (
        "\ufeff# orders\r\nStartAt:   'Pay' # here\r\n\r\nStates:\r\n  Pay: {Type: Pass,\r\n"
        "    next: Ship}\r\n  Ship:\r\n    Comment: |+\r\n      é😀\r\n\r\n    Type: Succeed"
    )
    file = tmp_path / "a.asl.yaml"
    file.write_bytes(text.encode())
    assert asllint("--fix", ".").returncode == 0
    assert file.read_bytes() == text.replace("next", "Next").encode()


def test_the_byte_order_mark_of_json_is_a_mistake(asllint: Run, tmp_path: Path) -> None:
    file = tmp_path / "a.asl.json"
    file.write_bytes(b"\xef\xbb\xbf" + GOOD.encode())
    assert asllint("--fix", ".").stderr == "repaired 1 finding in 1 file\n"
    assert file.read_bytes() == GOOD.encode()


@pytest.mark.parametrize("encoding", ["latin-1", "utf-16"])
def test_another_encoding_is_left_alone(asllint: Run, tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "a.asl.json"
    file.write_bytes(BAD.replace("Pay", "Päy").encode(encoding))
    before = file.read_bytes()
    assert asllint("--fix", "a.asl.json").stderr == "nothing to repair\n"
    assert file.read_bytes() == before


def test_a_diff_is_no_report(asllint: Run) -> None:
    done = asllint("--diff", "--format", "sarif=x.sarif")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "asllint: --diff prints a diff, and no report: leave --format out\n"


def test_a_link_keeps_leading_to_the_file_which_keeps_its_mode(
    asllint: Run, tmp_path: Path
) -> None:
    (tmp_path / "real").mkdir()
    file, link = tmp_path / "real" / "a.asl.json", tmp_path / "link.asl.json"
    file.write_text(BAD)
    file.chmod(0o640)
    link.symlink_to(file)
    assert asllint("--fix", "link.asl.json").returncode == 0
    assert link.is_symlink()
    assert file.read_text() == GOOD
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    assert os.listdir(tmp_path / "real") == ["a.asl.json"]


def test_a_read_only_file_is_left_alone(asllint: Run, tmp_path: Path) -> None:
    (tmp_path / "a.asl.json").write_text(BAD)
    (tmp_path / "b.asl.json").write_text(BAD)
    (tmp_path / "a.asl.json").chmod(0o444)
    done = asllint("--fix", "--format", "concise", ".")
    assert done.returncode == 2
    assert done.stderr == (
        'asllint: "a.asl.json" is read-only, and was not repaired\nrepaired 2 findings in 1 file\n'
    )
    assert [line.partition(":")[0] for line in done.stdout.splitlines()] == ["a.asl.json"] * 2
    assert (tmp_path / "a.asl.json").read_text() == BAD
    assert (tmp_path / "b.asl.json").read_text() == GOOD
    assert asllint("--fix", ".").stderr == (
        'asllint: "a.asl.json" is read-only, and was not repaired\n'
    )


def test_a_file_that_has_changed_meanwhile_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    file = tmp_path / "a.asl.json"
    file.write_text(BAD)
    (one,) = repair_files(Linter(), ["a.asl.json"]).repaired
    file.write_text(BAD + "\n")
    assert write(one) == '"a.asl.json" has been changed meanwhile, and was not repaired'
    assert file.read_text() == BAD + "\n"
    file.unlink()
    assert write(one) == (
        '"a.asl.json" can not be written, and was not repaired: no such file or directory'
    )
    assert os.listdir(tmp_path) == []
    file.write_text(BAD)
    assert write(one) is None
    assert file.read_text() == GOOD


def test_a_repair_that_can_not_be_written_leaves_nothing_behind(tmp_path: Path) -> None:
    file = tmp_path / ("x" * 240 + ".asl.json")
    file.write_text(BAD)
    (one,) = repair_files(Linter(), [str(file)]).repaired
    file.unlink()
    file.mkdir()
    said = write(one)
    assert said is not None
    assert said.endswith("and was not repaired: is a directory")


# --- what is repaired ---------------------------------------------------------------------------


def test_ignored_findings_and_rules_that_are_off_stay(asllint: Run, tmp_path: Path) -> None:
    text = BAD.replace("{\n", '{\n  "Comment": "asllint: ignore[unknown-target] known",\n', 1)
    (tmp_path / "a.asl.json").write_text(text)
    asllint("--fix", "--severity", "unknown-state-type=off", ".")
    assert (tmp_path / "a.asl.json").read_text() == text
    asllint("--fix", ".")
    assert (tmp_path / "a.asl.json").read_text() == text.replace("Sucee", "Succee")
    asllint("--fix", "--select", "unknown-target", ".")
    assert (tmp_path / "a.asl.json").read_text() == text.replace("Sucee", "Succee")


def test_only_wanted_findings_are_repaired(tmp_path: Path) -> None:
    file = tmp_path / "a.asl.json"
    file.write_text(BAD)
    outcome = repair_files(Linter(), [str(file)], wanted=lambda one: one.rule != "unknown-target")
    (one,) = outcome.repaired
    assert one.text == BAD.replace("Sucee", "Succee")
    assert (outcome.summary(), one.count) == ("repaired 1 finding in 1 file", 1)
    assert [one.rule for one in outcome.reports[0].diagnostics] == ["unknown-target"]
    assert '"Sucee' in diff(one)


def test_a_template_and_its_definition_stay_consistent(asllint: Run, tmp_path: Path) -> None:
    (tmp_path / "Order.asl.json").write_text(BAD)
    template = (
        "Resources:\n  Orders:\n    Type: AWS::Serverless::StateMachine\n    Properties:\n"
        "      DefinitionUri: order.asl.json\n"
    )
    (tmp_path / "template.yaml").write_text(template)
    done = asllint("--fix", ".")
    assert (done.returncode, done.stderr) == (0, "repaired 3 findings in 2 files\n")
    assert (tmp_path / "template.yaml").read_text() == template.replace("order", "Order")
    assert (tmp_path / "Order.asl.json").read_text() == GOOD


def test_what_the_first_repair_brings_to_light_is_repaired_too(
    asllint: Run, tmp_path: Path
) -> None:
    text = BAD.replace('"Shp"}', '"Shp",}').replace('"Pay",', '"Pay", // first')
    (tmp_path / "a.asl.json").write_text(text)
    assert asllint("--fix", ".").stderr == "repaired 4 findings in 1 file\n"
    assert json.loads((tmp_path / "a.asl.json").read_text()) == {
        "Comment": "first",
        **json.loads(GOOD),
    }
