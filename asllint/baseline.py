"""The baseline: findings that a team has decided to live with for now, so that only new ones show.

An entry goes by rule, pointer and what is underlined, not by lines: it survives when lines move,
when its state is renamed or moved, and when its file is. Every entry stands for one finding.
"""

from __future__ import annotations

import json
import os

from asllint.run import Report
from asllint.settings import SettingsError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from asllint.linting import Diagnostic

FILE_NAME = "asllint-baseline.json"
VERSION = 1
_FIELDS = ("file", "rule", "pointer", "fingerprint", "message")


class BaselineError(SettingsError):
    """A baseline that can not be used; the text is one line that says why."""


class Entry:
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

    def as_json(self) -> dict[str, str]:
        """The entry as it stands in the file."""
        return {name: getattr(self, name) for name in _FIELDS}


class Baseline:
    """The entries of one file."""

    def __init__(self, path: str, entries: Iterable[Entry] = ()) -> None:
        self.path = path
        self.folder = os.path.realpath(os.path.dirname(os.path.abspath(path)))
        self.entries = list(entries)
        self._keys: set[tuple[str, ...] | None] | None = None

    def entry(self, diagnostic: Diagnostic) -> Entry:
        """What stands for a finding."""
        from asllint.cache import digest

        span, text = diagnostic.span, diagnostic.file.text
        shown = " ".join(text[span.start : span.end].split())
        return Entry(
            self.name(diagnostic.file.path), diagnostic.rule, diagnostic.pointer,
            digest(shown).hex()[:16], diagnostic.message,
        )  # fmt: skip

    def name(self, path: str) -> str:
        """How the baseline calls a file."""
        relative = os.path.relpath(os.path.realpath(path), self.folder)
        return relative.replace(os.sep, "/")

    def knows(self, diagnostic: Diagnostic) -> bool:
        """Does an entry stand for such a finding, however many there are of them?"""
        entry = self.entry(diagnostic)
        alike = (_elsewhere_in_the_file, self._in_a_renamed_file)
        if self._keys is None:
            self._keys = {same(one, known=True) for same in alike for one in self.entries}
        return any(same(entry, known=False) in self._keys for same in alike)

    def apply(self, reports: Iterable[Report]) -> tuple[list[Report], int, list[Entry]]:
        """The reports with new findings only, how many are known, and the entries that are gone.

        Gone are those whose file was checked, or does not exist any more.
        """
        reports = list(reports)
        found = [(self.entry(one), one) for report in reports for one in report.diagnostics]
        checked = {self.name(report.file.path) for report in reports}
        left = list(self.entries)
        known: set[int] = set()
        for same in (_exactly, _elsewhere_in_the_file, self._in_a_renamed_file):
            waiting: dict[tuple[str, ...], list[Entry]] = {}
            for entry in left:
                key = same(entry, known=True)
                if key is not None:
                    waiting.setdefault(key, []).append(entry)
            taken: set[int] = set()
            for entry, one in found:
                key = same(entry, known=False)
                if id(one) not in known and key is not None and waiting.get(key):
                    taken.add(id(waiting[key].pop(0)))
                    known.add(id(one))
            left = [entry for entry in left if id(entry) not in taken]
        new = [
            Report(
                report.file,
                report.definitions,
                [one for one in report.diagnostics if id(one) not in known],
            )
            for report in reports
        ]
        gone = [entry for entry in left if entry.file in checked or not self._exists(entry.file)]
        return new, len(known), gone

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
        return Baseline(self.path, [*kept, *now])

    def without(self, gone: Sequence[Entry]) -> Baseline:
        """The baseline without some of its entries."""
        ids = {id(entry) for entry in gone}
        return Baseline(self.path, [entry for entry in self.entries if id(entry) not in ids])

    def text(self) -> str:
        """The file: an entry a line, in an order that does not change by itself."""
        order = sorted(self.entries, key=lambda one: [getattr(one, name) for name in _FIELDS])
        lines = [json.dumps(entry.as_json(), ensure_ascii=False) for entry in order]
        body = ",\n    ".join(lines)
        findings = f"[\n    {body}\n  ]" if lines else "[]"
        return f'{{\n  "version": {VERSION},\n  "findings": {findings}\n}}\n'

    def _exists(self, name: str) -> bool:
        return os.path.exists(os.path.join(self.folder, name))

    def _in_a_renamed_file(self, entry: Entry, *, known: bool) -> tuple[str, ...] | None:
        if known and self._exists(entry.file):
            return None
        return "in any file", entry.rule, entry.pointer, entry.fingerprint


def _exactly(entry: Entry, *, known: bool) -> tuple[str, ...]:
    return entry.file, entry.rule, entry.pointer, entry.fingerprint


def _elsewhere_in_the_file(entry: Entry, *, known: bool) -> tuple[str, ...]:
    return entry.file, entry.rule, entry.fingerprint


def find() -> str | None:
    """The baseline that holds here: in the current folder, or above it in its repository."""
    folder = os.getcwd()
    while True:
        path = os.path.join(folder, FILE_NAME)
        if os.path.isfile(path):
            return os.path.relpath(path)
        parent = os.path.dirname(folder)
        if parent == folder or os.path.exists(os.path.join(folder, ".git")):
            return None
        folder = parent


def load(path: str) -> Baseline:
    """Read a baseline. Raises `BaselineError`."""
    try:
        with open(path, encoding="utf-8") as file:
            document = json.load(file)
        if document["version"] != VERSION:
            raise BaselineError(
                f"{path}: this is version {document['version']} of the format, and asllint knows "
                f"version {VERSION}: write it anew by `asllint baseline`"
            )
        entries = [Entry(**{name: one[name] for name in _FIELDS}) for one in document["findings"]]
    except OSError as error:
        raise BaselineError(f"{path}: {(error.strerror or str(error)).lower()}") from None
    except (ValueError, KeyError, TypeError, RecursionError):
        raise BaselineError(
            f"{path}: this is no baseline of asllint: write it anew by `asllint baseline`"
        ) from None
    return Baseline(path, entries)
