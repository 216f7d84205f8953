"""The call around the cursor: which function, and which of its arguments is being typed."""

from __future__ import annotations

import re

from asllint.data.bindings import Bindings
from asllint.data.shape import ANYTHING
from asllint.ide.completion import find_cursor
from asllint.ide.hover import intrinsic_markdown, jsonata_markdown
from asllint.ide.jsonata import Typing
from asllint.ide.view import view
from asllint.ide.where import is_evaluated, resolve
from asllint.language.grammar import JSONATA
from asllint.tables import intrinsics, jsonata_functions

TYPE_CHECKING = False
if TYPE_CHECKING:
    from asllint.engine.analysis import Analysis


class Signature:
    """How a function is called, and where in that its parameters are."""

    __slots__ = ("active", "documentation", "label", "parameters")

    def __init__(self, label: str, documentation: str, number: int) -> None:
        self.label = label
        self.documentation = documentation
        """Markdown."""
        self.parameters = _parameters(label)
        """Each parameter as offsets in the label."""
        self.active = min(number, max(len(self.parameters) - 1, 0))
        """The index of the one that is being typed; the last one may be repeated."""

    def __repr__(self) -> str:
        return f"Signature({self.label!r}, {self.active})"


def signature(analysis: Analysis, offset: int) -> Signature | None:
    """The call that an offset of the file is in; None where it is in none that is known."""
    cursor = find_cursor(view(analysis, offset))
    if cursor is None or cursor.is_key:
        return None
    where = resolve(cursor.frames, cursor.definition)
    field = where.field
    if where.kind is not None:
        field = where.kind.fields.get(cursor.key or "")
    if field is None or not is_evaluated(where, cursor.key, field):
        return None
    text, at = cursor.text.text, cursor.at
    if where.language == JSONATA:
        return _of_jsonata(text, at)
    return _of_intrinsic(text, at)


def _of_jsonata(text: str, at: int) -> Signature | None:
    begin = text.rfind("{%", 0, at) + 2
    if begin < 2:
        return None
    typing = Typing(text, at, begin, Bindings(ANYTHING, ANYTHING, {}), look_around=False)
    if not typing.is_known:
        return None
    for opener in reversed(typing.open):
        before = typing.tokens[opener - 1] if opener > 0 else None
        if typing.stands(opener, "(") and before is not None and before.type == "variable":
            function = jsonata_functions.FUNCTIONS.get(str(before.value))
            if function is None:
                return None
            number = typing.commas(opener)
            return Signature(function.usage, jsonata_markdown(function), number)
    return None


def _of_intrinsic(text: str, at: int) -> Signature | None:
    open_: list[tuple[str, int]] = []
    index = 0
    while index < at:
        char = text[index]
        if char == "'":
            index = _behind_text(text, index, at)
            continue
        if char in "([":
            called = re.search(r"[\w.]*\Z", text[:index])
            open_.append((called[0] if called and char == "(" else "", 0))
        elif char in ")]" and open_:
            open_.pop()
        elif char == "," and open_:
            open_[-1] = open_[-1][0], open_[-1][1] + 1
        index += 1
    for name, number in reversed(open_):
        function = intrinsics.FUNCTIONS.get(name)
        if function is not None:
            return Signature(function.signature, intrinsic_markdown(function), number)
    return None


def _behind_text(text: str, start: int, at: int) -> int:
    index = start + 1
    while index < at and text[index] != "'":
        index += 2 if text[index] == "\\" else 1
    return index + 1


def _parameters(label: str) -> tuple[tuple[int, int], ...]:
    inside = label.find("(") + 1
    return tuple(match.span() for match in re.compile(r"\w+").finditer(label, inside))
