"""The files that a template names, for editors that lead there."""

from __future__ import annotations

from asllint.source.text import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from asllint.engine.analysis import Analysis


class FileLink:
    """A stretch of a file that names another one."""

    __slots__ = ("path", "span")

    def __init__(self, span: Span, path: str) -> None:
        self.span = span
        self.path = path

    def __repr__(self) -> str:
        return f"FileLink({self.span!r}, {self.path!r})"


def links(analysis: Analysis) -> list[FileLink]:
    """The paths of definitions' files that are there, in the order of the template."""
    found: dict[int, FileLink] = {}
    for use in analysis.uses:
        if use.target is None or use.target.text is None or not use.reference:
            continue
        span = _written(analysis.file.text, use.place, use.reference)
        if span is not None:
            found.setdefault(span.start, FileLink(span, use.target.path))
    return [found[start] for start in sorted(found)]


def _written(text: str, place: Span, reference: str) -> Span | None:
    """Where a path stands in what names it, as far as it is written out there."""
    at = text.find(reference, place.start, place.end)
    if at < 0 and text[place.start : place.end].endswith(reference.rpartition("/")[2]):
        return place
    return None if at < 0 else Span(at, at + len(reference))
