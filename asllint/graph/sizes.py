"""How wide texts are, where they are broken, and how large a box becomes by what is written in it.

Widths are those of Arial, in thousandths of the font's size, which Liberation Sans and Helvetica
share, and some more for others. Nothing is measured where a picture is shown.
"""

from __future__ import annotations

from functools import lru_cache

from asllint.graph.model import END, GHOST, START, STATE, Box

NAME_SIZE = 12
CALL_SIZE = 10
LABEL_SIZE = 10

_NARROW = dict.fromkeys("ijl'|", 222)
_WIDTHS = {
    **_NARROW,
    **dict.fromkeys(" !,./:;I[]\\ft", 278),
    **dict.fromkeys("()-`r", 333),
    "*": 389,
    "^": 469,
    **dict.fromkeys("Jcksvxyz", 500),
    **dict.fromkeys("#$0123456789?L_abdeghnopqu", 556),
    **dict.fromkeys("+<=>~", 584),
    **dict.fromkeys("FTZ", 611),
    **dict.fromkeys("&ABEKPSVXY", 667),
    **dict.fromkeys("CDHNRUw", 722),
    **dict.fromkeys("GOQ", 778),
    **dict.fromkeys("Mm", 833),
    "%": 889,
    "W": 944,
    "@": 1015,
    "{": 334,
    "}": 334,
    '"': 355,
    "…": 1000,
    "→": 1000,
    "▸": 700,
}
_OTHER, _WIDE = 620, 1100
_PLAIN, _BOLD = 1.14, 1.26
"""How much wider than Arial the widest of the fonts is that a viewer may take instead (DejaVu)."""

MIN_WIDTH, MAX_WIDTH = 120, 260
ICON = 40
"""The room that the icon takes, with what is around it."""
ROUND = 22
"""The diameter of the start and the end."""
_LINE = 15
_MAX_LINES = 2
LABEL_WIDTH = 230
LABEL_LINE = 13
MAX_LABEL_LINES = 3
PILL_HEIGHT = 20


@lru_cache(4096)
def text_width(text: str, size: int, *, bold: bool = False) -> float:
    """How wide a text is, in pixels."""
    total = 0
    for char in text:
        width = _WIDTHS.get(char)
        if width is None:
            width = _OTHER if ord(char) < 0x1100 else _WIDE
        total += width
    return total * size / 1000 * (_BOLD if bold else _PLAIN)


def shortened(text: str, room: float, size: int, *, bold: bool = False) -> str:
    """A text that fits; one that does not ends in an ellipsis."""
    if text_width(text, size, bold=bold) <= room:
        return text
    low, high = 0, min(len(text), 400)
    while low < high:
        middle = (low + high + 1) // 2
        if text_width(text[:middle].rstrip() + "…", size, bold=bold) <= room:
            low = middle
        else:
            high = middle - 1
    return text[:low].rstrip() + "…"


@lru_cache(4096)
def broken(text: str, room: int, size: int, most: int, *, bold: bool = False) -> tuple[str, ...]:
    """A text in so many lines at most, broken at blanks, or in a word that is too long."""
    lines: list[str] = []
    rest = " ".join(text[:1000].split())
    while rest and len(lines) < most - 1:
        if text_width(rest, size, bold=bold) <= room:
            break
        at = _break_in(rest, room, size, bold=bold)
        lines.append(rest[:at].rstrip())
        rest = rest[at:].lstrip()
    if rest:
        lines.append(shortened(rest, room, size, bold=bold))
    return tuple(lines)


def _break_in(text: str, room: int, size: int, *, bold: bool) -> int:
    """Behind how many characters the first line ends."""
    fits = 0
    width = 0.0
    for index, char in enumerate(text):
        width += text_width(char, size, bold=bold)
        if width > room:
            break
        fits = index + 1
    blank = text.rfind(" ", 0, fits + 1)
    if blank > fits // 3:
        return blank
    parts = [text.rfind(char, 0, fits) for char in "-_./:"]
    if max(parts) > fits // 4:
        return max(parts) + 1
    humps = (at for at in range(fits, fits // 4, -1) if _begins_word(text, at))
    return next(humps, max(1, fits))


def _begins_word(text: str, at: int) -> bool:
    """Does a word begin here in `namesLikeThis`?"""
    return text[at : at + 1].isupper() and text[at - 1].islower()


def name_lines(box: Box) -> tuple[str, ...]:
    """The name of a box, in the lines in which it is written."""
    return broken(box.name, MAX_WIDTH - ICON - 14, NAME_SIZE, _MAX_LINES, bold=True)


def box_size(box: Box) -> tuple[int, int]:
    """Width and height of a box by its texts alone; even numbers, so that it has a middle."""
    if box.kind in (START, END):
        return ROUND, ROUND
    names = name_lines(box)
    widest = max((text_width(line, NAME_SIZE, bold=True) for line in names), default=0)
    widest = max(widest, text_width(shortened_call(box), CALL_SIZE) + 13 * len(box.marks))
    frame = ICON + 14 if box.kind == STATE else 28
    width = min(max(int(widest) + frame, MIN_WIDTH if box.kind == STATE else 60), MAX_WIDTH)
    height = (12 if box.kind == GHOST else 28) + _LINE * max(1, len(names))
    return width + width % 2, height + height % 2


def shortened_call(box: Box) -> str:
    """The small line above the name, as far as there is room."""
    closed = f" ▸ {counted(box.states())}" if box.collapsed else ""
    return shortened(box.call + closed, MAX_WIDTH - ICON - 14 - 13 * len(box.marks), CALL_SIZE)


def counted(states: int) -> str:
    """So many states, in words."""
    return "1 state" if states == 1 else f"{states} states"


def label_lines(text: str) -> tuple[str, ...]:
    """What is written at a line."""
    return broken(text, LABEL_WIDTH, LABEL_SIZE, MAX_LABEL_LINES) if text else ()


def label_size(lines: tuple[str, ...]) -> tuple[int, int]:
    """Width and height of what is written at a line."""
    if not lines:
        return 0, 0
    width = int(max(text_width(line, LABEL_SIZE) for line in lines)) + 10
    return width + width % 2, LABEL_LINE * len(lines) + 4
