"""The words of the expressions inside of strings, for editors that colour them."""

from __future__ import annotations

import re

from asllint.facts.expressions import Expressions, Site
from asllint.ide.view import views

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from asllint.engine.analysis import Analysis
    from asllint.source.text import Span

TYPES = ("variable", "function", "property", "string", "number", "keyword", "operator")
"""The kinds of words, in the order that the protocol refers to them."""

_WORDS = (
    r"""(?P<string>"(?:[^"\\]|(?=\\.)..)*+"?|'(?:[^'\\]|(?=\\.)..)*+'?)"""
    r"|(?P<function>\$?[A-Za-z_][\w.]*+(?=\s*+\())"
    r"|(?P<variable>\$\$?\w*+)"
    r"|(?P<number>\d++(?:\.\d++)?(?:[eE][-+]?\d++)?)"
    r"|(?P<keyword>(?:and|or|in|true|false|null|function)\b)"
    r"|(?P<property>[^\W\d]\w*+)"
    r"|(?P<operator>[-+*/%&=<>!?:~^@#|]++)"
)
_JSONATA = r"\{%((?:[^%]|%(?!\}))*)"


class SemanticToken:
    """One word, with where it stands in the file."""

    __slots__ = ("span", "type")

    def __init__(self, span: Span, type: str) -> None:  # noqa: A002
        self.span = span
        self.type = type

    def __repr__(self) -> str:
        return f"SemanticToken({self.type}, {self.span!r})"


def tokens(analysis: Analysis) -> list[SemanticToken]:
    """The words of all expressions of a file, in its order."""
    found = []
    for here in views(analysis):
        for definition in here.analysis.definitions:
            for site in here.analysis.fact(Expressions, definition):
                for start, end, kind in _words(site):
                    found.append(SemanticToken(here.outward(site.content.span(start, end)), kind))
    unique = {(token.span.start, token.span.end): token for token in found}
    return [unique[place] for place in sorted(unique)]


def _words(site: Site) -> Iterator[tuple[int, int, str]]:
    """The words of one string, by the offsets of its characters."""
    text = site.text
    start, end = 0, len(text)
    if "{%" in text:
        match = re.search(_JSONATA, text)
        start, end = match.span(1) if match else (0, 0)
    elif site.path is None and site.call is None:
        return
    for match in re.compile(_WORDS).finditer(text, start, end):
        assert match.lastgroup is not None
        yield match.start(), match.end(), match.lastgroup
