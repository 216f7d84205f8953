"""What the server knows: open texts, their analyses, who uses which definition, the settings.

Nothing here speaks the protocol, and nothing is thread-safe but `open`, `close` and `is_current`:
all other methods belong to one worker thread, so that no two of them ever meet. The long ones
`breathe` where nothing is half-done; then questions about texts are answered, and nothing else.
"""

from __future__ import annotations

import os
from weakref import WeakKeyDictionary

from asllint.engine.analysis import Analysis
from asllint.engine.reading import analyze
from asllint.engine.rules import RuleError
from asllint.lsp.uris import identity
from asllint.workspace import files, references
from asllint.workspace.conventions import Conventions
from asllint.workspace.files import FilesError
from asllint.workspace.others import Others
from asllint.workspace.project import Project
from asllint.workspace.run import Linter, Options, Report
from asllint.workspace.settings import Settings, SettingsError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from asllint.data.declared import Declarations
    from asllint.engine.rules import Rule
    from asllint.facts.others import Answer, Question
    from asllint.hosts.definition import DeclaredFor, Definition
    from asllint.hosts.use import Target, Use
    from asllint.syntax.node import Problem


class SupersededError(Exception):
    """The text has changed in the midst of its analysis, which would be for nothing."""


class Known:
    """The analysis of one version of a text, and the last one in which all could be read."""

    __slots__ = ("analysis", "good", "uses")

    def __init__(self, analysis: Analysis, uses: tuple[Use, ...], before: Known | None) -> None:
        self.analysis = analysis
        self.uses = uses
        kept = before is not None and not analysis.is_whole and not before.good.used_up
        self.good: Analysis = before.good if before is not None and kept else analysis
        """For navigation in a text that is half-typed; the same analysis most of the time."""

    def release(self, following: Known | None = None) -> None:
        """Free what nobody needs any more, given what is known from now on."""
        kept = following.good if following is not None else None
        for analysis in {id(each): each for each in (self.analysis, self.good)}.values():
            if analysis is not kept:
                analysis.release()


class Session:
    """One client's files."""

    def __init__(self, breathe: Callable[[], None] = lambda: None) -> None:
        self.breathe = breathe
        """Called by long work where it can be interrupted by a question."""
        self.texts: dict[str, str] = {}
        """Open texts by the identities of files; the protocol's thread changes them."""
        self.folders: list[str] = []
        """The workspace folders."""
        self.complaints: list[str] = []
        """What is wrong with settings or rule folders, to be shown once."""
        self._names: dict[str, str] = {}
        self._known: dict[str, Known] = {}
        self._by_template: dict[str, list[Use]] = {}
        self._uses: dict[str, list[Use]] = {}
        self.trusted = False
        """May the Python in the workspace's rule folders run? Only the client can say so."""
        self._told = False
        """Has it been said that rule folders were left out?"""
        self._reports: WeakKeyDictionary[Analysis, Report]
        """What the rules of today's settings have said of an analysis."""
        self.reload()

    # --- what is open ---------------------------------------------------------------------------

    def open(self, path: str, text: str) -> None:
        """Take the text of an open document for the file's."""
        real = identity(path)
        self._names[real] = path
        self.texts[real] = text

    def close(self, path: str) -> None:
        """Go back to what is on the disk."""
        self.texts.pop(identity(path), None)

    def is_current(self, path: str, text: str) -> bool:
        """Is this still the text of an open document?"""
        return self.texts.get(identity(path)) is text

    def use_folders(self, folders: list[str]) -> None:
        """Take folders for the workspace: settings and templates are looked for in them."""
        self.folders = folders
        self.reload()

    def reload(self) -> None:
        """Forget the settings and the rules, which have changed on the disk."""
        self._linter = Linter(Options(own_rules=self.trusted, folders=self.folders))
        self.complaints = []
        self._reports = WeakKeyDictionary()
        self._others = self._new_others()
        self._conventions = Conventions(self.folders)

    def forget(self) -> None:
        """Forget the analyses, because files that they have looked at may have changed."""
        for real in list(self._known):
            self._forget(real)
        self._linter.forget_sources()
        self._conventions = Conventions(self.folders)
        self._others = self._new_others()

    def tidy(self) -> None:
        """Forget what is known of files that are not open any more."""
        for real in self._known.keys() - self.texts.keys():
            self._forget(real)

    def _forget(self, real: str) -> None:
        self._known.pop(real).release()

    # --- analyses -------------------------------------------------------------------------------

    def known(self, path: str) -> Known:
        """What is known of the current text of a file. Raises `OSError` where there is none."""
        real = identity(path)
        text, problems = self.read(path)
        uses = tuple(self._uses.get(real, ()))
        before = self._known.get(real)
        current = before is not None and before.analysis.file.text is text
        if before is not None and current and before.uses == uses:
            return before
        settings = self.settings(path)
        analysis = analyze(
            text, path, workflow_type=self._linter.type_for(settings), problems=problems,
            lookup=self._project([]).lookup(path), uses=uses,
            declared_for=self._declared_for(path),
            before=before.good if before is not None and real in self.texts else None,
        )  # fmt: skip
        analysis.look_around(self._others_of(path))
        known = Known(analysis, uses, before)
        if real in self.texts:
            self._known[real] = known
            if before is not None:
                before.release(known)
        return known

    def lint(self, path: str) -> Report:
        """The diagnostics of the current text of a file.

        Raises `SupersededError` when an open text changes meanwhile.
        """
        known = self.known(path)
        analysis, report = known.analysis, self._reports.get(known.analysis)
        if report is None:
            try:
                report = self._linter.lint(analysis, self._pause(path, known))
            except (SettingsError, RuleError) as error:
                self._complain(error)
                report = Report(analysis.file, 0, [])
            self._reports[analysis] = report
            self._tell_of_own_rules(path, analysis)
        return report

    def _pause(self, path: str, known: Known) -> Callable[[], None]:
        """What linting does between two rules: breathe, and give up if it is for nothing."""
        real = identity(path)
        if self._known.get(real) is not known:
            return self.breathe  # nothing but this holds the analysis

        def pause() -> None:
            if self.texts.get(real) is known.analysis.file.text:
                self.breathe()
            if self._known.get(real) is not known or (
                self.texts.get(real, known.analysis.file.text) is not known.analysis.file.text
            ):
                raise SupersededError

        return pause

    def _tell_of_own_rules(self, path: str, analysis: Analysis) -> None:
        """Say once that rule folders were left out, when they would have had something to do."""
        settings = self.settings(path)
        ours = analysis.count() or analysis.uses or analysis.problems
        if self.trusted or self._told or not settings.rules or not ours:
            return
        self._told = True
        self.complaints.append(
            f"the rule folders that {os.path.basename(settings.path or 'asllint.toml')} names were "
            "not loaded, because their Python would run and nobody has said that this workspace is "
            'trusted: trust it, or let the editor send the initialization option "trusted": true'
        )

    def repaired(self, path: str) -> str | None:
        """The current text of a file after all safe fixes; None when there are none."""
        from asllint.workspace.fixing import repair_text

        known = self.known(path)
        try:
            outcome = repair_text(self._linter, known.analysis.file.text, path, uses=known.uses)
        except (SettingsError, RuleError) as error:
            self._complain(error)
            return None
        return outcome.repaired[0].text if outcome.repaired else None

    def read(self, path: str) -> tuple[str, list[Problem]]:
        """The text of a file, as it is open or on the disk. Raises `OSError`."""
        text = self.texts.get(identity(path))
        return files.read(path) if text is None else (text, [])

    def settings(self, path: str) -> Settings:
        """The settings that hold for a file; the default ones when they can not be read."""
        try:
            return self._linter.settings_of(path)
        except SettingsError as error:
            self._complain(error)
            return Settings()

    def _declared_for(self, path: str) -> DeclaredFor | None:
        """What settings declare of the data from outside of a file, and what lies beside it."""
        sources = self._linter.sources(self.settings(path))

        def declared_for(definition: Definition) -> Declarations | None:
            found = self._conventions.declared_for(definition)
            declared = None if sources is None else sources.declared_for(definition)
            return found | declared if found and declared else found or declared

        return declared_for

    def of_settings(self) -> list[Report]:
        """The reports of settings files that name something which can not be used."""
        try:
            return list(self._linter.settings_reports())
        except (SettingsError, RuleError) as error:
            self._complain(error)
            return []

    def candidates(self, path: str, typed: str) -> list[tuple[str, bool]]:
        """What a path that a template names can go on with: names, and which are folders."""
        return references.candidates(path, typed, references.project_of(path, self.folders))

    def analysis_of(self, path: str) -> Analysis | None:
        """The analysis of any file, as it is now; None where it can not be read."""
        try:
            return self.known(path).analysis
        except OSError:
            return None

    def rule(self, path: str, name: str) -> Rule | None:
        """A rule by its id, as it is known where the file stands."""
        try:
            return self._linter.rulebook(self.settings(path)).rules.get(name)
        except (SettingsError, RuleError):
            return None

    def _complain(self, error: Exception) -> None:
        if str(error) not in self.complaints:
            self.complaints.append(str(error))

    # --- who uses what --------------------------------------------------------------------------

    def index(self) -> None:
        """Look through the workspace for templates, and note what they refer to."""
        self._by_template = {}
        try:
            project = self._project(self.folders)
            project.read_templates()
            for use in project.uses():
                self._by_template.setdefault(identity(use.file.path), []).append(use)
        except (FilesError, SettingsError, OSError) as error:
            self._complain(error)
        self._gather()

    def changed(self, path: str) -> list[str]:
        """Note what a changed text refers to now; the open files whose diagnostics that changes.

        The definitions that a template refers to or has referred to, the templates that refer to a
        definition, and whatever rests on what the file has said to others.
        """
        real = identity(path)
        before = self._by_template.get(real, [])
        analysis = self.known(path).analysis
        now = [use for use in analysis.uses if use.target is not None and use.target.text]
        affected = {use.file.path for use in self._uses.get(real, ())}
        if now or before:
            self._by_template[real] = now
            self._gather()
            affected |= {use.target.path for use in (*before, *now) if use.target is not None}
        for other in map(identity, affected):
            known = self._known.get(other)
            if known is not None and other != real and known.analysis.uses:
                self._forget(other)  # it has looked at the text that has changed
        reals = {*map(identity, affected), *self._outdated(real)} - {real}
        return [self._names[each] for each in sorted(reals) if each in self.texts]

    def _outdated(self, real: str) -> set[str]:
        """The files to which a changed one says something else now; that is asked for again."""
        self._others.forget(real)
        found = set()
        for other, known in self._known.items():
            if other != real and known.analysis.is_outdated():
                self._reports.pop(known.analysis, None)
                for analysis in (known.analysis, known.good):
                    analysis.look_around(self._others_of(self._names.get(other, other)))
                found.add(other)
        return found

    def is_used(self, path: str) -> bool:
        """Does a template refer to the file?"""
        return identity(path) in self._uses

    def analyses(self) -> Iterator[Analysis]:
        """The analyses of all files of the workspace."""
        try:
            yield from self._project(self.folders).analyses()
        except (FilesError, SettingsError, OSError) as error:
            self._complain(error)

    def workspace(self) -> Iterator[Report]:
        """The reports of all files of the workspace."""
        try:
            for analysis in self.analyses():
                yield self._linter.lint(analysis, self.breathe)
        except (SettingsError, RuleError) as error:
            self._complain(error)

    def _gather(self) -> None:
        uses: dict[str, list[Use]] = {}
        for each in self._by_template.values():
            for use in each:
                if use.target is not None:
                    uses.setdefault(identity(use.target.real), []).append(use)
        self._uses = uses

    def _others_of(self, path: str) -> Callable[[Question], Answer]:
        """Who answers what is asked about other files on behalf of one."""
        return lambda question: self._others.answer(path, question)

    def _new_others(self) -> Others:
        """The files around the open ones, of which nobody has asked anything yet."""

        def look(base: str, path: str) -> Target:
            # A question must not come between: it would find half an answer.
            return references.look(base, path, references.project_of(base, self.folders), self.read)

        return Others(look, lambda path: self._linter.type_for(self.settings(path)), identity)

    def _project(self, folders: list[str]) -> Project:
        project = Project(
            folders,
            self._linter.settings_for,
            self._linter.type_for,
            self._read,
            declared_for=self._declared_for,
        )
        project.folders = list(self.folders)
        return project

    def _read(self, path: str) -> tuple[str, list[Problem]]:
        self.breathe()
        return self.read(path)


def folders_of(paths: Iterable[str]) -> list[str]:
    """Those of some paths that are folders, none inside of another."""
    real = sorted({identity(path) for path in paths if os.path.isdir(path)})
    return [
        path
        for path in real
        if not any(path.startswith(os.path.join(other, "")) for other in real if other != path)
    ]
