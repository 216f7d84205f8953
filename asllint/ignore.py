"""Directives: `asllint: ignore[rule, …] reason` in a `Comment` field or a YAML comment.

A directive in a `Comment` covers its object and all that is in it (for a state, its name too). A
comment of YAML or HCL at the end of a line covers that line, one on a line of its own the line
below, and all of a definition that stands in the template as a text which begins there.
"""

from __future__ import annotations

import re

from asllint.syntax.node import Mapping, Node, Pair, Scalar, Sequence
from asllint.text import HCL, YAML, Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from asllint.analysis import Analysis
    from asllint.text import SourceFile

MARK = "asllint:"
_DIRECTIVE = r"asllint:\s*(?P<verb>[a-z-]*)\s*(?:\[(?P<rules>[^\]\n]*)\])?"


class Directive:
    """One directive: the rules it names, and the span of what it covers."""

    __slots__ = ("covers", "malformed", "rules", "span")

    def __init__(
        self, span: Span, rules: tuple[str, ...], covers: Span, *, malformed: bool = False
    ) -> None:
        self.span = span
        """Where it stands: the `Comment` text or the comment."""
        self.rules = rules
        self.covers = covers
        self.malformed = malformed

    def ignores(self, rule: str, category: str, offset: int) -> bool:
        """Does the directive silence a finding of this rule that starts at `offset`?"""
        named = rule in self.rules or category in self.rules
        return named and self.covers.start <= offset <= self.covers.end


class Directives:
    """All directives of a file, with what came of them once the other rules have run."""

    __slots__ = ("items", "names", "unknown", "unused")

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


def find_directives(analysis: Analysis) -> list[Directive]:
    """The directives of a file, in the order of their places."""
    text = analysis.file.text
    if MARK not in text:
        return []
    found = []
    for definition in analysis.definitions:
        alone = len(analysis.roots) == 1 and definition.node is analysis.roots[0]
        found += _in_comment_fields(definition.node, len(text) if alone else 0)
    if analysis.file.notation in (YAML, HCL):
        found += _in_comments(analysis)
    return sorted(found, key=lambda directive: directive.span.start)


def _in_comment_fields(root: Node, whole: int) -> list[Directive]:
    """The directives of one document; the root's cover `whole` characters (0: just the root)."""
    found = []
    pending: list[tuple[Node, int]] = [(root, root.start)]
    seen: set[int] = set()
    while pending:
        node, start = pending.pop()
        if id(node) in seen:  # an alias: the same object again
            continue
        seen.add(id(node))
        if isinstance(node, Sequence):
            pending += [(item, item.start) for item in node.items]
        elif isinstance(node, Mapping):
            comment = node.fields.get("Comment")
            if comment is not None:
                covers = Span(0, whole) if whole and node is root else Span(start, node.end)
                found += _read(comment, covers)
            pending += [(pair.value, pair.key.start) for pair in node.pairs]
    return found


def _read(comment: Pair, covers: Span) -> list[Directive]:
    node = comment.value
    if not isinstance(node, Scalar) or not isinstance(node.value, str) or MARK not in node.value:
        return []
    return [_directive(match, node.span, covers) for match in re.finditer(_DIRECTIVE, node.value)]


def _comments(file: SourceFile) -> list[Span]:
    """Where the comments of a file in YAML or HCL stand."""
    if file.notation == YAML:
        from asllint.syntax.yaml import comments

        return comments(file.text)
    from asllint.syntax import hcl

    try:
        return hcl.comments(file.text)
    except hcl.HclMissingError:
        return []


def _in_comments(analysis: Analysis) -> list[Directive]:
    file, found = analysis.file, []
    texts = [
        (use.place.start, use.document.outward(Span(0, len(use.document.text))).end)
        for use in analysis.uses
        if use.document is not None
    ]
    for span in _comments(file):
        match = re.search(_DIRECTIVE, file.text[span.start : span.end])
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
            found.append(_directive(match, span, covers))
    return found


def _directive(match: re.Match[str], span: Span, covers: Span) -> Directive:
    names = tuple(name.strip() for name in (match["rules"] or "").split(",") if name.strip())
    malformed = match["verb"] != "ignore" or not names
    return Directive(span, names if not malformed else (), covers, malformed=malformed)
