r"""Calls of intrinsic functions, as JSONPath states evaluate them under keys that end in `.$`.

Source: the States Language specification and the developer guide, "Intrinsic functions". AWS
refuses a call that it can not read, an unknown function, and a backslash before anything but
`'`, `{`, `}` and `\` when the machine is created ("must be a valid JSONPath or a valid intrinsic
function call", recorded). It creates a machine whose template has an unbalanced brace, and the
execution fails (recorded). Whether it refuses a wrong number or type of arguments is not known.
"""

from __future__ import annotations

import re

from asllint.expressions import Mistake
from asllint.expressions.intrinsic.call import IntrinsicCall, Literal
from asllint.expressions.intrinsic.checks import NUMBER_TEXT, WORD, mistakes_of
from asllint.expressions.path import REGEX, Path, first_placeholder, read_path
from asllint.tables.intrinsics import (
    FUNCTIONS,
    MAX_NESTING,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from asllint.expressions.intrinsic.call import Argument

MAX_MISTAKES = 25
"""More mistakes than this in one text say nothing new."""

MAX_DIGITS = 18
"""A number with more digits than this is kept as a float, which is still comparable."""

_PLAIN_TEXT = re.compile(r"[^'\\]*")

# What few calls need is compiled at its first use.
_LIKE_A_CALL = r"\s*states?\.\w+\s*\("
_UNREADABLE = r"[^\s,()'\"$]+"

_CONSTANTS: dict[str, bool | None] = {"true": True, "false": False, "null": None}
_MISSPELT = {
    "True": "true", "TRUE": "true", "False": "false", "FALSE": "false", "None": "null",
    "NULL": "null", "Null": "null", "undefined": "null", "nil": "null",
}  # fmt: skip
_QUOTES = {'"': '"', "“": "”", "”": "”", "„": "“", "‘": "’", "’": "’", "`": "`", "´": "´"}
_ESCAPABLE = ("", "'", "{", "}", "\\")
_ESCAPED = {"n": "\n", "t": "\t", "r": "\r", '"': '"', "/": "/"}
_OPENERS = {"(": ")", "[": "]"}
_OPERATORS = "+-*/%&|=<>!?"


def looks_like_intrinsic(text: str) -> bool:
    """Is the text meant to call an intrinsic function, however it is misspelt?"""
    if text[:1] == "$":
        return False
    return text.strip() in FUNCTIONS or bool(re.match(_LIKE_A_CALL, text, re.IGNORECASE))


def read_intrinsic(
    text: str, start: int = 0, end: int | None = None
) -> tuple[IntrinsicCall | None, list[Mistake]]:
    """Read the call in `text[start:end]`; all offsets are those of `text`. Never raises.

    None when the text is no call at all. Arguments that can not be read are not in the call. A
    text with a placeholder has no mistakes but an unknown function before it: nobody knows what
    it will be.
    """
    end = len(text) if end is None else min(end, len(text))
    reader = _IntrinsicReader(text, min(start, end), end)
    call = reader.read()
    if reader.mistakes:
        reader.mistakes.sort(key=lambda one: (one.start, one.end))
        hole = first_placeholder(text, start, end)
        if hole is not None:
            reader.mistakes = [
                one
                for one in reader.mistakes
                if one.kind == "unknown-intrinsic" and one.end <= hole
            ]
    return call, reader.mistakes[:MAX_MISTAKES]


class _IntrinsicReader:
    """The state of reading one call."""

    __slots__ = ("broken", "end", "flat", "mistakes", "open", "pos", "text")

    def __init__(self, text: str, start: int, end: int) -> None:
        self.text = text
        self.pos = start
        self.end = end
        self.mistakes: list[Mistake] = []
        self.open: list[str] = []
        """The names of the calls that are not closed yet."""
        self.broken = False
        """Is the rest unreadable, and the mistake noted?"""
        self.flat = False
        """Was a bracket without its partner seen? Then none is searched for any more."""

    # --- the way through the text ---------------------------------------------------------------

    def read(self) -> IntrinsicCall | None:
        """The outermost call, and whatever follows it."""
        self.blank()
        match = WORD.match(self.text, self.pos, self.end)
        if match is None:
            return None
        if not self.calls(match):
            return self.uncalled(match)
        call = self.call(match)
        self.blank()
        if self.pos < self.end and not self.broken:
            self.trailing()
        return call

    def calls(self, match: re.Match[str]) -> bool:
        """Does a parenthesis follow the word, perhaps after blanks?"""
        word, at = match[0], match.end()
        if self.text.startswith("(", at, self.end):
            return True
        near = word in FUNCTIONS or word.casefold().startswith("state")
        while near and at < self.end and self.text[at].isspace():
            at += 1
        return near and self.text.startswith("(", at, self.end)

    def uncalled(self, match: re.Match[str]) -> IntrinsicCall | None:
        """The name of a function without parentheses."""
        function = FUNCTIONS.get(match[0])
        if function is None or self.text[match.end() : self.end].strip():
            return None
        start, end = match.span()
        remedy = f"{function.name}()" if function.minimum == 0 else None
        self.malformed(
            start, end, f'"{function.name}" is not called: write "{function.signature}"', remedy
        )
        return IntrinsicCall(function.name, (), start, end, end)

    def call(self, match: re.Match[str]) -> IntrinsicCall:
        """A call, from its name to its closing parenthesis."""
        name, (start, name_end) = match[0], match.span()
        before = len(self.mistakes)
        self.pos = name_end
        self.blank()
        if self.pos > name_end:
            self.malformed(
                name_end, self.pos, f'a blank stands between "{name}" and "(": delete it', ""
            )
        arguments: list[Argument] = []
        self.open.append(name)
        self.pos += 1
        deep = len(self.open) > MAX_NESTING
        if deep:
            self.skip_deep(start)
        else:
            self.arguments(arguments)
        self.open.pop()
        call = IntrinsicCall(name, tuple(arguments), start, name_end, self.pos)
        if not deep:
            self.check(call, before)
        return call

    def arguments(self, found: list[Argument]) -> None:
        """All arguments of one call, and its closing parenthesis."""
        if self.next() == ")":
            self.pos += 1
            return
        while not self.broken:
            char = self.next()
            if not char:
                self.unclosed()
            elif char in ",)":
                self.missing_argument(char)
                if char == ")":
                    return
            else:
                argument = self.argument(char)
                if argument is not None:
                    found.append(argument)
                if not self.broken and self.closes(argument):
                    return

    def closes(self, argument: Argument | None) -> bool:
        """Is the argument the last one? Reads the comma or the parenthesis behind it."""
        char = self.next()
        if char == ")":
            self.pos += 1
            return True
        if char == ",":
            comma = self.pos
            self.pos += 1
            if self.next() == ")":
                self.malformed(comma, comma + 1, 'an argument is missing after ",": delete it', "")
                self.pos += 1
                return True
        elif not char:
            self.unclosed()
        else:
            self.between(argument, char)
        return False

    # --- arguments ------------------------------------------------------------------------------

    def argument(self, char: str) -> Argument | None:
        """One argument; None for something that is none."""
        text, start = self.text, self.pos
        if char == "'":
            return self.string()
        if char == "$":
            return self.path()
        if char in _QUOTES:
            return self.misquoted(_QUOTES[char])
        if char in "[{":
            self.structure(char)
            return None
        number = NUMBER_TEXT.match(text, start, self.end)
        if number and not _continues(text, number.end(), self.end):
            self.pos = number.end()
            return Literal(_number(number[0]), number[0], start, self.pos)
        word = WORD.match(text, start, self.end)
        if word and self.calls(word):
            return self.call(word)
        if word and word[0] in _CONSTANTS:
            self.pos = word.end()
            return Literal(_CONSTANTS[word[0]], word[0], start, self.pos)
        self.unreadable()
        return None

    def path(self) -> Path:
        """A path, up to the comma, parenthesis or blank behind it."""
        start, end = self.pos, self.path_end()
        path, mistakes = read_path(self.text, start, end)
        self.mistakes += mistakes
        self.pos = end
        self.broken = self.flat and bool(mistakes)  # where it ends is a guess
        return path

    def path_end(self) -> int:
        """Where the path at the present place ends: before a comma, parenthesis or blank."""
        text, at = self.text, self.pos
        stack: list[str] = []
        while at < self.end and not self.flat:
            char = text[at]
            if not stack and (char in ",)" or char.isspace()):
                return at
            if char in ")]":
                if stack and stack.pop() != char:
                    break
            elif char in _OPENERS:
                stack.append(_OPENERS[char])
            at = self.skip(at) if stack else at + (2 if char == "\\" else 1)
        if at >= self.end and not stack and not self.flat:
            return self.end
        self.flat = True
        at = self.pos
        while at < self.end and text[at] not in ",)" and not text[at].isspace():
            at += 1
        return at

    def skip(self, at: int) -> int:
        """Behind the quotes or the regular expression that begins at `at` in brackets."""
        char = self.text[at]
        if char in "'\"":
            return self.quote_end(at)
        if char == "=":
            match = re.compile(REGEX, re.DOTALL).match(self.text, at, self.end)
            return match.end() if match else at + 1
        return at + 1

    def quote_end(self, at: int) -> int:
        """Behind the quote that closes the one at `at`, or the end."""
        text, quote = self.text, self.text[at]
        at += 1
        while at < self.end and text[at] != quote:
            at += 2 if text[at] == "\\" else 1
        return min(at + 1, self.end)

    def string(self) -> Literal | None:
        """A text in single quotes."""
        text, start, end = self.text, self.pos, self.end
        pieces: list[str] = []
        escapes: list[int] = []
        at = start + 1
        while True:
            match = _PLAIN_TEXT.match(text, at, end)
            assert match is not None  # it also matches nothing
            pieces.append(match[0])
            at = match.end()
            if at >= end:
                self.unclosed_quote(start)
                return None
            if text[at] == "\\":
                shown = text[at : min(at + 2, end)]
                if shown[1:] not in _ESCAPABLE:
                    escapes.append(at)
                    shown = _ESCAPED.get(shown[1], f"\\{shown}")
                pieces.append(shown)
                at = min(at + 2, end)
            elif self.is_inside(at):
                doubled = text.startswith("''", at, end)
                self.inner_quote(at, at + 1 + doubled)
                pieces.append("\\'")
                at += 1 + doubled
            else:
                break
        self.pos = at + 1
        literal = Literal(None, f"'{''.join(pieces)}'", start, self.pos)
        literal.value = re.sub(r"(?s)\\(.)", r"\1", literal.source[1:-1])
        if escapes:
            self.wrong_escapes(literal, escapes)
        return literal

    def wrong_escapes(self, literal: Literal, places: list[int]) -> None:
        """Backslashes that escape nothing; one mistake for all of a text."""
        at = places[0]
        shown = self.text[at : at + 2]
        right = _ESCAPED.get(shown[1], f"\\{shown}")
        remedy = f'write "\\{shown}" for a backslash'
        if shown[1] in "ntr":
            remedy = f'write the character itself, which JSON spells "{shown}"'
        elif shown[1] in _ESCAPED:
            remedy = "leave the backslash out"
        start, end, more = at, at + 2, ""
        if len(places) > 1:
            start, end, right = literal.start, literal.end, literal.source
            more = f" ({len(places)} wrong escapes in this text)"
        self.malformed(
            start, end,
            f'"{shown}" is no escape here, only "\\\'", "\\{{", "\\}}" and "\\\\" are: '
            f"{remedy}{more}",
            right,
        )  # fmt: skip

    def is_inside(self, at: int) -> bool:
        """Does the quote at `at` belong to the text, as in `'it's'` and `'it''s'`?"""
        after = self.text[at + 1 : min(at + 2, self.end)]
        if after == "'":
            return bool(self.text[at + 2 : min(at + 3, self.end)].strip(",)"))
        return after.isalnum()

    def misquoted(self, closer: str) -> Literal | None:
        """A text in other quotes than single ones."""
        text, start = self.text, self.pos
        close = text.find(closer, start + 1, self.end)
        while close > 0 and text[close - 1] == "\\":
            close = text.find(closer, close + 1, self.end)
        if close < 0:
            self.unclosed_quote(start)
            return None
        self.pos = close + 1
        value = text[start + 1 : close].replace(f"\\{closer}", closer)
        source = _quoted(value)
        self.malformed(
            start, self.pos, "a text stands in single quotes here: replace the quotes",
            None if "\\" in value else source,
        )  # fmt: skip
        return Literal(value, source, start, self.pos)

    def structure(self, char: str) -> None:
        """An array or object written out, which the language has no form for."""
        what, instead = ("an array", "States.Array(…)")
        if char == "{":
            what, instead = ("an object", "States.StringToJson('…')")
        start, at, depth = self.pos, self.pos, 0
        while at < self.end:
            here = self.text[at]
            if here in "'\"":
                at = self.quote_end(at)
                continue
            depth += (here in "[{") - (here in "]}")
            at += 1
            if depth == 0:
                break
        self.broken = depth > 0
        self.pos = at
        self.malformed(start, at, f'{what} can not be written out here: write "{instead}"')

    def unreadable(self) -> None:
        """Something that is no argument."""
        text, start = self.text, self.pos
        match = re.compile(_UNREADABLE).match(text, start, self.end)
        self.pos = match.end() if match else start + 1
        shown = text[start : self.pos]
        right = _MISSPELT.get(shown)
        if right is not None:
            message = f'write "{right}", not "{shown}"'
        elif WORD.fullmatch(shown):
            message = (
                f'"{shown}" is no argument: write "\'{shown}\'" for a text, or "$.{shown}" for a '
                "path"
            )
        else:
            message = (
                f'"{shown}" is no argument: write a text in single quotes, a number, a path or a '
                "call"
            )
        self.malformed(start, self.pos, message, right)

    def skip_deep(self, start: int) -> None:
        """A call inside of too many others: its arguments are not read."""
        self.mistakes.append(
            Mistake(
                "intrinsic-arguments", start, self.pos - 1,
                f"calls nest more than {MAX_NESTING} deep here: "
                "put an inner result into a field in an earlier state",
            )
        )  # fmt: skip
        depth = 1
        while self.pos < self.end:
            char = self.text[self.pos]
            if char == "'":
                self.pos = self.quote_end(self.pos)
                continue
            depth += (char == "(") - (char == ")")
            self.pos += 1
            if depth == 0:
                return
        self.unclosed()

    # --- mistakes of form -----------------------------------------------------------------------

    def between(self, argument: Argument | None, char: str) -> None:
        """What stands behind an argument in place of a comma or a parenthesis."""
        text, at = self.text, self.pos
        word = WORD.match(text, at, self.end)
        starts = word is not None and (word[0] in _CONSTANTS or self.calls(word))
        if argument is None:
            pass  # it is reported
        elif isinstance(argument, IntrinsicCall) and char in ".[":
            self.follows_a_call(at)
        elif char in _OPERATORS:
            self.operator(char)
        elif starts or char in "'$0123456789" or char in _QUOTES:
            self.malformed(
                argument.start, argument.end, "a comma is missing after this argument",
                text[argument.start : argument.end] + ",",
            )  # fmt: skip
            return
        elif word and isinstance(argument, Literal) and isinstance(argument.value, str):
            self.inner_quote(argument.end - 1, argument.end)
        else:
            end = word.end() if word else at + 1
            remedy = 'write "," or ")"'
            if word and isinstance(argument, Path):
                remedy = "a name with a blank stands in brackets and quotes"
            self.malformed(at, end, f'"{text[at:end]}" can not stand here: {remedy}')
        self.broken = True

    def trailing(self) -> None:
        """Text behind the outermost call."""
        start, end = self.pos, self.end
        while self.text[end - 1].isspace():
            end -= 1
        char, rest = self.text[start], self.text[start:end]
        if not rest.strip(")"):
            self.malformed(start, end, f'"{rest}" is too many: delete it', "")
        elif char in ".[":
            self.follows_a_call(start)
        elif char in _OPERATORS:
            self.operator(char)
        else:
            self.malformed(start, end, "this stands behind the end of the call: delete it")

    def follows_a_call(self, at: int) -> None:
        """A path behind a call, as in `States.StringToJson($.a).b`."""
        match = re.compile(_UNREADABLE).match(self.text, at, self.end)
        end = match.end() if match else at + 1
        shown = self.text[at:end]
        self.malformed(
            at, end,
            f'"{shown}" can not follow a call: put its result into a field, and read "{shown}" '
            "from it in the next state",
        )  # fmt: skip
        self.broken = True

    def operator(self, char: str) -> None:
        """An operator such as `+`."""
        self.malformed(
            self.pos, self.pos + 1,
            f'"{char}" can not stand here, there are no operators: "States.MathAdd" adds numbers, '
            '"States.Format" joins texts',
        )  # fmt: skip
        self.broken = True

    def missing_argument(self, char: str) -> None:
        """A comma with nothing before it, or a parenthesis with nothing between."""
        self.malformed(self.pos, self.pos + 1, f'an argument is missing before "{char}"')
        self.pos += 1

    def inner_quote(self, start: int, end: int) -> None:
        """A quote in a text without its backslash."""
        self.malformed(start, end, 'a quote inside of a text is written "\\\'"', "\\'")

    def unclosed_quote(self, start: int) -> None:
        """A text that does not end."""
        self.malformed(start, self.end, "the text is not closed: add a single quote")
        self.pos, self.broken = self.end, True

    def unclosed(self) -> None:
        """The end where a parenthesis should be."""
        end = self.end
        while self.text[end - 1].isspace():
            end -= 1
        missing = ")" * len(self.open)
        self.malformed(
            end - 1, end, f'the call of "{self.open[-1]}" is not closed: add "{missing}"',
            self.text[end - 1] + missing,
        )  # fmt: skip
        self.pos, self.broken = self.end, True

    def malformed(self, start: int, end: int, message: str, replacement: str | None = None) -> None:
        """Note a mistake of form."""
        self.mistakes.append(Mistake("malformed-intrinsic", start, end, message, replacement))

    # --- small things ---------------------------------------------------------------------------

    def blank(self) -> None:
        """Go to the next character that is no blank."""
        while self.pos < self.end and self.text[self.pos].isspace():
            self.pos += 1

    def next(self) -> str:
        """The next character that is no blank; nothing at the end."""
        self.blank()
        return self.text[self.pos] if self.pos < self.end else ""

    def check(self, call: IntrinsicCall, before: int) -> None:
        """What is wrong with a call that could be read; `before` counts the mistakes until then."""
        malformed = ("malformed-intrinsic", "malformed-path")
        if call.function is None or not any(
            one.kind in malformed for one in self.mistakes[before:]
        ):
            self.mistakes += mistakes_of(call, self.text)


def _number(digits: str) -> int | float:
    """The value of a number; one with very many digits as a float."""
    whole = digits.lstrip("-").isdecimal() and len(digits) <= MAX_DIGITS
    return int(digits) if whole else float(digits)


def _continues(text: str, at: int, end: int) -> bool:
    """Does something stand at `at` that can not follow a number?"""
    return at < end and (text[at].isalnum() or text[at] in "._")


def _quoted(value: str) -> str:
    """A text in single quotes."""
    escaped = value.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"
