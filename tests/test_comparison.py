"""The comparison of two versions tells what differs, and nothing where nothing does."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

from tests.comparison import inputs
from tests.comparison.__main__ import main
from tests.comparison.commands import FORMATS

ROOT = Path(__file__).parent.parent
DEFINITION = """\
{"StartAt": "Each", "States": {"Each": {"Type": "Map", "End": true, "Iterator": {
  "StartAt": "A", "States": {"A": {"Type": "Pass", "End": true}}}}}}
"""
FEW = ("--sample", "1", "--places", "2", "--pages", "0")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "map.asl.json"
    path.write_text(DEFINITION)
    return path


def test_another_message_and_another_fix_are_told_and_nothing_else(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = tmp_path / "other"
    for folder in ("asllint", "rules"):
        shutil.copytree(ROOT / folder, other / folder, ignore=shutil.ignore_patterns("__pycache__"))
    (other / ".venv").symlink_to(sys.prefix)
    rule = other / "rules" / "structure" / "deprecated_field.py"
    text = rule.read_text()
    rule.write_text(text.replace("has been replaced", "was replaced").replace("write ", "put "))

    kept = tmp_path / "kept"
    assert main([sys.executable, str(other), str(file), "--keep", str(kept), *FEW]) == 1
    out = capsys.readouterr().out
    assert (
        "--- old 0-map/map.asl.json check\n+++ new 0-map/map.asl.json check\n@@ -7,5 +7,5 @@\n"
    ) in out
    assert (
        '+ "message": "\\"Iterator\\" of a Map state was replaced by \\"ItemProcessor\\"",' in out
    )
    differing = out.splitlines()[-1].partition(": ")[2].split(", ")
    assert {name.rpartition(" ")[0] for name in differing} == {
        "baseline", "check", "check from cache", "diagnostics", "quick fix",
    } | {f"format {name}" for name in FORMATS}  # fmt: skip
    old, new = ((kept / name).read_text() for name in ("old.tsv", "new.tsv"))
    assert old != new
    assert old == "".join(sorted(old.splitlines(keepends=True)))


def test_what_is_no_version_is_one_line(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        main([sys.executable, str(tmp_path / "nowhere"), str(file)])
    assert capsys.readouterr().err.endswith("nowhere: No such file or directory\n")


def test_fences_and_recorded_definitions_become_files(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(
        "# A\n\n```json\n{}\n```\n\n```text\nreport\n```\n\n"
        "```yaml template.yaml\nA: 1\n```\n\n```json a/b.asl.json\n[]\n```\n\nand\n\n"
        "```hcl express\nx = 1\n```\n"
    )
    recorded = tmp_path / "recorded.jsonl"
    recorded.write_text('{"definition": {"StartAt": "A"}}\n{"state": {}}\n{"definition": "no"}\n')
    folder = tmp_path / "all"
    inputs.gather([page, recorded], folder)
    found = {str(path.relative_to(folder)): path.read_text() for path in folder.rglob("*.*")}
    assert found == {
        "0-page/page/line-0003/example.asl.json": "{}\n",
        "0-page/page/line-0011/template.yaml": "A: 1\n",
        "0-page/page/line-0011/a/b.asl.json": "[]\n",
        "0-page/page/line-0021/main.tf": "x = 1\n",
        "1-recorded/recorded/line-0001.asl.json": '{\n  "StartAt": "A"\n}',
        "1-recorded/recorded/line-0003.asl.json": "no",
    }
    assert inputs.sample(folder, 3, seed=1) == inputs.sample(folder, 3, seed=1)
    assert len(inputs.sample(folder, 3, seed=1)) == 3
