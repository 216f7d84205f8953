"""asllint inside of other programs: a text, or files and folders, to what was found.

All results are plain values: they can be pickled and sent to other processes. The functions can be
called from several threads.
"""

from __future__ import annotations

from functools import lru_cache

from asllint.engine.linting import Diagnostic, lint
from asllint.engine.reading import analyze
from asllint.engine.rulebook import Rulebook, load_rulebook
from asllint.workspace import batch
from asllint.workspace.files import FilesError
from asllint.workspace.run import Linter, Options, Report

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from os import PathLike


def lint_text(
    text: str,
    path: str = "definition.asl.json",
    *,
    workflow_type: str = "STANDARD",
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    severity: Mapping[str, str] | None = None,
) -> list[Diagnostic]:
    """What the built-in rules say about one text; nothing on the disk is looked at.

    `path` is only a name; its ending tells JSON, YAML and HCL apart. `workflow_type` is `STANDARD`
    or `EXPRESS`. `select` and `ignore` are rules or categories, `severity` changes that of rules
    (`error`, `warning`, `info`, `off`). The answer is in the order of the text, without what an
    `asllint: ignore[…]` in the text silences. Never raises because of the text; raises `RuleError`
    for a rule that does not exist, and `SettingsError` for a workflow type or a severity.
    """
    book = _rules()
    levels = dict(severity or {})
    Options(severity=levels, workflow_type=workflow_type)
    for names in (select, ignore, levels):
        book.check_names(names, "lint_text")
    analysis = analyze(text, path, workflow_type=workflow_type)
    found = lint(
        analysis, book.select(select, ignore, levels), severities=levels, known=book.names,
        former=book.former,
    )  # fmt: skip
    analysis.release()
    return [one for one in found if one.ignored_by is None]


def lint_paths(
    paths: Iterable[str | PathLike[str]],
    *,
    config: str | None = None,
    workflow_type: str | None = None,
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    severity: Mapping[str, str] | None = None,
    jobs: int | None = 1,
    cache: bool = False,
) -> Iterator[Report]:
    """What the rules say about files and folders, a report each, as the command line does it.

    Templates are read together with the files they refer to, and the settings nearest to each file
    hold (or those in the file `config`). With `jobs`, so many processes may work at once (None:
    one for each processor); `cache` remembers what has not changed. A file that holds no definition
    gives an empty report. Raises `SettingsError`, `FilesError` and `RuleError`, whose texts are one
    clear line; for a file that is there and can not be read `FilesError` comes after all reports.
    """
    options = Options(
        config=config,
        select=select,
        ignore=ignore,
        severity=dict(severity or {}),
        workflow_type=workflow_type,
    )
    linter = Linter(options)
    return _complete(
        batch.run(linter, [str(path) for path in paths], jobs=jobs, cache=cache), linter
    )


def _complete(reports: Iterator[Report], linter: Linter) -> Iterator[Report]:
    """All reports, and then what could not be read."""
    yield from reports
    for why in linter.unread:
        raise FilesError(why)


@lru_cache(1)
def _rules() -> Rulebook:
    return load_rulebook()
