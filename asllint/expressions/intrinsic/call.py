"""A call of an intrinsic function, and the constants among its arguments."""

from __future__ import annotations

from asllint.tables.intrinsics import FUNCTIONS, IntrinsicFunction

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

    from asllint.expressions.path import Path

    Constant = str | int | float | bool | None
    Argument: TypeAlias = "IntrinsicCall | Path | Literal"


class Literal:
    r"""A constant among the arguments.

    `value` is what it means. `source` is how it is written: a template has to tell `\{` from `{`.
    Two literals are equal when they are written alike, wherever they stand.
    """

    __slots__ = ("end", "source", "start", "value")

    def __init__(self, value: Constant, source: str, start: int, end: int) -> None:
        self.value = value
        self.source = source
        self.start = start
        self.end = end

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Literal) and self.source == other.source

    def __hash__(self) -> int:
        return hash(self.source)

    def __repr__(self) -> str:
        return f"Literal({self.value!r}, {self.start}, {self.end})"

    def __str__(self) -> str:
        return self.source


class IntrinsicCall:
    """The call of a function; `name` is as written, and may be unknown.

    Two calls are equal when they read the same, wherever they stand.
    """

    __slots__ = ("arguments", "end", "name", "name_end", "name_start", "start")

    def __init__(
        self, name: str, arguments: tuple[Argument, ...], name_start: int, name_end: int, end: int
    ) -> None:
        self.name = name
        self.arguments = arguments
        self.name_start = self.start = name_start
        self.name_end = name_end
        self.end = end

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, IntrinsicCall)
            and self.name == other.name
            and self.arguments == other.arguments
        )

    def __hash__(self) -> int:
        return hash((self.name, self.arguments))

    def __repr__(self) -> str:
        return f"IntrinsicCall({str(self)!r}, {self.start}, {self.end})"

    def __str__(self) -> str:
        """The call as text; reading it again gives an equal call."""
        return f"{self.name}({', '.join(str(one) for one in self.arguments)})"

    @property
    def function(self) -> IntrinsicFunction | None:
        """What is known about the function, None for an unknown one."""
        return FUNCTIONS.get(self.name)
