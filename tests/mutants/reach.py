"""Which tests run through which line, measured once and remembered in `.cache/mutants`."""

from __future__ import annotations

import gc
import json
import os
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from functools import _lru_cache_wrapper
from hashlib import sha256
from pathlib import Path

import pytest

from tests.mutants.operators import Mutant

_COLLECTING = "collecting "
_READ = (".json", ".md", ".py", ".tf", ".txt", ".yaml")


class Reach:
    """What was measured: tests, how long they take, and the lines that each runs through."""

    def __init__(self, measured: dict[str, object]) -> None:
        self.seconds: dict[str, float] = measured["seconds"]  # type: ignore[assignment]
        """CPU time of each test by its id."""
        self.modules: list[str] = measured["modules"]  # type: ignore[assignment]
        """The modules of others that the tests import."""
        self._lines: dict[str, dict[str, int]] = measured["lines"]  # type: ignore[assignment]
        self._groups: list[list[str]] = measured["groups"]  # type: ignore[assignment]

    def tests(self, mutant: Mutant) -> list[str]:
        """The tests that run through a mutant, the quickest first.

        What is run when a module is imported may matter to every test: first come those that run
        through its other lines.
        """
        of_file = self._lines.get(mutant.path, {})
        if mutant.at_import:
            near = {test for group in of_file.values() for test in self._of(group)}
            return self._sorted(near) + self._sorted(self.seconds.keys() - near)
        groups = {of_file[str(line)] for line in mutant.lines if str(line) in of_file}
        return self._sorted({test for group in groups for test in self._of(group)})

    def _of(self, group: int) -> Iterator[str]:
        for context in self._groups[group]:
            if context.startswith(_COLLECTING):
                file = context.removeprefix(_COLLECTING)
                yield from (test for test in self.seconds if test.startswith(f"{file}::"))
            else:
                yield context

    def _sorted(self, tests: set[str]) -> list[str]:
        return sorted(tests, key=lambda test: (self.seconds.get(test, 0), test))


def reach(root: Path, sources: list[str], tests: list[str], *, stale: bool = False) -> Reach:
    """What is known of these tests and the files in `sources`; measured when something changed.

    `stale` takes what was measured before, if anything was; new tests are not run then.
    """
    cache = root / ".cache" / "mutants" / "reach.json"
    digest = _digest(root, tests)
    with suppress(OSError, ValueError):
        known = json.loads(cache.read_text())
        if stale or (known["digest"], known["tests"]) == (digest, tests):
            return Reach(known)
    measured = _in_child(root, sources, tests)
    cache.parent.mkdir(parents=True, exist_ok=True)
    cache.write_text(json.dumps({"digest": digest, "tests": tests, **measured}))
    return Reach(measured)


def _digest(root: Path, tests: list[str]) -> str:
    """A digest of every file that tests may read."""
    digest = sha256(sys.version.encode())
    tops = ("asllint", "rules", "tests")
    paths = {path for top in tops for path in (root / top).rglob("*")}
    for path in sorted(paths | {root / test for test in tests}):
        if path.suffix in _READ and path.is_file():
            digest.update(b"%s\0%s\0" % (path.as_posix().encode(), path.read_bytes()))
    return digest.hexdigest()


def _in_child(root: Path, sources: list[str], tests: list[str]) -> dict[str, object]:
    """Measure in a process of its own: nothing that is measured may be imported here."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        with os.fdopen(writer, "w") as out:
            out.write(json.dumps(_measure(root, sources, tests)))
        sys.stdout.flush()
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as answer:
        text = answer.read()
    os.waitpid(child, 0)
    if not text:
        raise SystemExit("mutants: the tests have to pass before they can be tried with mutants")
    measured: dict[str, object] = json.loads(text)
    return measured


def _measure(root: Path, sources: list[str], tests: list[str]) -> dict[str, object]:
    """Run the tests, each in a context of its own. Ends the process when one of them fails."""
    import coverage

    os.chdir(root)
    include = [str(root / source / "*") for source in sources]
    lines = coverage.Coverage(data_file=None, config_file=False, include=include)
    watch = _Watch(lines)
    lines.start()
    status = pytest.main(["-q", "-x", "-p", "no:cacheprovider", *tests], [watch])
    lines.stop()
    if status:
        os._exit(1)
    data = lines.get_data()
    groups: dict[tuple[str, ...], int] = {}
    found: dict[str, dict[str, int]] = {}
    for file in data.measured_files():
        of_file = found.setdefault(Path(file).relative_to(root).as_posix(), {})
        for line, contexts in data.contexts_by_lineno(file).items():
            group = tuple(sorted(context for context in contexts if context))
            of_file[str(line)] = groups.setdefault(group, len(groups))
    return {
        "seconds": watch.seconds,
        "modules": sorted(name for name in sys.modules if not _is_own(name, root)),
        "lines": found,
        "groups": list(groups),
    }


def _is_own(name: str, root: Path) -> bool:
    """Is it a module of the project, and not one that is installed in a folder of it?"""
    file = str(getattr(sys.modules[name], "__file__", None) or "")
    return file.startswith(f"{root}{os.sep}") and "site-packages" not in file


class _Watch:
    """Tells the measurement which test is run."""

    def __init__(self, lines: object) -> None:
        self.lines = lines
        self.seconds: dict[str, float] = {}

    @pytest.hookimpl(wrapper=True)
    def pytest_make_collect_report(self, collector: pytest.Collector) -> Iterator[None]:
        if isinstance(collector, pytest.Module):
            self._enter(_COLLECTING + collector.nodeid)
        report = yield
        self._enter("")
        return report

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        _forget()
        self._enter(item.nodeid)
        began = time.process_time()
        done = yield
        self.seconds[item.nodeid] = round(time.process_time() - began, 4)
        self._enter("")
        return done

    def _enter(self, context: str) -> None:
        self.lines.switch_context(context)  # type: ignore[attr-defined]


def _forget() -> None:
    """Empty what functions remember, or a line would belong to the first of its tests only."""
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] in ("asllint", "tests"):
            for thing in list(vars(module).values()):
                if isinstance(thing, _lru_cache_wrapper):
                    thing.cache_clear()
    gc.collect(0)
