"""Why a text is no expression of JSONata, in our own words and with a remedy.

The `jsonata-python` package refuses a text with an error code and a place; what stands around that
place tells what was meant.
"""

from __future__ import annotations

import re

from asllint.expressions import Mistake
from asllint.expressions.jsonata.lexer import CLOSERS, OPENERS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from asllint.expressions.jsonata.lexer import Lexer, RefusalError, Token

_FOREIGN = {
    "==": ("=", 'JSONata compares with a single "="'),
    "===": ("=", 'JSONata compares with a single "="'),
    "!==": ("!=", 'JSONata compares with "!="'),
    "<>": ("!=", 'JSONata compares with "!="'),
    "&&": ("and", 'JSONata has no "&&": write "and"'),
    "||": ("or", 'JSONata has no "||": write "or"'),
    "=>": (None, 'JSONata has no "=>": write "function($x) { … }"'),
}
"""Operators of other languages: what to write here, and what to say."""

_SIMPLE = {
    "S0101": "the string is not closed: add a closing quote",
    "S0104": '"\\u" must be followed by four hexadecimal digits',
    "S0105": "the name is not closed: add a closing backquote",
    "S0106": 'the comment is not closed: add "*/"',
    "S0209": 'a predicate can not follow the "{…}" that groups a step: put it before',
    "S0210": 'a step can be grouped only once: delete one "{…}"',
    "S0214": 'this binds the items to a variable, and there is none: write one, with its "$"',
    "S0215": '"@" must stand before the predicates of its step',
    "S0216": '"@" must stand before the "^(…)" that sorts',
    "S0217": '"%" has no parent here: only a step of a path has one',
    "S0301": "the regular expression is empty: write a pattern between the slashes",
    "S0302": 'the regular expression is not closed: add "/"',
}
"""The message for an error code of JSONata that says it all."""


class _Trouble:
    """The place where reading stopped: the token there, and the one before it."""

    __slots__ = ("before", "end", "expected", "lexer", "start", "text", "token")

    def __init__(self, lexer: Lexer, refusal: RefusalError) -> None:
        self.lexer = lexer
        self.text = lexer.text
        self.expected = refusal.expected
        self.start = refusal.start
        tokens = [one for one in lexer.tokens if one.position <= self.start]
        self.token = tokens.pop() if tokens and tokens[-1].position == self.start else None
        self.before = tokens[-1] if tokens else None
        self.end = refusal.end or (self.token.end if self.token else self.start)

    def shown(self, token: Token | None) -> str:
        """A token as written, for a message."""
        if token is None:
            return ""
        word = " ".join(self.text[token.position : token.end].split())
        return word if len(word) <= 30 else word[:29] + "…"

    def is_operator(self, token: Token | None, *words: str) -> bool:
        """Is it one of these operators?"""
        return token is not None and token.type == "operator" and token.value in words

    def foreign(self, start: int) -> Mistake | None:
        """The mistake of an operator from another language that begins at `start`."""
        match = re.compile(r"[=!<>&|]+").match(self.text, start)
        known = _FOREIGN.get(match[0]) if match else None
        if match is None or known is None:
            return None
        return _syntax(match.start(), match.end(), known[1], known[0])

    def opener(self) -> Token | None:
        """The innermost bracket that is open where reading stopped."""
        stack = []
        for token in self.lexer.tokens:
            if token.position >= self.start:
                break
            if self.is_operator(token, *OPENERS):
                stack.append(token)
            elif self.is_operator(token, *CLOSERS) and stack:
                stack.pop()
        return stack[-1] if stack else None


def _syntax(start: int, end: int, message: str, replacement: str | None = None) -> Mistake:
    return Mistake("jsonata-syntax", start, end, message, replacement)


def explain(lexer: Lexer, refusal: RefusalError) -> Mistake | None:
    """A refusal in our own words; None for a code that is not known to come from the text."""
    trouble = _Trouble(lexer, refusal)
    explanation = _EXPLANATIONS.get(refusal.code)
    if explanation is not None:
        return explanation(trouble)
    message = _SIMPLE.get(refusal.code)
    if message is None:
        return None
    if trouble.start == len(lexer.text) and trouble.before is not None:
        return _syntax(trouble.before.position, trouble.before.end, message)
    return _syntax(trouble.start, len(lexer.text[: trouble.end].rstrip()), message)


def _bad_escape(trouble: _Trouble) -> Mistake:
    start, end = trouble.start, trouble.end
    written = trouble.text[start:end]
    if written == "\\'":
        remedy = "put a text with an apostrophe into double quotes"
        return _syntax(start, end, f'"{written}" is no escape in a JSONata string: {remedy}')
    message = f'"{written}" is no escape in a JSONata string: write "\\{written}" for a backslash'
    return _syntax(start, end, message, "\\" + written)


def _too_great(trouble: _Trouble) -> Mistake:
    written = trouble.text[trouble.start : trouble.end]
    return _syntax(trouble.start, trouble.end, f'"{written}" is greater than any number')


def _unknown_operator(trouble: _Trouble) -> Mistake:
    char = trouble.text[trouble.start]
    found = trouble.foreign(trouble.start)
    if found is not None:
        return found
    remedy = 'write "$not(…)"' if char == "!" else 'a function is applied with "~>"'
    message = f'"{char}" is no operator of JSONata: {remedy}'
    return _syntax(trouble.start, trouble.end, message)


def _misquoted(trouble: _Trouble) -> Mistake | None:
    """The mistake of a text in typographic quotes, which is read as names."""
    before = trouble.before
    if before is None or trouble.text[before.position] not in "“”‘’«„":
        return None
    message = "a text stands in straight quotes in JSONata"
    return _syntax(before.position, before.end, message)


def _left_over(trouble: _Trouble) -> Mistake:
    """S0201: the expression is complete, and something follows."""
    start, end, got = trouble.start, trouble.end, trouble.shown(trouble.token)
    found = trouble.foreign(start) or _misquoted(trouble)
    if found is not None:
        return found
    if got in CLOSERS:
        if got == "}" and _is_delimiter(trouble):
            return _delimiter_inside(trouble)
        return _syntax(start, end, f'a "{got}" too many: delete it', "")
    if got == ";":
        remedy = 'put what ";" separates into parentheses: "( …; … )"'
    elif got == ":":
        remedy = 'write an object in braces, and "?" before the first of two choices'
    elif got == ",":
        remedy = 'write a list in brackets: "[…, …]"'
    elif trouble.shown(trouble.before) == "function":
        remedy = 'write "$name := function(…) { … }" for a function with a name'
    else:
        remedy = "an operator is missing before it"
    return _syntax(start, end, f'"{got}" can not stand here: {remedy}')


def _no_operand(trouble: _Trouble) -> Mistake:
    """S0211: something that joins or closes where a value must stand."""
    start, end = trouble.start, trouble.end
    got, before = trouble.shown(trouble.token), trouble.before
    if before is None:
        if got in CLOSERS:
            return _syntax(start, end, f'a "{got}" too many: delete it', "")
        return _syntax(start, end, f'a value is missing before "{got}"')
    if before.end == start:
        found = trouble.foreign(before.position)
        if found is not None:
            return found
    if got == "}" and _is_delimiter(trouble):
        return _delimiter_inside(trouble)
    if got in CLOSERS and trouble.is_operator(before, ","):
        message = f'delete the comma before "{got}": JSONata allows none there'
        return _syntax(before.position, before.end, message, "")
    message = f'a value is missing between "{trouble.shown(before)}" and "{got}"'
    return _syntax(start, end, message)


def _is_delimiter(trouble: _Trouble) -> bool:
    return trouble.text[trouble.start - 1 : trouble.start] == "%"


def _delimiter_inside(trouble: _Trouble) -> Mistake:
    message = 'a string holds one expression only: delete this "%}", and join texts with "&"'
    return _syntax(trouble.start - 1, trouble.end, message)


def _expected(trouble: _Trouble) -> Mistake:
    """S0202: something else is expected where this token stands."""
    start, end, expected = trouble.start, trouble.end, trouble.expected
    got, opener = trouble.shown(trouble.token), trouble.opener()
    found = trouble.foreign(start) or _misquoted(trouble)
    if found is not None:
        return found
    if got == "}" and _is_delimiter(trouble):
        return _delimiter_inside(trouble)
    if expected in CLOSERS and got in CLOSERS:
        message = f'"{got}" can not close "{CLOSERS[expected]}": write "{expected}"'
    elif expected in CLOSERS and got in (",", ";", ":") and opener is not None:
        message = f'"{got}" can not stand here: "{expected}" is expected'
    elif expected in CLOSERS:
        message = f'"{got}" can not stand here: an operator or "{expected}" is missing before it'
    elif expected == ":":
        message = f'"{got}" can not stand here: write ":" and a value after a key'
    elif expected == "{":
        message = 'the body of a function stands in braces: write "{ … }"'
    else:
        message = f'"{got}" can not stand here: "{expected}" is expected'
    return _syntax(start, end, message)


def _expected_at_end(trouble: _Trouble) -> Mistake:
    """S0203: the text ends, and something must follow."""
    expected, last = trouble.expected, trouble.lexer.tokens[-1]
    opener = trouble.opener()
    if expected in CLOSERS and opener is not None:
        message = f'this "{opener.value}" is never closed: add "{expected}"'
        return _syntax(opener.position, opener.end, message)
    if expected == ":":
        message = 'the expression ends here: write ":" and a value after the key'
    elif expected == "{":
        message = 'the expression ends here: write the body of the function in "{ … }"'
    else:
        message = f'the expression ends here: add "{expected}"'
    return _syntax(last.position, last.end, message)


def _end(trouble: _Trouble) -> Mistake:
    """S0207: the text ends where a value must stand."""
    if not trouble.lexer.tokens:
        message = 'the expression is empty: write one between "{%" and "%}"'
        return _syntax(0, len(trouble.text), message)
    last = trouble.lexer.tokens[-1]
    message = f'a value is missing after "{trouble.shown(last)}"'
    return _syntax(last.position, last.end, message)


def _no_parameter(trouble: _Trouble) -> Mistake:
    """S0208."""
    name, token = trouble.shown(trouble.token), trouble.token
    if token is not None and token.type == "name" and name[0] != "`":
        message = f'a parameter begins with "$": write "${name}"'
        return _syntax(trouble.start, trouble.end, message, f"${name}")
    message = 'a parameter of a function is a name with "$": write "function($x) { … }"'
    return _syntax(trouble.start, trouble.end, message)


def _no_variable(trouble: _Trouble) -> Mistake:
    """S0212."""
    name, token = trouble.shown(trouble.token), trouble.token
    if token is not None and token.type == "name" and name[0] != "`":
        message = f'":=" binds a variable: write "${name}"'
        return _syntax(trouble.start, trouble.end, message, f"${name}")
    message = 'only a variable can stand before ":=": write "$name := …"'
    return _syntax(trouble.start, trouble.end, message)


def _literal_step(trouble: _Trouble) -> Mistake:
    """S0213."""
    step, token = trouble.shown(trouble.token), trouble.token
    message = f'"{step}" can not be a step of a path'
    if token is not None and token.type == "number":
        if trouble.before is not None:
            message += f': write "[{step}]" for the item at this index'
        return _syntax(trouble.start, trouble.end, message)
    message += f': write "`{step}`" for a field of this name'
    return _syntax(trouble.start, trouble.end, message, f"`{step}`")


_EXPLANATIONS = {
    "S0102": _too_great, "S0103": _bad_escape, "S0201": _left_over, "S0202": _expected,
    "S0203": _expected_at_end, "S0204": _unknown_operator, "S0207": _end, "S0208": _no_parameter,
    "S0211": _no_operand, "S0212": _no_variable, "S0213": _literal_step,
}  # fmt: skip
"""What explains a refusal, by JSONata's error code."""
