"""What the variables of an expression hold while it is evaluated."""

from __future__ import annotations

from typing import Final

from asllint.data.shape import MAYBE, Shape, join

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from asllint.data.jsonata.values import Value


SURE: Final = "sure"
POSSIBLE: Final = "possible"


class Locals:
    """The variables of a block, a call, a step; those of the frames around it are seen, too.

    The frame of a branch has no variables of its own: what is known there holds there only, and
    what is bound there is bound in the frame that it belongs to, too, or may be bound if the branch
    is not sure to be taken.
    """

    __slots__ = ("branch", "names", "parent")

    def __init__(
        self,
        parent: Locals | None,
        names: Mapping[str, Value] | None = None,
        branch: str | None = None,
    ) -> None:
        self.parent = parent
        self.names: dict[str, Value] = dict(names or {})
        self.branch = branch
        """`SURE` or `POSSIBLE` for the frame of a branch."""

    def lookup(self, name: str) -> Value | None:
        """The value of a variable; None where no frame has it."""
        frame: Locals | None = self
        while frame is not None:
            if name in frame.names:
                return frame.names[name]
            frame = frame.parent
        return None

    def bind(self, name: str, value: Value) -> None:
        """Bind a variable here, and around the branches that this is in."""
        self.names[name] = value
        frame, is_sure = self, True
        while frame.branch is not None and frame.parent is not None:
            is_sure = is_sure and frame.branch == SURE
            frame = frame.parent
            frame.names[name] = value if is_sure else either(frame.lookup(name), value)


def either(one: Value | None, other: Value) -> Value:
    """One of two values; nobody knows which function it is if one of them is a function."""
    if isinstance(one, Shape) and isinstance(other, Shape):
        return join((one, other))
    return other if one is other else MAYBE
