"""The wheel as users get it: built, installed in a fresh environment, and run there."""

from __future__ import annotations

import json
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    subprocess.run(
        [sys.executable, "-m", "build", "--outdir", str(folder), str(ROOT)],
        check=True, capture_output=True,
    )  # fmt: skip
    (path,) = folder.glob("*.whl")
    assert len(list(folder.glob("*.tar.gz"))) == 1
    return path


def test_the_wheel_holds_the_rules_and_nothing_foreign(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    rules = {path.relative_to(ROOT).as_posix() for path in (ROOT / "rules").rglob("*.*")}
    rules = {name for name in rules if name.endswith((".py", ".md"))}
    assert {name.removeprefix("asllint/") for name in names if "asllint/rules/" in name} == rules
    assert "asllint/py.typed" in names
    assert {name.split("/")[0] for name in names if ".dist-info/" not in name} == {"asllint"}
    data = [
        item for item in zipfile.ZipFile(wheel).infolist() if "/tables/services/" in item.filename
    ]
    assert sum(item.compress_size for item in data) < 2_700_000
    assert sum(item.file_size for item in data) < 10_000_000
    assert wheel.stat().st_size < 3_700_000


def test_the_wheel_works_in_a_fresh_environment(wheel: Path, tmp_path: Path) -> None:
    venv.create(tmp_path / "env", with_pip=True)
    binaries = tmp_path / "env" / ("Scripts" if sys.platform == "win32" else "bin")
    subprocess.run(
        [binaries / "python", "-m", "pip", "install", "--quiet", str(wheel)],
        check=True, capture_output=True,
    )  # fmt: skip
    (tmp_path / "order.asl.yaml").write_text("StartAt: Pay\nStates:\n  Pay: {Type: Suceed}\n")
    done = subprocess.run(
        [binaries / "asllint", "--format", "json", "order.asl.yaml"],
        capture_output=True, text=True, cwd=tmp_path, check=False,
    )  # fmt: skip
    assert done.returncode == 1, done.stderr
    (found,) = json.loads(done.stdout)["diagnostics"]
    assert (found["rule"], found["pointer"]) == ("unknown-state-type", "/States/Pay/Type")
    page = subprocess.run(
        [binaries / "asllint", "explain", found["rule"]],
        capture_output=True, text=True, cwd=tmp_path, check=True,
    )  # fmt: skip
    assert page.stdout.startswith("# unknown-state-type\n")
