"""The texts that are spoilt: examples, pages, cases, and other people's definitions beside us."""

from __future__ import annotations

import json
from pathlib import Path

from asllint.authoring import pages

ROOT = Path(__file__).parent.parent.parent
SHARED = ROOT.parent / "shared"
LONGEST = 6_000
"""Longer texts say nothing more here, and take longer."""


def own() -> list[tuple[str, str]]:
    """The path and the text of every example in the project."""
    found: dict[str, str] = {}
    for page in sorted([*(ROOT / "rules").rglob("*.md"), *(ROOT / "tests/cases").glob("*.md")]):
        for example in pages.examples(page.read_text()):
            files = example.files or {example.path: example.body}
            found |= {text: name for name, text in files.items()}
    for path in sorted((ROOT / "tests" / "examples").rglob("*")):
        if path.suffix in (".json", ".yaml", ".yml", ".tf"):
            found[path.read_text()] = path.name
    return _short(found)


def others() -> list[tuple[str, str]]:
    """Recorded and published definitions, where they lie beside the project; none elsewhere."""
    found: dict[str, str] = {}
    for path in sorted(SHARED.glob("aws/verdicts-*.jsonl")):
        for line in path.read_text().splitlines():
            definition = json.loads(line).get("definition")
            if isinstance(definition, dict):
                found[json.dumps(definition)] = "x.asl.json"
            elif isinstance(definition, str):
                found[definition] = "x.asl.json"
    for folder in ("corpus", "reports"):
        for path in sorted((SHARED / folder).rglob("*")):
            if path.suffix in (".json", ".yaml", ".yml", ".tf") and path.is_file():
                found[path.read_text(errors="replace")] = path.name
    return _short(found)


def _short(found: dict[str, str]) -> list[tuple[str, str]]:
    return [(path, text) for text, path in found.items() if 0 < len(text) <= LONGEST]
