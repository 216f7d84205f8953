"""The door to the terminal: what is printed is data, whatever is in it.

Names of files, states and settings come from strangers' repositories. Nothing in them may move a
cursor, change a colour, turn the direction of writing, or give an order to the CI service whose
log this is. `printable` makes any text fit for one line, `lines` fit for several; `out` and `say`
are the only ones that print.
"""

from __future__ import annotations

import os
import re
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from re import Match

_UNFIT = re.compile(
    r"\x1b\[[0-9;]*m|\r(?!\n)|[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069"
    r"\ud800-\udfff]"
)
"""Colours, and what a text of several lines may not hold: controls other than tab and line end,
overrides of the direction of writing, and halves of surrogate pairs."""

_ORDER = re.compile(r"##(?=[a-z]*\[)")
"""The beginning of an order to Azure Pipelines (`##vso[`), TeamCity or GitHub, at any place."""


def printable(text: str) -> str:
    """A text of the user's as a part of one line: nothing in it can move the cursor or hide."""
    if text.isprintable():
        return text
    return "".join(
        char if char.isprintable() else " " if char == "\t" else "\N{REPLACEMENT CHARACTER}"
        for char in text
    )


def name(path: str) -> str:
    """A path at the beginning of a line: no order to GitHub, and it still leads to the file."""
    shown = printable(path)
    return f"./{shown}" if shown.lstrip().startswith("::") else shown


def lines(text: str, *, colour: bool = False) -> str:
    """A text of several lines that is fit for a terminal; `colour` lets colours through."""

    def shown(match: Match[str]) -> str:
        return match[0] if colour and match[0][1:] else "\N{REPLACEMENT CHARACTER}"

    return _ORDER.sub("# #", _UNFIT.sub(shown, text))


def escaped(text: str) -> str:
    """A JSON text that is the same for programs, and nothing but characters for a terminal."""
    if not text.isascii():
        text = "".join(char if char.isprintable() or char == "\n" else _code(char) for char in text)
    return text.replace("##", "#\\u0023")


def _code(char: str) -> str:
    data = char.encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{data[at : at + 4]}" for at in range(0, len(data), 4))


def out(text: str, *, colour: bool = False, orders: bool = False) -> None:
    """Print on standard output, in UTF-8 whatever the system's own encoding is.

    `orders` says that lines beginning with `::` are meant for GitHub; in its log, other texts with
    such lines are put where it looks for none.
    """
    text = lines(text, colour=colour)
    if not orders and os.environ.get("GITHUB_ACTIONS") == "true" and _gives_orders(text):
        word = os.urandom(16).hex()  # nobody who wrote a file can know it
        text = f"::stop-commands::{word}\n{text}\n::{word}::\n"
    data(text.encode("utf-8", "replace"))


def _gives_orders(text: str) -> bool:
    return any(line.lstrip().startswith("::") for line in text.splitlines())


def data(content: bytes) -> None:
    """Pass bytes on to standard output as they are, for programs."""
    sys.stdout.buffer.write(content)


def say(text: str, more: str = "") -> None:
    """Tell the user something in one line on standard error; `more` follows in marked lines."""
    shown = [f"asllint: {printable(text)}", *(f"| {printable(line)}" for line in more.splitlines())]
    sys.stderr.write(_ORDER.sub("# #", "\n".join(shown)) + "\n")
