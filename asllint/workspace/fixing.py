"""Repair files: apply the fixes of findings, round by round, and write what has changed.

A round lints everything, takes the fixes that do not touch each other, and changes texts in memory;
templates and their definitions stay consistent, because the next round reads what was changed. Only
then files are written, each as a whole, and none that somebody else has changed meanwhile.
"""

from __future__ import annotations

import os

from asllint.engine.reading import analyze
from asllint.hosts.look import STDIN
from asllint.syntax.node import UNREADABLE
from asllint.workspace import files
from asllint.workspace.run import Linter, Report
from asllint.workspace.writing import replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from typing import TypeAlias

    from asllint.engine.analysis import Analysis
    from asllint.engine.linting import Diagnostic
    from asllint.hosts.use import Use
    from asllint.syntax.node import Problem

    Texts: TypeAlias = Mapping[str, str]
    Lint: TypeAlias = Callable[[Texts, set[str] | None], list["_Look"]]
    Key: TypeAlias = tuple[str, str, str]

MAX_ROUNDS = 10
"""So many times everything is linted again, while fixes do what they promise."""

MAX_TRIALS = 100
"""So many times, when one fix after the other has to be tried."""

_FRAME = "definition-fragment"
"""The problem that is repaired around all others."""


class Repaired:
    """One file with what fixes have made of it, in memory."""

    __slots__ = ("before", "path", "repairs", "text")

    def __init__(self, path: str, before: str, text: str, repairs: list[Diagnostic]) -> None:
        self.path = path
        self.before = before
        """The text as it was read."""
        self.text = text
        self.repairs = repairs
        """What has been repaired in it, each in the text as it was then."""

    @property
    def count(self) -> int:
        """How many findings have been repaired in it."""
        return len(self.repairs)


class Outcome:
    """What came of a repair: the files that changed, and the report of what is left."""

    __slots__ = ("first", "repaired", "reports")

    def __init__(self, repaired: list[Repaired], first: list[Report], left: list[Report]) -> None:
        self.repaired = repaired
        """In the order of the reports; only files whose text is another one now."""
        self.first = first
        """The reports before the first fix."""
        self.reports = left
        """The reports over the repaired texts."""

    def without(self, unwritten: Iterable[Repaired]) -> Outcome:
        """The outcome when some files have stayed as they were."""
        paths = {_real(one.path) for one in unwritten}
        first = {_real(report.file.path): report for report in self.first}
        left = [
            first.get(_real(report.file.path), report)
            if _real(report.file.path) in paths
            else report
            for report in self.reports
        ]
        kept = [one for one in self.repaired if _real(one.path) not in paths]
        return Outcome(kept, self.first, left)

    def summary(self) -> str:
        """What was done, in one line."""
        count = sum(one.count for one in self.repaired)
        where = len(self.repaired)
        if not count:
            return "nothing to repair"
        return (
            f"repaired {count} finding{'' if count == 1 else 's'} "
            f"in {where} file{'' if where == 1 else 's'}"
        )


def repair_files(
    linter: Linter,
    paths: Sequence[str],
    *,
    unsafe: bool = False,
    wanted: Callable[[Diagnostic], bool] = lambda _: True,
) -> Outcome:
    """Repair what is found in files and folders, in memory.

    With `unsafe` those fixes are applied, too, that change more than the mistake. Only the findings
    that are `wanted` are repaired (a baseline wants no old ones). Raises what `Linter.run` raises.
    """
    paths = list(paths)
    linter.look_in(paths)

    def lint(texts: Texts, only: set[str] | None) -> list[_Look]:
        def read(path: str) -> tuple[str, list[Problem]]:
            text = texts.get(_real(path))
            return files.read(path) if text is None else (text, [])

        project = linter.project(paths, read=read, only=only)
        return [_Look(linter.lint(analysis), analysis) for analysis in project.analyses()]

    return _Repair(lint, unsafe, wanted).outcome()


def repair_text(
    linter: Linter,
    text: str,
    path: str = STDIN,
    *,
    problems: Sequence[Problem] = (),
    uses: Sequence[Use] = (),
    unsafe: bool = False,
    wanted: Callable[[Diagnostic], bool] = lambda _: True,
) -> Outcome:
    """Repair what is found in one text, as if it were the file `path`, used by some templates."""
    workflow_type = linter.type_for(linter.settings_of(path))
    project = linter.project([])
    lookup = project.lookup(path)

    def lint(texts: Texts, only: set[str] | None) -> list[_Look]:
        now = texts.get(_real(path), text)
        analysis = analyze(
            now, path, workflow_type=workflow_type, problems=problems, lookup=lookup, uses=uses,
            given=linter.options.given,
        )  # fmt: skip
        return [_Look(linter.lint(project.surround(analysis)), analysis)]

    return _Repair(lint, unsafe, wanted).outcome()


def write(one: Repaired) -> str | None:
    """Put the repaired text in the place of the file; returns one line that says why not, or None.

    The file appears under its name only when it is complete. A link keeps leading to the file, and
    the file keeps its mode. A file that is no longer what was read stays as it is.
    """
    real = _real(one.path)
    try:
        mode = os.stat(real).st_mode
        with open(real, "rb") as file:
            if file.read() != one.before.encode():
                return f'"{one.path}" has been changed meanwhile, and was not repaired'
        if not mode & 0o222 or not os.access(real, os.W_OK):
            return f'"{one.path}" is read-only, and was not repaired'
        replace(real, one.text.encode(), owner=True)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        return f'"{one.path}" can not be written, and was not repaired: {reason}'
    return None


def diff(one: Repaired, *, colour: bool = False) -> str:
    """The change of a file as a unified diff, which `git apply -p0` and `patch -p0` take."""
    from difflib import unified_diff  # slow to import, and nobody else needs it

    lines = []
    path = _quoted(one.path)
    for line in unified_diff(_lines(one.before), _lines(one.text), path, path):
        ending = "" if line.endswith("\n") else "\n\\ No newline at end of file\n"
        lines.append((_coloured(line) if colour else line) + ending)
    return "".join(lines)


def _quoted(path: str) -> str:
    """A path as git writes it in a diff: one that is not plain in quotes, its bytes escaped."""
    if path.isprintable() and not set(path) & {'"', "\\"}:
        return path
    special = {"\n": "\\n", "\r": "\\r", "\t": "\\t", '"': '\\"', "\\": "\\\\"}
    return '"' + "".join(special.get(char) or _octal(char) for char in path) + '"'


def _octal(char: str) -> str:
    if char.isprintable():
        return char
    return "".join(f"\\{byte:03o}" for byte in os.fsencode(char))


def _lines(text: str) -> list[str]:
    """The lines as `diff` sees them: they end with a line feed, and with nothing else."""
    lines = [line + "\n" for line in text.split("\n")]
    lines[-1] = lines[-1][:-1]
    return lines if lines[-1] else lines[:-1]


def _coloured(line: str) -> str:
    codes = {"-": "31", "+": "32", "@": "36"}
    code = "1" if line.startswith(("--- ", "+++ ")) else codes.get(line[0])
    body = line.rstrip("\r\n")
    return line if code is None else f"\x1b[{code}m{body}\x1b[0m{line[len(body) :]}"


def _real(path: str) -> str:
    return os.path.realpath(path)


# --- rounds -------------------------------------------------------------------------------------


class _Look:
    """What linting says about one file, and what hindered reading it."""

    __slots__ = ("linked", "real", "report", "troubles")

    def __init__(self, report: Report, analysis: Analysis) -> None:
        self.report = report
        self.real = _real(report.file.path)
        self.linked = {_real(use.file.path) for use in analysis.through}
        self.linked |= {use.target.real for use in analysis.uses if use.target is not None}
        self.linked |= {real for _, real, *_ in report.looked.values()}
        """The files that it refers to, asks about, or that refer to it, by their real paths."""
        self.troubles: dict[str, int] = {}
        """How many problems of each kind the readers met, whatever rules are selected."""
        pending = [analysis]
        while pending:
            one = pending.pop()
            pending += one.embedded
            for problem in one.problems:
                self.troubles[problem.kind] = self.troubles.get(problem.kind, 0) + 1

    def is_broken(self) -> bool:
        """Is what was read perhaps not what is meant, so that no rule may change it?"""
        return any(kind in self.troubles for kind in UNREADABLE)


class _RepairedFile:
    """A file that has findings with a fix."""

    __slots__ = ("applied", "before", "careful", "given_up", "path", "previous", "repairs", "text")

    def __init__(self, path: str, text: str) -> None:
        self.path = path
        self.before = self.text = self.previous = text
        """The text as read, as it is now, and as it was before the last round."""
        self.applied: list[Diagnostic] = []
        """What the last round has repaired, if it did."""
        self.careful = False
        """Has a round failed, so that one fix after the other has to be tried?"""
        self.given_up: set[Key] = set()
        self.repairs: list[Diagnostic] = []


class _Repair:
    """The rounds of one repair."""

    def __init__(self, lint: Lint, unsafe: bool, wanted: Callable[[Diagnostic], bool]) -> None:
        self.lint = lint
        self.unsafe = unsafe
        self.wanted = wanted
        self.files: dict[str, _RepairedFile] = {}
        """By real path."""
        self.texts: dict[str, str] = {}

    def outcome(self) -> Outcome:
        """Repair until there is nothing left to repair."""
        first = before = self.lint({}, None)
        rounds = 0
        while rounds < (MAX_TRIALS if self.is_careful() else MAX_ROUNDS) and self.apply(before):
            rounds += 1
            after = self.again(before)
            # After a text was put back, what was found in the meantime is not what is there.
            before = after if self.judge(before, after) else self.again(before)
        repaired = [
            Repaired(file.path, file.before, file.text, file.repairs)
            for file in self.files.values()
            if file.text != file.before
        ]
        return Outcome(repaired, [one.report for one in first], [one.report for one in before])

    def again(self, looks: list[_Look]) -> list[_Look]:
        """A new look at what has changed in this round, and at what is linked with it."""
        links: dict[str, set[str]] = {}
        for look in looks:
            for other in look.linked:
                links.setdefault(look.real, set()).add(other)
                links.setdefault(other, set()).add(look.real)
        pending = [real for real, file in self.files.items() if file.applied]
        only = set(pending)
        while pending:
            new = links.get(pending.pop(), set()) - only
            only |= new
            pending += new
        now = {look.real: look for look in self.lint(self.texts, only)}
        return [now.get(look.real, look) for look in looks]

    def is_careful(self) -> bool:
        """Does any file need more than a few rounds?"""
        return any(file.careful for file in self.files.values())

    def apply(self, looks: list[_Look]) -> bool:
        """Change the texts by what can be repaired at once; is there anything?"""
        for file in self.files.values():
            file.applied = []
        for look in looks:
            known = self.files.get(look.real)
            candidates = self.candidates(look, known)
            if candidates:
                file = known or _RepairedFile(look.report.file.path, look.report.file.text)
                self.files[look.real] = file
                file.applied = _chosen(candidates[:1] if file.careful else candidates)
                file.previous = file.text
                file.text = self.texts[look.real] = _edited(file.text, file.applied)
        return any(file.applied for file in self.files.values())

    def candidates(self, look: _Look, file: _RepairedFile | None) -> list[Diagnostic]:
        """The findings of a file that can be repaired now."""
        if "not-utf-8" in look.troubles:
            return []  # what would be written is not what stands there
        fixable = [
            one
            for one in look.report.diagnostics
            if one.fix is not None
            and one.fix.edits
            and not one.fix.draft
            and (one.fix.safe or self.unsafe)
            and self.wanted(one)
            and (file is None or _key(one) not in file.given_up)
            and _is_writable(one)
        ]
        if look.is_broken():
            fixable = [one for one in fixable if one.rule in look.troubles]
        # What hinders reading comes first: other fixes rest on what could be read. Then what is
        # clear, because it may well answer what is not. Directives come last: until then, what one
        # of them silences may be hidden by something else.
        reading = [one for one in fixable if one.rule in look.troubles]
        inner = [one for one in reading if one.rule != _FRAME]
        others = [one for one in fixable if not one.late]
        return _safe(inner) or inner or reading or _safe(others) or others or fixable

    def judge(self, before: list[_Look], after: list[_Look]) -> bool:
        """Put a text back when its fixes did not do what they promised; were all kept?"""
        was = {look.real: look for look in before}
        now = {look.real: look for look in after}
        kept = True
        for real, file in self.files.items():
            if not file.applied:
                continue
            if real in now and _is_better(file.applied, was[real], now[real]):
                file.repairs += file.applied
                continue
            kept = False
            if file.careful or len(file.applied) == 1:
                file.given_up |= {_key(one) for one in file.applied}
            file.careful = True
            file.text = self.texts[real] = file.previous
        return kept


def _is_writable(one: Diagnostic) -> bool:
    """Can what the fix writes stand in a file? Half of a surrogate pair can not."""
    edits = one.fix.edits if one.fix is not None else ()
    return not any("\ud800" <= char <= "\udfff" for edit in edits for char in edit.replacement)


def _safe(diagnostics: list[Diagnostic]) -> list[Diagnostic]:
    return [one for one in diagnostics if one.fix is not None and one.fix.safe]


def _key(one: Diagnostic) -> Key:
    """What tells a finding from others while the text around it changes."""
    return one.rule, one.message, one.pointer


def _chosen(candidates: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Findings whose fixes do not touch each other, the earlier ones first.

    Findings that are repaired by the very same edits are all repaired.
    """
    chosen: list[Diagnostic] = []
    taken: list[tuple[int, int]] = []
    known: set[tuple[tuple[int, int, str], ...]] = set()
    for one in candidates:
        assert one.fix is not None
        edits = tuple((edit.span.start, edit.span.end, edit.replacement) for edit in one.fix.edits)
        if edits not in known:
            if any(
                start <= last and first <= end for first, last, _ in edits for start, end in taken
            ):
                continue
            known.add(edits)
            taken += [(start, end) for start, end, _ in edits]
        chosen.append(one)
    return chosen


def _edited(text: str, applied: Iterable[Diagnostic]) -> str:
    """The text after the fixes of some findings, of which several may share one."""
    edits = {}
    for one in applied:
        for number, edit in enumerate(one.fix.edits if one.fix is not None else ()):
            edits[edit.span.start, edit.span.end, edit.replacement, number] = edit
    pieces, at = [], 0
    for edit in sorted(edits.values(), key=lambda edit: (edit.span.start, edit.span.end)):
        pieces += [text[at : edit.span.start], edit.replacement]
        at = edit.span.end
    return "".join([*pieces, text[at:]])


def _is_better(applied: list[Diagnostic], before: _Look, after: _Look) -> bool:
    """Are the findings gone that were repaired, and is the text as readable as it was?"""
    was, now = _counted(before.report.diagnostics), _counted(after.report.diagnostics)
    if any(now.get(told, 0) > was[told] - count for told, count in _counted(applied).items()):
        return False
    if after.report.definitions < before.report.definitions:
        return False  # it is not even taken for a definition any more
    if any(one.late for one in applied):
        others = _counted(one for one in after.report.diagnostics if not one.late)
        if any(count > was.get(told, 0) for told, count in others.items()):
            return False  # a directive was needed, after all
    if any(one.rule in before.troubles for one in applied):
        return sum(after.troubles.values()) < sum(before.troubles.values())
    return all(count <= before.troubles.get(kind, 0) for kind, count in after.troubles.items())


def _counted(diagnostics: Iterable[Diagnostic]) -> dict[tuple[str, str], int]:
    """How often each thing is said."""
    counts: dict[tuple[str, str], int] = {}
    for one in diagnostics:
        told = one.rule, one.message
        counts[told] = counts.get(told, 0) + 1
    return counts
