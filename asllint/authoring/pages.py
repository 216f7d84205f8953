"""Rule pages that are tests: each example on a page is linted, and its report compared.

A page is Markdown. A `json`, `yaml` or `hcl` fence is an example; a `text` fence right after it
holds exactly what the page's rule reports over it; without one the rule is silent. Other rules may
have something to say as well, as long as it is no error. Words after the language change
how the example is read: `express` (workflow type), `bom`, `latin-1`, `utf-16` (how the file is
encoded). Fences that name a file after the language (`yaml template.yaml`) are in one folder with
those that follow directly. The cases of the project's own tests have the same form, but their
reports are those of all rules.
"""

from __future__ import annotations

import os
import re

from asllint.engine.linting import Diagnostic, lint
from asllint.engine.reading import analyze
from asllint.engine.rulebook import INTERNAL_ERROR, Rulebook
from asllint.engine.topics import topics
from asllint.language.machine import STANDARD
from asllint.reporters.text import report_one
from asllint.rule import Rule
from asllint.source.finding import ERROR
from asllint.syntax.node import Problem
from asllint.workspace.files import decode
from asllint.workspace.project import Project
from asllint.workspace.settings import FILE_NAME, Settings, load

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from typing import TypeAlias

    from asllint.engine.analysis import Analysis

    Linted: TypeAlias = list[tuple["Example", list[Diagnostic]]]

_FENCE = re.compile(r"^```(?P<info>[a-z][^\n]*)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
_HEADING = re.compile(r"^#+ (.*)$", re.MULTILINE)
_BADGES = re.compile(r"\A(# [^\n]*\n\n.*?\n\n)(\*[^\n]*\*\n\n)?", re.DOTALL)
_EXTENSIONS = {
    "json": "example.asl.json", "yaml": "example.asl.yaml", "hcl": "main.tf", "toml": FILE_NAME,
}  # fmt: skip

NO_EXAMPLE = "<!-- no example: it would be too large -->"
"""What a page says, somewhere, of a rule whose mistake can not be shown on a page."""


class Example:
    """One example on a page, of one file or of several, with the report that the page promises."""

    __slots__ = (
        "body",
        "end",
        "files",
        "heading",
        "line",
        "options",
        "path",
        "report",
        "report_span",
    )

    def __init__(
        self, page: str, fences: Sequence[re.Match[str]], following: re.Match[str] | None
    ) -> None:
        first = fences[0]
        language, *options = first["info"].split()
        self.path = _EXTENSIONS[language]
        self.options = options
        self.body = first["body"]
        self.files = {name: fence["body"] for fence in fences for name in _file_names(fence)}
        """The text of each file by its path, where the page names them."""
        self.line = page.count("\n", 0, first.start()) + 1
        """The line of the page on which the example begins, from 1."""
        self.heading = ""
        for heading in _HEADING.finditer(page, 0, first.start()):
            self.heading = heading[1]
        self.end = fences[-1].end()
        self.report = ""
        """The promised report; empty: no diagnostic at all."""
        self.report_span: tuple[int, int] | None = None
        if following is not None and following["info"].split()[0] == "text":
            self.report = following["body"]
            self.report_span = following.span()

    def lint(self, rules: Iterable[Rule]) -> list[Diagnostic]:
        """What the rules say about the example."""
        if self.files:
            return lint_folder(self.files, list(rules))
        text, problems = self.body, list[Problem]()
        if "bom" in self.options:
            text = "\ufeff" + text
        for encoding in ("latin-1", "utf-16"):
            if encoding in self.options:
                text, problems = decode(text.encode(encoding))
        kind = "EXPRESS" if "express" in self.options else "STANDARD"
        analysis = analyze(text, self.path, workflow_type=kind, problems=problems)
        return [one for one in lint(analysis, rules) if one.ignored_by is None]


def _file_names(fence: re.Match[str]) -> list[str]:
    """The file that a fence names, if it names one."""
    return [word for word in fence["info"].split()[1:] if "." in word]


def lint_folder(texts: Mapping[str, str], rules: list[Rule]) -> list[Diagnostic]:
    """What the rules say about several files, by their paths, in a folder of their own."""
    import tempfile

    found: list[Diagnostic] = []
    with tempfile.TemporaryDirectory() as folder:
        for name, text in texts.items():
            path = os.path.join(folder, name)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "w", encoding="utf-8", newline="") as file:
                file.write(text)
        for analysis in _analyses(folder, texts):
            found += [one for one in lint(analysis, rules) if one.ignored_by is None]
        start = os.path.join(folder, "")
        files = {id(one.file): one.file for one in found}
        files |= {id(each.file): each.file for one in found for each in one.related if each.file}
        for shown in files.values():
            shown.path = shown.path.removeprefix(start)
        for one in found:
            one.templates = tuple(path.removeprefix(start) for path in one.templates)
    return found


def _analyses(folder: str, texts: Iterable[str]) -> Iterator[Analysis]:
    """What is in the files of a folder; of its settings counts what they declare of data."""
    if FILE_NAME not in texts:
        settings = Settings(include=["*"])
        yield from Project([folder], lambda _: settings, lambda _: STANDARD).analyses()
        return
    from asllint.workspace.sources import Sources

    settings = load(os.path.join(folder, FILE_NAME))
    sources = Sources(settings, [folder])
    yield from Project(
        [folder], lambda _: settings, lambda _: STANDARD,
        declared_for=lambda _: sources.declared_for,
    ).analyses()  # fmt: skip
    wrong = sources.analysis()
    if wrong is not None:
        yield wrong


def examples(page: str) -> list[Example]:
    """The examples of a page, in its order."""
    fences = list(_FENCE.finditer(page))
    found, at = [], 0
    while at < len(fences):
        end = at + 1
        if fences[at]["info"].split()[0] in _EXTENSIONS:
            while end < len(fences) and _goes_on(fences[at:end], fences[end]):
                end += 1
            found.append(Example(page, fences[at:end], fences[end] if end < len(fences) else None))
        at = end
    return found


def _goes_on(fences: Sequence[re.Match[str]], following: re.Match[str]) -> bool:
    """Is the next fence one more file of an example? Whatever is written between them ends it."""
    known = {name for fence in fences for name in _file_names(fence)}
    new = _file_names(following)
    between = following.string[fences[-1].end() : following.start()]
    return bool(known and new) and known.isdisjoint(new) and not between.strip()


def render(diagnostics: Iterable[Diagnostic]) -> str:
    """The report of an example, as a `text` fence holds it."""
    return "\n".join(report_one(diagnostic) for diagnostic in diagnostics)


def rewritten(page: str, book: Rulebook, rule: Rule | None = None) -> str:
    """The page with every report, and for a rule's page its first lines, as they ought to be."""
    return _rewritten(page, rule, _linted(page, book, rule))


def _linted(page: str, book: Rulebook, rule: Rule | None) -> Linted:
    """The examples of a page with what all rules say but those that are off, and not its own."""
    rules = book.select(asked=[rule.id] if rule is not None else [])
    return [(example, example.lint(rules)) for example in examples(page)]


def _rewritten(page: str, rule: Rule | None, linted: Linted) -> str:
    fixable = False
    pieces, at = [], 0
    for example, said in linted:
        found = [one for one in said if _belongs(one, rule)]
        fixable = fixable or any(one.fix is not None for one in found)
        pieces.append(page[at : example.end])
        at = example.end
        if example.report_span is not None:
            at = example.report_span[1]
        if found:
            pieces.append(f"\n\n```text\n{render(found)}```")
    page = "".join([*pieces, page[at:]])
    return page if rule is None else _BADGES.sub(lambda _: head(rule, fixable), page, count=1)


def _belongs(one: Diagnostic, rule: Rule | None) -> bool:
    """Does a page show it? That of a rule shows what the rule says, or that a rule has crashed."""
    return rule is None or one.rule in (rule.id, INTERNAL_ERROR)


def head(rule: Rule, fixable: bool = False) -> str:
    """The first lines of a rule's page: what it is called, what it finds, and its badges."""
    badges = [rule.severity.name, rule.category]
    badges += [f"since {rule.since}"] if rule.since else []
    badges += ["off by default"] if not rule.default else []
    badges += ["has a fix"] if fixable else []
    badges += [f"formerly {', '.join(rule.formerly)}"] if rule.formerly else []
    badges += [f"AWS: `{rule.aws_code}`"] if rule.aws_code else []
    return f"# {rule.id}\n\n{rule.summary}\n\n*{' · '.join(badges)}*\n\n"


def catalogue(book: Rulebook) -> str:
    """The table of all rules, as `rules/README.md` holds it."""
    lines = [
        "# The rules",
        "",
        "One rule is two neighbouring files: the check, and its page. This table is generated by",
        "`make pages`; `asllint explain RULE` prints a page. Topics have pages, too:",
        f"{', '.join(_topics())}.",
    ]
    for category in book.categories:
        lines += [
            "",
            f"## {category}",
            "",
            "| rule | severity | what it finds |",
            "| --- | --- | --- |",
        ]
        lines += [
            f"| [{rule.id}]({category}/{rule.id.replace('-', '_')}.md) | {rule.severity.name}"
            f"{'' if rule.default else ' (off)'} | {rule.summary}{_formerly(rule)} |"
            for rule in book.rules.values()
            if rule.category == category
        ]
    return "\n".join(lines) + "\n"


def _topics() -> list[str]:
    return [f"[{name}](topics/{os.path.basename(path)})" for name, path in topics().items()]


def _formerly(rule: Rule) -> str:
    return f" (formerly {', '.join(rule.formerly)})" if rule.formerly else ""


def check(page: str, book: Rulebook, rule: Rule | None = None) -> list[str]:
    """What is wrong with a page: one text for each example whose report differs.

    On the page of a rule that is the report of this rule; without one it is that of all rules.
    """
    problems = []
    linted = _linted(page, book, rule)
    seen = set()
    for example, found in linted:
        own = [one for one in found if _belongs(one, rule)]
        seen |= {one.rule for one in own}
        where = f"line {example.line} ({example.heading})"
        report = render(own)
        if report != example.report:
            problems.append(
                f"{where}: the report is not what the page says\n"
                f"--- the page says\n{example.report or '(nothing)'}\n--- asllint says\n"
                f"{report or '(nothing)'}"
            )
        errors = [one for one in found if one.severity is ERROR and not _belongs(one, rule)]
        if errors:
            problems.append(f"{where}: the example has another mistake, too\n{render(errors)}")
    if rule is not None:
        if rule.id not in seen and NO_EXAMPLE not in page:
            problems.append(f'no example on the page makes "{rule.id}" say anything')
        if _rewritten(page, rule, linted) != page and not problems:
            problems.append("the first lines of the page are stale: write them anew")
    return problems
