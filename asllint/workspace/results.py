"""What came of files in earlier runs: under which key a report is kept, and how it is written down.

A template's report depends on the files that it refers to, so it is kept together with what was
looked for and found; a definition's depends on the templates that use it. Reports are written as
JSON: what is read from a cache is data, never code.
"""

from __future__ import annotations

import json
import os
import sys

from asllint import __version__
from asllint.engine.linting import Diagnostic
from asllint.engine.rulebook import builtin_pack
from asllint.hosts.look import Look
from asllint.source.finding import SEVERITIES, Edit, Fix, Related
from asllint.source.text import SourceFile, Span
from asllint.workspace.cache import Cache, digest
from asllint.workspace.project import References
from asllint.workspace.references import shown
from asllint.workspace.run import Report

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from asllint.hosts.given import Given
    from asllint.workspace.project import Item, Project
    from asllint.workspace.run import Linter


_DAMAGED = (ValueError, LookupError, TypeError, AttributeError, OSError, RecursionError)
"""What comes of an entry that is not as it was written, or names a file that is gone."""


class Memory:
    """The reports of earlier runs, for one run of one linter."""

    def __init__(self, linter: Linter, project: Project, cache: Cache) -> None:
        self._linter = linter
        self._project = project
        self._cache = cache
        self._engine = digest(__version__, sys.version, *_engine())
        self._rules: dict[str, bytes] = {}
        self._files: dict[str, bytes] = {}
        self._templates: dict[str, bytes] = {}
        """By a template's real path, what stands for its text and all that it refers to."""

    def close(self) -> None:
        """Write down what was kept."""
        self._cache.close()

    def recall(self, item: Item) -> Report | None:
        """The report of anything that is no template; None where it is not known."""
        value = self._cache.get(self._key(item))
        try:
            return None if value is None else self._read(item, json.loads(value))
        except _DAMAGED:
            return None

    def keep(self, item: Item, report: Report) -> None:
        """Keep the report of anything that is no template."""
        if not (self._linter.crashes or self._linter.unread):
            self._cache.put(self._key(item), json.dumps(_written(report)))

    def recall_template(self, item: Item) -> tuple[Report, References] | None:
        """The report of a template, and the files it refers to, if these are still the same."""
        key = self._template_key(item)
        value = self._cache.get(key)
        try:
            return None if value is None else self._same(item, key, json.loads(value))
        except _DAMAGED:
            return None

    def _same(
        self, item: Item, key: bytes, known: dict[str, Any]
    ) -> tuple[Report, References] | None:
        lookup = self._project.lookup(item.path)
        for reference, *was in known["looked"]:
            target = lookup(_text(reference))
            if target is None or shown(target) != tuple(was):
                return None
        self._templates[item.real] = digest(key, json.dumps(known["looked"]))
        found = References()
        found.targets = [(_text(path), _text(real)) for path, real in known["targets"]]
        report = self._read(item, known["report"])
        return None if report is None else (report, found)

    def keep_template(self, item: Item, report: Report, found: References) -> None:
        """Keep the report of a template with what it refers to."""
        looked = [[reference, *shown(target)] for reference, target in found.looked]
        key = self._template_key(item)
        self._templates[item.real] = digest(key, json.dumps(looked))
        if not (self._linter.crashes or self._linter.unread):
            value = {"looked": looked, "targets": found.targets, "report": _written(report)}
            self._cache.put(key, json.dumps(value))

    # --- keys -----------------------------------------------------------------------------------

    def _key(self, item: Item) -> bytes:
        referrers = (self._templates[one.real] for one in self._project.referrers(item))
        return digest(self._file(item), *referrers)

    def _template_key(self, item: Item) -> bytes:
        return digest("template", self._file(item))

    def _file(self, item: Item) -> bytes:
        """What stands for the text of a file, and how it is to be linted."""
        known = self._files.get(item.real)
        if known is None:
            text, problems = self._project.text(item)
            known = self._files[item.real] = digest(
                self._engine, self._settings(item.path), item.path, item.base, str(item.named),
                text, (problem.message for problem in problems),
            )  # fmt: skip
        return known

    def _settings(self, path: str) -> bytes:
        """What stands for the settings that hold for a file, and for the rules they select."""
        linter, settings = self._linter, self._linter.settings_of(path)
        exempt = str(settings.ignored_for(path))
        place = os.path.join(os.path.dirname(os.path.abspath(path)), exempt)
        if place not in self._rules:
            sources = linter.sources(settings)
            severities = {**settings.severity, **linter.options.severity}
            self._rules[place] = digest(
                (rule.id for rule in linter.selected(settings, path)),
                json.dumps(severities, sort_keys=True),
                linter.type_for(settings),
                linter.rulebook(settings).rules,
                _said(linter.options.given),
                b"" if sources is None else sources.digest,
                *map(_fingerprint, settings.rules),
            )
        return self._rules[place]

    # --- values ---------------------------------------------------------------------------------

    def _read(self, item: Item, value: dict[str, Any]) -> Report | None:
        """A report as it was before it was written; None where other files are not the same."""
        looked = {(_text(base), _text(path)): seen for base, path, *seen in value["looked"]}
        for (base, path), seen in looked.items():
            if self._project.others.seen(base, path) != tuple(seen):
                return None
        text = self._project.text(item)[0] if value["diagnostics"] else ""
        file = SourceFile(item.path, text, notation=Look(item.path, text).notation)
        others: dict[str, SourceFile] = {}
        found = [self._diagnostic(file, one, others) for one in value["diagnostics"]]
        return Report(file, _number(value["definitions"]), found, looked)

    def _diagnostic(
        self, file: SourceFile, value: dict[str, Any], others: dict[str, SourceFile]
    ) -> Diagnostic:
        fix, code = value["fix"], value["aws_code"]
        diagnostic = Diagnostic(
            file, _text(value["rule"]), SEVERITIES[value["severity"]], _span(value["span"], file),
            _text(value["message"]), pointer=_text(value["pointer"]),
            aws_code=None if code is None else _text(code),
            related=tuple(self._related(one, file, others) for one in value["related"]),
            fix=None if fix is None else Fix(
                _text(fix["title"]),
                [Edit(_span(span, file), _text(text)) for span, text in fix["edits"]],
                safe=fix["safe"] is True,
                draft=fix["draft"] is True,
            ),
        )  # fmt: skip
        diagnostic.templates = tuple(map(_text, value["templates"]))
        return diagnostic

    def _related(
        self, value: list[Any], file: SourceFile, others: dict[str, SourceFile]
    ) -> Related:
        span, message, path = value
        if path is None:
            return Related(_span(span, file), _text(message))
        if path not in others:
            text, _ = self._project.read(_text(path))
            others[path] = SourceFile(path, text, notation=Look(path, text).notation)
        return Related(_span(span, others[path]), _text(message), others[path])


def _text(value: object) -> str:
    """A text of an entry; raises `TypeError` where there is something else."""
    if not isinstance(value, str):
        raise TypeError("an entry of the cache is damaged")
    return value


def _number(value: object) -> int:
    if not isinstance(value, int) or value < 0:
        raise TypeError("an entry of the cache is damaged")
    return value


def _span(value: list[object], file: SourceFile) -> Span:
    """A place of an entry; raises `TypeError` or `ValueError` for one that is not in the file."""
    start, end = map(_number, value)
    if not start <= end <= len(file.text):
        raise ValueError("an entry of the cache is damaged")
    return Span(start, end)


def _written(report: Report) -> dict[str, Any]:
    """A report as JSON can hold it."""
    return {
        "definitions": report.definitions,
        "looked": [[*key, *seen] for key, seen in report.looked.items()],
        "diagnostics": [
            {
                "rule": one.rule,
                "severity": one.severity.name,
                "span": _pair(one.span),
                "message": one.message,
                "pointer": one.pointer,
                "aws_code": one.aws_code,
                "related": [
                    [_pair(each.span), each.message, each.file and each.file.path]
                    for each in one.related
                ],
                "fix": one.fix and {
                    "title": one.fix.title,
                    "safe": one.fix.safe,
                    "draft": one.fix.draft,
                    "edits": [[_pair(edit.span), edit.replacement] for edit in one.fix.edits],
                },
                "templates": one.templates,
            }
            for one in report.diagnostics
        ],
    }  # fmt: skip


def _pair(span: Span) -> list[int]:
    return [span.start, span.end]


def _said(given: Given | None) -> str:
    """What stands for the input that somebody gives to an execution."""
    return "" if given is None else json.dumps([given.machine, given.value])


def _engine() -> Iterator[bytes]:
    """What stands for everything that is installed: asllint, its rules, and what both may import.

    A folder of packages has another time when one of them comes, goes or is replaced.
    """
    yield _fingerprint(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    yield _fingerprint(builtin_pack())
    for folder in sys.path:
        if os.path.basename(folder) in ("site-packages", "dist-packages") and os.path.isdir(folder):
            yield digest(folder, str(os.stat(folder).st_mtime_ns))


def _fingerprint(folder: str) -> bytes:
    """What stands for the modules and tables in a folder: their names, sizes and times."""
    found = []
    pending = [folder]
    while pending:
        with os.scandir(pending.pop()) as entries:
            for entry in entries:
                if entry.is_dir() and not entry.name.startswith(("__", ".")):
                    pending.append(entry.path)
                elif entry.name.endswith((".py", ".txt")):
                    known = entry.stat()
                    found.append(f"{entry.path} {known.st_size} {known.st_mtime_ns}")
    return digest(sorted(found))
