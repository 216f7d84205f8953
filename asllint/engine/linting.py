"""Run rules over an analysis: findings become diagnostics, ignored or not, in the file's order.

Texts inside of the file are linted like files of their own, and what is found in them is carried
outward: after this, all places are places in the file.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from asllint.engine.analysis import Analysis
from asllint.engine.directives import Directive, Directives, find_directives
from asllint.engine.rulebook import INTERNAL_ERROR, former_names, present_levels
from asllint.engine.rules import Rule
from asllint.engine.visits import findings
from asllint.source.finding import ERROR, INFO, SEVERITIES, Edit, Finding, Fix, Related, Severity
from asllint.source.terminal import printable
from asllint.source.text import JSON, SourceFile, Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from asllint.syntax.embedded import Embedded


class Diagnostic:
    """One finding as everybody outside sees it: which file, which rule, how bad, where."""

    __slots__ = (
        "aws_code", "file", "fix", "ignored_by", "late", "message", "pointer", "related", "rule",
        "severity", "span", "templates",
    )  # fmt: skip

    def __init__(
        self,
        file: SourceFile,
        rule: str,
        severity: Severity,
        span: Span,
        message: str,
        *,
        pointer: str = "/",
        aws_code: str | None = None,
        related: tuple[Related, ...] = (),
        fix: Fix | None = None,
        ignored_by: Directive | None = None,
    ) -> None:
        self.file = file
        self.rule = rule
        self.severity = severity
        self.span = span
        """File offsets, in code points."""
        self.message = message
        self.pointer = pointer
        """Where in the definition, in AWS's style: `/States/Pay/Catch[0]/Next`."""
        self.aws_code = aws_code
        """The code with which AWS refuses the definition for this; None: AWS accepts it."""
        self.related = related
        self.fix = fix
        self.ignored_by = ignored_by
        """The directive that silences it; such diagnostics are not shown."""
        self.late = False
        """Is it about a directive, and so rests on what all other rules have found?"""
        self.templates: tuple[str, ...] = ()
        """The paths of the templates that refer to the file."""

    @property
    def path(self) -> str:
        """The path of the file, as it was named."""
        return self.file.path

    @property
    def line(self) -> int:
        """The line it begins on, from 1."""
        return self.file.line_column(self.span.start)[0]

    @property
    def column(self) -> int:
        """The column it begins at, from 1, in code points."""
        return self.file.line_column(self.span.start)[1]

    def __repr__(self) -> str:
        place = f"{self.path}:{self.line}:{self.column}"
        return f"<{place}: {self.severity.name}[{self.rule}] {self.message}>"


def lint(
    analysis: Analysis,
    rules: Iterable[Rule],
    *,
    severities: Mapping[str, str] | None = None,
    known: Iterable[str] | None = None,
    former: Mapping[str, tuple[str, ...]] | None = None,
    crashes: list[str] | None = None,
    open_names: bool = False,
    pause: Callable[[], None] | None = None,
) -> list[Diagnostic]:
    """The diagnostics of `rules` over one analysis, in the order of the file.

    `severities` changes the severity of rules by id ("off" silences one). `known` are the names a
    directive may use (default: those of `rules`), and `former` the names that rules had, with the
    ids of those that each stands for (default: those of `rules`). A rule that crashes becomes one
    diagnostic `internal-error`, its traceback is appended to `crashes`, and the other rules go on.
    `open_names`: there are other rules, which nobody has loaded, so that a directive may use any
    name. `pause` is called between two rules, when nothing is half-done; what it raises ends it.
    """
    rules, known = list(rules), list(known or ())
    if former is None:
        former = former_names(rules, {*known, *_names(rules)})
    severities = present_levels(severities or {}, former)
    rules = [rule for rule in rules if severities.get(rule.id) != "off"]
    names = _Names(rules, None if open_names else {*known, *_names(rules)}, former)
    found = _sorted(_lint(analysis, rules, severities, names, crashes, pause or _go_on))
    templates = tuple(dict.fromkeys(use.file.path for use in analysis.through))
    for diagnostic in found:
        diagnostic.templates = templates
    return found


class _Names:
    """What the names in directives mean while some rules run."""

    __slots__ = ("_of", "former", "known", "rules")

    def __init__(
        self, rules: list[Rule], known: set[str] | None, former: Mapping[str, tuple[str, ...]]
    ) -> None:
        self.rules = {rule.id: rule for rule in rules}
        """The rules that run."""
        self.known = known
        """All rules and categories; None when there are some that nobody has loaded."""
        self.former = former
        self._of: dict[str, list[tuple[str, set[str]]]] = {}

    def of(self, rule: str) -> list[tuple[str, set[str]]]:
        """By which names a directive can call a rule, each with those that say it more exactly.

        Of the names of one directive the most exact counts: that of the rule, then one that it
        had, then that of its category.
        """
        if rule not in self._of:
            former = [name for name, ids in self.former.items() if rule in ids]
            names: list[tuple[str, set[str]]] = [(rule, set())]
            names += [(name, {rule}) for name in former]
            if rule in self.rules:
                names.append((self.rules[rule].category, {rule, *former}))
            self._of[rule] = names
        return self._of[rule]

    def are_unknown(self, name: str) -> bool:
        """Is a name surely that of nothing?"""
        return self.known is not None and name not in self.known and name not in self.former

    def have_run(self, name: str) -> bool:
        """Has all that a name in a directive stands for had its say?

        A category has as soon as one of its rules has. Where there are rules that nobody has
        loaded, a category may be theirs, and so may a name that another rule had.
        """
        if name in self.rules or self.known is None:
            return name in self.rules
        if name in self.former:
            return self.rules.keys() >= {*self.former[name]}
        return any(rule.category == name for rule in self.rules.values())


def _lint(
    analysis: Analysis,
    rules: list[Rule],
    severities: Mapping[str, str],
    names: _Names,
    crashes: list[str] | None,
    pause: Callable[[], None],
) -> list[Diagnostic]:
    """The diagnostics of one text and of those in it, in no order."""
    found: list[Diagnostic] = []
    for inner in analysis.embedded:
        found += map(_outward, _lint(inner, rules, severities, names, crashes, pause))
    late: list[Rule] = []
    for rule in rules:
        pause()
        if rule.visits is Directives:
            late.append(rule)
        else:
            found += _run(rule, findings(rule, analysis), analysis, severities, crashes)
    directives = find_directives(analysis)
    if directives:
        used = _apply(directives, found, names)
        outcome = _outcome(directives, used, names)
        outcome.in_doubt = _in_doubt(directives, found, analysis)
        for rule in late:
            more = _run(rule, rule.check(outcome), analysis, severities, crashes)
            _apply(directives, more, names)
            for one in more:
                one.late = True
            found += more
    return found


def _in_doubt(
    directives: list[Directive], found: list[Diagnostic], analysis: Analysis
) -> set[Directive]:
    """The directives that may be needed as soon as something else that they cover is mended."""
    if not analysis.is_readable:
        return set(directives)
    starts = sorted(
        one.span.start for one in found if one.ignored_by is None and one.severity is not INFO
    )
    return {
        one
        for one in directives
        if bisect_left(starts, one.covers.start) < bisect_right(starts, one.covers.end)
    }


def _outward(diagnostic: Diagnostic) -> Diagnostic:
    """The diagnostic of a text in a file, as a diagnostic of that file."""
    text: Embedded = diagnostic.file  # type: ignore[assignment]
    diagnostic.related = tuple(
        Related(text.outward(related.span), related.message) if related.file is None else related
        for related in diagnostic.related
    )
    diagnostic.span = text.outward(diagnostic.span)
    if diagnostic.fix is not None:
        diagnostic.fix = _outward_fix(diagnostic.fix, text)
    diagnostic.file = text.outer
    return diagnostic


def _outward_fix(fix: Fix, text: Embedded) -> Fix | None:
    """The fix, written for the file around the text; None where it can not be written there."""
    edits: list[Edit] = []
    try:
        edits += map(text.outward_edit, fix.edits)
    except ValueError:
        return None
    return Fix(fix.title, edits, safe=fix.safe, draft=fix.draft)


def _run(
    rule: Rule,
    findings: Iterable[Finding],
    analysis: Analysis,
    severities: Mapping[str, str],
    crashes: list[str] | None,
) -> list[Diagnostic]:
    """The diagnostics of one rule; if it crashes, the one that says so."""
    try:
        return list(_diagnostics(rule, findings, analysis, severities))
    except (Exception, SystemExit) as error:
        if crashes is not None:
            crashes.append(_traced(error, f'in "{analysis.file.path}", rule "{rule.id}":'))
        message = (
            f'the rule "{rule.id}" crashed ({type(error).__name__}: {error}): please report it; '
            f"all other rules went on"
        )
        return [Diagnostic(analysis.file, INTERNAL_ERROR, ERROR, Span(0, 0), message)]


def crash_of(path: str, error: BaseException, crashes: list[str]) -> Diagnostic:
    """What is said of a file at which something other than a rule has crashed."""
    crashes.append(_traced(error, f'in "{path}":'))
    message = (
        f"asllint crashed here ({type(error).__name__}: {error}): please report it; all other "
        "files were looked at"
    )
    return Diagnostic(SourceFile(path, ""), INTERNAL_ERROR, ERROR, Span(0, 0), message)


def _traced(error: BaseException, head: str) -> str:
    import traceback

    return "\n".join([printable(head), *traceback.format_exception(error, limit=-20)])


def _diagnostics(
    rule: Rule, findings: Iterable[Finding], analysis: Analysis, severities: Mapping[str, str]
) -> Iterator[Diagnostic]:
    most = SEVERITIES[severities.get(rule.id, rule.severity.name)]
    for finding in findings:
        _check(finding, len(analysis.file.text))
        yield Diagnostic(
            analysis.file,
            rule.id,
            _lower(most, finding.severity),
            finding.span,
            finding.message,
            pointer=analysis.pointer(finding.span),
            aws_code=rule.aws_code if finding.refused else None,
            related=finding.related,
            fix=_written(finding.fix, analysis),
        )


def _lower(most: Severity, severity: Severity | None) -> Severity:
    """The severity of a finding, of which its rule, or the user, says what it is at most."""
    return most if severity is None or severity >= most else severity


def _check(finding: Finding, size: int) -> None:
    """Raise `TypeError` or `ValueError` for what would crash whoever shows the finding."""
    if not isinstance(finding, Finding):
        raise TypeError(f"a rule yields Finding, not {type(finding).__name__}")
    if not isinstance(finding.message, str):
        raise TypeError(f"the message of a Finding is a str, not {type(finding.message).__name__}")
    edits = finding.fix.edits if finding.fix is not None else ()
    spans = [finding.span, *(edit.span for edit in edits)]
    spans += [related.span for related in finding.related if related.file is None]
    for span in spans:
        if not isinstance(span, Span):
            raise TypeError(f"a place is a Span (node.span), not {type(span).__name__}")
        if not 0 <= span.start <= span.end <= size:
            raise ValueError(f"{span!r} is not in the file")
    texts = [] if finding.fix is None else [finding.fix.title]
    texts += [*(edit.replacement for edit in edits), *(one.message for one in finding.related)]
    if not all(isinstance(text, str) for text in texts):
        raise TypeError("the texts of a Fix, an Edit and a Related are str")


def _written(fix: Fix | None, analysis: Analysis) -> Fix | None:
    """The fix as edits of the text; None where it can not be written."""
    if fix is None or (analysis.file.notation == JSON and len(fix.edits) == len(fix.steps)):
        return fix
    from asllint.syntax.edits import written

    return written(fix, analysis.file, analysis.scalar_with)


def _apply(
    directives: list[Directive], found: list[Diagnostic], names: _Names
) -> set[tuple[int, str]]:
    """Mark what the directives silence; returns the directives' names that were of use."""
    naming: dict[str, dict[Span, list[Directive]]] = {}
    for directive in directives:
        for name in directive.rules:
            naming.setdefault(name, {}).setdefault(directive.covers, []).append(directive)
    used = set()
    settled: dict[tuple[str, str, Span], list[Directive]] = {}
    for diagnostic in found:
        rule, at = diagnostic.rule, diagnostic.span.start
        for name, better in names.of(rule):
            for covers, those in naming.get(name, {}).items():
                if not covers.start <= at <= covers.end:
                    continue
                if (rule, name, covers) not in settled:
                    fit = [each for each in those if better.isdisjoint(each.rules)]
                    settled[rule, name, covers] = fit
                    used |= {(id(directive), name) for directive in fit}
                for directive in settled[rule, name, covers][:1]:
                    diagnostic.ignored_by = directive
    return used


def _outcome(directives: list[Directive], used: set[tuple[int, str]], names: _Names) -> Directives:
    unknown, unused = [], []
    for directive in directives:
        for name in directive.rules:
            if names.are_unknown(name):
                unknown.append((directive, name))
            elif names.have_run(name) and (id(directive), name) not in used:
                unused.append((directive, name))
    known = _names(names.rules.values()) if names.known is None else names.known
    return Directives(directives, unknown, unused, known)


def _names(rules: Iterable[Rule]) -> set[str]:
    """What a directive can call rules: ids and categories."""
    return {name for rule in rules for name in (rule.id, rule.category)}


def _go_on() -> None:
    """Nothing waits for a pause."""


def _sorted(found: list[Diagnostic]) -> list[Diagnostic]:
    """In the order of the file, and each only once (an alias makes rules see its target twice)."""
    found.sort(key=lambda one: (one.span.start, one.span.end, one.rule))
    unique, last = [], None
    for diagnostic in found:
        key = (diagnostic.rule, diagnostic.span, diagnostic.message)
        if key != last:
            unique.append(diagnostic)
        last = key
    return unique
