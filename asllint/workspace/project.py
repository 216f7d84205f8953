"""Many files together: templates are read first, so that a definition knows who uses it.

Every file is read and reported once, however many templates refer to it. What a template refers to
is read even where nobody named it, and comes right after the template.
"""

from __future__ import annotations

import os

from asllint.engine.analysis import Analysis
from asllint.engine.reading import analyze
from asllint.hosts.look import Look
from asllint.hosts.use import DEFINITION
from asllint.source.text import SourceFile
from asllint.workspace import files
from asllint.workspace.files import FilesError
from asllint.workspace.settings import SettingsError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterator, Sequence
    from typing import TypeVar

    from asllint.facts.others import Answer, Question
    from asllint.hosts.definition import DeclaredFor
    from asllint.hosts.given import Given
    from asllint.hosts.use import Lookup, Target, Use
    from asllint.syntax.node import Problem
    from asllint.workspace.files import Read
    from asllint.workspace.others import Others
    from asllint.workspace.settings import Settings

    T = TypeVar("T")


MAX_CHAIN = 50
"""So many files may lead one to the other; more is a machine's work, or a trap."""

KEPT = 8_000_000
"""So many characters are kept in memory between the first look at the files and the second."""


class Item:
    """A file of a run."""

    __slots__ = (
        "analysis", "base", "behind", "empty", "failed", "found", "is_template", "look", "named",
        "path", "read", "real", "size",
    )  # fmt: skip

    def __init__(self, path: str, *, named: bool = False, base: str = "") -> None:
        self.path = path
        self.real = os.path.realpath(path)
        self.named = named
        """Did the user name it, rather than a folder around it?"""
        self.base = base or path
        """The template that paths in it start from."""
        self.failed = False
        """Could it not be read?"""
        self.empty = False
        """Did a quick look show that there is nothing for us in it?"""
        self.is_template = False
        """Did a quick look show that there may be state machines of a template in it?"""
        self.size = 0
        """How many characters it has, once somebody has looked."""
        self.read: tuple[str, list[Problem]] | None = None
        """What was read at the first look, if there was room to keep it."""
        self.look: Look | None = None
        """The look at that."""
        self.analysis: Analysis | None = None
        """What came of a template; anything else is analysed when its turn comes."""
        self.found: References | None = None
        """What a template refers to, once it has been noted."""
        self.behind: list[Item] = []
        """The files that nobody but this template names: they come right after it."""

    def drop_text(self) -> None:
        """Make room: whoever needs the text reads it again."""
        self.read = self.look = None


class References:
    """What one template refers to, directly and through the parts it takes in; picklable."""

    __slots__ = ("chains", "looked", "parts", "targets", "uses")

    def __init__(self) -> None:
        self.targets: list[tuple[str, str]] = []
        """The files that were found, by path and real path, in the order of the template."""
        self.uses: list[Use] = []
        """How it uses them, one for each; none where only the files are remembered."""
        self.parts: set[tuple[str, str, tuple[str, ...]]] = set()
        """The parts of files that have been looked into, however often they are referred to."""
        self.chains: dict[str, tuple[str, ...]] = {}
        """By the real path of a file, the files that led to it and itself."""
        self.looked: list[tuple[str, Target]] = []
        """Everything that was looked for, found or not, with the path it was looked for as."""


class Context:
    """What templates say about one file; picklable."""

    __slots__ = ("base", "chain", "uses")

    def __init__(self, base: str) -> None:
        self.base = base
        """The path that references in the file start from."""
        self.uses: list[Use] = []
        self.chain: tuple[str, ...] = ()
        """The files that led to it and itself: none of them may come once more."""


class Project:
    """The files of one run.

    First each file is glanced at, then templates are read (`references`), then it is known who
    uses which definition, and everything else can be read in any order. Raises `FilesError` for
    what can not be looked at, as `files.find` does.
    """

    def __init__(
        self,
        paths: Sequence[str],
        settings_for: Callable[[str], Settings],
        type_for: Callable[[Settings], str],
        read: Read = files.read,
        only: Container[str] | None = None,
        unread: list[str] | None = None,
        given: Given | None = None,
        declared_for: Callable[[str], DeclaredFor | None] = lambda _: None,
    ) -> None:
        self._settings_for = settings_for
        self._type_for = type_for
        self._given = given
        self._declared_for = declared_for
        self.read = read
        """How to read a file: an editor knows better than the disk what is in an open one."""
        self.folders = [path for path in paths if os.path.isdir(path)]
        """Where references may lead; the outermost counts."""
        self.unread: list[str] = [] if unread is None else unread
        """What could not be read, and why, a line each."""
        self.items = [
            Item(path, named=named)
            for path, named in files.find(list(paths), settings_for, self.unread)
        ]
        """The files that were found, in the order of their paths."""
        if only is not None:  # real paths, of which some have been looked at before
            self.items = [item for item in self.items if item.real in only]
        self.crashed: Callable[[str, Exception], object] | None = None
        """Who wants to know of files at which something unforeseen has happened; None: nobody."""
        self._kept = 0
        self._others: Others | None = None
        self._known = {item.real for item in self.items}
        self._referrers: dict[str, list[Item]] = {}

    def analyses(self) -> Iterator[Analysis]:
        """The analysis of each file, in the order of their paths; empty for what is not ours."""
        self.read_templates(keep=True)
        for item in self.ordered():
            found = self._guarded(item, self.analysis)
            if found is not None:
                yield found
            item.analysis = None
            item.drop_text()

    def read_templates(self, *, keep: bool = False) -> None:
        """Read all templates, and note what they refer to; `keep` their analyses for later."""
        for item in self.items:
            self.glance(item)
            if item.is_template:
                found = self._guarded(item, self.references)
                self.note(item, found or References())
            if not keep:
                item.analysis = None
            item.drop_text()

    def _guarded(self, item: Item, work: Callable[[Item], T]) -> T | None:
        """What comes of a file; None, and a note, where something unforeseen happens at it."""
        try:
            return work(item)
        except Exception as error:
            if self.crashed is None or isinstance(error, (SettingsError, FilesError)):
                raise
            self.crashed(item.path, error)
            item.empty = item.failed = True
            return None

    def ordered(self) -> list[Item]:
        """All files, with those that only a template names right behind it."""
        return [each for item in self.items for each in (item, *item.behind)]

    def uses(self) -> Iterator[Use]:
        """How the templates that have been noted use files."""
        for item in self.items:
            if item.found is not None:
                yield from item.found.uses

    def referrers(self, item: Item) -> Sequence[Item]:
        """The templates that refer to a file, once all are noted."""
        return self._referrers.get(item.real, ())

    def lookup(self, base: str, found: References | None = None) -> Lookup:
        """How to find what a template refers to; what was found is noted, too."""

        def look(reference: str) -> Target:
            target = self._look(base, reference)
            if found is not None:
                found.looked.append((reference, target))
            return target

        return look

    @property
    def others(self) -> Others:
        """Who answers when facts are asked about a file from another one."""
        if self._others is None:
            from asllint.workspace.others import Others  # few files ask

            self._others = Others(self._look, self._type)
        return self._others

    def _look(self, base: str, reference: str) -> Target:
        from asllint.workspace import references  # few files refer to another

        project = references.project_of(base, self.folders)
        return references.look(base, reference, project, self.read)

    def surround(self, analysis: Analysis) -> Analysis:
        """Let the facts about a file ask about the others."""
        path = analysis.file.path

        def answer(question: Question) -> Answer:
            return self.others.answer(path, question)

        analysis.look_around(answer)
        return analysis

    def glance(self, item: Item) -> None:
        """A quick look: is it a template, or may it be ours at all?"""
        text, problems = item.read = self.text(item)
        item.size = len(text)
        if item.failed:
            item.empty = True
            return
        if any(problem.kind == "definition-size" for problem in problems):
            head = files.read_head(item.path)
            if item.named or Look(item.path, head).hosts:
                item.analysis = Analysis(SourceFile(item.path, ""), problems=problems)
                return
        look = Look(item.path, text)
        item.is_template = bool(look.hosts)
        if not item.is_template:
            item.empty = not (problems or look.may_be_ours(named=item.named))
        if item.empty or self._kept + len(text) >= KEPT:
            item.drop_text()
        else:
            self._kept += len(text)
            item.look = look

    def references(self, item: Item) -> References:
        """Read a template: what it refers to. Its analysis is kept with the item."""
        text, problems = self.text(item)
        found = References()
        item.analysis = self.surround(analyze(
            text, item.path, workflow_type=self._type(item.path), named=item.named,
            problems=problems, lookup=self.lookup(item.path, found), look=item.look,
            given=self._given, declared_for=self._declared_for(item.path),
        ))  # fmt: skip
        self._follow(item.path, item.analysis, found, (item.real,))
        return found

    def _follow(
        self, base: str, analysis: Analysis, found: References, chain: tuple[str, ...]
    ) -> None:
        """Gather what an analysis refers to; `chain` are the files that led to it."""
        found.chains.setdefault(chain[-1], chain)
        _cut(analysis, chain)
        for use in analysis.uses:
            target = use.target
            if target is None or target.text is None:
                continue
            found.uses.append(use)
            found.targets.append((target.path, target.real))
            part = (target.real, use.part, use.address)
            if use.part != DEFINITION and part not in found.parts and len(chain) < MAX_CHAIN:
                found.parts.add(part)
                inner = analyze(
                    target.text, target.path, uses=[use], lookup=self.lookup(base, found)
                )
                self._follow(base, inner, found, (*chain, target.real))

    def note(self, item: Item, found: References) -> None:
        """Take over what a template refers to."""
        item.found = found
        for path, real in found.targets:
            referrers = self._referrers.setdefault(real, [])
            if not referrers or referrers[-1] is not item:
                referrers.append(item)
            item.behind += self._added(item, path, real)

    def _added(self, item: Item, path: str, real: str) -> list[Item]:
        """A file that only a template names, unless settings or git leave it out."""
        if real in self._known:
            return []
        absolute = os.path.abspath(path)
        settings = self._settings_for(os.path.dirname(absolute))
        ignored = not item.named and files.is_ignored(real)
        if settings.leaves_out(absolute) or (ignored and not files.is_ignored(item.real)):
            return []
        self._known.add(real)
        return [Item(path, named=True, base=item.base)]

    def text(self, item: Item) -> tuple[str, list[Problem]]:
        """The text of a file, and what is wrong with its bytes; empty where it can not be read."""
        if item.read is not None:
            return item.read
        try:
            return self.read(item.path)
        except OSError as error:
            item.failed = True
            if item.named or not isinstance(error, FileNotFoundError):  # else it is gone, no more
                self.unread.append(str(files.cannot_read(item.path, error)))
            return "", []

    def analysis(self, item: Item, context: Context | None = None) -> Analysis:
        """What a file holds, given all templates, or what they say about it."""
        context = context or self.context(item)
        if item.analysis is not None and not context.uses:
            return item.analysis
        if item.empty and not context.uses:
            return Analysis(SourceFile(item.path, ""))
        text, problems = self.text(item)
        if item.failed:
            return Analysis(SourceFile(item.path, ""))
        analysis = analyze(
            text, item.path, workflow_type=self._type(item.path), named=item.named,
            problems=problems, uses=context.uses, lookup=self.lookup(context.base),
            look=item.look, given=self._given, declared_for=self._declared_for(item.path),
        )  # fmt: skip
        _cut(analysis, context.chain)
        return self.surround(analysis)

    def context(self, item: Item) -> Context:
        """What the templates that refer to a file say about it; they are read if need be."""
        referrers = self.referrers(item)
        context = Context(referrers[0].base if referrers else item.path)
        for template in referrers:
            if template.found is None or not template.found.uses:
                template.found = self.references(template)
            context.uses += [
                use
                for use in template.found.uses
                if use.target is not None and use.target.real == item.real
            ]
            context.chain = context.chain or template.found.chains.get(item.real, ())
        return context

    def _type(self, path: str) -> str:
        return self._type_for(self._settings_for(os.path.dirname(os.path.abspath(path))))


def _cut(analysis: Analysis, chain: Sequence[str]) -> None:
    """Take away the text of what would be read inside of itself."""
    for use in analysis.uses:
        if use.target is not None and use.target.real in chain and not use.address:
            use.target.text, use.target.problem = None, "circular"
