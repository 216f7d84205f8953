"""Texts of the user's in Markdown, in which they are data."""

from __future__ import annotations


def code(text: str) -> str:
    """A text as code in Markdown, whatever is in it."""
    text = " ".join(text.split()) or " "
    fence = "`"
    while fence in text:
        fence += "`"
    space = " " if text[0] == "`" or text[-1] == "`" else ""
    return f"{fence}{space}{text}{space}{fence}"


def plain(text: str) -> str:
    """A text of the user's, with nothing in it that Markdown takes for its own."""
    return "".join(
        f"\\{char}" if char in "\\`*_[]<>#|" else char for char in " ".join(text.split())
    )
