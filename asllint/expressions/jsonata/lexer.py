"""The tokens of JSONata, with exact places.

This takes the place of the tokenizer of the `jsonata-python` package, which forgets where a token
begins, compiles regular expressions as Python's, and ends in an `IndexError` for a comment or a
string that is not closed. The types of tokens and the codes of errors are the package's.
"""

from __future__ import annotations

import re

OPENERS = {"(": ")", "[": "]", "{": "}"}
"""What closes each opening bracket."""

CLOSERS = {")": "(", "]": "[", "}": "{"}
"""What opens, for each closing bracket."""

_BLANK = re.compile(r"(?:[ \t\n\r\v]|/\*.*?\*/)*", re.DOTALL)
_OPERATOR = re.compile(r"\.\.|:=|!=|>=|<=|\*\*|~>|\?[:?]|[.\[\]{}(),@#;:?+\-*/%|=<>^&!~]")
_STRING = re.compile(r""""([^"\\]*(?:\\.[^"\\]*)*)"|'([^'\\]*(?:\\.[^'\\]*)*)'""", re.DOTALL)
_ESCAPE = re.compile(r"\\(?:([\"\\/bfnrt])|u([0-9a-fA-F]{4})|.)", re.DOTALL)
_NUMBER = re.compile(r"(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")
_NAME = re.compile(r"[^ \t\n\r\v.\[\]{}(),@#;:?+\-*/%|=<>^&!~]+")
_ESCAPED = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
_VALUES: dict[str, bool | None] = {"true": True, "false": False, "null": None}


class RefusalError(Exception):
    """Why a text is no expression: the package's error code, a place, and what was expected."""

    def __init__(self, code: str, start: int, expected: str = "", end: int | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.start = start
        self.end = end
        self.expected = expected


class Token:
    """One token, of the package's types; `position` is where it begins."""

    __slots__ = ("end", "position", "type", "value")

    def __init__(self, type: str, value: object, start: int, end: int) -> None:  # noqa: A002
        self.type = type
        self.value = value
        self.position = start
        self.end = end


class Lexer:
    """Gives the package's parser one token after the other, and remembers them all."""

    __slots__ = ("position", "text", "tokens")

    def __init__(self, text: str) -> None:
        self.text = text
        self.position = 0
        self.tokens: list[Token] = []

    def next(self, infix: bool) -> Token | None:
        """The next token, or None at the end. Before an operand, `/` begins a pattern."""
        match = _BLANK.match(self.text, self.position)
        start = match.end() if match else self.position
        if start == len(self.text):
            self.position = start
            return None
        token = self.token(start, infix)
        self.position = token.end
        self.tokens.append(token)
        return token

    def token(self, start: int, infix: bool) -> Token:
        """The token that begins at `start`."""
        text = self.text
        char = text[start]
        if char == "/" and text.startswith("/*", start):
            raise RefusalError("S0106", start, end=len(text))
        if char == "/" and not infix:
            return self.pattern(start)
        if match := _OPERATOR.match(text, start):
            if char in "!~" and len(match[0]) == 1:
                raise RefusalError("S0204", start, end=start + 1)
            return Token("operator", match[0], start, match.end())
        if char in "\"'":
            return self.string(start)
        if match := _NUMBER.match(text, start):
            return Token("number", self.number(match), start, match.end())
        if char == "`":
            end = text.find("`", start + 1)
            if end < 0:
                raise RefusalError("S0105", start, end=len(text))
            return Token("name", text[start + 1 : end], start, end + 1)
        return self.word(start)

    def word(self, start: int) -> Token:
        """A name, a variable, a constant, or an operator in letters."""
        match = _NAME.match(self.text, start)
        assert match is not None
        word, end = match[0], match.end()
        if word[0] == "$":
            return Token("variable", word[1:], start, end)
        if word in ("and", "or", "in"):
            return Token("operator", word, start, end)
        if word in _VALUES:
            return Token("value", _VALUES[word], start, end)
        return Token("name", word, start, end)

    def number(self, match: re.Match[str]) -> int | float:
        """The value of a number: an integer where it is one, as in JSON."""
        value = float(match[0])
        if value in (float("inf"), float("-inf")):
            raise RefusalError("S0102", match.start(), end=match.end())
        return int(value) if value.is_integer() else value

    def string(self, start: int) -> Token:
        """A string in either kind of quotes."""
        match = _STRING.match(self.text, start)
        end = match.end() if match else len(self.text)
        for escape in _ESCAPE.finditer(self.text, start, end):
            if escape.lastindex is None:
                code = "S0104" if escape[0] == "\\u" else "S0103"
                raise RefusalError(code, escape.start(), end=escape.end())
        if match is None:
            raise RefusalError("S0101", start, end=end)
        value = match[match.lastindex or 1]
        if "\\" in value:
            value = _ESCAPE.sub(_unescape, value)
            if "\\u" in match[0]:  # two of them can be one character
                value = value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        return Token("string", value, start, end)

    def pattern(self, start: int) -> Token:
        """A regular expression: it ends at a slash outside of brackets, as JSONata counts them."""
        text, depth = self.text, 0
        for match in re.compile(r"[/()\[\]{}]").finditer(text, start + 1):
            at, char = match.start(), match[0]
            if char == "/" and depth == 0:
                escapes = 0
                while text[at - escapes - 1] == "\\":
                    escapes += 1
                if escapes % 2 == 0:
                    if at == start + 1:
                        raise RefusalError("S0301", start, end=at + 1)
                    end = at + 1
                    while text[end : end + 1] in ("i", "m"):
                        end += 1
                    return Token("regex", text[start:end], start, end)
            elif char != "/" and text[at - 1] != "\\":
                depth += 1 if char in OPENERS else -1
        raise RefusalError("S0302", start, end=len(text))


def _unescape(match: re.Match[str]) -> str:
    if match[2]:
        return chr(int(match[2], 16))
    return _ESCAPED.get(match[1], match[1])
