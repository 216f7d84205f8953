"""The text that an offset stands in: the file itself, or a definition inside of it.

Every editor feature begins here. It looks at one text, whose offsets count from its own start, and
carries its answer outward with `View.outward`.
"""

from __future__ import annotations

from asllint.source.text import Span
from asllint.syntax.content import content
from asllint.syntax.walk import steps_to

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from asllint.engine.analysis import Analysis
    from asllint.hosts.definition import Definition
    from asllint.source.finding import Edit
    from asllint.source.text import Fragment
    from asllint.syntax.embedded import Embedded
    from asllint.syntax.node import Hole, Scalar
    from asllint.syntax.walk import Step


class View:
    """One text of a file, and an offset in it."""

    __slots__ = ("_texts", "analysis", "good", "offset")

    def __init__(self, analysis: Analysis, offset: int, texts: tuple[Embedded, ...] = ()) -> None:
        self.analysis = analysis
        """The analysis of the text (of the file, or of one of its `embedded`)."""
        self.offset = offset
        """The offset in this text."""
        self.good: Analysis | None = None
        """The analysis of the last version of this text that could be read, where it is another."""
        self._texts = texts

    def outward(self, span: Span) -> Span:
        """Where a span of the text stands in the file."""
        for text in self._texts:
            span = text.outward(span)
        return span

    def outward_edit(self, edit: Edit) -> Edit:
        """How an edit of the text is written in the file.

        Raises `ValueError` where it can not be written there.
        """
        for text in self._texts:
            edit = text.outward_edit(edit)
        return edit

    @property
    def definition(self) -> Definition | None:
        """The definition around the offset; None outside of every definition."""
        for definition in self.analysis.definitions:
            if definition.node.start <= self.offset <= definition.node.end:
                return definition
        alone = self.analysis.definitions
        whole = len(self.analysis.roots) == 1 and len(alone) == 1
        return alone[0] if whole and alone[0].node is self.analysis.roots[0] else None

    def path(self) -> list[Step]:
        """The nodes around the offset, from the definition's root to the innermost one.

        A value that ends right at the offset counts, so that half-typed text is found. The last
        step is at a key when the offset is in one.
        """
        definition = self.definition
        return [] if definition is None else list(steps_to(definition.node, self.offset))

    def content(self, scalar: Scalar | Hole) -> Fragment:
        """The characters of a string of this text with their offsets in it."""
        return content(scalar, self.analysis.file)

    def inside(self, scalar: Scalar | Hole) -> Span:
        """The span of a string's characters in this text, without its quotes."""
        fragment = self.content(scalar)
        return fragment.span(0, len(fragment.text))


def view(analysis: Analysis, offset: int) -> View:
    """The text of a file that an offset stands in."""
    texts: tuple[Embedded, ...] = ()
    found = True
    while found:
        found = False
        for inner in analysis.embedded:
            text: Embedded = inner.file  # type: ignore[assignment]
            inward = text.inward(offset)
            if inward is not None:
                analysis, offset, texts, found = inner, inward, (text, *texts), True
                break
    return View(analysis, offset, texts)


def remembered(analysis: Analysis, seen: View, good: Analysis) -> Analysis | None:
    """What the last analysis of a file that could be read has of the text of a view."""
    if good is analysis:
        return None
    if seen.analysis is analysis:
        return good
    for inner, other in zip(analysis.embedded, good.embedded, strict=False):
        if inner is seen.analysis:
            return other
    return None


def views(analysis: Analysis, texts: tuple[Embedded, ...] = ()) -> Iterator[View]:
    """Every text of a file, at its first character: the file itself, and those inside of it."""
    yield View(analysis, 0, texts)
    for inner in analysis.embedded:
        text: Embedded = inner.file  # type: ignore[assignment]
        yield from views(inner, (text, *texts))
