"""A place in an expression where the name of a field is typed, and how names are written there."""

from __future__ import annotations

import re

from asllint.data.jsonata.values import items_of
from asllint.data.shape import ANYTHING, NEVER, Shape

_IN_PATH = r"[\w-]+"
_IN_JSONATA = r"[^\W\d]\w*"
_WORDS = ("and", "or", "in", "true", "false", "null", "function")
"""Names that JSONata takes for something else."""


class Spot:
    """Where the name of a field belongs: `text[start:end]` is what is typed of it already."""

    __slots__ = ("dot", "end", "holder", "names", "quote", "start")

    def __init__(self, holder: Shape, start: int, end: int, quote: str = "") -> None:
        self.holder = holder
        """What has the fields."""
        self.start = start
        self.end = end
        self.quote = quote
        """The quote before the name; empty where it stands behind a dot, or alone."""
        self.dot: int | None = None
        """In JSONPath, the dot that brackets can take the place of."""
        self.names: tuple[str, ...] | None = None
        """The names that lead from the raw input to what has the fields, where it lies there."""

    def __repr__(self) -> str:
        return f"Spot({self.holder!r}, {self.start}, {self.end}, {self.quote!r})"

    @property
    def fields(self) -> dict[str, Shape]:
        """What the fields hold that are known, with `nothing` where they may be absent."""
        known = self.holder.object
        return {} if known is None else {name: known.get(name) for name in known.names}


def in_path(spot: Spot, name: str, text: str) -> tuple[int, str] | None:
    """From where on a name replaces what is typed, and how; None where it can not be written."""
    if spot.quote:
        if spot.quote in name or "\\" in name:
            return None
        closed = text[spot.end : spot.end + 1] == spot.quote
        return spot.start, name if closed else f"{name}{spot.quote}]"
    if re.fullmatch(_IN_PATH, name):
        return spot.start, name
    if spot.dot is None or "'" in name or "\\" in name:
        return None
    return spot.dot, f"['{name}']"


def in_jsonata(spot: Spot, name: str, text: str) -> tuple[int, str] | None:
    """The same for JSONata, where names in backquotes can have any characters but these."""
    if "`" in name:
        return None
    if spot.quote:
        return spot.start, name if text[spot.end : spot.end + 1] == "`" else f"{name}`"
    plain = re.fullmatch(_IN_JSONATA, name) and name not in _WORDS
    return spot.start, name if plain else f"`{name}`"


def item_of(shape: Shape) -> Shape:
    """What one item is, of a value that JSONata takes for a list: an array, or one value."""
    if shape.anything:
        return ANYTHING
    return NEVER if not shape.has_value else items_of(shape).element
