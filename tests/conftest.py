"""What all tests share."""

from __future__ import annotations

import compileall
import subprocess
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from hypothesis import settings

from asllint import analyze, lint, load_rulebook
from asllint.engine.rulebook import Rulebook
from asllint.reporters import concise
from asllint.source.finding import Fix
from asllint.workspace.run import Report
from tests import process

ROOT = Path(__file__).parent.parent

# The same examples in each run, so that a change fails for what it did. `make fuzz` draws others.
settings.register_profile("same", derandomize=True, database=None)
settings.register_profile("fuzz", derandomize=False, print_blob=True)
settings.load_profile("same")


def plain_fix(fix: Fix | None) -> object:
    """A fix as a value that can be compared."""
    if fix is None:
        return None
    return fix.title, fix.safe, [(edit.span, edit.replacement) for edit in fix.edits]


Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="session", autouse=True)
def cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Tests leave the user's own cache alone."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ASLLINT_CACHE_DIR", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(scope="session", autouse=True)
def bytecode() -> None:
    """Processes that tests start need not compile all that they import.

    An installed package comes with its byte code; a checkout may be told not to write any.
    """
    for package in ("asllint", "rules"):
        compileall.compile_dir(ROOT / package, quiet=1)


@pytest.fixture(scope="session")
def book() -> Rulebook:
    """The built-in rules."""
    return load_rulebook()


@pytest.fixture
def report(book: Rulebook) -> Callable[..., str]:
    """Lint a text with all rules; the answer is the concise report."""

    def run(text: str, path: str = "x.asl.json", workflow_type: str = "STANDARD") -> str:
        analysis = analyze(text, path, workflow_type=workflow_type)
        found = lint(analysis, book.select())
        shown = [one for one in found if one.ignored_by is None]
        return concise.report([Report(analysis.file, 1, shown)])

    return run


@pytest.fixture
def asllint(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run the command line in an empty folder, as a process of its own."""
    monkeypatch.chdir(tmp_path)
    return partial(_run, process.fork)


@pytest.fixture
def new_asllint(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """The same in a new Python, for tests of what happens before anything is imported."""
    monkeypatch.chdir(tmp_path)
    return partial(_run, process.new)


def _run(
    start: Callable[..., process.Done], *arguments: str, stdin: str | bytes = "", **options: object
) -> subprocess.CompletedProcess[str]:
    given = stdin.encode() if isinstance(stdin, str) else stdin
    done = start(arguments, given, **options)
    return subprocess.CompletedProcess(
        done.args, done.returncode, done.stdout.decode(), done.stderr.decode()
    )
