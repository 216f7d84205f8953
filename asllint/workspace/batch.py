"""Lint many files: in several processes where that pays, and not at all what has not changed.

A run is three steps. Every file is read and glanced at; then the templates are read, because a
definition depends on who uses it; then everything else. The second and the third step are divided
among workers, and a worker does what this process does (`_answer`): its jobs and its answers are
values.
"""

from __future__ import annotations

import gc
import itertools
import os
import sys

from asllint.engine.rules import RuleError
from asllint.source.text import SourceFile
from asllint.workspace.files import FilesError
from asllint.workspace.project import Context, Item, References
from asllint.workspace.run import Linter, Options, Report
from asllint.workspace.settings import SettingsError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from concurrent.futures import ProcessPoolExecutor

    from asllint.workspace.project import Project
    from asllint.workspace.results import Memory

    Answer = tuple[Report, References | None, list[str], list[str]]
    """The report of a file, what a template refers to, the crashes and what could not be read."""

YAML_SPEED, JSON_SPEED, FILE_COST, PARSER_COST = 450_000, 3_000_000, 0.001, 0.05
"""Characters a second, seconds a file, and seconds for a parser of others to begin with, roughly:
they decide how a run is done.
"""

METHOD = "fork" if sys.platform == "linux" else "spawn"
"""How workers begin. A copy of this process has all loaded; elsewhere copies are not safe."""

MOST_JOBS = 61
"""Windows can not wait for more processes, and `--jobs 100000` is not to bring a machine down."""

_SAFE_PATH = "PYTHONSAFEPATH"

SWEEP = 500
"""After so many files what refers to itself is collected; most of it is taken apart before."""

POOL_PAYS, CACHE_PAYS = 0.8, 0.1
"""Seconds of work from which on it is divided, and remembered."""


class Job:
    """One file for a worker: a template (without `context`), or anything else."""

    __slots__ = ("base", "context", "named", "path")

    def __init__(self, item: Item, context: Context | None) -> None:
        self.path = item.path
        self.named = item.named
        self.base = item.base
        self.context = context


def run(
    linter: Linter, paths: Iterable[str], *, jobs: int | None = 1, cache: bool = False
) -> Iterator[Report]:
    """Lint files and folders, in the order of their paths, as `Linter.run` does.

    `jobs` is how many processes may work at once (None: one for each processor that this process
    may use); a few files are linted right here, whatever it says. With `cache`, what came of a file
    is kept, and taken from there while nothing has changed that it depends on. The text of a file
    in which nothing was found is not kept in its report. Raises what `Linter.run` raises.
    """
    paths = list(paths)
    linter.look_in(paths)
    batch = _Batch(linter, linter.project(paths), jobs)
    for item in batch.project.items:
        batch.project.glance(item)
    linter.expected = len(batch.project.items)
    todo = [item for item in batch.project.items if not item.empty]
    seconds = sum(map(_seconds, todo))
    seconds += PARSER_COST * len({os.path.splitext(item.path)[1] for item in todo} - {".json"})
    batch.pays = seconds > POOL_PAYS
    try:
        if cache and seconds > CACHE_PAYS:
            from asllint.workspace.cache import Cache
            from asllint.workspace.results import Memory

            batch.memory = Memory(linter, batch.project, Cache())
        yield from batch.reports()
    finally:
        batch.close()


def processors() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _seconds(item: Item) -> float:
    speed = JSON_SPEED if item.path.endswith(".json") else YAML_SPEED
    return FILE_COST + item.size / speed


class _Batch:
    """The state of one run."""

    def __init__(self, linter: Linter, project: Project, jobs: int | None) -> None:
        self.linter = linter
        self.project = project
        self.jobs = min(processors() if jobs is None else jobs, MOST_JOBS)
        self.pays = False
        """Is there enough to do for several processes?"""
        self.memory: Memory | None = None
        self._pool: ProcessPoolExecutor | None = None
        self._safe_path: str | None = None
        """What the environment said of that before there were workers."""

    def close(self) -> None:
        """End the workers, and write down what came of the files."""
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
            if self._safe_path is None:
                os.environ.pop(_SAFE_PATH, None)
            else:
                os.environ[_SAFE_PATH] = self._safe_path
        if self.memory is not None:
            self.memory.close()

    def reports(self) -> Iterator[Report]:
        """The report of each file."""
        templates = self._templates([item for item in self.project.items if item.is_template])
        known: list[tuple[Item, Report | None]] = []
        for item in self.project.ordered():
            referred = bool(self.project.referrers(item))
            if item.real in templates and not referred:
                known.append((item, templates[item.real]))
            elif item.empty and not referred:
                known.append((item, Report(SourceFile(item.path, ""), 0, [])))
            elif item.analysis is not None:  # too large to be read
                known.append((item, self.linter.lint(item.analysis)))
            else:
                known.append((item, self.memory.recall(item) if self.memory else None))
        made = self._answers([item for item, report in known if report is None], contexts=True)
        for item, report in known:
            if report is None:
                report = next(made)[0]
                if self.memory is not None:
                    self.memory.keep(item, report)
            item.drop_text()
            yield report
        yield from self.linter.settings_reports()

    def _templates(self, templates: list[Item]) -> dict[str, Report]:
        """Read all templates, and note what they refer to; their reports by real path."""
        reports: dict[str, Report] = {}
        founds: dict[str, References] = {}
        open_items = []
        for item in templates:
            known = self.memory.recall_template(item) if self.memory is not None else None
            if known is None:
                open_items.append(item)
            else:
                reports[item.real], founds[item.real] = known
        for item, answer in zip(open_items, self._answers(open_items), strict=True):
            report, found, *_ = answer
            assert found is not None
            reports[item.real], founds[item.real] = report, found
            if self.memory is not None:
                self.memory.keep_template(item, report, found)
        for item in templates:
            self.project.note(item, founds[item.real])
        return reports

    def _answers(self, items: list[Item], *, contexts: bool = False) -> Iterator[Answer]:
        """What comes of some files, in their order."""
        todo = ((item, self.project.context(item) if contexts else None) for item in items)
        if self.pays and self.jobs > 1 and len(items) > 1:
            yield from self._divided(list(todo))
            return
        for item, context in todo:
            yield self._here(item, context)

    def _here(self, item: Item, context: Context | None) -> Answer:
        return *_answer(self.linter, self.project, item, context), [], []

    def _divided(self, todo: list[tuple[Item, Context | None]]) -> Iterator[Answer]:
        """What workers make of some jobs; this process takes over when one of them dies."""
        from concurrent.futures.process import BrokenProcessPool

        done = 0
        work = [Job(item, context) for item, context in todo]
        for item, _ in todo:
            item.drop_text()  # workers read for themselves; a copy of all texts is no use to them
        try:
            size = max(1, min(16, len(work) // (self.jobs * 4)))
            for answer in self._workers().map(_work, work, chunksize=size):
                done += 1
                self.linter.crashes += answer[2]
                self.linter.unread += answer[3]
                yield answer
        except BrokenProcessPool:
            self.pays = False
            for item, context in todo[done:]:
                yield self._here(item, context)

    def _workers(self) -> ProcessPoolExecutor:
        if self._pool is None:
            import multiprocessing
            from concurrent.futures import ProcessPoolExecutor

            self._safe_path = os.environ.get(_SAFE_PATH)
            # A new interpreter would look for its modules in the current folder first, which is a
            # stranger's as often as not.
            os.environ[_SAFE_PATH] = "1"
            self._pool = ProcessPoolExecutor(
                self.jobs,
                mp_context=multiprocessing.get_context(METHOD),
                initializer=_begin,
                initargs=(self.linter.options, self.project.folders),
            )
        return self._pool


_files = itertools.count(1)


def _answer(
    linter: Linter, project: Project, item: Item, context: Context | None
) -> tuple[Report, References | None]:
    """Lint a template (without a context) and say what it refers to, or lint anything else.

    What nobody has foreseen is reported in place of what would have been found in this one file.
    """
    found = References() if context is None else None
    try:
        found = project.references(item) if context is None else None
        analysis = item.analysis if context is None else project.analysis(item, context)
        assert analysis is not None
        report = linter.lint(analysis)
        analysis.release()
    except (SettingsError, RuleError, FilesError):
        raise
    except Exception as error:
        report = linter.failed(item.path, error)
    item.analysis = None
    if next(_files) % SWEEP == 0:
        gc.collect()
    return _slim(report), found


def _slim(report: Report) -> Report:
    """A report without the text of the file where nobody needs it."""
    if report.diagnostics:
        return report
    return Report(SourceFile(report.file.path, ""), report.definitions, [], report.looked)


# --- in a worker --------------------------------------------------------------------------------

_tools: list[tuple[Linter, Project]] = []
"""The one linter of a worker, and the one project, in which it remembers what other files say."""


def _begin(options: Options, folders: Sequence[str]) -> None:
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the process that asked will say when to stop
    gc.freeze()
    gc.disable()
    linter = Linter(options)
    project = linter.project([])
    project.folders = list(folders)
    _tools[:] = [(linter, project)]


def _work(job: Job) -> Answer:
    """Do one job."""
    ((linter, project),) = _tools
    item = Item(job.path, named=job.named, base=job.base)
    report, found = _answer(linter, project, item, job.context)
    crashes, linter.crashes = linter.crashes, []
    unread = linter.unread[:]
    linter.unread.clear()  # the project has the same list
    return report, found, crashes, unread
