"""Directives: `asllint: ignore[rule, …] reason` in a `Comment` field or a YAML comment.

A directive in a `Comment` covers its object and all that is in it (for a state, its name too). A
comment of YAML or HCL at the end of a line covers that line, one on a line of its own the line
below, and all of a definition that stands in the template as a text which begins there.
"""

from __future__ import annotations

import re

from asllint.source.finding import Edit
from asllint.source.text import Fragment, Span
from asllint.syntax.content import content
from asllint.syntax.edits import delete, replace_text
from asllint.syntax.node import Mapping, Node, Pair, Scalar
from asllint.syntax.walk import children, descend

TYPE_CHECKING = False
if TYPE_CHECKING:
    from asllint.engine.analysis import Analysis
    from asllint.source.finding import Intention
    from asllint.source.text import SourceFile

MARK = "asllint:"
_DIRECTIVE = r"asllint:\s*(?P<verb>[a-z-]*)\s*(?:\[(?P<rules>[^\[\]\n]*)\])?"


class Directive:
    """One directive: the rules it names, and the span of what it covers."""

    __slots__ = ("covers", "malformed", "place", "rules", "span")

    def __init__(
        self,
        span: Span,
        rules: tuple[str, ...],
        covers: Span,
        place: _Place,
        *,
        malformed: bool = False,
    ) -> None:
        self.place = place
        self.span = span
        """Where it stands: the `Comment` text or the comment."""
        self.rules = rules
        self.covers = covers
        self.malformed = malformed

    def renamed(self, name: str, other: str) -> list[Edit | Intention]:
        """What puts another name in the place of one; nothing if it does not stand there."""
        spans = self.place.names.get(name)
        return [] if spans is None else [self.place.replaced(*spans, other)]

    def without(self, name: str) -> list[Edit | Intention]:
        """What takes a name away, or all of the directive if there is no other name."""
        place, spans = self.place, self.place.names.get(name)
        if spans is None:
            return []
        if len(place.names) == 1:
            return [place.without_directive()]
        later = [start for start, _ in place.names.values() if start > spans[0]]
        if later:
            return [place.replaced(spans[0], min(later), "")]
        before = max(end for _, end in place.names.values() if end < spans[0])
        return [place.replaced(before, spans[1], "")]


class _Place:
    """Where a directive is written: in a text of the file, and what to do to change it there."""

    __slots__ = ("_comment", "_field", "_file", "_text", "match", "names")

    def __init__(
        self,
        file: SourceFile,
        text: Fragment,
        match: re.Match[str],
        *,
        comment: Span | None = None,
        field: tuple[Mapping, Pair] | None = None,
    ) -> None:
        self._file = file
        self._text = text
        self.match = match
        self._comment = comment
        """The comment of YAML or HCL that holds it; None for a field."""
        self._field = field
        """The `Comment` field that holds it, and the object around that."""
        self.names: dict[str, tuple[int, int]] = {}
        """Where each name stands in the text."""
        for name in re.finditer(r"[^,\s](?:[^,]*[^,\s])?", match["rules"] or ""):
            start = match.start("rules") + name.start()
            self.names.setdefault(name[0], (start, start + len(name[0])))

    def replaced(self, start: int, end: int, text: str) -> Edit | Intention:
        """Other characters in the text."""
        if self._field is None:
            return Edit(self._text.span(start, end), text)
        scalar = self._field[1].value
        assert isinstance(scalar, Scalar)
        return replace_text(scalar, start, end, text)

    def without_directive(self) -> Edit | Intention:
        """The text without the directive, or nothing, if there is nothing else in it."""
        from asllint.syntax.edits import comment_span

        text, (start, end) = self._text.text, self.match.span()
        rest = text[:start] + text[end:]
        if self._comment is not None and not rest.strip("#/* \t"):
            return Edit(comment_span(self._file.text, self._comment), "")
        if self._field is not None and not rest.strip():
            return delete(*self._field)
        if text[end:].strip():
            end += len(text[end:]) - len(text[end:].lstrip())
        else:
            start = len(text[:start].rstrip())
        return self.replaced(start, end, "")


class Directives:
    """All directives of a file, with what came of them once the other rules have run."""

    __slots__ = ("in_doubt", "items", "names", "unknown", "unused")

    def __init__(
        self,
        items: list[Directive],
        unknown: list[tuple[Directive, str]],
        unused: list[tuple[Directive, str]],
        names: set[str],
    ) -> None:
        self.items = items
        self.names = names
        """What a directive can name: all rules and categories."""
        self.unknown = unknown
        """Directives with a name in them that no rule and no category has."""
        self.unused = unused
        """Directives with a rule in them that found nothing there."""
        self.in_doubt: set[Directive] = set()
        """Directives where something else was found, which may hide what they are for."""


def find_directives(analysis: Analysis) -> list[Directive]:
    """The directives of a file, in the order of their places."""
    text = analysis.file.text
    if MARK not in text:
        return []
    found = []
    for definition in analysis.definitions:
        alone = len(analysis.roots) == 1 and definition.node is analysis.roots[0]
        found += _in_comment_fields(analysis.file, definition.node, len(text) if alone else 0)
    found += _in_comments(analysis)
    return sorted(found, key=lambda directive: directive.span.start)


def _in_comment_fields(file: SourceFile, root: Node, whole: int) -> list[Directive]:
    """The directives of one document; the root's cover `whole` characters (0: just the root)."""
    found = []
    for node, start in descend(root, root.start, _with_starts):
        comment = node.fields.get("Comment") if isinstance(node, Mapping) else None
        if isinstance(node, Mapping) and comment is not None:
            covers = Span(0, whole) if whole and node is root else Span(start, node.end)
            found += _read(file, node, comment, covers)
    return found


def _with_starts(node: Node, start: int) -> list[tuple[Node, int]]:
    """What is in a node, and where it begins, its key included."""
    if isinstance(node, Mapping):
        return [(pair.value, pair.key.start) for pair in node.pairs]
    return [(item, item.start) for item in children(node)]


def _read(file: SourceFile, around: Mapping, comment: Pair, covers: Span) -> list[Directive]:
    node = comment.value
    if not isinstance(node, Scalar) or not isinstance(node.value, str) or MARK not in node.value:
        return []
    text = content(node, file)
    return [
        _directive(node.span, covers, _Place(file, text, match, field=(around, comment)))
        for match in re.finditer(_DIRECTIVE, node.value)
    ]


def _in_comments(analysis: Analysis) -> list[Directive]:
    file, found = analysis.file, []
    texts = [
        (use.place.start, use.document.outward(Span(0, len(use.document.text))).end)
        for use in analysis.uses
        if use.document is not None
    ]
    for span in analysis.comments:
        if file.text.find(MARK, span.start, span.end) < 0:
            continue
        text = Fragment.of(file)[span.start : span.end]
        match = re.search(_DIRECTIVE, text.text)
        if match is None:
            continue
        line, _ = file.line_column(span.start)
        alone = not file.text[file.line_starts[line - 1] : span.start].strip()
        covered = line + 1 if alone else line
        if covered <= len(file.line_starts):
            start = file.line_starts[covered - 1]
            covers = Span(start, start + len(file.line_text(covered)))
            for text_start, text_end in texts:
                if text_start in covers:  # no comment can stand in the text itself
                    covers = Span(start, max(covers.end, text_end))
            found.append(_directive(span, covers, _Place(file, text, match, comment=span)))
    return found


def _directive(span: Span, covers: Span, place: _Place) -> Directive:
    match = place.match
    names = tuple(name.strip() for name in (match["rules"] or "").split(",") if name.strip())
    malformed = match["verb"] != "ignore" or not names
    return Directive(span, names if not malformed else (), covers, place, malformed=malformed)
