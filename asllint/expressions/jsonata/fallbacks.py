"""`… ?: …` and `… ?? …`: operators of a later JSONata than the one of Step Functions.

Both came with JSONata 2.1; the developer guide, "Transforming data with JSONata in Step Functions"
(read in autumn 2026), names 2.0.6, which refuses them as mistakes of syntax. This module finds how
far their operands reach, so that they can be written as a condition.
"""

from __future__ import annotations

from asllint.expressions.jsonata.lexer import CLOSERS, OPENERS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from asllint.expressions.jsonata.lexer import Token

OPERATORS = ("?:", "??")
"""The default operator, and the coalescing one."""

MAX_OPERAND = 200
"""A longer operand (in code points) is not written twice."""

_WEAKER = ("and", "or", "..")
"""What holds its operands less tightly: a condition beside it needs parentheses."""

_SEPARATORS = (":=", ",", ";", ":", "?", "|", *OPERATORS)
"""What an operand begins behind, without parentheses."""

_CONNECTING = (".", "[", "]", "and", "or")
"""What stands between the names in a plain read of data; `and` and `or` are names themselves."""


class Fallback:
    """One use of `?:` or `??`: `text[start:end]` is the operator.

    `left` is the offset at which its left operand begins; `right` the one at which its right
    operand ends, where the whole has to be put into parentheses when written as a condition, else
    None. `plain` says that the left operand only reads data, so that it can be evaluated twice.
    """

    __slots__ = ("end", "left", "operator", "plain", "right", "start")

    def __init__(self, operator: Token, left: int, right: int | None, *, plain: bool) -> None:
        self.operator = str(operator.value)
        self.start = operator.position
        self.end = operator.end
        self.left = left
        self.right = right
        self.plain = plain

    def __repr__(self) -> str:
        return f"Fallback({self.operator!r}, {self.left}, {self.start}, {self.right})"


def fallbacks(tokens: Sequence[Token], places: set[int]) -> Iterator[Fallback]:
    """The operators at some offsets, in the order of their places, with their operands."""
    partners = _partners(tokens) if places else {}
    for index, token in enumerate(tokens):
        if token.position in places:
            first = _begin(tokens, index, partners)
            left = tokens[first:index]
            weak = first > 0 and _word(tokens[first - 1]) in _WEAKER
            right = _end(tokens, index, partners) if weak else None
            begin = left[0].position if left else token.position
            yield Fallback(token, begin, right, plain=all(map(_is_plain, left)))


def _word(token: Token) -> str:
    """The operator that a token is, or nothing."""
    return str(token.value) if token.type == "operator" else ""


def _is_plain(token: Token) -> bool:
    return token.type != "operator" or token.value in _CONNECTING


def _partners(tokens: Sequence[Token]) -> dict[int, int]:
    """For each bracket, by its index, the index of the one that belongs to it."""
    found: dict[int, int] = {}
    stack: list[int] = []
    for index, token in enumerate(tokens):
        word = _word(token)
        if word in OPENERS:
            stack.append(index)
        elif word in CLOSERS and stack:
            opener = stack.pop()
            found[opener], found[index] = index, opener
    return found


def _begin(tokens: Sequence[Token], index: int, partners: dict[int, int]) -> int:
    """The index of the first token of the operand that ends before the token at `index`."""
    at = index
    while at > 0:
        before = at - 1
        word = _word(tokens[before])
        if word in CLOSERS:
            at = partners.get(before, before)
        elif word in OPENERS or word in _SEPARATORS:
            break
        else:
            further = _word(tokens[before - 1]) if before else ""
            weaker = word in _WEAKER and further != "."  # and no name in a path
            sorting = word in ("<", ">") and further in ("(", ",")
            if weaker or sorting:
                break
            at = before
    return at


def _end(tokens: Sequence[Token], index: int, partners: dict[int, int]) -> int | None:
    """The offset behind the operand that begins after the token at `index`; None if it is long."""
    limit = tokens[index].end + MAX_OPERAND
    at, choices, end = index + 1, 0, tokens[index].end
    while at < len(tokens) and end <= limit:
        word = _word(tokens[at])
        if word in CLOSERS or word in (",", ";", "|") or (word == ":" and not choices):
            return end
        choices += (word == "?") - (word == ":")
        at = partners.get(at, at)
        end = tokens[at].end
        at += 1
    return end if end <= limit else None
