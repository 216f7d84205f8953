"""Lint files: find them, read them, apply the settings that hold for each."""

from __future__ import annotations

import os

from asllint.engine.linting import Diagnostic, crash_of, lint
from asllint.engine.reading import analyze
from asllint.engine.rulebook import Rulebook, load_rulebook, present_levels
from asllint.engine.rules import Rule
from asllint.hosts.look import STDIN
from asllint.language.machine import EXPRESS, STANDARD
from asllint.source.finding import SEVERITIES
from asllint.source.suggest import listed
from asllint.source.text import SourceFile
from asllint.workspace.project import Project
from asllint.workspace.settings import (
    Settings,
    SettingsError,
    above,
    is_within,
    load,
    nearest,
    repository_of,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from typing import Any

    from asllint.engine.analysis import Analysis
    from asllint.facts.others import Looked
    from asllint.hosts.definition import DeclaredFor
    from asllint.hosts.given import Given
    from asllint.syntax.node import Problem
    from asllint.workspace.sources import Sources


class Options:
    """What the caller says; it wins over any settings file. None and empty mean "not said".

    Raises `SettingsError` for a severity or a workflow type that does not exist.
    """

    __slots__ = (
        "config", "folders", "given", "ignore", "own_rules", "select", "severity", "type",
    )  # fmt: skip

    def __init__(
        self,
        *,
        config: str | None = None,
        select: Sequence[str] = (),
        ignore: Sequence[str] = (),
        severity: dict[str, str] | None = None,
        workflow_type: str | None = None,
        own_rules: bool = True,
        folders: Sequence[str] = (),
        given: Given | None = None,
    ) -> None:
        self.config = config
        self.folders = list(folders)
        """The folders that were named, and what is in them is meant."""
        self.given = given
        """The input that an execution is to be started with."""
        self.own_rules = own_rules
        """May the rule folders that settings name be loaded? Their Python runs."""
        self.select = tuple(select)
        self.ignore = tuple(ignore)
        self.severity = severity or {}
        self.type = workflow_type
        for rule, level in self.severity.items():
            _check(f'the severity of "{rule}"', level, (*SEVERITIES, "off"))
        if workflow_type is not None:
            _check("the workflow type", workflow_type, (STANDARD, EXPRESS))


def _check(what: str, value: str, known: Sequence[str]) -> None:
    if value not in known:
        raise SettingsError(f'{what} can not be "{value}": write {listed(known, "or")}')


class Report:
    """What came of one file."""

    __slots__ = ("definitions", "diagnostics", "file", "looked")

    def __init__(
        self,
        file: SourceFile,
        definitions: int,
        diagnostics: list[Diagnostic],
        looked: Looked | None = None,
    ) -> None:
        self.file = file
        self.definitions = definitions
        """How many definitions were found in it."""
        self.diagnostics = diagnostics
        """In the order of the file, without those that a directive silences."""
        self.looked: Looked = looked or {}
        """The other files that facts were asked about."""


class Linter:
    """Lints any number of files; settings and rulebooks are read once each.

    Raises `SettingsError`, `FilesError` and `RuleError`, whose texts are one clear line.
    """

    def __init__(self, options: Options | None = None) -> None:
        self.options = options or Options()
        self.crashes: list[str] = []
        """Tracebacks of rules that crashed."""
        self.expected: int | None = None
        """About how many files the run looks at; None until it knows."""
        self.notes: list[str] = []
        """What the user should know besides, a line each."""
        self.unread: list[str] = []
        """What could not be read, and why, a line each."""
        self._fixed = load(self.options.config) if self.options.config else None
        self._settings: dict[str, Settings] = {}
        self._tops: set[str] = set()
        self._sources: dict[int, Sources] = {}
        self._rulebooks: dict[tuple[str, ...], Rulebook] = {}
        self._selections: dict[tuple[int, tuple[str, ...]], list[Rule]] = {}

    def settings_for(self, folder: str) -> Settings:
        """The settings that hold for the files in a folder.

        They are looked for up to the root of its repository, or where there is none up to the
        outermost of the current folder and those that were named.
        """
        if self._fixed is not None:
            return self._fixed
        folder = os.path.abspath(folder or ".")
        if folder not in self._settings:
            top = self._top(folder)
            if nearest(folder, self._settings, top).path is None:
                self._note_above(top)
        return self._settings[folder]

    def look_in(self, paths: Iterable[str]) -> None:
        """Take note of the folders among the paths that the user names."""
        self.options.folders += [path for path in paths if os.path.isdir(path)]

    def _top(self, folder: str) -> str:
        repository = repository_of(folder)
        if repository is not None:
            return repository
        around = map(os.path.abspath, (*self.options.folders, os.curdir))
        return min((one for one in around if is_within(folder, one)), key=len, default=folder)

    def _note_above(self, top: str) -> None:
        """Say which settings file held until asllint stopped looking above repositories."""
        if top not in self._tops:
            self._tops.add(top)
            path = above(top)
            if path is not None:
                what = "repository" if repository_of(top) else "folder"
                self.notes.append(
                    f'"{path}" is above the {what} "{top}", and no longer used: "--config {path}" '
                    "uses it"
                )

    def leaves_out_rules(self, settings: Settings) -> bool:
        """Do the settings name rule folders that may not be loaded?"""
        return bool(settings.rules) and not self.options.own_rules

    def rulebook(self, settings: Settings) -> Rulebook:
        """The built-in rules and those of the settings' own folders; checks every rule name."""
        folders = () if self.leaves_out_rules(settings) else settings.rules
        book = self._rulebooks.get(folders)
        if book is None:
            book = self._rulebooks[folders] = load_rulebook(folders)
            options = self.options
            book.check_names(options.select, "--select")
            book.check_names(options.ignore, "--ignore")
            book.check_names(options.severity, "--severity")
        return book

    def rules_of(self, reports: Iterable[Report]) -> dict[str, Rule]:
        """By id, the rules that may have run over the files of these reports."""
        books = (self.rulebook(self.settings_of(each.file.path)) for each in reports)
        return {name: rule for book in books for name, rule in book.rules.items()}

    def former_names(self, diagnostic: Diagnostic) -> Sequence[str]:
        """The names that the rule of a diagnostic had, as its file's settings know the rules."""
        book = self.rulebook(self.settings_of(diagnostic.path))
        rule = book.rules.get(diagnostic.rule)
        return () if rule is None else book.formerly(rule)

    def selected(self, settings: Settings, path: str) -> list[Rule]:
        """The rules that run over a file."""
        exempt = settings.ignored_for(path)
        key = (id(settings), exempt)
        if key not in self._selections:
            book = self.rulebook(settings)
            place = settings.path or "settings"
            names = (*settings.select, *settings.ignore, *settings.severity, *exempt)
            if not self.leaves_out_rules(settings):  # else some are names of such rules
                book.check_names(names, place)
            options = self.options
            self._selections[key] = book.select(
                options.select or settings.select,
                (*settings.ignore, *options.ignore, *exempt),
                (*settings.severity, *options.severity),
            )
        return self._selections[key]

    def run(self, paths: Iterable[str]) -> Iterator[Report]:
        """Lint files and folders; a file that holds no definition gives an empty report."""
        paths = list(paths)
        self.look_in(paths)
        project = self.project(paths)
        self.expected = len(project.items)
        for analysis in project.analyses():
            yield self.lint(analysis)
        yield from self.settings_reports()

    def sources(self, settings: Settings) -> Sources | None:
        """What settings declare of the data from outside; None where they do not."""
        if not settings.data:
            return None
        if id(settings) not in self._sources:
            from asllint.workspace.sources import Sources

            self._sources[id(settings)] = Sources(settings, self.options.folders)
        return self._sources[id(settings)]

    def declared_for(self, path: str) -> DeclaredFor | None:
        """What the settings that hold for a file declare of the data from outside, if anything."""
        sources = self.sources(self.settings_of(path))
        return None if sources is None else sources.declared_for

    def settings_reports(self) -> Iterator[Report]:
        """The settings files with which something is wrong that is no fault of the settings."""
        every = [*self._settings.values(), *([] if self._fixed is None else [self._fixed])]
        for settings in {id(one): one for one in every}.values():
            sources = self.sources(settings)
            analysis = None if sources is None else sources.analysis()
            if analysis is not None:
                report = self.lint(analysis)
                if report.diagnostics:
                    yield report

    def forget_sources(self) -> None:
        """Read anew what settings declare of the data from outside."""
        self._sources = {}

    def project(self, paths: Sequence[str], **more: Any) -> Project:
        """The files and folders that are named; what can not be read is told in `unread`."""
        more = {"unread": self.unread, "given": self.options.given, **more}
        more.setdefault("declared_for", self.declared_for)
        made = Project(paths, self.settings_for, self.type_for, **more)
        made.crashed = self.failed
        return made

    def failed(self, path: str, error: BaseException) -> Report:
        """The report of a file at which something unforeseen has happened, which is noted."""
        return Report(SourceFile(path, ""), 0, [crash_of(path, error, self.crashes)])

    def lint_text(
        self, text: str, path: str = STDIN, *, problems: Sequence[Problem] = ()
    ) -> Report:
        """Lint one text as if it were the file `path`; of the files it refers to just this one."""
        workflow_type = self.type_for(self.settings_of(path))
        project = self.project([])
        analysis = analyze(
            text, path, workflow_type=workflow_type, problems=problems, lookup=project.lookup(path),
            given=self.options.given, declared_for=self.declared_for(path),
        )  # fmt: skip
        return self.lint(project.surround(analysis))

    def type_for(self, settings: Settings) -> str:
        """The workflow type where no template says it."""
        return self.options.type or settings.type or STANDARD

    def settings_of(self, path: str) -> Settings:
        """The settings that hold for a file."""
        return self.settings_for(os.path.dirname(os.path.abspath(path)))

    def lint(self, analysis: Analysis, pause: Callable[[], None] | None = None) -> Report:
        """What the rules say about one file; `pause` is called between two of them."""
        if not (analysis.count() or analysis.problems or analysis.uses):
            return Report(analysis.file, 0, [])
        path = analysis.file.path
        settings = self.settings_of(path)
        book = self.rulebook(settings)
        levels = (settings.severity, self.options.severity)
        present = [present_levels(each, book.former) for each in levels]
        found = lint(
            analysis,
            self.selected(settings, path),
            severities=present[0] | present[1],
            known=book.names,
            former=book.former,
            crashes=self.crashes,
            open_names=self.leaves_out_rules(settings),
            pause=pause,
        )
        shown = [diagnostic for diagnostic in found if diagnostic.ignored_by is None]
        count = max(analysis.count(), len(analysis.uses))
        return Report(analysis.file, count, shown, analysis.looked_at())
