"""Many files together: templates are read first, so that a definition knows who uses it.

Every file is read and reported once, however many templates refer to it. What a template refers to
is read even where nobody named it, and comes right after the template.
"""

from __future__ import annotations

import os

from asllint import files
from asllint.analysis import Analysis
from asllint.hosts import templates
from asllint.hosts.use import DEFINITION
from asllint.reading import analyze, may_be_ours
from asllint.text import SourceFile

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterator, Sequence

    from asllint.files import Read
    from asllint.hosts.use import Lookup, Target, Use
    from asllint.settings import Settings
    from asllint.syntax.node import Problem


MAX_CHAIN = 50
"""So many files may lead one to the other; more is a machine's work, or a trap."""

KEPT = 32_000_000
"""So many characters are kept in memory between the first look at the files and the second."""


class _Item:
    """A file to analyse."""

    __slots__ = ("analysis", "base", "empty", "named", "path", "read", "real")

    def __init__(self, path: str, *, named: bool = False, base: str = "") -> None:
        self.path = path
        self.real = os.path.realpath(path)
        self.named = named
        """Did the user name it, rather than a folder around it?"""
        self.base = base or path
        """The template that paths in it start from."""
        self.empty = False
        """Did a quick look show that there is nothing for us in it?"""
        self.read: tuple[str, list[Problem]] | None = None
        """What was read at the first look, if there was room to keep it."""
        self.analysis: Analysis | None = None
        """What came of a template; anything else is analysed when its turn comes."""


class Project:
    """The files of one run.

    Raises `FilesError` for what can not be looked at, as `files.find` does.
    """

    def __init__(
        self,
        paths: Sequence[str],
        settings_for: Callable[[str], Settings],
        type_for: Callable[[Settings], str],
        read: Read = files.read,
        only: Container[str] | None = None,
    ) -> None:
        self._settings_for = settings_for
        self._type_for = type_for
        self._read = read
        """How to read a file: an editor knows better than the disk what is in an open one."""
        self._folders = [path for path in (*paths, os.curdir) if os.path.isdir(path)]
        self._items = [
            _Item(path, named=named) for path, named in files.find(list(paths), settings_for)
        ]
        if only is not None:  # real paths, of which some have been looked at before
            self._items = [item for item in self._items if item.real in only]
        self._kept = 0
        self._followed: set[tuple[str, str, tuple[str, ...]]] = set()
        """The parts of files that have been looked into, however many files refer to them."""
        self._known = {item.real for item in self._items}
        self._uses: dict[str, list[Use]] = {}
        self._bases: dict[str, str] = {}
        """By the real path of a file that is a part of a template, the path of that template."""
        self._chains: dict[str, tuple[str, ...]] = {}
        """By the same, the files that led to it and itself: none of them may come once more."""

    def analyses(self) -> Iterator[Analysis]:
        """The analysis of each file, in the order of their paths; empty for what is not ours."""
        ordered: list[_Item] = []
        for item in self._items:
            ordered.append(item)
            self._first_look(item, ordered)
        for item in ordered:
            yield self._analysis(item)
            item.analysis = item.read = None

    def uses(self) -> dict[str, list[Use]]:
        """How templates use each file, by its real path; nothing but templates is analysed."""
        ordered: list[_Item] = []
        for item in self._items:
            self._first_look(item, ordered)
            item.analysis = item.read = None
        return self._uses

    def lookup(self, base: str) -> Lookup:
        """How to find what a template refers to."""

        def look(reference: str) -> Target:
            from asllint import references  # few files refer to another

            project = references.project_of(base, self._folders)
            return references.look(base, reference, project, self._read)

        return look

    def _first_look(self, item: _Item, ordered: list[_Item]) -> None:
        """Read a template, and note what it refers to; of other files, whether they are ours."""
        text, problems = self._read(item.path)
        if any(problem.kind == "definition-size" for problem in problems):
            head = files.read_head(item.path)
            if item.named or templates.hosts_of(item.path, head):
                item.analysis = Analysis(SourceFile(item.path, ""), problems=problems)
                return
        if templates.hosts_of(item.path, text):
            item.analysis = analyze(
                text, item.path, workflow_type=self._type(item.path), named=item.named,
                problems=problems, lookup=self.lookup(item.path),
            )  # fmt: skip
            self._note(item, item.analysis, ordered, (item.real,))
        else:
            item.empty = not (problems or may_be_ours(item.path, text, named=item.named))
            if not item.empty and self._kept + len(text) < KEPT:
                self._kept += len(text)
                item.read = text, problems

    def _note(
        self, item: _Item, analysis: Analysis, ordered: list[_Item], chain: tuple[str, ...]
    ) -> None:
        """Note what an analysis refers to; `chain` are the files that led to it."""
        self._chains.setdefault(chain[-1], chain)
        _cut(analysis, chain)
        for use in analysis.uses:
            target = use.target
            if target is None or target.text is None:
                continue
            self._uses.setdefault(target.real, []).append(use)
            self._bases.setdefault(target.real, item.base)
            self._add(item, target, ordered)
            part = (target.real, use.part, use.address)
            if use.part != DEFINITION and part not in self._followed and len(chain) < MAX_CHAIN:
                self._followed.add(part)
                inner = analyze(target.text, target.path, uses=[use], lookup=self.lookup(item.base))
                self._note(item, inner, ordered, (*chain, target.real))

    def _add(self, item: _Item, target: Target, ordered: list[_Item]) -> None:
        """Add a file that only a template names, unless settings or git leave it out."""
        if target.real in self._known:
            return
        absolute = os.path.abspath(target.path)
        settings = self._settings_for(os.path.dirname(absolute))
        ignored = not item.named and files.is_ignored(target.real)
        if settings.leaves_out(absolute) or (ignored and not files.is_ignored(item.real)):
            return
        self._known.add(target.real)
        ordered.append(_Item(target.path, named=True, base=item.base))

    def _analysis(self, item: _Item) -> Analysis:
        uses = self._uses.get(item.real, [])
        if item.analysis is not None and not uses:
            return item.analysis
        if item.empty and not uses:
            return Analysis(SourceFile(item.path, ""))
        text, problems = item.read or self._read(item.path)
        analysis = analyze(
            text, item.path, workflow_type=self._type(item.path), named=item.named,
            problems=problems, uses=uses,
            lookup=self.lookup(self._bases.get(item.real, item.path)),
        )  # fmt: skip
        _cut(analysis, self._chains.get(item.real, ()))
        return analysis

    def _type(self, path: str) -> str:
        return self._type_for(self._settings_for(os.path.dirname(os.path.abspath(path))))


def _cut(analysis: Analysis, chain: Sequence[str]) -> None:
    """Take away the text of what would be read inside of itself."""
    for use in analysis.uses:
        if use.target is not None and use.target.real in chain and not use.address:
            use.target.text, use.target.problem = None, "circular"
