"""What a fact asks about another file of the project, and what it is told (`Ask.elsewhere`).

What is told outlives both files and is held against what is told later, so it is plain data. Who
finds it out is `workspace.others`.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, TypeAlias

    Looked: TypeAlias = dict[tuple[str, str], tuple[str, ...]]
    """What was looked for, by the file whose reference it is, and what stands for what was found.
    """

_PLAIN = "asllint.data."
"""Shapes are plain, too, and hold nothing but shapes."""


class Question:
    """A fact about a definition of another file."""

    __slots__ = ("kind", "machine", "path")

    def __init__(self, kind: Callable[..., object], path: str, machine: str) -> None:
        self.kind = kind
        self.path = path
        """Relative to the current folder, or absolute, as all paths of files are."""
        self.machine = machine
        """The name that a template at that path gives to the definition; empty for the only one."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Question) and self._key() == other._key()

    def __hash__(self) -> int:
        return hash(self._key())

    def _key(self) -> tuple[object, str, str]:
        return self.kind, self.path, self.machine


class Answer:
    """What is told, and all files that it rests on."""

    __slots__ = ("chain", "looked", "value")

    def __init__(self, value: Any, looked: Looked, chain: int) -> None:
        self.value = value
        """None: nobody knows."""
        self.looked = looked
        self.chain = chain
        """How many answers rest one on the other, with it on top of the longest row."""


if TYPE_CHECKING:
    Others: TypeAlias = Callable[[Question], Answer]


def nobody(question: Question) -> Answer:
    """The others of a text that has no folder around it."""
    return Answer(None, {}, 0)


def is_plain(value: object) -> bool:
    """Is it data that holds nothing of a file?

    That are None, booleans, numbers, texts and shapes, and lists, tuples, sets and dictionaries of
    them.
    """
    pending = [value]
    while pending:
        one = pending.pop()
        if isinstance(one, dict):
            pending += (*one, *one.values())
        elif isinstance(one, list | tuple | set | frozenset):
            pending += one
        elif not (one is None or isinstance(one, bool | int | float | str) or _is_shape(one)):
            return False
    return True


def _is_shape(value: object) -> bool:
    return type(value).__module__.startswith(_PLAIN)
