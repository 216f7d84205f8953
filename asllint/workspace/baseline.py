"""The baseline: findings that a team has decided to live with for now, so that only new ones show.

An entry goes by rule, pointer and what is underlined, not by lines: it survives when lines move,
when its state is renamed or moved, and when its file is. Every entry stands for one finding.
"""

from __future__ import annotations

import json
import os
import re
from functools import lru_cache

from asllint.workspace.run import Report
from asllint.workspace.settings import SettingsError, is_within, repository_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from typing import Any

    from asllint.engine.linting import Diagnostic

FILE_NAME = "asllint-baseline.json"
VERSION = 1
_STATES = "/States/"
_FIELDS = ("file", "rule", "pointer", "fingerprint", "message")


class BaselineError(SettingsError):
    """A baseline that can not be used; the text is one line that says why."""


class KnownFinding:
    """One finding that is known. `file` is relative to the baseline's folder, with slashes."""

    __slots__ = _FIELDS

    def __init__(
        self, file: str, rule: str, pointer: str, fingerprint: str, message: str = ""
    ) -> None:
        self.file = file
        self.rule = rule
        self.pointer = pointer
        self.fingerprint = fingerprint
        """Stands for the characters that are underlined."""
        self.message = message
        """For people who read the file; it is not compared."""

    def of(self, rule: str) -> KnownFinding:
        """The same finding, as one of another rule."""
        return KnownFinding(self.file, rule, self.pointer, self.fingerprint, self.message)

    def as_json(self) -> dict[str, str]:
        """The entry as it stands in the file."""
        return {name: getattr(self, name) for name in _FIELDS}


class Baseline:
    """The entries of one file.

    `former_names` gives the names that the rule of a finding had: entries with one of them stand
    for it, too.
    """

    def __init__(
        self,
        path: str,
        entries: Iterable[KnownFinding] = (),
        former_names: Callable[[Diagnostic], Iterable[str]] = lambda _: (),
    ) -> None:
        self.path = path
        self.former_names = former_names
        self.folder = os.path.realpath(os.path.dirname(os.path.abspath(path)))
        self.entries = list(entries)
        self._rules = {entry.rule for entry in self.entries}
        self._keys: set[tuple[str, ...] | None] | None = None
        self._renamable: dict[tuple[str, ...], list[str]] | None = None

    def entry(self, diagnostic: Diagnostic) -> KnownFinding:
        """What stands for a finding."""
        span, text = diagnostic.span, diagnostic.file.text
        return KnownFinding(
            self.name(diagnostic.file.path), diagnostic.rule, diagnostic.pointer,
            _fingerprint(text[span.start : span.end]), diagnostic.message,
        )  # fmt: skip

    def name(self, path: str) -> str:
        """How the baseline calls a file."""
        relative = os.path.relpath(os.path.realpath(path), self.folder)
        return relative.replace(os.sep, "/")

    def _spellings(self, diagnostic: Diagnostic) -> list[KnownFinding]:
        """What may stand for a finding: by its rule, and by the names that the rule had."""
        entry = self.entry(diagnostic)
        former = [name for name in self.former_names(diagnostic) if name in self._rules]
        return [entry, *map(entry.of, former)]

    def knows(self, diagnostic: Diagnostic) -> bool:
        """Does an entry stand for such a finding, however many there are of them?"""
        text = diagnostic.file.text
        return any(self._is_among(entry, text) for entry in self._spellings(diagnostic))

    def _is_among(self, entry: KnownFinding, text: str) -> bool:
        """Does an entry stand for such a finding in a file of this text?"""
        alike = (_elsewhere_in_the_file, self._in_a_renamed_file)
        if self._keys is None:
            self._keys = {same(one, known=True) for same in alike for one in self.entries}
        if any(same(entry, known=False) in self._keys for same in alike):
            return True
        if self._renamable is None:
            self._renamable = {}
            for one in self.entries:
                for key, name, _ in _without_a_name(one):
                    self._renamable.setdefault(key, []).append(name)
        keys = _keys(text)
        return any(
            old not in keys
            for key, name, surely in _without_a_name(entry)
            if surely or name in keys
            for old in self._renamable.get(key, ())
        )

    def apply(self, reports: Iterable[Report]) -> tuple[list[Report], int, list[KnownFinding]]:
        """The reports with new findings only, how many are known, and the entries that are gone.

        Gone are those whose file was checked, or does not exist any more.
        """
        reports = list(reports)
        known, gone = self._compared(reports)
        new = [
            Report(
                report.file,
                report.definitions,
                [one for one in report.diagnostics if id(one) not in known],
            )
            for report in reports
        ]
        return new, len(known), gone

    def _compared(
        self, reports: Sequence[Report]
    ) -> tuple[dict[int, KnownFinding], list[KnownFinding]]:
        """By the ids of findings the entries that stand for them, and the entries that are gone."""
        found = [(self._spellings(one), one) for report in reports for one in report.diagnostics]
        texts = {self.name(report.file.path): report.file.text for report in reports}
        known, left = self._matched(found, texts)
        gone = [entry for entry in left if entry.file in texts or not self._exists(entry.file)]
        return known, gone

    def _matched(
        self, found: Sequence[tuple[list[KnownFinding], Diagnostic]], texts: Mapping[str, str]
    ) -> tuple[dict[int, KnownFinding], list[KnownFinding]]:
        """By the ids of findings the entries that stand for them, and the other entries."""

        def at_a_renamed_state(entry: KnownFinding, *, known: bool) -> tuple[str, ...] | None:
            keys = _keys(texts.get(entry.file, ""))
            for key, name, surely in _without_a_name(entry):
                if (name not in keys) if known else (surely or name in keys):
                    return key
            return None

        known: dict[int, KnownFinding] = {}
        left = list(self.entries)
        alike = (_exactly, _elsewhere_in_the_file, at_a_renamed_state, self._in_a_renamed_file)
        for same in alike:
            waiting: dict[tuple[str, ...], list[KnownFinding]] = {}
            for entry in left:
                key = same(entry, known=True)
                if key is not None:
                    waiting.setdefault(key, []).append(entry)
            taken: set[int] = set()
            for spellings, one in found if waiting else ():
                for entry in spellings if id(one) not in known else ():
                    key = same(entry, known=False)
                    if key is not None and waiting.get(key):
                        known[id(one)] = waiting[key].pop(0)
                        taken.add(id(known[id(one)]))
                        break
            left = [entry for entry in left if id(entry) not in taken]
        return known, left

    def updated(self, reports: Iterable[Report]) -> Baseline:
        """The baseline of what is found now; what it says of files not checked stays."""
        reports = list(reports)
        checked = {self.name(report.file.path) for report in reports}
        kept = [
            entry
            for entry in self.entries
            if entry.file not in checked and self._exists(entry.file)
        ]
        now = [self.entry(one) for report in reports for one in report.diagnostics]
        return Baseline(self.path, [*kept, *now], self.former_names)

    def pruned(self, reports: Iterable[Report]) -> Baseline:
        """The baseline without what is gone, and with the names that rules have now."""
        reports = list(reports)
        known, gone = self._compared(reports)
        rules = {
            id(known[id(one)]): one.rule
            for report in reports
            for one in report.diagnostics
            if id(one) in known
        }
        left = {id(entry): entry for entry in self.entries}
        for entry in gone:
            del left[id(entry)]
        entries = [entry.of(rules.get(key, entry.rule)) for key, entry in left.items()]
        return Baseline(self.path, entries, self.former_names)

    def text(self) -> str:
        """The file: an entry a line, in an order that does not change by itself."""
        order = sorted(self.entries, key=lambda one: [getattr(one, name) for name in _FIELDS])
        lines = [json.dumps(entry.as_json(), ensure_ascii=False) for entry in order]
        body = ",\n    ".join(lines)
        findings = f"[\n    {body}\n  ]" if lines else "[]"
        return f'{{\n  "version": {VERSION},\n  "findings": {findings}\n}}\n'

    def _exists(self, name: str) -> bool:
        return os.path.exists(os.path.join(self.folder, name))

    def _in_a_renamed_file(self, entry: KnownFinding, *, known: bool) -> tuple[str, ...] | None:
        if known and self._exists(entry.file):
            return None
        return "in any file", entry.rule, entry.pointer, entry.fingerprint


def _fingerprint(text: str) -> str:
    """What stands for an underlined text, however its lines are broken."""
    from asllint.workspace.cache import digest

    return digest(" ".join(text.split())).hex()[:16]


def _exactly(entry: KnownFinding, *, known: bool) -> tuple[str, ...]:
    return entry.file, entry.rule, entry.pointer, entry.fingerprint


def _elsewhere_in_the_file(entry: KnownFinding, *, known: bool) -> tuple[str, ...]:
    return entry.file, entry.rule, entry.fingerprint


def _without_a_name(entry: KnownFinding) -> Iterator[tuple[tuple[str, ...], str, bool]]:
    """Where a state's name is underlined: what stands for the finding without it, and the name.

    It is the name of a state in the pointer, the last or one around it; or, where a transition is
    underlined, one of which the message speaks: then only a look at the file tells that it is one.
    """
    start = 0
    while (at := entry.pointer.find(_STATES, start)) >= 0:
        start = at + len(_STATES)
        rest = entry.pointer[start:]
        # A name may hold a slash, and nothing tells it from the one behind the name.
        for end in [*(slash.start() for slash in re.finditer("/", rest)), len(rest)]:
            if _stands_for(entry.fingerprint, rest[:end]):
                around = entry.pointer[:start], rest[end:]
                yield ("at a state", entry.file, entry.rule, *around), rest[:end], True
    if entry.pointer.endswith(("/Next", "/Default", "/StartAt")):
        for name in entry.message.split('"')[1::2]:
            if _stands_for(entry.fingerprint, name):
                yield ("to a state", entry.file, entry.rule, entry.pointer), name, False


def _stands_for(fingerprint: str, name: str) -> bool:
    """Is it the name that is underlined, in any way to write it?"""
    quoted = {json.dumps(name, ensure_ascii=False), json.dumps(name)}
    in_a_text = {json.dumps(each)[1:-1] for each in quoted}
    ways = {name, f"'{name}'", *quoted, *in_a_text}
    return any(_fingerprint(way) == fingerprint for way in ways)


@lru_cache(4)
def _keys(text: str) -> frozenset[str]:
    """What stands before a colon (or an equals sign, in Terraform): most likely the keys.

    A text is all that a report keeps of its file. One key too many is a finding that is new.
    """
    pattern = re.compile(
        r'"([^"\n]{1,200})"[ \t]{0,9}[:=]'
        r"|(?:^|[{,])[ \t-]*(?:([^\s\"'{},:=-][^\n{},:=]{0,200})|'([^'\n]{1,200})'[ \t]{0,9})[:=]",
        re.MULTILINE,
    )
    found = (match[match.lastindex or 0] for match in pattern.finditer(text))
    return frozenset(map(_unescaped, found))


def _unescaped(key: str) -> str:
    key = key.rstrip("\\ \t")  # the quote behind it is escaped where JSON is a text of a template
    if "\\" in key:
        try:
            return str(json.loads(f'"{key}"'))
        except ValueError:
            pass
    return key


def find() -> str | None:
    """The baseline that holds here: in the current folder, or above it in its repository.

    Raises `BaselineError` where it is a link that leads out of there.
    """
    folder = os.getcwd()
    top = repository_of(folder) or folder
    while not os.path.isfile(path := os.path.join(folder, FILE_NAME)):
        if folder == top:
            return None
        folder = os.path.dirname(folder)
    shown = os.path.relpath(path)
    if not is_within(os.path.realpath(path), os.path.realpath(top)):
        raise BaselineError(
            f"{shown}: this is a link that leads out of the project: --baseline names the file"
        )
    return shown


def _entry(value: Any) -> KnownFinding:
    """An entry as it stands in the file; raises `TypeError` or `KeyError` for anything else."""
    fields = {name: value[name] for name in _FIELDS}
    if not all(isinstance(field, str) for field in fields.values()):
        raise TypeError("every field of an entry is a text")
    return KnownFinding(**fields)


def load(path: str, former_names: Callable[[Diagnostic], Iterable[str]] = lambda _: ()) -> Baseline:
    """Read a baseline; `former_names` as `Baseline` takes it. Raises `BaselineError`."""
    try:
        with open(path, encoding="utf-8") as file:
            document = json.load(file)
        version = document["version"]
        if not isinstance(version, int):
            raise TypeError("a version is a number")
        if version != VERSION:
            raise BaselineError(
                f"{path}: this is version {version} of the format, and asllint knows "
                f"version {VERSION}: write it anew by `asllint baseline`"
            )
        entries = [_entry(one) for one in document["findings"]]
    except OSError as error:
        raise BaselineError(f"{path}: {(error.strerror or str(error)).lower()}") from None
    except (ValueError, KeyError, TypeError, RecursionError):
        raise BaselineError(
            f"{path}: this is no baseline of asllint: write it anew by `asllint baseline`"
        ) from None
    return Baseline(path, entries, former_names)
