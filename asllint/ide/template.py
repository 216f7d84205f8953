"""Texts with places to fill in, and how they are written in each notation.

A value is written down once, as Python data with `Stop` where something is to be typed, and then
written as JSON, YAML or HCL. Lines after the first are indented relative to the line of the cursor.
"""

from __future__ import annotations

import re
from json.encoder import encode_basestring

from asllint.source.text import HCL, YAML

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TypeAlias

_PLAIN = r"(?:[^\W\d]|[$/(])(?:[^\s:#{}\[\],\"]|(?=:[^\s,\[\]{}]):|(?=\ [^\s#])\ )*+"
_CONSTANT = r"(?i)null|true|false|yes|no|on|off|y|n"
_BARE = r"[^\W\d][\w-]*+"


class Stop:
    """A place to fill in, with what stands there at first; the same one may stand several times."""

    __slots__ = ("choices", "default")

    def __init__(self, default: str = "", choices: tuple[str, ...] = ()) -> None:
        self.default = default or (choices[0] if choices else "")
        self.choices = choices


class Text:
    """A string in which some parts are to be filled in."""

    __slots__ = ("parts",)

    def __init__(self, *parts: str | Stop) -> None:
        self.parts = parts

    @property
    def plain(self) -> str:
        """The string as it is at first."""
        return "".join(part.default if isinstance(part, Stop) else part for part in self.parts)


if TYPE_CHECKING:
    Key: TypeAlias = "str | Text"
    Fillable: TypeAlias = (
        "str | int | bool | Stop | Text | list[Fillable] | dict[Key, Fillable] | None"
    )

BODY = "…"
"""The only key of an object whose fields are all to be filled in."""


class Insert:
    """A text to insert: literal parts, and places to fill in."""

    __slots__ = ("pieces",)

    def __init__(self, pieces: Iterable[str | Stop]) -> None:
        self.pieces = tuple(piece for piece in pieces if piece != "")

    @property
    def plain(self) -> str:
        """The text as it is at first."""
        return Text(*self.pieces).plain

    @property
    def has_stops(self) -> bool:
        """Is there anything to fill in?"""
        return any(isinstance(piece, Stop) for piece in self.pieces)

    @property
    def snippet(self) -> str:
        """The text in the snippet syntax of the Language Server Protocol."""
        numbers: dict[int, int] = {}
        written = []
        for piece in self.pieces:
            if isinstance(piece, str):
                written.append(_escaped(piece))
                continue
            known = id(piece) in numbers
            number = numbers.setdefault(id(piece), len(numbers) + 1)
            if known or not piece.default:
                written.append(f"${number}")
            elif piece.choices:
                choices = ",".join(re.sub(r"([\\$},|])", r"\\\1", one) for one in piece.choices)
                written.append(f"${{{number}|{choices}|}}")
            else:
                written.append(f"${{{number}:{_escaped(piece.default)}}}")
        return "".join(written)


def _escaped(text: str) -> str:
    return re.sub(r"([\\$}])", r"\\\1", text)


def quoted(text: str, notation: str) -> str:
    """A string with its quotes; in YAML without them where it needs none."""
    if notation == YAML and re.fullmatch(_PLAIN, text) and not re.fullmatch(_CONSTANT, text):
        return text
    written = encode_basestring(text)
    return re.sub(r"([$%])(?=\{)", r"\1\1", written) if notation == HCL else written


class Writer:
    """Writes a value in one notation; `compact` on one line, in YAML with brackets."""

    __slots__ = ("compact", "notation", "pieces", "unit")

    def __init__(self, notation: str, *, unit: str = "  ", compact: bool = False) -> None:
        self.notation = notation
        self.unit = unit
        self.compact = compact
        self.pieces: list[str | Stop] = []

    def put(self, *pieces: str | Stop) -> Writer:
        """Add literal text, or a place to fill in."""
        self.pieces += pieces
        return self

    def insert(self) -> Insert:
        """What was written."""
        return Insert(self.pieces)

    def text(self, text: str | Text) -> None:
        """A string."""
        if isinstance(text, str):
            self.put(quoted(text, self.notation))
        elif self.notation == YAML and (not text.plain or quoted(text.plain, YAML) == text.plain):
            self.put(*text.parts)
        else:
            parts = [part if isinstance(part, Stop) else encode_basestring(part)[1:-1]
                     for part in text.parts]  # fmt: skip
            self.put('"', *parts, '"')

    def key(self, key: str | Text) -> None:
        """A key with what follows it, up to the value."""
        if self.notation != HCL:
            self.text(key)
            self.put(":")
            return
        if re.fullmatch(_BARE, key if isinstance(key, str) else key.plain):
            self.put(*([key] if isinstance(key, str) else key.parts))
        else:
            self.text(key)
        self.put(" =")

    def pair(self, key: str | Text, value: Fillable, indent: str = "") -> None:
        """A key and its value; `indent` is that of the key, relative to the line."""
        self.key(key)
        if self.notation == YAML and not self.compact and _is_block(value):
            self.block(value, indent + "  ")
        else:
            self.put(" ")
            self.value(value, indent)

    def value(self, value: Fillable, indent: str = "") -> None:
        """A value that begins right here; `indent` is that of the line it begins on."""
        if isinstance(value, Stop):
            self.put(value)
        elif isinstance(value, str | Text):
            self.text(value)
        elif isinstance(value, dict):
            self.brackets("{}", value, indent)
        elif isinstance(value, list):
            self.brackets("[]", value, indent)
        else:
            self.put("null" if value is None else str(value).lower())

    def brackets(self, pair: str, value: dict[Key, Fillable] | list[Fillable], indent: str) -> None:
        """An object or an array in brackets."""
        flat = isinstance(value, list) and not any(map(_is_block, value))
        flat = flat or self.compact or not value
        inner = indent + self.unit
        blank = " " if pair == "{}" and value else ""
        comma = "," if pair == "[]" or self.notation != HCL or flat else ""
        self.put(pair[0], blank if flat else f"\n{inner}")
        for index, item in enumerate(value):
            if index:
                self.put(comma, " " if flat else f"\n{inner}")
            if not isinstance(value, dict):
                self.value(item, inner)
            elif item == BODY:
                self.put(value[item])  # type: ignore[arg-type]
            else:
                self.pair(item, value[item], inner)  # type: ignore[arg-type, index]
        self.put(blank if flat else f"\n{indent}", pair[1])

    def block(self, value: Fillable, indent: str) -> None:
        """An object or an array of YAML on the next lines, each indented by `indent`."""
        if isinstance(value, dict):
            for key, inner in value.items():
                self.put(f"\n{indent}")
                self.entry(key, inner, indent)
        elif isinstance(value, list):
            for item in value:
                self.put(f"\n{indent}")
                self.item(item, indent)

    def item(self, item: Fillable, indent: str) -> None:
        """An item of a list of YAML, with its dash."""
        self.put("- ")
        if not isinstance(item, dict):
            self.value(item, indent)
            return
        for index, (key, inner) in enumerate(item.items()):
            if index:
                self.put(f"\n{indent}  ")
            self.entry(key, inner, indent + "  ")

    def entry(self, key: str | Text, value: Fillable, indent: str) -> None:
        """A pair, or what is to be filled in."""
        if key == BODY:
            self.put(value)  # type: ignore[arg-type]
        else:
            self.pair(key, value, indent)


def _is_block(value: Fillable) -> bool:
    """Does a value stand on lines of its own in YAML?"""
    if isinstance(value, list):
        return any(map(_is_block, value))
    return isinstance(value, dict) and bool(value)
