"""Placeholders with a language of their own inside: what Terraform calls interpolation.

`${aws_lambda_function.pay["eu"].arn}` may hold quotes and braces, which would end a JSON string or
an object for whoever reads the text around it. So such characters are masked before that: every
character keeps its offset, and what is left is a placeholder like any other.
"""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_START = r"(?<!\$)\$++\{|(?<!%)%++\{"  # a run counts as a whole, and is looked at once
_TOKENS = r'\\.|[$%]\{|[{}"\r\n]'
_UNSAFE = r'[{}"\\\r\n]'


def interpolations(text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
    """The ranges of `${…}` and of directives (`%{…}`) in the text of a Terraform template.

    Offsets count characters of `text`. `$${` and `%%{` stand for themselves, and are left out; an
    interpolation that never ends reaches to `end`.
    """
    end = len(text) if end is None else end
    at = start
    opening = re.compile(_START)
    while match := opening.search(text, at, end):
        at = match.end()
        if len(match[0]) == 2:
            at = _closed(text, at, end)
            yield match.start(), at


def _closed(text: str, at: int, end: int) -> int:
    """The offset after the brace that closes the one before `at`.

    Braces in strings do not count, and strings may hold interpolations, in which strings may stand.
    """
    within = ["{"]
    for match in re.compile(_TOKENS).finditer(text, at, end):
        token, in_string = match[0], within[-1] == '"'
        if token == '"' or (in_string and token in "\r\n"):
            if in_string:
                within.pop()
            else:
                within.append('"')
        elif token[-1] == "{" and (not in_string or len(token) == 2):
            within.append("{")
        elif token == "}" and not in_string:
            within.pop()
            if not within:
                return match.end()
    return end


def masked(text: str) -> str:
    """A Terraform template of JSON with all that is computed made harmless, character by character.

    An interpolation becomes a placeholder; a directive becomes blank, which leaves the text of all
    its branches: `has_directives` tells that one should not rely on it.
    """
    pieces, at = [], 0
    for start, stop in interpolations(text):
        pieces.append(text[at:start])
        if text[start] == "%":
            pieces.append(re.sub(r"[^\r\n]", " ", text[start:stop]))
        else:
            pieces.append(placeholder(text[start:stop]))
        at = stop
    return "".join([*pieces, text[at:]])


def placeholder(text: str) -> str:
    """An interpolation as a placeholder of the same length; one without an end becomes none."""
    if len(text) > 2 and text[-1] == "}":
        return "${" + mask(text[2:-1]) + "}"
    return mask(text)


def mask(text: str) -> str:
    """What may stand between `${` and `}` in any notation, as long as the text."""
    return re.sub(_UNSAFE, "_", text)


def has_directives(text: str) -> bool:
    """Does a Terraform template hold an `%{if …}` or `%{for …}`, which decide what it becomes?"""
    return any(text[start] == "%" for start, _ in interpolations(text))
