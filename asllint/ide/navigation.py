"""Go to definition, find references, highlight, rename: for states and for variables."""

from __future__ import annotations

import re

from asllint.ide.symbols import STATE, VARIABLE, Occurrence, Symbol, occurrences, symbol_at
from asllint.ide.view import view
from asllint.language.grammar import MAX_STATE_NAME, MAX_VARIABLE_NAME
from asllint.source.finding import Edit
from asllint.syntax.content import content, encode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from asllint.engine.analysis import Analysis
    from asllint.ide.view import View
    from asllint.source.text import Span

_VARIABLE_NAME = r"[^\W\d]\w*"
_RESERVED = ("states",)


class RenameError(Exception):
    """A name that can not be changed; the text is one line that says why."""


class Location:
    """One place of a name in the file."""

    __slots__ = ("defines", "span")

    def __init__(self, span: Span, *, defines: bool) -> None:
        self.span = span
        self.defines = defines

    def __repr__(self) -> str:
        return f"Location({self.span!r}, defines={self.defines})"


def locations(analysis: Analysis, offset: int) -> list[Location]:
    """Every place of the name at an offset, in the order of the file; none without a name."""
    here = view(analysis, offset)
    found = symbol_at(here)
    if found is None:
        return []
    return [
        Location(here.outward(one.span), defines=one.defines) for one in occurrences(here, found[0])
    ]


def definition(analysis: Analysis, offset: int) -> list[Span]:
    """Where the state or the variable at an offset is defined: a variable may be assigned often."""
    return [location.span for location in locations(analysis, offset) if location.defines]


def referred_file(analysis: Analysis, offset: int) -> list[str]:
    """The path of the definition's file, when the offset is where a template names it."""
    return [
        use.target.path
        for use in analysis.uses
        if use.target is not None and use.target.text is not None
        if use.place.start <= offset <= use.place.end
    ]


def prepare_rename(analysis: Analysis, offset: int) -> tuple[Span, str]:
    """The name at an offset that a rename would change. Raises `RenameError`."""
    here, symbol, occurrence = _renamable(analysis, offset)
    return here.outward(occurrence.span), symbol.name


def rename(analysis: Analysis, offset: int, name: str) -> list[Edit]:
    """The edits of the file that give the state or variable at an offset another name.

    All of them or none: raises `RenameError` where the name is refused or can not be written.
    """
    here, symbol, _ = _renamable(analysis, offset)
    _check_name(here, symbol, name)
    try:
        return [_edit(here, one, name) for one in occurrences(here, symbol)]
    except ValueError as error:
        raise RenameError(f'"{name}" can not be written at one of its places: {error}') from None


def _renamable(analysis: Analysis, offset: int) -> tuple[View, Symbol, Occurrence]:
    here = view(analysis, offset)
    found = symbol_at(here)
    if found is None:
        raise RenameError("only the names of states and variables can be changed")
    symbol, occurrence = found
    if not any(one.defines for one in occurrences(here, symbol)):
        what = "state" if symbol.kind == STATE else "assigned variable"
        raise RenameError(f'there is no {what} "{symbol.name}" here')
    return here, symbol, occurrence


def _check_name(here: View, symbol: Symbol, name: str) -> None:
    if symbol.kind == STATE:
        if not name:
            raise RenameError("a state needs a name")
        if len(name) > MAX_STATE_NAME:
            raise RenameError(
                f"a state name has at most {MAX_STATE_NAME} characters, and this has {len(name)}"
            )
        if name != symbol.name and name in symbol.machine.by_name:
            raise RenameError(f'there is a state "{name}" already')
        return
    if not re.fullmatch(_VARIABLE_NAME, name) or len(name) > MAX_VARIABLE_NAME:
        raise RenameError(
            f'"{name}" is no variable name: it begins with a letter, and has letters, digits and '
            f'"_" only, at most {MAX_VARIABLE_NAME} of them'
        )
    if name in _RESERVED:
        raise RenameError(f'"{name}" is reserved')
    other = Symbol(VARIABLE, name, symbol.machine, symbol.definition)
    if name != symbol.name and occurrences(here, other):
        raise RenameError(f'there is a variable "{name}" already')


def _edit(here: View, one: Occurrence, name: str) -> Edit:
    """The edit of one place. Raises `ValueError` where the name can not be written."""
    fragment = content(one.scalar, here.analysis.file)
    origins = list(fragment.origins)
    at, end = origins.index(one.span.start), origins.index(one.span.end)
    written = encode(name, one.scalar, here.analysis.file, at, end)
    return here.outward_edit(Edit(one.span, written))
