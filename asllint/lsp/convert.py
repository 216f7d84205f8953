"""Offsets of code points into positions of the protocol, and back."""

from __future__ import annotations

import os

from lsprotocol import types

from asllint.engine.rulebook import page_address
from asllint.source.finding import ERROR, WARNING
from asllint.source.text import SourceFile, Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from asllint.engine.linting import Diagnostic
    from asllint.engine.rules import Rule
    from asllint.source.finding import Edit, Related

_TAGS = {
    "unnecessary": types.DiagnosticTag.Unnecessary,
    "deprecated": types.DiagnosticTag.Deprecated,
}


class Positions:
    """The positions of one text, in the units that were agreed on with the client."""

    __slots__ = ("encoding", "file")

    def __init__(self, file: SourceFile, encoding: str) -> None:
        self.file = file
        self.encoding = encoding
        """`utf-8`, `utf-16` or `utf-32`."""

    def position(self, offset: int) -> types.Position:
        """The position of an offset."""
        line, column = self.file.line_column(offset)
        if self.encoding == "utf-32":
            return types.Position(line - 1, column - 1)
        before = self.file.text[offset - column + 1 : offset]
        return types.Position(line - 1, _units(before, self.encoding))

    def range(self, span: Span) -> types.Range:
        """The range of a span."""
        return types.Range(self.position(span.start), self.position(span.end))

    def offset(self, position: types.Position) -> int:
        """The offset of a position; one behind the end of its line is that end."""
        starts = self.file.line_starts
        if position.line >= len(starts):
            return len(self.file.text)
        start, line = starts[position.line], self.file.line_text(position.line + 1)
        if line.isascii() or self.encoding == "utf-32":
            return start + min(position.character, len(line))
        left = position.character
        for at, char in enumerate(line):
            if left <= 0:
                return start + at
            left -= _units(char, self.encoding)
        return start + len(line)

    def span(self, range_: types.Range) -> Span:
        """The span of a range."""
        start = self.offset(range_.start)
        return Span(start, max(start, self.offset(range_.end)))

    def edits(self, edits: Iterable[Edit]) -> list[types.TextEdit]:
        """Edits of the text."""
        return [types.TextEdit(self.range(one.span), one.replacement) for one in edits]


def _units(text: str, encoding: str) -> int:
    if text.isascii():
        return len(text)
    if encoding == "utf-8":
        return len(text.encode("utf-8", "replace"))
    return len(text) + sum(char > "\uffff" for char in text)


def severity(diagnostic: Diagnostic) -> types.DiagnosticSeverity:
    """How bad it is, in the protocol's words."""
    if diagnostic.severity is ERROR:
        return types.DiagnosticSeverity.Error
    warning = diagnostic.severity is WARNING
    return types.DiagnosticSeverity.Warning if warning else types.DiagnosticSeverity.Information


def diagnostic(
    one: Diagnostic,
    rule: Rule | None,
    positions: Positions,
    uri: str,
    spelling: Callable[[str], str],
) -> types.Diagnostic:
    """A diagnostic of the file at `uri`, with its related places and a link to the rule's page.

    `spelling` gives the URI of a file as the client writes it.
    """
    related = [_related(each, positions, uri, spelling) for each in one.related]
    tag = _TAGS.get(rule.tag) if rule is not None else None
    return types.Diagnostic(
        range=positions.range(one.span),
        severity=severity(one),
        code=one.rule,
        code_description=_page(rule, spelling),
        source="asllint",
        message=one.message,
        tags=[tag] if tag is not None else None,
        related_information=related or None,
    )


def _page(rule: Rule | None, spelling: Callable[[str], str]) -> types.CodeDescription | None:
    return types.CodeDescription(page_of(rule, spelling)) if rule is not None else None


def _related(
    each: Related, positions: Positions, uri: str, spelling: Callable[[str], str]
) -> types.DiagnosticRelatedInformation:
    if each.file is not None:
        positions = Positions(each.file, positions.encoding)
        uri = spelling(each.file.path)
    return types.DiagnosticRelatedInformation(
        location=types.Location(uri, positions.range(each.span)), message=each.message
    )


def page_of(rule: Rule, spelling: Callable[[str], str]) -> str:
    """The address of a rule's page: in the repository for built-in rules, else the file.

    A rule of the user's own that has no page is shown by its code.
    """
    address = page_address(rule)
    if address is None:
        address = spelling(rule.page if os.path.isfile(rule.page) else rule.path)
    return address
