"""Where a quote of JSON is missing, or one is too many.

A string ends on its line, so each line holds an even number of quotes. Where it does not, what
stands between the quotes seems to be outside, and the other way round; what is written there tells
where that began.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right

from asllint.source.text import line_start

_QUOTE = r'\\.|(")'
_LINE_END = r"[\r\n]|\Z"
_COLON_AT_END = re.compile(r"[ \t]*:[ \t]*(?:[{\[][ \t]*)*\Z")
_AFTER_KEY = re.compile(r"[ \t]*:")
_AFTER_VALUE = re.compile(r"[ \t]*(?:[,}\]\r\n]|\Z)")
_BRACKETS = set("{}[]")
_STRUCTURE = " \t,{}[]"
_OPENERS = {"}": "{", "]": "["}
_LONG = 300
"""Keys are not longer than that."""
_FEW = 20
"""So many quotes are tried as the one that ends a text; more are no text that somebody wrote."""


class Quotes:
    """The straight quotes of a text, line by line, without those behind a backslash."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._start = self._end = -1
        self._places: list[int] = []

    def _line(self, pos: int) -> list[int]:
        """The offsets of the quotes on the line of `pos`."""
        if not self._start <= pos <= self._end:
            text = self.text
            self._start = line_start(text, pos)
            found = re.compile(_LINE_END).search(text, pos)
            self._end = found.start() if found else len(text)
            quotes = re.compile(_QUOTE).finditer(text, self._start, self._end)
            self._places = [match.start() for match in quotes if match[1]]
        return self._places

    def odd_from(self, pos: int) -> bool:
        """Is the number of quotes odd from `pos` to the end of its line?"""
        places = self._line(pos)
        return (len(places) - bisect_left(places, pos)) % 2 == 1

    def between(self, start: int, end: int) -> list[int]:
        """The offsets of the quotes from `start` up to `end`, on one line."""
        places = self._line(start)
        return places[bisect_left(places, start) : bisect_left(places, end)]

    def unopened(self, pos: int, *, key: bool) -> int | None:
        """Where the text ends that begins at `pos` and lacks its first quote: `A": 1`, `: A", …`.

        That is at its last quote. None if what stands there is something else.
        """
        text, places = self.text, self._line(pos)
        at = bisect_left(places, pos)
        if at == len(places) or places[at] == pos or not self.odd_from(pos):
            return None
        end = places[at]
        if not (_AFTER_KEY if key else _AFTER_VALUE).match(text, end + 1):
            return None
        if key:
            usual = end - pos <= _LONG and not set(text[pos:end]) & _BRACKETS
            return end if usual else None
        return end if text[pos] not in "{[" or text.startswith("{%", pos) else None

    def gap(self, content: str, *, key: bool) -> int | None:
        """How long the text at the begin of `content` is that lacks its closing quote.

        `content` goes to the next quote, or to the end of the line. None if it can not be told.
        """
        if key:
            before_value = _COLON_AT_END.search(content)
            colon = before_value.start() if before_value else content.find(":")
            return len(content[:colon].rstrip()) if colon > 0 else None
        if content.startswith("{%"):
            close = content.rfind("%}")
            rest = content[close + 2 :]
            return close + 2 if close > 0 and not rest.strip(_STRUCTURE) else None
        if content.startswith(","):
            return 0  # the text was empty
        end = len(content.rstrip(_STRUCTURE))
        end += _own_brackets(content[:end], content[end:])
        tail = content[end:].strip()
        return end if tail[:1] in (",", "}", "]") else None

    def is_torn(self, content: str, after: str, *, key: bool) -> bool:
        """Does a text end as if its last quote was the first one of the next text?

        `after` is the character behind that quote.
        """
        last = content.rstrip(" \t")[-1:]
        if key:
            return ":" in content and (last in ("{", "[", ",") or (last == ":" != after))
        return content.rstrip(" \t{[")[-1:] == "," and after not in ",}] \t\r\n"

    def is_doubled(self, pos: int, end: int) -> bool:
        """Is a quote beside that of a string, from `pos` to `end`, one too many?"""
        if end - pos == 2:
            return self.text[end] != '"'
        after = self.text[end + 1 : end + 100].lstrip(" \t")[:1]
        return self.text[end] == '"' and after in (":", ",", "}", "]", "\r", "\n", "")

    def close(self, quote: int, *, key: bool) -> int | None:
        """The first quote behind one that can close a string, by what follows it."""
        places = self._line(quote)
        first = bisect_right(places, quote)
        follows = _AFTER_KEY if key else _AFTER_VALUE
        for at in places[first : first + _FEW]:
            if follows.match(self.text, at + 1):
                return at
        return None


def _own_brackets(text: str, tail: str) -> int:
    """How much of `tail` belongs to the text before it, because it closes brackets of that."""
    opened: list[str] = []
    for char in text:
        if char in "{[":
            opened.append(char)
        elif char in "}]" and opened and opened[-1] == _OPENERS[char]:
            opened.pop()
    own = 0
    for at, char in enumerate(tail):
        if not opened or _OPENERS.get(char) != opened[-1]:
            break
        opened.pop()
        own = at + 1
    return own
