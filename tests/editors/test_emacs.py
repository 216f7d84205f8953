"""Emacs with the lines of `editors/README.md`, eglot, and the installed server."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.cost import PATIENCE

ROOT = Path(__file__).parent.parent.parent
HERE = Path(__file__).parent / "emacs"
FILES = Path(__file__).parent / "neovim"
BIN = Path(sys.executable).parent


@cache
def has(library: str) -> bool:
    """Is there an Emacs with this library?"""
    if shutil.which("emacs") is None:
        return False
    form = (
        f"(progn (package-initialize) (kill-emacs (if (locate-library {json.dumps(library)}) 0 1)))"
    )
    command = ["emacs", "--batch", "-q", "--eval", form]
    return (
        subprocess.run(command, check=False, capture_output=True, timeout=PATIENCE).returncode == 0
    )


def emacs(folder: Path, file: str, typo: str, right: str, complete: str = "") -> dict[str, Any]:
    """What Emacs said about a file of ours, before and after the typo was mended.

    `complete` is the text before which something is to be completed.
    """
    page = (ROOT / "editors/README.md").read_text()
    fences = re.findall(r"```elisp\n(.*?)```", page, re.DOTALL)
    (folder / "init.el").write_text("\n".join(fences))
    shutil.copy(FILES / file, folder)
    done = subprocess.run(
        ["emacs", "--batch", "-q", "-l", str(HERE / "drive.el")],
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
        cwd=folder,
        env={
            **os.environ,
            "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}",
            "HOME": str(folder),
            "ASLLINT_CONFIG": str(folder / "init.el"),
            "ASLLINT_FILE": file,
            "ASLLINT_TYPO": typo,
            "ASLLINT_RIGHT": right,
            "ASLLINT_COMPLETE": complete,
        },
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return dict(json.loads(line) for line in done.stdout.splitlines())


@pytest.mark.skipif(not has("eglot"), reason="Emacs with eglot is not installed")
def test_a_json_definition_in_emacs(tmp_path: Path) -> None:
    before = (FILES / "order.asl.json").read_text()
    said = emacs(tmp_path, "order.asl.json", "Shp", "Ship", complete='Payload"')
    assert said["mode"] == "asl-json-mode"
    message = 'asllint [unknown-target]: there is no state "Shp"; did you mean "Ship"?'
    assert said["diagnostics"] == [[8, 38, 5, message]]
    assert "A transition to a state that does not exist anywhere." in said["hover"]
    assert said["text"] == before.replace("Shp", "Ship").replace("Done", "Sent")
    assert said["definition"] == [15, 5]
    first, second = said["pictures"]
    assert '<button type="button"><span class="count error">' in first
    assert ">Done</text>" in first
    assert ">Sent</text>" in second
    assert said["offered"][:3] == ["ExecutedVersion", "Payload", "StatusCode"]


@pytest.mark.skipif(
    not (has("eglot") and has("yaml-mode")), reason="Emacs with eglot and yaml-mode is missing"
)
def test_a_yaml_definition_in_emacs(tmp_path: Path) -> None:
    before = (FILES / "order.asl.yaml").read_text()
    said = emacs(tmp_path, "order.asl.yaml", "States.Timout", "States.Timeout")
    assert said["mode"] == "yaml-mode"
    message = (
        'asllint [unknown-error-name]: Step Functions raises no "States.Timout"; '
        'did you mean "States.Timeout"?'
    )
    assert said["diagnostics"] == [[7, 46, 13, message]]
    assert "An error name that nothing raises: a misspelt one of Step Functions" in said["hover"]
    assert said["text"] == before.replace("Timout", "Timeout").replace("Done", "Sent")
    assert said["definition"] == [14, 2]
