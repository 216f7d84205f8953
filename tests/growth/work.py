"""What asllint does with a text: each kind of work, prepared first and done later.

What is measured is the CPU time of the work alone; making the text, and for reporters and editors
the analysis and the findings, is not part of it.
"""

from __future__ import annotations

import gc
import os
import resource
import time
from functools import partial
from math import inf

from asllint import analyze, lint, load_rulebook
from asllint.reporters import aws, concise, github, gitlab, junit, sarif, text
from asllint.reporters import json as json_reporter
from asllint.source.text import Span
from asllint.workspace.fixing import diff, repair_text
from asllint.workspace.run import Linter, Report

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from asllint import Analysis
    from tests.growth.families import Family

    Work = Callable[[], object]
    Prepare = Callable[[str, str], Work]

BOOK = load_rulebook()
RULES = list(BOOK.rules.values())


def linting(source: str, path: str) -> Work:
    """Read a text and run all rules over it, those too that run only when asked for."""
    return lambda: lint(analyze(source, path), RULES)


def _found(source: str, path: str) -> tuple[Analysis, Report]:
    analysis = analyze(source, path)
    return analysis, Report(analysis.file, analysis.count(), lint(analysis, RULES))


def _reporting(write: Callable[[list[Report]], str]) -> Prepare:
    def prepare(source: str, path: str) -> Work:
        report = _found(source, path)[1]
        return lambda: write([report])

    return prepare


def fixing(source: str, path: str) -> Work:
    """Repair all that can be repaired, and show the difference."""

    def work() -> None:
        for repaired in repair_text(Linter(), source, path, unsafe=True).repaired:
            diff(repaired)

    return work


def baseline(source: str, path: str) -> Work:
    """Write down all findings, and hold them against that."""
    from asllint.workspace.baseline import Baseline

    report = _found(source, path)[1]

    def work() -> None:
        known = Baseline("asllint-baseline.json").updated([report])
        known.text()
        known.apply([report])
        for one in report.diagnostics:
            known.knows(one)

    return work


def _editing(*features: Callable[[Analysis, list[int]], object]) -> Prepare:
    def prepare(source: str, path: str) -> Work:
        analysis, _ = _found(source, path)
        places = [len(source) * part // 5 for part in range(6)]
        return lambda: [feature(analysis, places) for feature in features]

    return prepare


def _whole_file(analysis: Analysis, places: list[int]) -> None:
    from asllint.ide import hints, outline, tokens

    outline.outline(analysis)
    outline.folds(analysis)
    hints.hints(analysis)
    tokens.tokens(analysis)


def _at_places(analysis: Analysis, places: list[int]) -> None:
    from asllint.ide import actions, completion, hover, navigation, outline

    for place in places:
        outline.selections(analysis, place)
        hover.hover(analysis, place)
        completion.complete(analysis, place)
        navigation.locations(analysis, place)
        navigation.definition(analysis, place)
        actions.actions(analysis, Span(place, place), [])


def typing(source: str, path: str) -> Work:
    """Type a letter into the middle of the text, twenty times, and look at it each time."""
    analysis = analyze(source, path)
    lint(analysis, RULES)

    def work() -> None:
        nonlocal analysis
        at = source.find('"', len(source) // 2) + 1
        text = source
        for _ in range(5):
            text = text[:at] + "a" + text[at:]
            analysis = analyze(text, path, before=analysis)
            lint(analysis, RULES)

    return work


WORKS: dict[str, Prepare] = {
    "lint": linting,
    "fix": fixing,
    "baseline": baseline,
    "edit": typing,
    "outline": _editing(_whole_file),
    "hover": _editing(_at_places),
    "text": _reporting(partial(text.report)),
    "concise": _reporting(concise.report),
    "json": _reporting(json_reporter.report),
    "aws": _reporting(aws.report),
    "sarif": _reporting(lambda reports: sarif.report(reports, BOOK.rules)),
    "github": _reporting(github.report),
    "gitlab": _reporting(gitlab.report),
    "junit": _reporting(junit.report),
}


def seconds(family: Family, size: int, work: str = "lint") -> float:
    """The CPU time of one piece of work, the garbage collector's left out."""
    ready = WORKS[work](family.make(size), family.path)
    gc.collect()
    gc.disable()
    try:
        before = time.process_time()
        ready()
        return time.process_time() - before
    finally:
        gc.enable()


def apart(family: Family, size: int, work: str = "lint", limit: int = 60) -> tuple[float, float]:
    """CPU seconds and the peak of memory, in megabytes, of one piece of work in a process apart.

    Infinite where it takes more than `limit` seconds.
    """
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            resource.setrlimit(resource.RLIMIT_CPU, (limit, limit))
            before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
            took = seconds(family, size, work)
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
            os.write(writing, f"{took} {peak / 1024}".encode())
        except BaseException as error:
            os.write(2, f"{family.name} {size} {work}: {type(error).__name__} {error}\n".encode())
        finally:
            os._exit(0)
    os.close(writing)
    answer = b"".join(iter(lambda: os.read(reading, 1000), b"")).decode()
    os.close(reading)
    os.waitpid(child, 0)
    figures = [float(word) for word in answer.split()] or [inf, inf]
    return figures[0], figures[1]
