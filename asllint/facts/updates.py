"""What an `UpdateExpression` of DynamoDB does to which attributes.

Source: Amazon DynamoDB developer guide, "Update expressions".
"""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_WORD = r"[^\s,()=+-]+|[,()=+-]"
"""A path, a value, a function, a keyword; or one sign."""
_CLAUSES = ("SET", "REMOVE", "ADD", "DELETE")


class Update:
    """One action on one attribute: `SET total = total + :n` has the `words` `total`, `+`, `:n`."""

    __slots__ = ("clause", "path", "words")

    def __init__(self, clause: str, path: str, words: Sequence[str]) -> None:
        self.clause = clause
        """`SET`, `REMOVE`, `ADD` or `DELETE`."""
        self.path = path
        """The attribute, as it is written: `#total`, `stock.count`."""
        self.words = words
        """What follows it: what it is set to, what is added or deleted."""

    @property
    def counts(self) -> bool:
        """Does a second time change a number once more? An `ADD` may be about a set."""
        return self.clause == "SET" and self.path in self.words and bool({"+", "-"} & {*self.words})

    def __repr__(self) -> str:
        return f"Update({self.clause!r}, {self.path!r}, {self.words!r})"


def updates_in(expression: str) -> list[Update]:
    """The actions of an expression, in their order; what can not be read is left out."""
    return [
        Update(clause, action[0], action[2:] if clause == "SET" else action[1:])
        for clause, action in _actions(re.findall(_WORD, expression))
        if clause != "SET" or action[1:2] == ["="]
    ]


def _actions(words: list[str]) -> Iterator[tuple[str, list[str]]]:
    """The words of each action, and the clause that it stands in."""
    clause, action, depth = "", list[str](), 0
    for word in [*words, ","]:
        starts = word.upper() in _CLAUSES and depth == 0
        depth += (word == "(") - (word == ")")
        if starts or (word == "," and depth == 0):
            if clause and action:
                yield clause, action
            action = []
            clause = word.upper() if starts else clause
        else:
            action.append(word)
