"""Lint files: find them, read them, apply the settings that hold for each."""

from __future__ import annotations

import os

from asllint.finding import SEVERITIES
from asllint.linting import Diagnostic, lint
from asllint.machine import EXPRESS, STANDARD
from asllint.project import Project
from asllint.reading import STDIN, analyze
from asllint.rule import Rule
from asllint.rulebook import Rulebook, load_rulebook
from asllint.settings import Settings, SettingsError, load, nearest
from asllint.suggest import listed
from asllint.text import SourceFile

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from asllint.analysis import Analysis
    from asllint.syntax.node import Problem


class Options:
    """What the caller says; it wins over any settings file. None and empty mean "not said".

    Raises `SettingsError` for a severity or a workflow type that does not exist.
    """

    __slots__ = ("config", "ignore", "own_rules", "select", "severity", "type")

    def __init__(
        self,
        *,
        config: str | None = None,
        select: Sequence[str] = (),
        ignore: Sequence[str] = (),
        severity: dict[str, str] | None = None,
        workflow_type: str | None = None,
        own_rules: bool = True,
    ) -> None:
        self.config = config
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

    __slots__ = ("definitions", "diagnostics", "file")

    def __init__(self, file: SourceFile, definitions: int, diagnostics: list[Diagnostic]) -> None:
        self.file = file
        self.definitions = definitions
        """How many definitions were found in it."""
        self.diagnostics = diagnostics
        """In the order of the file, without those that a directive silences."""


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
        self._fixed = load(self.options.config) if self.options.config else None
        self._settings: dict[str, Settings] = {}
        self._rulebooks: dict[tuple[str, ...], Rulebook] = {}
        self._selections: dict[tuple[int, tuple[str, ...]], list[Rule]] = {}

    def settings_for(self, folder: str) -> Settings:
        """The settings that hold for the files in a folder."""
        return self._fixed or nearest(folder or ".", self._settings)

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
        project = Project(list(paths), self.settings_for, self.type_for)
        self.expected = len(project.items)
        for analysis in project.analyses():
            yield self.lint(analysis)

    def lint_text(
        self, text: str, path: str = STDIN, *, problems: Sequence[Problem] = ()
    ) -> Report:
        """Lint one text as if it were the file `path`; of the files it refers to just this one."""
        workflow_type = self.type_for(self.settings_of(path))
        lookup = Project([], self.settings_for, self.type_for).lookup(path)
        analysis = analyze(
            text, path, workflow_type=workflow_type, problems=problems, lookup=lookup
        )
        return self.lint(analysis)

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
        found = lint(
            analysis,
            self.selected(settings, path),
            severities={**settings.severity, **self.options.severity},
            known=self.rulebook(settings).names,
            crashes=self.crashes,
            open_names=self.leaves_out_rules(settings),
            pause=pause,
        )
        shown = [diagnostic for diagnostic in found if diagnostic.ignored_by is None]
        return Report(analysis.file, max(analysis.count(), len(analysis.uses)), shown)
