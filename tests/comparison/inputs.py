"""The files that both versions are asked about, copied into one folder.

A path may be a file or a folder. What is on pages (`*.md`) and in recordings (`*.jsonl`) becomes
files of its own: each fence, and each value of a field `definition`.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from random import Random

NOTATIONS = {"json": "example.asl.json", "yaml": "example.asl.yaml", "hcl": "main.tf"}
"""What a fence's file is called that names none, by its notation."""

SUFFIXES = (".json", ".yaml", ".yml", ".tf", ".asl", ".template")
"""The files that an editor opens; others may be referred to, such as settings."""

_FENCE = re.compile(r"^```(json|yaml|hcl)([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def gather(paths: list[Path], folder: Path) -> None:
    """Copy what is at the paths, each into a folder of its own below `folder`."""
    for number, path in enumerate(paths):
        target = folder / f"{number}-{path.resolve().name.partition('.')[0]}"
        files = sorted(path.rglob("*")) if path.is_dir() else [path]
        for file in files:
            if file.is_file() and "__pycache__" not in file.parts:
                name = file.relative_to(path) if path.is_dir() else Path(file.name)
                _take(file, target / name)


def _take(file: Path, target: Path) -> None:
    if file.suffix == ".md":
        _write_all(_fences(file.read_text()), target.with_suffix(""))
    elif file.suffix == ".jsonl":
        _write_all(_definitions(file.read_text()), target.with_suffix(""))
    elif file.suffix != ".py":
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, target)


def _write_all(files: Iterator[tuple[str, str]], folder: Path) -> None:
    for name, text in files:
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8", newline="")


def _fences(page: str) -> Iterator[tuple[str, str]]:
    """The files on a page. Those that follow directly, with names, are one example's."""
    example, end = "", -1
    for fence in _FENCE.finditer(page):
        line = page.count("\n", 0, fence.start()) + 1
        names = [word for word in fence[2].split() if re.fullmatch(r"[\w-][\w./-]*\.\w+", word)]
        if not names or not example or page[end : fence.start()].strip():
            example = f"line-{line:04d}"
        end = fence.end()
        yield f"{example}/{names[0] if names else NOTATIONS[fence[1]]}", fence[3]


def _definitions(recording: str) -> Iterator[tuple[str, str]]:
    for number, line in enumerate(recording.splitlines(), 1):
        definition = json.loads(line).get("definition")
        if definition is not None:
            text = definition if isinstance(definition, str) else json.dumps(definition, indent=2)
            yield f"line-{number:04d}.asl.json", text


def sample(folder: Path, count: int, seed: int) -> list[str]:
    """So many of the files, by their paths in the folder: as many from each path that was given."""
    groups = []
    for group in sorted(folder.iterdir()):
        names = [str(path.relative_to(folder)) for path in sorted(group.rglob("*"))]
        files = [name for name in names if name.endswith(SUFFIXES)]
        Random(f"{seed} {group.name}").shuffle(files)
        groups.append(files)
    found: list[str] = []
    while len(found) < count and any(groups):
        found += [files.pop() for files in groups if files]
    return sorted(found[:count])
