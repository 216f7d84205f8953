"""What a template puts in place of `${Name}`: both ends of a name, wherever they stand.

The name is defined where the template gives it (`DefinitionSubstitutions`, the variables of
`templatefile`), and used in the definition, in the same file or in another one.
"""

from __future__ import annotations

import re

from asllint.ide.markdown import code, plain
from asllint.ide.view import view
from asllint.source.finding import Edit
from asllint.source.text import SourceFile, Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from asllint.engine.analysis import Analysis
    from asllint.hosts.use import Use
    from asllint.ide.view import View

    Lookup = Callable[[str], Analysis | None]

_PLACEHOLDER = r"\$\{([A-Za-z_][\w.-]*)\}"
_NAME = r"[A-Za-z_][\w.-]*"
_SHOWN = 100
"""So much of the line is shown on which a template gives a name."""


class End:
    """One place of a name, in any file; `defines` where the template gives it."""

    __slots__ = ("defines", "file", "span")

    def __init__(self, file: SourceFile, span: Span, *, defines: bool) -> None:
        self.file = file
        self.span = span
        self.defines = defines

    def __repr__(self) -> str:
        return f"End({self.file.path!r}, {self.span!r}, defines={self.defines})"


class Substitution:
    """A name that is substituted, the place that was asked about, and who gives it."""

    __slots__ = ("name", "span", "uses")

    def __init__(self, name: str, span: Span, uses: list[Use]) -> None:
        self.name = name
        self.span = span
        """The name's characters in the file that was asked about."""
        self.uses = uses
        """The state machines of templates that have the definition."""

    @property
    def given(self) -> list[Use]:
        """Those that give the name."""
        return [use for use in self.uses if self.name in _names(use)]


def substitution_at(analysis: Analysis, offset: int) -> Substitution | None:
    """The name at an offset of a template or a definition; None where there is none."""
    for use in analysis.uses:
        for name in _names(use):
            span = key_span(use, name)
            if span.start <= offset <= span.end:
                return Substitution(name, span, [use])
    seen = view(analysis, offset)
    text, at = seen.analysis.file.text, seen.offset
    line = text.rfind("\n", 0, at) + 1
    for match in re.compile(_PLACEHOLDER).finditer(text, line, _line_end(text, at)):
        if match.start() <= at <= match.end():
            uses = uses_of(seen)
            span = seen.outward(Span(match.start(1), match.end(1)))
            return Substitution(match[1], span, uses) if uses else None
    return None


def uses_of(seen: View) -> list[Use]:
    """The state machines that have the definition of a text, and substitute names in it."""
    definition = seen.definition
    found = [*seen.analysis.through, *(() if definition is None else definition.uses)]
    unique = {id(use): use for use in found if use.substitutions is not None}
    return list(unique.values())


def places(found: Substitution, analysis_of: Lookup) -> list[End]:
    """All places of a name: in the templates that give it, and in their definitions.

    `analysis_of` knows other files by their paths, as they are now.
    """
    uses = {id(use): use for use in found.uses}
    for use in found.uses:
        known = None if use.target is None else analysis_of(use.target.path)
        if known is not None:
            uses |= {id(one): one for one in known.through if _is_same(one, use)}
    unique: dict[tuple[str, int], End] = {}
    for use in uses.values():
        for place in _places(use, found.name, analysis_of):
            unique.setdefault((place.file.path, place.span.start), place)
    return sorted(unique.values(), key=lambda one: (one.file.path, one.span.start))


def _is_same(one: Use, other: Use) -> bool:
    """Have two state machines the same definition?"""
    return (
        one.target is not None
        and other.target is not None
        and (one.target.real, one.address) == (other.target.real, other.address)
    )


def _places(use: Use, name: str, analysis_of: Lookup) -> Iterator[End]:
    if name in _names(use):
        yield End(use.file, key_span(use, name), defines=True)
    if use.node is not None:
        for span in _occurrences(use.file.text, name, use.node.start, use.node.end):
            yield End(use.file, span, defines=False)
    elif use.document is not None:
        for span in _occurrences(use.document.text, name):
            yield End(use.file, use.document.outward(span), defines=False)
    elif use.target is not None and use.target.text is not None:
        known = analysis_of(use.target.path)
        file = SourceFile(use.target.path, use.target.text) if known is None else known.file
        for span in _occurrences(file.text, name):
            yield End(file, span, defines=False)


def _occurrences(text: str, name: str, start: int = 0, end: int | None = None) -> Iterator[Span]:
    written = f"${{{name}}}"
    at = text.find(written, start, len(text) if end is None else end)
    while at >= 0:
        yield Span(at + 2, at + 2 + len(name))
        at = text.find(written, at + 1, len(text) if end is None else end)


def _names(use: Use) -> dict[str, Span]:
    return {} if use.substitutions is None else use.substitutions.names


def key_span(use: Use, name: str) -> Span:
    """Where a template gives a name, without quotes."""
    span = _names(use)[name]
    quoted = use.file.text[span.start : span.start + 1] in ("'", '"')
    return Span(span.start + 1, span.end - 1) if quoted else span


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end


# --- what is said, and changed --------------------------------------------------------------------


def substitution_markdown(found: Substitution) -> str:
    """What a name stands for, as its templates write it."""
    head = f"**${{{plain(found.name)}}}** — substituted by the template"
    said = []
    for use in found.given:
        span, text = key_span(use, found.name), use.file.text
        line = text[_names(use)[found.name].start : _line_end(text, span.end)].rstrip().rstrip(",")
        shown = line if len(line) <= _SHOWN else f"{line[: _SHOWN - 1]}…"
        said.append(f"{code(use.name)}: {code(shown)}")
    if not said:
        return f"{head.replace('substituted by the template', 'nothing replaces it')}"
    return "\n\n".join([head, *dict.fromkeys(said)])


class SubstitutionError(Exception):
    """A name that can not be given; the text is one line that says why."""


def renamed(
    found: Substitution, name: str, analysis_of: Lookup
) -> list[tuple[SourceFile, list[Edit]]]:
    """The edits, file by file, that give a substitution another name in all places at once.

    Raises `SubstitutionError` where the name can not be given.
    """
    if not re.fullmatch(_NAME, name):
        raise SubstitutionError(
            f'"{name}" is no name of a substitution: it begins with a letter, and has letters, '
            'digits, "_", "-" and "." only'
        )
    if not found.given:
        raise SubstitutionError(f'no template gives "{found.name}"')
    if name != found.name and any(name in _names(use) for use in found.uses):
        raise SubstitutionError(f'there is a substitution "{name}" already')
    by_file: dict[str, tuple[SourceFile, list[Edit]]] = {}
    for place in places(found, analysis_of):
        _, edits = by_file.setdefault(place.file.path, (place.file, []))
        edits.append(Edit(place.span, name))
    return list(by_file.values())
