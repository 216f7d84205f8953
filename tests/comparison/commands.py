"""Questions to the command line, each a process over all inputs."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from random import Random

from tests.comparison.answers import WHOLE, Answers, Question, pretty
from tests.comparison.version import Version

FORMATS = ("text", "concise", "json", "aws", "sarif", "github", "gitlab", "junit")
LINT = ("--fail-on", "never", "--jobs", "1")
_FILE_OF_DIFF = re.compile(r"^--- ([^\n]*)\n(?=\+\+\+ )", re.MULTILINE)
_TOKEN = re.compile(
    r"(?<=^::)[0-9a-f]{32}(?=::$)|(?<=^::stop-commands::)[0-9a-f]{32}$", re.MULTILINE
)
"""What GitHub's format makes up anew each time."""


def ask(version: Version, pages: int, seed: int) -> Answers:
    """All answers of a version's command line; `pages` of the rules' pages are looked at."""
    answers: Answers = {}

    def run(
        kind: str,
        *arguments: str,
        split: Callable[[str, str], Answers] | None = None,
        detail: str = "",
    ) -> str:
        done = version.run(*arguments)
        output = version.plain(done.stdout.decode())
        status = f"status {done.returncode}\n{version.plain(done.stderr.decode())}"
        answers[Question(WHOLE, kind, f"{detail} status".strip())] = status
        answers.update(split(kind, output) if split else {Question(WHOLE, kind, detail): output})
        return output

    run("check", *LINT, "--format", "json", ".", split=by_file)
    run("check from cache", *LINT, "--format", "json", ".", split=by_file)
    own = [f"{name}={version.own / name}" for name in FORMATS]
    run("formats", *LINT, *(word for one in own for word in ("--format", one)), ".")
    for name in FORMATS:
        report = version.own / name
        text = report.read_text() if report.exists() else "(no such format)"
        answers[Question(WHOLE, f"format {name}")] = _TOKEN.sub("TOKEN", version.plain(text))
    run("fix", *LINT, "--no-cache", "--fix", "--diff", ".", split=by_diff)
    run("unsafe fix", *LINT, "--no-cache", "--fix", "--unsafe", "--diff", ".", split=by_diff)
    run("policy", "policy", "--format", "json", ".", split=by_machine)
    run("baseline", "baseline", "--jobs", "1", "--baseline", str(version.own / "known.json"), ".")
    known = version.own / "known.json"
    answers[Question(WHOLE, "baseline", "file")] = known.read_text() if known.exists() else ""

    for words in ("--help", "--version", "schema", "rules", "completion bash"):
        run("command", *words.split(), detail=words)
    for rule in _some(
        run("command", "rules", "--format", "json", detail="rules in JSON"), pages, seed
    ):
        run("explain", "explain", rule, detail=rule)
    return answers


def _some(catalogue: str, count: int, seed: int) -> list[str]:
    """So many of the rules' ids."""
    ids = sorted(set(re.findall(r'"id": "([\w-]+)"', catalogue)))
    return sorted(Random(seed).sample(ids, min(count, len(ids))))


def by_file(kind: str, output: str) -> Answers:
    """The findings of each file, and what else a report says."""
    return _grouped(kind, output, "diagnostics")


def by_machine(kind: str, output: str) -> Answers:
    """The policies of each file, and what else is said of all."""
    return _grouped(kind, output, "machines")


def _grouped(kind: str, output: str, field: str) -> Answers:
    try:
        report = json.loads(output)
        found: Iterable[dict[str, object]] = report.pop(field)
    except (ValueError, KeyError, AttributeError):
        return {Question(WHOLE, kind): output}
    groups = defaultdict(list)
    for one in found:
        groups[str(one.get("file"))].append(one)
    answers = {Question(file, kind): pretty(each) for file, each in groups.items()}
    return {**answers, Question(WHOLE, kind): pretty(report)}


def by_diff(kind: str, output: str) -> Answers:
    """What each file becomes."""
    before, *rest = _FILE_OF_DIFF.split(output)
    answers = {Question(WHOLE, kind): before}
    for file, text in zip(rest[::2], rest[1::2], strict=True):
        answers[Question(file, kind)] = text
    return answers
