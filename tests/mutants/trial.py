"""Running tests against a mutant: in a fork of a process that has imported all but the project."""

from __future__ import annotations

import gc
import os
import resource
import shutil
import signal
import sys
import tempfile
import warnings
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from importlib import import_module
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import CodeType
from typing import Any

import pytest

from tests.mutants.operators import Mutant

_MEMORY = 4 << 30
"""How many bytes a mutant may take."""
_PATIENCE = 10.0, 5.0
"""How long a test may take: so many seconds of CPU time, and so often what it took before."""


@dataclass
class Trial:
    """A mutant, the tests that may kill it, and what has become of it."""

    mutant: Mutant
    tests: list[str]
    killed_by: str | None = None
    """The test that has failed, or what else has happened; None: it lives."""
    seconds: float = 0.0
    """The CPU time it took."""


def preload(modules: Sequence[str]) -> None:
    """Import what the tests need, but for the project's own modules."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for name in modules:
            with suppress(Exception, SystemExit):
                import_module(name)
    gc.collect()
    gc.freeze()


def run(root: Path, trials: list[Trial], seconds: dict[str, float], jobs: int) -> Iterator[Trial]:
    """Try them all, several at a time; each is given back when it is done."""
    waiting, running = list(reversed(trials)), dict[int, tuple[Trial, Any]]()
    while waiting or running:
        while waiting and len(running) < jobs:
            trial = waiting.pop()
            if trial.tests:
                answer = tempfile.TemporaryFile()  # noqa: SIM115 (closed below)
                running[_begin(root, trial, seconds, answer.fileno())] = trial, answer
            else:
                yield trial
        if running:
            child, status, usage = os.wait4(-1, 0)
            trial, answer = running.pop(child)
            with answer:
                said = os.pread(answer.fileno(), 10_000, 0).decode()
            trial.seconds = usage.ru_utime + usage.ru_stime
            trial.killed_by = _verdict(trial, said, status)
            yield trial


def check(root: Path, trials: list[Trial], seconds: dict[str, float]) -> None:
    """See that a mutant in which nothing has changed lives. Ends the program otherwise."""
    for one in trials[:1]:
        same = replace(one.mutant, start=0, end=0, replacement="")
        for done in run(root, [Trial(same, one.tests[:3])], seconds, 1):
            if done.killed_by is not None:
                raise SystemExit(f"mutants: {done.killed_by} fails although nothing has changed")


def _verdict(trial: Trial, said: str, status: int) -> str | None:
    """What killed a mutant. Raises `RuntimeError` when no test was run."""
    if os.WIFSIGNALED(status):
        return f"no end, or no memory, in {said or 'importing'}"
    code = os.WEXITSTATUS(status)
    if code in (pytest.ExitCode.NO_TESTS_COLLECTED, pytest.ExitCode.USAGE_ERROR):
        raise RuntimeError(f"no test was run against {trial.mutant.key}")
    if code == pytest.ExitCode.OK:
        return None
    return said or "importing"


def _begin(root: Path, trial: Trial, seconds: dict[str, float], answer: int) -> int:
    """Start a process that runs the tests, and says in a file which one is running."""
    sys.stdout.flush()
    sys.stderr.flush()
    child = os.fork()
    if child:
        return child
    code = 1
    folder = tempfile.mkdtemp(prefix="mutant")
    try:
        code = _child(root, trial, seconds, answer, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os._exit(code)


def _child(root: Path, trial: Trial, seconds: dict[str, float], answer: int, folder: str) -> int:
    os.chdir(root)
    silent = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silent, 1)
    os.dup2(silent, 2)
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    _substitute(root, trial.mutant)
    files = list(dict.fromkeys(test.partition("::")[0] for test in trial.tests))
    options = ["-q", "-x", "-p", "no:cacheprovider", "--basetemp", f"{folder}/tests"]
    options += ["-W", "ignore::pytest.PytestAssertRewriteWarning"]  # hypothesis is imported
    return int(pytest.main([*options, *files], [_Chosen(trial.tests, seconds, answer)]))


def _substitute(root: Path, mutant: Mutant) -> None:
    """Python finds the mutant in place of the file, whoever imports it."""
    path = str(root / mutant.path)
    with open(path, encoding="utf-8") as file:
        code = compile(mutant.apply(file.read()), path, "exec", dont_inherit=True)
    real = SourceFileLoader.get_code

    def get_code(loader: SourceFileLoader, fullname: str) -> CodeType | None:
        return code if os.path.realpath(loader.path) == path else real(loader, fullname)

    SourceFileLoader.get_code = get_code  # type: ignore[method-assign,assignment]


class _Chosen:
    """Runs some tests only, in their order, and each for so long only."""

    def __init__(self, tests: list[str], seconds: dict[str, float], answer: int) -> None:
        self.rank = {test: rank for rank, test in enumerate(tests)}
        self.seconds = seconds
        self.answer = answer
        signal.setitimer(signal.ITIMER_VIRTUAL, 60)

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        chosen = [item for item in items if item.nodeid in self.rank]
        items[:] = sorted(chosen, key=lambda item: self.rank[item.nodeid])

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_logstart(self, nodeid: str) -> None:
        os.ftruncate(self.answer, 0)
        os.pwrite(self.answer, nodeid.encode(), 0)
        base, times = _PATIENCE
        signal.setitimer(signal.ITIMER_VIRTUAL, base + times * self.seconds.get(nodeid, 0))
