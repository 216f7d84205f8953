"""The baseline: what is known is not reported again, whatever happens around it."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import ROOT, Run

TWO = """\
{
  "StartAt": "Pay",
  "States": {
    "Pay": {"Type": "Pass", "Next": "Shp"},
    "Ship": {"Type": "Succeed"},
    "Old": {"Type": "Pass", "Next": "Nowhere at all"}
  }
}
"""
FILE = "asllint-baseline.json"


@pytest.fixture(autouse=True)
def definition(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with a definition that has two mistakes."""
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "order.asl.json"
    path.write_text(TWO)
    return path


def told(asllint: Run, *arguments: str) -> list[str]:
    """Each finding as `path rule`."""
    done = asllint("--format", "json", *arguments)
    found = json.loads(done.stdout)["diagnostics"]
    return [f"{one['file']} {one['rule']}" for one in found]


def test_a_baseline_is_an_entry_a_line(asllint: Run) -> None:
    done = asllint("baseline")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == f"wrote {FILE}: 3 findings in 1 file (0 before)\n"
    lines = Path(FILE).read_text().splitlines()
    assert lines[:3] == ["{", '  "version": 1,', '  "findings": [']
    assert lines[-2:] == ["  ]", "}"]
    assert json.loads(lines[3].strip().rstrip(",")) == {
        "file": "order.asl.json",
        "rule": "unknown-target",
        "pointer": "/States/Old/Next",
        "fingerprint": "71a2038a45b06ded",
        "message": 'there is no state "Nowhere at all"; there are "Pay", "Ship" and "Old"',
    }


def test_afterwards_nothing_is_reported(asllint: Run) -> None:
    assert asllint().returncode == 1
    asllint("baseline")
    done = asllint()
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "1 file checked, nothing found\n"
    for format_ in ("concise", "json", "aws"):
        assert asllint("--format", format_).returncode == 0
    assert asllint("--no-baseline").returncode == 1
    assert len(told(asllint, "--no-baseline")) == 3


CHANGES: dict[str, Callable[[str], str]] = {
    "lines move": lambda text: "\n\n" + text.replace("{\n", "{\n\n"),
    "the file is written anew": lambda text: json.dumps(json.loads(text)),
    "states change places": lambda text: json.dumps(
        {"States": dict(reversed(json.loads(text)["States"].items())), "StartAt": "Pay"}
    ),
    "the state is renamed": lambda text: text.replace('"Pay"', '"Charge the card"'),
    "the state whose name is underlined is renamed": lambda text: text.replace('"Old"', '"Older"'),
    "a state is added": lambda text: text.replace('"Old"', '"New": {"Type": "Fail"}, "Old"', 1),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_known_finding_stays_known_when(asllint: Run, definition: Path, change: str) -> None:
    asllint("baseline")
    definition.write_text(CHANGES[change](TWO))
    new = ["order.asl.json unreachable-state"] if change == "a state is added" else []
    assert told(asllint) == new


NAMED = {
    "in YAML": (
        "x.asl.yaml",
        "StartAt: Pay\nStates:\n  Pay: {Type: Succeed}\n  Old: {Type: Succeed}\n",
        ("Old", "Older/than 'that'"),
    ),
    "in YAML, in quotes": (
        "x.asl.yaml",
        "StartAt: Pay\nStates: {Pay: {Type: Succeed}, 'Old: one': {Type: Succeed}}\n",
        ("'Old: one'", '"New: one"'),
    ),
    "with characters beyond ASCII": (
        "x.asl.json",
        '{"StartAt": "A", "States": '
        '{"A": {"Type": "Succeed"}, "\\u00c4lter": {"Type": "Succeed"}}}',
        ('"\\u00c4lter"', '"älter/als"'),
    ),
    "in a branch": (
        "x.asl.json",
        '{"StartAt": "P", "States": {"P": {"Type": "Parallel", "End": true, "Branches": ['
        '{"StartAt": "A", "States": {"A": {"Type": "Succeed"}, "B": {"Type": "Succeed"}}}]}}}',
        ('"B"', '"B 2"'),
    ),
    "around the finding": (
        "x.asl.json",
        '{"StartAt": "Each", "States": {"Each": {"Type": "Map", "End": true, "ItemProcessor": '
        '{"StartAt": "A", "States": {"A": {"Type": "Pass", "Next": "Each"}}}}}}',
        ('"Each"', '"Every"'),
    ),
    "and is led to from where it can not be": (
        "x.asl.json",
        '{"StartAt": "Each", "States": {"Each": {"Type": "Map", "Next": "Done", "ItemProcessor": '
        '{"StartAt": "A", "States": {"A": {"Type": "Pass", "Next": "Done"}}}}, '
        '"Done": {"Type": "Succeed"}}}',
        ('"Done"', '"Finished"'),
    ),
    "in a text of a template": (
        "main.json",
        '{"Resources": {"M": {"Type": "AWS::StepFunctions::StateMachine", "Properties": {'
        '"DefinitionString": "{\\"StartAt\\": \\"A\\", \\"States\\": {\\"A\\": '
        '{\\"Type\\": \\"Succeed\\"}, \\"Old\\": {\\"Type\\": \\"Succeed\\"}}}"}}}}',
        ("Old", "Older"),
    ),
}
"""Definitions in which just one finding is of a state, and how that state is renamed."""


@pytest.mark.parametrize("case", NAMED)
def test_a_finding_stays_known_when_its_state_is_renamed(
    asllint: Run, definition: Path, case: str
) -> None:
    definition.unlink()
    path, text, (old, new) = NAMED[case]
    Path(path).write_text(text)
    assert asllint("baseline").stdout.startswith(f"wrote {FILE}: 1 finding ")
    Path(path).write_text(text.replace(old, new))
    done = asllint("--fix", "--unsafe")
    assert Path(path).read_text() == text.replace(old, new)  # what is known is not repaired
    assert (done.returncode, done.stdout) == (0, "1 file checked, nothing found\n")
    assert "gone" not in done.stderr
    asllint("baseline")
    assert told(asllint) == []


def test_a_state_that_is_still_there_was_not_renamed(asllint: Run, definition: Path) -> None:
    """What is found at another one is new, even when the known finding is gone."""
    asllint("baseline")
    definition.write_text(
        TWO.replace('"Ship"', '"Old"', 1)
        .replace('"Shp"', '"Old"')
        .replace('"Old": {"Type": "Pass", "Next": "Nowhere at all"}', '"New": {"Type": "Fail"}')
    )
    assert told(asllint) == ["order.asl.json unreachable-state"]


def test_another_wrong_name_is_new(asllint: Run, definition: Path) -> None:
    asllint("baseline")
    definition.write_text(TWO.replace("Shp", "Shpi"))
    assert told(asllint) == ["order.asl.json unknown-target"]


def test_a_known_finding_stays_known_when_the_file_is_renamed(
    asllint: Run, definition: Path
) -> None:
    asllint("baseline")
    Path("deep/down").mkdir(parents=True)
    definition.rename("deep/down/orders.asl.json")
    done = asllint()
    assert (done.returncode, done.stderr) == (0, "")


def test_a_copy_is_new(asllint: Run, definition: Path) -> None:
    """Every entry stands for one finding."""
    asllint("baseline")
    shutil.copy(definition, "copy.asl.json")
    assert told(asllint) == [
        "copy.asl.json unknown-target",
        "copy.asl.json unreachable-state",
        "copy.asl.json unknown-target",
    ]


def test_a_second_mistake_of_the_kind_is_new(asllint: Run, definition: Path) -> None:
    asllint("baseline")
    definition.write_text(TWO.replace('"Old"', '"New": {"Type": "Pass", "Next": "Shp"}, "Old"'))
    assert told(asllint) == ["order.asl.json unreachable-state", "order.asl.json unknown-target"]


def test_what_is_gone_is_told_and_taken_out(asllint: Run, definition: Path) -> None:
    asllint("baseline")
    definition.write_text(TWO.replace("Shp", "Ship"))
    done = asllint()
    assert done.returncode == 0
    assert done.stderr == (
        f"asllint: 1 known finding is gone: `asllint baseline --prune` takes it out of {FILE}\n"
    )
    definition.write_text(TWO.replace("Shp", "Ship").replace("Nowhere", "Somewhere"))
    done = asllint("baseline", "--prune")
    assert done.stdout == f"wrote {FILE}: 1 finding in 1 file (3 before)\n"
    assert told(asllint) == ["order.asl.json unknown-target"]  # nothing was added


def test_what_was_not_checked_is_not_gone(asllint: Run, definition: Path) -> None:
    other = Path("other.asl.json")
    other.write_text(TWO)
    asllint("baseline")
    definition.write_text(TWO.replace("Shp", "Ship"))
    assert asllint("other.asl.json").stderr == ""
    other.write_text(TWO.replace("Shp", "Ship"))
    asllint("baseline", "order.asl.json")
    assert {one["file"] for one in json.loads(Path(FILE).read_text())["findings"]} == {
        "order.asl.json", "other.asl.json",
    }  # fmt: skip
    other.unlink()
    assert asllint("order.asl.json").stderr.startswith("asllint: 3 known findings are gone: ")


def test_it_holds_in_folders_below_and_no_farther_than_the_repository(
    asllint: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asllint("baseline")
    (tmp_path / "inner/.git").mkdir(parents=True)
    (tmp_path / "deep").mkdir()
    monkeypatch.chdir(tmp_path / "deep")
    assert told(asllint, "..") == []
    assert asllint("baseline", "..").stdout.startswith(f"wrote ../{FILE}: 3 findings")
    monkeypatch.chdir(tmp_path / "inner")
    assert len(told(asllint, "..")) == 3
    assert told(asllint, "--baseline", f"../{FILE}", "..") == []


def test_the_selected_rules_only(asllint: Run) -> None:
    asllint("baseline", "--select", "unreachable-state")
    assert told(asllint) == ["order.asl.json unknown-target"] * 2


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", "this is no baseline of asllint: write it anew by `asllint baseline`"),
        ("[1]", "this is no baseline of asllint: write it anew by `asllint baseline`"),
        ('{"version": 1, "findings": [{}]}', "this is no baseline"),
        ('{"version": 7, "findings": []}', "this is version 7 of the format, and asllint knows"),
        ("[" * 100_000, "this is no baseline"),
    ],
)
def test_a_file_that_is_no_baseline(asllint: Run, text: str, complaint: str) -> None:
    Path(FILE).write_text(text)
    for arguments in ([], ["--baseline", FILE], ["baseline"]):
        done = asllint(*arguments)
        assert done.returncode == 2
        assert done.stderr.startswith(f"asllint: {FILE}: {complaint}")
        assert done.stderr.count("\n") == 1
    assert Path(FILE).read_text() == text


def test_errors_of_the_program(asllint: Run) -> None:
    done = asllint("--baseline", "nowhere.json")
    assert (done.returncode, done.stderr) == (
        2, "asllint: nowhere.json: no such file or directory\n",
    )  # fmt: skip
    done = asllint("baseline", "--prune")
    assert (done.returncode, done.stderr) == (
        2, f'asllint: there is no baseline "{FILE}" to take anything out of\n',
    )  # fmt: skip
    done = asllint("baseline", "-")
    assert done.returncode == 2 and "standard input" in done.stderr


def test_all_examples_are_silent_and_one_new_mistake_is_not(
    asllint: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "examples"
    shutil.copytree(ROOT / "tests/examples", folder)
    monkeypatch.chdir(folder)
    before = asllint()
    assert before.returncode == 1
    asllint("baseline")
    done = asllint()
    assert (done.returncode, done.stderr) == (0, "")
    assert re.fullmatch(r"\d+ files checked, nothing found\n", done.stdout)
    path = folder / "order.asl.json"
    path.write_text(path.read_text().replace('"Next": "Cancel"', '"Next": "Cancle"'))
    found = told(asllint)
    assert [one.partition(" ")[0] for one in found] == ["order.asl.json"] * len(found)
    assert "order.asl.json unknown-target" in found


def test_paths_have_slashes_everywhere(asllint: Run, tmp_path: Path) -> None:
    Path("a/b").mkdir(parents=True)
    os.replace("order.asl.json", "a/b/order.asl.json")
    asllint("baseline")
    assert '"file": "a/b/order.asl.json"' in Path(FILE).read_text()
